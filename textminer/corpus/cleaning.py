"""Which types count as which word: a map over types, so that an option changes in no time."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from textminer.corpus.languages import Language

DROPPED = -1


@dataclass(frozen=True)
class Cleaning:
    """What is done to types before they are counted.

    lower_case:        forms that differ in case alone are one word
    drop_stop_words:   leave out the language's stop words; negations are none
    drop_punctuation:  leave out types without a letter, digit, emoji or emoticon
    drop_numbers:      leave out types that are numbers
    stem:              count stems of the language's stemmer in place of forms
    min_length:        shorter words, in characters, are left out
    extra_stop_words:  the user's own, lower case
    """

    lower_case: bool = True
    drop_stop_words: bool = False
    drop_punctuation: bool = True
    drop_numbers: bool = False
    stem: bool = False
    min_length: int = 1
    extra_stop_words: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Cleaning from `dataclasses.asdict` after a trip through JSON; unknown keys raise TypeError."""
        values = dict(values)
        known = {field.name for field in fields(cls)}
        if set(values) - known:
            raise TypeError(f"unknown cleaning options: {sorted(set(values) - known)}")
        if "extra_stop_words" in values:
            values["extra_stop_words"] = tuple(values["extra_stop_words"])
        return cls(**values)


def clean_types(
    types: Sequence[str], cleaning: Cleaning, language: "Language | None" = None
) -> tuple[list[str], np.ndarray]:
    """The word each type counts as.

    language:  brings stop words and stemmer; without one neither option does anything
    returns:   the words, in order of their first type; and int32 (n_types,) place of each type's word,
               DROPPED where the type does not count
    """
    stop_words = set(cleaning.extra_stop_words)
    if cleaning.drop_stop_words and language is not None:
        stop_words |= language.stop_words
    stem = language.stem if cleaning.stem and language is not None else None
    place_by_word: dict[str, int] = {}
    places = np.full(len(types), DROPPED, dtype=np.int32)
    for type_id, form in enumerate(types):
        lower = form.lower()
        if lower in stop_words or len(form) < cleaning.min_length:
            continue
        if cleaning.drop_punctuation and is_punctuation(form):
            continue
        if cleaning.drop_numbers and is_number(form):
            continue
        word = lower if cleaning.lower_case else form
        if stem is not None:
            word = stem(word)
        places[type_id] = place_by_word.setdefault(word, len(place_by_word))
    return list(place_by_word), places


def is_punctuation(form: str) -> bool:
    """Whether a type has no letter, digit, emoji or other symbol: "…", "--", "!?". Emoticons such as ":)" count too."""
    return all(unicodedata.category(character)[0] in "PZC" or character in "^~`|=+<>$" for character in form)


def is_number(form: str) -> bool:
    """Whether a type is a number as written in prose: "12", "3.5", "1,200", "50%"."""
    digits = form.strip("+-%$€£#")
    return bool(digits) and all(character.isdigit() or character in ".,:/" for character in digits)
