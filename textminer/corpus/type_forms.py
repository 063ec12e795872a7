"""How types are written: as they are, in lower case, as lemmas; found once, whatever is then asked."""

from __future__ import annotations

import re
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.languages import arrow_strings
from textminer.progress import Progress, silent

# Faces are words of a sentiment, those with a letter too.
_FACE = re.compile(
    r"[<>]?[:;=8][-o*']?[)\](\[/}{@|\\]|[)\](\[/}{@|\\][-o*']?[:;=8][<>]?|</?3|[<>]?[:;=][-o*']?[dDpPoO]"
)
_HIGHEST = "\U0010ffff"
FORMS_PER_REPORT = 5_000
TYPES_AT_ONCE = 50_000  # handed to Arrow in one call that holds the interpreter

ORDINARY, PUNCTUATION, NUMBER, EMOJI = 0, 1, 2, 3
"""Kinds of types."""


@dataclass(frozen=True)
class _Alphabet(Sequence[str]):
    """Words of an Arrow array as strings, made one by one as they are looked at."""

    array: pa.Array

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: Any) -> Any:
        return self.array[place].as_py()


@dataclass(frozen=True, eq=False)
class Forms:
    """The words that types are written as.

    array:  large_string (n_words,) different ones, in alphabetical order
    ids:    int32 (n_types,) place of each type's word among them: equal words have equal ids, and ids ascend
            as the alphabet does
    """

    array: pa.Array
    ids: np.ndarray

    @property
    def n_words(self) -> int:
        """How many different words there are."""
        return len(self.array)

    @cached_property
    def words(self) -> list[str]:
        """The words as strings."""
        found: list[str] = self.array.to_pylist()
        return found

    def place_of(self, word: str) -> int | None:
        """Where a word stands; None for one that is not there."""
        place = self.place_before(word)
        return place if place < self.n_words and self.array[place].as_py() == word else None

    def place_before(self, word: str, first: int = 0) -> int:
        """Where a word stands or would stand, by halving: a million words need not become strings for it."""
        return bisect_left(_Alphabet(self.array), word, first)

    def matching(self, pattern: str) -> np.ndarray:
        """Places of the words that a pattern fits, ascending int64.

        pattern:  folded; in one with a letter or digit, `*` stands for any characters and `?` for one
        """
        if not is_wild(pattern):
            place = self.place_of(pattern)
            return np.array([] if place is None else [place], dtype=np.int64)
        stem = pattern[:-1]
        if pattern.endswith("*") and not is_wild(stem):
            first = self.place_before(stem)
            return np.arange(first, self.place_before(stem + _HIGHEST, first))
        expression = "".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in pattern)
        found = pc.match_substring_regex(self.array, pattern=rf"(?s)\A(?:{expression})\z")
        return np.flatnonzero(found.to_numpy(zero_copy_only=False))

    def types_of(self, places: np.ndarray) -> np.ndarray:
        """Which types are written as one of these words: bool (n_types,)."""
        is_wanted = np.zeros(self.n_words, dtype=bool)
        is_wanted[places] = True
        return is_wanted[self.ids]


@dataclass(frozen=True, eq=False)
class TypeForms:
    """What cleaning needs to know of types; made by `type_forms`.

    exact, lower:  as they are; in lower case
    folded:        in lower case with plain apostrophes: what lists of words are compared with
    kinds:         int8 (n_types,) ORDINARY, PUNCTUATION, NUMBER or EMOJI
    """

    exact: Forms
    lower: Forms
    folded: Forms
    kinds: np.ndarray
    _reduced: dict[str, Forms] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def plain(self) -> Forms:
        """As they are, but with plain apostrophes."""
        plain = pc.replace_substring(self.exact.array, "’", "'")
        if plain.equals(self.exact.array):
            return self.exact
        found = alphabetical(plain)
        return Forms(found.array, found.ids[self.exact.ids])

    def reduced(self, key: str, reduce: Callable[[str], str], progress: Progress = silent) -> Forms:
        """Types under what `reduce` makes of their folded forms; found once for each key, in seconds.

        key:  names the function, such as "lemma en"
        """
        with self._lock:
            if key not in self._reduced:
                words = []
                for place, word in enumerate(self.folded.words):
                    if place % FORMS_PER_REPORT == 0:
                        progress.report(place / len(self.folded.words))
                    words.append(reduce(word) or word)
                of_folded = alphabetical(arrow_strings(words))
                self._reduced[key] = Forms(of_folded.array, of_folded.ids[self.folded.ids])
            return self._reduced[key]


