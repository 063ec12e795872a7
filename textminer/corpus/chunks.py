"""Cutting texts at blanks into chunks, and what can be seen of a chunk by its bytes alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa

from textminer.corpus.offsets import offsets_of
from textminer.corpus.text_block import TextBlock


def byte_table(members: bytes) -> np.ndarray:
    """bool (256,): which byte values are members; index it with data to get a mask."""
    table = np.zeros(256, dtype=bool)
    table[np.frombuffer(members, np.uint8)] = True
    return table


BLANKS = b" \t\n\r\x0b\x0c"
"""Where texts may be cut: the ASCII white space that Python and every engine behind NLTK agree upon."""

IS_BLANK = byte_table(BLANKS)
IS_LETTER = byte_table(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
IS_ALPHANUMERIC = IS_LETTER | byte_table(b"0123456789")
_MAY_BE_SPACE = byte_table(BLANKS + b"\x1c\x1d\x1e\x1f")


def cuts_after_blanks(block: TextBlock) -> np.ndarray:
    """Where a run of blanks ends: bool (n_bytes + 1,), true before the first byte of each chunk.

    So a chunk carries its trailing blanks. The edges of documents are cuts as well.
    """
    is_cut = np.zeros(len(block.data) + 1, dtype=bool)
    blank = IS_BLANK[block.data]
    np.greater(blank[:-1], blank[1:], out=is_cut[1:-1])
    is_cut[block.bounds] = True
    return is_cut


class Chunks:
    """Distinct chunks, as bytes, with the facts about each that decide how it may be tokenized.

    Arrays are (n_chunks,); positions are in bytes of the joined chunks, lengths in characters.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self.keys = keys
        self.data = np.frombuffer(b"".join(keys), np.uint8)
        sizes = np.fromiter(map(len, keys), np.int64, len(keys))
        self.ends = np.cumsum(sizes)
        self.starts = self.ends - sizes

    def __len__(self) -> int:
        return len(self.keys)

    def text(self, index: int) -> str:
        """One chunk as a string."""
        return self.keys[index].decode("utf-8", "surrogatepass")

    @cached_property
    def n_characters(self) -> np.ndarray:
        """Code points of each chunk, its blanks included."""
        return self._count((self.data & 0xC0) != 0x80)

    @cached_property
    def last_visible(self) -> np.ndarray:
        """Place of the last byte that is not a blank; starts - 1 in a chunk of blanks alone."""
        places = np.where(IS_BLANK[self.data], -1, np.arange(len(self.data)))
        return np.maximum(np.maximum.reduceat(places, self.starts), self.starts - 1)

    @cached_property
    def n_visible(self) -> np.ndarray:
        """Characters of each chunk without its blanks."""
        return self.n_characters - self._count(IS_BLANK[self.data])

    def is_word(self, joints: bytes, ends: bytes = b"") -> np.ndarray:
        """Chunks of ASCII letters with single signs, `joints` within, `ends` last; blanks may follow."""
        signs, is_end = byte_table(joints + ends), byte_table(ends)
        found = self.has_only(IS_LETTER | IS_BLANK | signs) & self.first_in(IS_LETTER)
        found &= self.last_in(IS_LETTER | is_end)
        double = signs[self.data[:-1]] & signs[self.data[1:]]
        within = is_end[self.data]
        within[self.last_visible[self.last_in(is_end)]] = False
        return found & (self._count(np.append(double, False) | within) == 0)

    @cached_property
    def is_foreign(self) -> np.ndarray:
        """Chunks with any character outside ASCII."""
        return self.has(np.arange(256) >= 0x80)

    @cached_property
    def has_inner_space(self) -> np.ndarray:
        """Chunks that hold any white space but trailing blanks, by Python's wide notion of it."""
        n_trailing = self.ends - 1 - self.last_visible
        found = self._count(_MAY_BE_SPACE[self.data]) > n_trailing
        for index in np.flatnonzero(self.is_foreign & ~found).tolist():
            visible = self.text(index).rstrip(BLANKS.decode())
            found[index] = visible.split() != [visible]
        return found

    def has(self, members: np.ndarray) -> np.ndarray:
        """Chunks that hold any byte of a byte table."""
        return self._count(members[self.data]) > 0

    def has_only(self, members: np.ndarray) -> np.ndarray:
        """Chunks all of whose bytes are in a byte table."""
        return self._count(~members[self.data]) == 0

    def first_in(self, members: np.ndarray) -> np.ndarray:
        """Chunks whose first byte is in a byte table."""
        return members[self.data[self.starts]]

    def last_in(self, members: np.ndarray) -> np.ndarray:
        """Chunks whose last byte before their trailing blanks is in a byte table."""
        return members[self.data[np.maximum(self.last_visible, 0)]] & (self.last_visible >= self.starts)

    def _count(self, mask: np.ndarray) -> np.ndarray:
        """How many bytes of each chunk are in a mask over all bytes."""
        totals = offsets_of(mask)
        return totals[self.ends] - totals[self.starts]


def cut(block: TextBlock, is_cut: np.ndarray) -> tuple[pa.Array, np.ndarray, np.ndarray]:
    """The chunks between cuts, as a dictionary array over the block's own bytes.

    returns: the dictionary array (n_chunks,) of binary;
             int32 (n_chunks + 1,) places of the cuts;
             int64 (n_documents + 1,) first chunk of each document
    """
    places = np.flatnonzero(is_cut).astype(np.int32)
    chunks = pa.Array.from_buffers(
        pa.binary(), len(places) - 1, [None, pa.py_buffer(places), pa.py_buffer(block.data)]
    )
    return chunks.dictionary_encode(), places, np.searchsorted(places, block.bounds).astype(np.int64)
