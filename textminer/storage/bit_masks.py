"""Sets of byte positions as bits, 64 to a word: whole blocks are compared and counted in a few operations.

After G. Langdale and D. Lemire (2019), Parsing Gigabytes of JSON per Second, VLDB Journal 28.
"""

import numpy as np

Bits = np.ndarray  # uint64 (n_bytes / 64, rounded up): bit k of word w stands for position 64 w + k
PIECE = 2**18  # bytes looked at in one go: what that takes stays in the caches and in memory that is there
WORDS_SOUGHT = 256  # at a time
MEMBERS_TAKEN_SINGLY = 6  # of a word: where there are more, all bits are looked at
_ONE, _LAST = np.uint64(1), np.uint64(63)


def places(block: np.ndarray, byte: int) -> Bits:
    """The positions at which a block uint8 (n_bytes,) holds a byte."""
    whole = np.zeros(-(-len(block) // 64) * 8, dtype=np.uint8)
    for start in range(0, len(block), PIECE):
        found = np.packbits(block[start : start + PIECE] == byte, bitorder="little")
        whole[start // 8 : start // 8 + len(found)] = found
    return whole.view(np.uint64)


def positions(bits: Bits) -> np.ndarray:
    """The members in order: int64 (n,)."""
    filled = np.flatnonzero(bits != 0)
    words, starts = bits[filled], 64 * filled
    if count(words) > MEMBERS_TAKEN_SINGLY * len(words):
        return np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_))
    members: list[np.ndarray] = [np.zeros(0, dtype=np.int64)]
    while len(words):  # the lowest member of every word that has one left
        rest = words & (words - _ONE)
        members.append(starts + np.bitwise_count((words ^ rest) - _ONE))
        left = np.flatnonzero(rest != 0)
        words, starts = rest[left], starts[left]
    return np.sort(np.concatenate(members), kind="stable")  # few runs, each in order


def behind(bits: Bits, is_first: bool) -> Bits:
    """The positions one behind; `is_first` tells of position 0."""
    shifted = bits << _ONE
    shifted[1:] |= bits[:-1] >> _LAST
    shifted[:1] |= np.uint64(is_first)
    return shifted


def before(bits: Bits) -> Bits:
    """The positions one before."""
    shifted = bits >> _ONE
    shifted[:-1] |= bits[1:] << _LAST
    return shifted


def from_odd_to_even(bits: Bits) -> Bits:
    """The positions from every first, third, fifth … member to the one before the next."""
    inside, moved = bits.copy(), np.empty_like(bits)
    for distance in (1, 2, 4, 8, 16, 32):
        inside ^= np.left_shift(inside, np.uint64(distance), out=moved)
    is_odd = np.right_shift(inside, _LAST, out=moved)  # members in the word
    is_open = np.bitwise_xor.accumulate(is_odd)
    is_open ^= is_odd  # before the word
    inside ^= np.negative(is_open, out=is_open)  # 1 becomes all bits
    return inside


def followers(bits: Bits, among: Bits) -> Bits:
    """The members of `among` whose nearest member below in it is one of `bits`, all of which are in `among`.

    among:  every word holds a member; others are left out of both before
    """
    # the highest member of the word below is one of `bits`
    is_begun = bits[:-1] > (among[:-1] ^ bits[:-1])
    first = bits << _ONE
    first[1:] |= is_begun.view(np.uint8).astype(np.uint64)
    return (~among + first) & among  # the carry of an addition runs over what lies between two members


def up_to(bits: Bits, size: int) -> Bits:
    """The positions below `size`, in no more words than they need."""
    cut = bits[: (size + 63) // 64].copy()
    if size % 64:
        cut[-1] &= (_ONE << np.uint64(size % 64)) - _ONE
    return cut


def count(bits: Bits) -> int:
    """How many members there are."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def last(bits: Bits) -> int:
    """The last member, or -1."""
    for stop in range(len(bits), 0, -WORDS_SOUGHT):
        start = max(stop - WORDS_SOUGHT, 0)
        words = np.flatnonzero(bits[start:stop])
        if len(words):
            word = start + int(words[-1])
            return word * 64 + int(bits[word]).bit_length() - 1
    return -1


def holds(bits: Bits, positions: np.ndarray) -> np.ndarray:
    """Which of the positions are members: bool (n,)."""
    return (bits[positions >> 6] >> (positions & 63).astype(np.uint64) & _ONE).astype(bool)


def n_below(bits: Bits, positions: np.ndarray) -> np.ndarray:
    """How many members are smaller than each position, which may be one behind the last: int64 (n,)."""
    counts = np.zeros(len(bits) + 1, dtype=np.int64)
    np.cumsum(np.bitwise_count(bits), dtype=np.int64, out=counts[1:])
    words = positions >> 6  # behind the last one, nothing is taken of whichever word stands there
    rest = bits.take(words, mode="clip") & ((_ONE << (positions & 63).astype(np.uint64)) - _ONE)
    return counts[words] + np.bitwise_count(rest)