def type_forms(types: Sequence[str]) -> TypeForms:
    """The forms and kinds of some types; 0.1 s for 100,000."""
    types = list(types)  # may grow while other texts are read
    blocks = [arrow_strings(types[start : start + TYPES_AT_ONCE]) for start in _starts(types)]
    exact = pa.concat_arrays(blocks) if blocks else arrow_strings([])
    lower = pa.concat_arrays([_lower(block) for block in blocks]) if blocks else exact
    folded = pc.replace_substring(lower, "’", "'")
    of_lower = alphabetical(lower)
    of_folded = of_lower if folded.equals(lower) else alphabetical(folded)
    kinds = np.concatenate([np.empty(0, np.int8), *(_kinds(block) for block in blocks)])
    return TypeForms(alphabetical(exact), of_lower, of_folded, kinds)


def alphabetical(of_types: pa.Array) -> Forms:
    """The different ones of some forms by code points, as Python sorts; Arrow lets others run meanwhile."""
    ids = pc.rank(of_types, sort_keys="ascending", tiebreaker="dense").to_numpy().astype(np.int32) - 1
    firsts = np.zeros(int(ids.max(initial=-1)) + 1, dtype=np.int64)
    firsts[ids] = np.arange(len(ids))
    return Forms(of_types.take(pa.array(firsts)), ids)


def fold(form: str) -> str:
    """The form that lists of words are compared in."""
    return form.lower().replace("’", "'")


def is_wild(pattern: str) -> bool:
    """Whether the signs `*` and `?` stand for others; in a pattern of signs alone they do not."""
    return ("*" in pattern or "?" in pattern) and any(sign.isalnum() for sign in pattern)


def kind_of(form: str) -> int:
    """Which kind a type is; faces such as ":)" count as emoji."""
    if form.isalpha():
        return ORDINARY
    if _FACE.fullmatch(form):
        return EMOJI
    if any(sign.isalnum() for sign in form):
        return NUMBER if is_number(form) else ORDINARY
    return EMOJI if any(unicodedata.category(sign) == "So" for sign in form) else PUNCTUATION


def is_punctuation(form: str) -> bool:
    """Whether a type has nothing that is read as a word: no letter, digit, emoji or face."""
    return kind_of(form) == PUNCTUATION


def is_number(form: str) -> bool:
    """Whether a type has digits and no letter."""
    return not form.isalpha() and any(map(str.isdigit, form)) and not any(map(str.isalpha, form))


def _starts(types: Sequence[str]) -> range:
    return range(0, len(types), TYPES_AT_ONCE)


def _lower(forms: pa.Array) -> pa.Array:
    """In lower case as Python has it: Arrow's differs for some letters that are not ASCII."""
    is_plain = pc.string_is_ascii(forms)
    if pc.all(is_plain).as_py():
        return pc.ascii_lower(forms)
    others = forms.filter(pc.invert(is_plain)).to_pylist()
    lowered = arrow_strings([form.lower() for form in others])
    return pc.replace_with_mask(pc.ascii_lower(forms), pc.invert(is_plain), lowered)


def _kinds(forms: pa.Array) -> np.ndarray:
    """The kind of each: int8 (n_types,). Nearly all begin with a letter or are digits; others are read."""
    kinds = np.full(len(forms), ORDINARY, dtype=np.int8)
    is_number = pc.match_substring_regex(forms, "^[0-9]+$").to_numpy(zero_copy_only=False)
    is_plain = pc.match_substring_regex(forms, "^[@#]?[A-Za-z]").to_numpy(zero_copy_only=False)
    kinds[is_number] = NUMBER
    rest = np.flatnonzero(~(is_number | is_plain))
    kinds[rest] = [kind_of(form) for form in forms.take(pa.array(rest)).to_pylist()]
    return kinds
