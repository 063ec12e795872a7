"""What is done to words before they are counted: a map over types, so an option costs nothing per token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

from textminer.corpus.languages import Language

# Faces of signs alone are words of a sentiment; letters in them ("XD", ":p") make a type a word anyway.
_FACE = re.compile(r"[<>]?[:;=8][-o*']?[)\](\[/}{@|\\]|[)\](\[/}{@|\\][-o*']?[:;=8][<>]?|</?3")


@dataclass(frozen=True)
class Cleaning:
    """Which types are counted, and under which form.

    lower_case:       "The" and "the" are one word
    drop_stop_words:  leave out the language's stop words
    drop_punctuation: leave out types without a letter, digit, emoji or face of signs such as ":)"
    drop_numbers:     leave out types with digits and no letter
    stem:             count words under their stems, where the language has a stemmer
    min_length:       fewest characters of a word, at least 1
    extra_stop_words: more words to leave out, whatever `drop_stop_words` says
    """

    lower_case: bool = True
    drop_stop_words: bool = False
    drop_punctuation: bool = True
    drop_numbers: bool = False
    stem: bool = False
    min_length: int = 1
    extra_stop_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.min_length < 1:
            raise ValueError(f"min_length is {self.min_length}, and a word has at least one character")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A cleaning from what a recipe keeps; a key it does not know raises TypeError."""
        values = dict(values)
        if "extra_stop_words" in values:
            values["extra_stop_words"] = tuple(values["extra_stop_words"])
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise TypeError(f"cleaning knows no {', '.join(sorted(unknown))}")
        return cls(**values)


def clean_types(
    types: Sequence[str], cleaning: Cleaning, language: Language | None = None
) -> tuple[list[str], np.ndarray]:
    """The words that types are counted as.

    types:    raw forms, as in a TokenTable
    language: whose stop words and stemmer are meant; without one neither is applied
    returns:  the distinct words, in order of their first type;
              int32 (n_types,) place of each type's word among them, -1 where it is left out
    """
    dropped = {_folded(word) for word in cleaning.extra_stop_words}
    if cleaning.drop_stop_words and language is not None:
        dropped |= language.stop_words
    stem = language.stemmer() if cleaning.stem and language is not None else None
    place_by_word: dict[str, int] = {}
    id_map = np.full(len(types), -1, np.int32)
    for type_id, form in enumerate(types):
        word = _cleaned(form, cleaning, dropped, stem)
        if word:
            id_map[type_id] = place_by_word.setdefault(word, len(place_by_word))
    return list(place_by_word), id_map


def is_punctuation(form: str) -> bool:
    """Whether a type has nothing that is read as a word: no letter, digit, emoji or face."""
    if form.isalnum() or any(character.isalnum() for character in form):
        return False
    return not _FACE.fullmatch(form) and not any(unicodedata.category(sign) == "So" for sign in form)


def is_number(form: str) -> bool:
    """Whether a type has digits and no letter."""
    return not form.isalpha() and any(map(str.isdigit, form)) and not any(map(str.isalpha, form))


def _folded(form: str) -> str:
    """The form that stop words are compared in."""
    return form.lower().replace("’", "'")


def _cleaned(
    form: str, cleaning: Cleaning, dropped: set[str], stem: Callable[[str], str] | None
) -> str | None:
    """The word that one type is counted as, None where it is left out."""
    if cleaning.drop_punctuation and is_punctuation(form):
        return None
    if cleaning.drop_numbers and is_number(form):
        return None
    folded = _folded(form)
    if folded in dropped:
        return None
    word = form.lower() if cleaning.lower_case else form
    if stem is not None:
        word = stem(folded)
    return word if len(word) >= cleaning.min_length else None
