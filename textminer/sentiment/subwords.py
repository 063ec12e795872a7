"""Which character n-grams a word is spelt with: what can be read of a word that no vocabulary holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textminer.corpus.vocabulary import SPECIAL_WORDS, spelt_form
from textminer.sentiment.encoding import gather_spans

# A model file relies on all of these: another value reads other n-grams than those it has learnt.
SIZES = (3, 4, 5)  # letters of an n-gram of "<word>", as in fastText
SIGN_SIZES = (1, 2)  # letters of an n-gram of a word with a sign, whose every letter says something
FIRST_SIGN = (
    0x2190  # from the arrows on a character is a picture, a symbol, or a syllable that says something
)
LETTERS_AT_MOST = 64  # of a word; what is longer was written by no one
POLYNOMIAL = 0xEDB88320  # of the checksum CRC-32, bits reversed


@dataclass(frozen=True, eq=False)
class Spelling:
    """The n-grams of some words as places in a table of vectors.

    buckets:  int32 (n_ngrams,) those of all words, one word after the other
    offsets:  int64 (n_words + 1,) where each word's begin
    """

    buckets: np.ndarray
    offsets: np.ndarray

    def take(self, places: np.ndarray) -> "Spelling":
        """The given words, in the given order."""
        spans, offsets = gather_spans(self.offsets[places], self.offsets[places + 1])
        return Spelling(self.buckets[spans], offsets)


def spelling_of(words: Sequence[str], n_buckets: int) -> Spelling:
    """The n-grams of words: 3 to 5 letters of "<word>", or 1 and 2 of a word with Chinese or pictures.

    Each is hashed to a bucket by the CRC-32 of its UTF-8 bytes. A special word has none.
    Source: Bojanowski et al. (2017), Enriching word vectors with subword information.
    """
    framed = ["" if word in SPECIAL_WORDS else f"<{spelt_form(word)[:LETTERS_AT_MOST]}>" for word in words]
    text = "".join(framed)
    lengths = np.fromiter(map(len, framed), np.int64, len(framed))
    owners = np.repeat(np.arange(len(framed)), lengths)
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    byte_starts = np.append(np.flatnonzero((data & 0xC0) != 0x80), len(data))
    is_sign = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4") >= FIRST_SIGN
    has_sign = np.bincount(owners[is_sign], minlength=len(framed)) > 0
    word_ends = np.cumsum(lengths)[owners]  # of each letter's word: one past its ">"
    word_starts = word_ends - lengths[owners]
    letters = np.arange(len(owners))
    firsts, sizes = [], []
    for size in SIGN_SIZES:
        inside = has_sign[owners] & (letters > word_starts) & (letters + size < word_ends)
        firsts.append(np.flatnonzero(inside))
        sizes.append(size)
    for size in SIZES:
        firsts.append(np.flatnonzero(~has_sign[owners] & (letters + size <= word_ends)))
        sizes.append(size)
    sums = [
        _checksums(data, byte_starts[first], byte_starts[first + size])
        for first, size in zip(firsts, sizes, strict=True)
    ]
    ngram_owners = owners[np.concatenate(firsts)]
    order = np.argsort(ngram_owners, kind="stable")
    buckets = (np.concatenate(sums)[order] % np.uint32(n_buckets)).astype(np.int32)
    counts = np.bincount(ngram_owners, minlength=len(framed))
    return Spelling(buckets, np.concatenate(([0], np.cumsum(counts))).astype(np.int64))


def _checksums(data: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """CRC-32 of many spans of bytes, as zlib's: uint32 (n_spans,)."""
    sums = np.full(len(starts), 0xFFFFFFFF, np.uint32)
    lengths = ends - starts
    for place in range(int(lengths.max(initial=0))):
        left = slice(None) if place < lengths.min() else np.flatnonzero(place < lengths)
        sums[left] = CRC_TABLE[(sums[left] ^ data[starts[left] + place]) & 0xFF] ^ (sums[left] >> 8)
    return ~sums


def _crc_table() -> np.ndarray:
    table = np.arange(256, dtype=np.uint32)
    for _bit in range(8):
        table = np.where(table & 1, np.uint32(POLYNOMIAL) ^ (table >> 1), table >> 1).astype(np.uint32)
    return table


CRC_TABLE = _crc_table()
