"""How types are written: as they are, in lower case, as lemmas; found once, whatever is then asked."""

from __future__ import annotations

import re
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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

ORDINARY, PUNCTUATION, NUMBER, EMOJI = 0, 1, 2, 3
"""Kinds of types."""


@dataclass(frozen=True, eq=False)
class Forms:
    """The words that types are written as.

    words:  different ones, in alphabetical order
    ids:    int32 (n_types,) place of each type's word among them: ids ascend as the alphabet does
    """

    words: list[str]
    ids: np.ndarray

    @cached_property
    def place_by_word(self) -> dict[str, int]:
        """Where each word stands."""
        return {word: place for place, word in enumerate(self.words)}

    def matching(self, pattern: str) -> np.ndarray:
        """Places of the words that a pattern fits, ascending int64.

        pattern:  folded; in one with a letter or digit, `*` stands for any characters and `?` for one
        """
        if not is_wild(pattern):
            place = self.place_by_word.get(pattern)
            return np.array([] if place is None else [place], dtype=np.int64)
        stem = pattern[:-1]
        if pattern.endswith("*") and not is_wild(stem):
            first = bisect_left(self.words, stem)
            return np.arange(first, bisect_left(self.words, stem + _HIGHEST, first))
        expression = "".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in pattern)
        found = pc.match_substring_regex(self._array, pattern=rf"(?s)\A(?:{expression})\z")
        return np.flatnonzero(found.to_numpy(zero_copy_only=False))

    def types_of(self, places: np.ndarray) -> np.ndarray:
        """Which types are written as one of these words: bool (n_types,)."""
        is_wanted = np.zeros(len(self.words), dtype=bool)
        is_wanted[places] = True
        return is_wanted[self.ids]

    @cached_property
    def _array(self) -> pa.Array:
        return arrow_strings(self.words)


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
                of_folded = _forms(words)
                self._reduced[key] = Forms(of_folded.words, of_folded.ids[self.folded.ids])
            return self._reduced[key]


def type_forms(types: Sequence[str]) -> TypeForms:
    """The forms and kinds of some types; 0.3 s for 100,000."""
    types = list(types)  # may grow while other texts are read
    lower = [form.lower() for form in types]
    kinds = np.fromiter((kind_of(form) for form in types), np.int8, len(types))
    folded = [form.replace("’", "'") for form in lower]
    return TypeForms(_forms(types), _forms(lower), _forms(folded), kinds)


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


def _forms(of_types: list[str]) -> Forms:
    """Sorted by Arrow, which leaves the interpreter to others meanwhile; by code points, as Python sorts."""
    ranks = pc.rank(arrow_strings(of_types), sort_keys="ascending", tiebreaker="dense")
    ids = ranks.to_numpy().astype(np.int32) - 1
    firsts = np.zeros(int(ids.max(initial=-1)) + 1, dtype=np.int64)
    firsts[ids] = np.arange(len(ids))
    return Forms([of_types[place] for place in firsts.tolist()], ids)
