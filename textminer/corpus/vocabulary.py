"""Which types a corpus or a model knows, and how any other type is brought down to one of them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

PAD, UNK, USER, URL, NUMBER = "<pad>", "<unk>", "<user>", "<url>", "<number>"
SPECIAL_WORDS = (PAD, UNK, USER, URL, NUMBER)
"""The first words of every vocabulary: padding is id 0, the unknown word 1; then what stands for a class."""

_HANDLE = re.compile(r"@\w+")
_ADDRESS = re.compile(r"(?:https?:|www\.)\S+|[a-z0-9.-]+\.(?:com|org|net|co|ly|gov|edu|uk|io|tv|me)(?:/\S*)?")
_NUMBER = re.compile(r"[+-]?[$£€¥]?\d+(?:[\d.,:/-]*\d)?(?:%|th|st|nd|rd|s)?")
_RUN = re.compile(r"([^\d])\1{2,}")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words a model knows, lower-cased; a word's id is its place.

    words:  SPECIAL_WORDS first, then by falling count
    counts: int64 (n_words,) occurrences in the texts it was made from; those of a special word are the tokens
            that are read as it; zeros where they are not known
    """

    words: tuple[str, ...]
    counts: np.ndarray

    @classmethod
    def from_words(cls, words: Sequence[str], counts: Sequence[int] | np.ndarray | None = None) -> Vocabulary:
        """The vocabulary of a list of its words, as saved. Raises ValueError for any other list."""
        words = tuple(words)
        if words[: len(SPECIAL_WORDS)] != SPECIAL_WORDS or len(set(words)) != len(words):
            raise ValueError("not the words of a vocabulary")
        if counts is not None and len(counts) != len(words):
            raise ValueError(f"{len(counts)} counts for {len(words)} words")
        return cls(words, np.zeros(len(words), np.int64) if counts is None else np.asarray(counts, np.int64))

    @classmethod
    def from_counts(
        cls, types: Sequence[str], counts: np.ndarray, max_size: int | None = None, min_count: int = 1
    ) -> Vocabulary:
        """The most frequent words of some tokens.

        types:     raw forms, as in a TokenTable
        counts:    int (n_types,) occurrences of each; a type with none is left out
        max_size:  most words, special ones included; of equals the alphabet decides
        min_count: fewest occurrences of a word, all its cases together
        """
        counts = np.asarray(counts, np.int64)
        count_by_word: defaultdict[str, int] = defaultdict(int)
        for form, count in zip(types, counts.tolist(), strict=False):
            count_by_word[_plain_form(form)] += count
        ordinary = sorted(
            (-count, word)
            for word, count in count_by_word.items()
            if count >= max(min_count, 1) and word not in SPECIAL_WORDS
        )
        n_ordinary = None if max_size is None else max(max_size - len(SPECIAL_WORDS), 0)
        kept = [word for _, word in ordinary[:n_ordinary]]
        made = cls.from_words((*SPECIAL_WORDS, *kept))
        totals = np.zeros(len(made), np.int64)
        np.add.at(totals, made.ids_of(types[: len(counts)]), counts)
        return cls(made.words, totals)

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def id_by_word(self) -> dict[str, int]:
        """The id of each word."""
        return {word: place for place, word in enumerate(self.words)}

    def ids_of(self, types: Sequence[str]) -> np.ndarray:
        """The id under which each raw type is read: int32 (n_types,).

        The first of these that is a word: the lower-cased form; its class, for a handle or an address; its
        compatibility form (full-width letters, ligatures); without `#`; with runs of three and more equal
        letters cut to two, then to one ("sooo", "soo", "so"); its class, for a number. Else the unknown word.
        """
        id_by_word = self.id_by_word
        unknown, number = id_by_word[UNK], id_by_word[NUMBER]
        ids = np.full(len(types), unknown, np.int32)
        for place, form in enumerate(types):
            lower = form.lower()
            found = id_by_word.get(lower)
            if found is None:
                if lower.isascii() and lower.isdigit():  # a column of numbers brings a million of them
                    found = number
                else:
                    found = next(
                        (id_by_word[word] for word in _fallbacks(form, lower) if word in id_by_word), unknown
                    )
            elif found < len(SPECIAL_WORDS):
                found = unknown  # "<pad>" typed by someone must not become padding
            ids[place] = found
        return ids


def spelt_form(form: str) -> str:
    """A raw type as its letters are read where it is no word of a vocabulary.

    Lower case, the compatibility form, without `#`, runs of three and more equal letters cut to two.
    """
    lower = form.lower()
    if not lower.isascii():
        lower = unicodedata.normalize("NFKC", form).lower().replace("’", "'")
    return _squeezed(lower.lstrip("#") or lower, 2)


def _plain_form(form: str) -> str:
    """The word that a raw type is counted as."""
    lower = form.lower()
    if lower in SPECIAL_WORDS:
        return UNK
    return _class_of(lower) or lower


def _class_of(lower: str) -> str | None:
    """The special word for handles and addresses, whose own form says nothing."""
    if lower[:1] == "@" and _HANDLE.fullmatch(lower):
        return USER
    if "." in lower or ":" in lower:
        return URL if _ADDRESS.fullmatch(lower) else None
    return None


def _fallbacks(form: str, lower: str) -> Iterator[str]:
    """Ever plainer readings of a type that is not a word."""
    if not lower:
        return
    special = _class_of(lower)
    if special:
        yield special
    if not lower.isascii():
        lower = unicodedata.normalize("NFKC", form).lower().replace("’", "'")
        yield lower
    if lower.startswith("#"):
        lower = lower.lstrip("#")
        yield lower
    squeezed = _squeezed(lower, 2)
    if squeezed != lower:
        yield squeezed
        yield _squeezed(lower, 1)
    if _NUMBER.fullmatch(lower):
        yield NUMBER


def _squeezed(word: str, longest: int) -> str:
    """A word with its runs of three and more equal letters cut; looking for one first takes a fifth."""
    return _RUN.sub(r"\1" * longest, word) if _RUN.search(word) else word
