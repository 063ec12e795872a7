"""What is done to words before they are counted: a map over types, so an option costs nothing per token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.languages import Language, arrow_strings
from textminer.corpus.type_forms import EMOJI, NUMBER, PUNCTUATION, Forms, TypeForms, fold, type_forms
from textminer.corpus.type_forms import is_number as is_number
from textminer.corpus.type_forms import is_punctuation as is_punctuation
from textminer.corpus.word_lists import WordLists
from textminer.progress import Progress, silent

JOINT = "_"  # between the words of a phrase that is counted as one, as NLTK's MWETokenizer writes it


@dataclass(frozen=True)
class Cleaning:
    """Which types are counted, and under which form.

    lower_case:       "The" and "the" are one word
    drop_stop_words:  leave out the language's stop words
    drop_punctuation: leave out types without a letter, digit, emoji or face of signs such as ":)"
    drop_numbers:     leave out types with digits and no letter
    stem:             count words under their stems, where the language has a stemmer
    min_length:       fewest characters of a word, at least 1
    drop_emoji:       leave out emoji and faces
    lemma:            count words under the form a dictionary has them, where the language has a lemmatizer
    lists:            the user's own stop words, which are left out whatever `drop_stop_words` says, synonyms
                      and phrases
    """

    lower_case: bool = True
    drop_stop_words: bool = False
    drop_punctuation: bool = True
    drop_numbers: bool = False
    stem: bool = False
    min_length: int = 1
    drop_emoji: bool = False
    lemma: bool = False
    lists: WordLists = field(default_factory=WordLists)

    def __post_init__(self) -> None:
        if self.min_length < 1:
            raise ValueError(f"min_length is {self.min_length}, and a word has at least one character")
        if self.stem and self.lemma:
            raise ValueError("a word is counted under its stem or its lemma, not both")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A cleaning from what a recipe keeps; a key it does not know raises TypeError."""
        values = dict(values)
        lists = WordLists.from_dict(values.pop("lists", {}))
        old_stop_words = tuple(values.pop("extra_stop_words", ()))  # of receipts before there were lists
        if old_stop_words:
            lists = WordLists(old_stop_words)
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise TypeError(f"cleaning knows no {', '.join(sorted(unknown))}")
        return cls(**values, lists=lists)


@dataclass(frozen=True, eq=False)
class CleanedTypes:
    """The words that types are counted as.

    words:       large_string (n_words,) different ones, in alphabetical order
    ids:         int32 (n_types,) place of each type's word among them, -1 where it is left out
    phrase_ids:  int32 (n_phrases,) place of each phrase of the lists among them
    written:     the forms that types were brought to before any list
    """

    words: pa.Array
    ids: np.ndarray
    phrase_ids: np.ndarray
    written: Forms


def clean_types(
    types: Sequence[str], cleaning: Cleaning, language: Language | None = None
) -> tuple[list[str], np.ndarray]:
    """The words that types are counted as, phrases left aside.

    types:    raw forms, as in a TokenTable
    language: whose stop words, stemmer and lemmatizer are meant; without one none is applied
    returns:  the distinct words, in alphabetical order;
              int32 (n_types,) place of each type's word among them, -1 where it is left out
    """
    found = cleaned_types(type_forms(types), cleaning, language, with_phrases=False)
    return found.words.to_pylist(), found.ids


def cleaned_types(
    forms: TypeForms,
    cleaning: Cleaning,
    language: Language | None = None,
    progress: Progress = silent,
    with_phrases: bool = True,
) -> CleanedTypes:
    """The words that types are counted as, and the words that stand for the phrases of the lists.

    language: as in `clean_types`
    """
    written = _written(forms, cleaning, language, progress)
    is_dropped = _left_out(forms, cleaning, language)
    lists = cleaning.lists
    names = [phrase_name(each) for each in lists.phrases] if with_phrases else []
    words, shifted, added = _with_words(written, [*names, *(each.word for each in lists.synonyms)])
    ids = shifted[written.ids]
    for number, synonyms in reversed(list(enumerate(lists.synonyms, len(names)))):
        is_meant = np.zeros(len(words), dtype=bool)
        is_meant[added[number]] = True
        mask = is_meant[ids]  # the word itself
        for pattern in synonyms.forms:
            mask |= forms.folded.types_of(forms.folded.matching(fold(pattern)))
            mask |= written.types_of(written.matching(fold(pattern)))
        ids[mask] = added[number]
    for pattern in lists.stop_words:
        is_dropped |= written.types_of(written.matching(fold(pattern)))
    ids[is_dropped] = -1
    phrase_ids = added[: len(names)]
    is_used, places = _used_only(words, ids, phrase_ids, cleaning.min_length)
    kept = words.take(pa.array(np.flatnonzero(is_used)))
    return CleanedTypes(kept, places[ids], places[phrase_ids], written)


def phrase_name(phrase: str) -> str:
    """The word that a phrase is counted as."""
    return JOINT.join(fold(phrase).split())


def _written(forms: TypeForms, cleaning: Cleaning, language: Language | None, progress: Progress) -> Forms:
    """The forms that words are counted under, before any list."""
    reduce = None
    if language is not None and (cleaning.stem or cleaning.lemma):
        reduce = language.stemmer() if cleaning.stem else language.lemmatizer()
    if reduce is None or language is None:
        return forms.lower if cleaning.lower_case else forms.exact
    return forms.reduced(f"{'stem' if cleaning.stem else 'lemma'} {language.code}", reduce, progress)


def _left_out(forms: TypeForms, cleaning: Cleaning, language: Language | None) -> np.ndarray:
    """Which types are not counted for what they are: bool (n_types,)."""
    kinds = [
        kind
        for kind, is_out in (
            (PUNCTUATION, cleaning.drop_punctuation),
            (NUMBER, cleaning.drop_numbers),
            (EMOJI, cleaning.drop_emoji),
        )
        if is_out
    ]
    is_dropped = np.isin(forms.kinds, kinds)
    folded = forms.folded
    stop_words = language.stop_words if cleaning.drop_stop_words and language is not None else ()
    places = [place for place in map(folded.place_of, stop_words) if place is not None]
    is_dropped |= folded.types_of(np.array(places, dtype=np.int64))
    for pattern in cleaning.lists.stop_words:
        is_dropped |= folded.types_of(folded.matching(fold(pattern)))
    return is_dropped


def _with_words(written: Forms, more: Sequence[str]) -> tuple[pa.Array, np.ndarray, np.ndarray]:
    """The words with more among them; where each of the old stands now; where each of the others does."""
    if not more:
        return written.array, np.arange(written.n_words, dtype=np.int32), np.empty(0, dtype=np.int32)
    places = {word: written.place_before(word) for word in more}
    new = sorted(word for word in places if written.place_of(word) is None)
    before = np.array([places[word] for word in new], dtype=np.int64)
    old = np.arange(written.n_words)
    stretches = np.split(old, before)
    order = [np.append(each, written.n_words + number) for number, each in enumerate(stretches[:-1])]
    united = pa.concat_arrays([written.array, arrow_strings(new)])
    united = united.take(pa.array(np.concatenate([*order, stretches[-1]])))
    shifted = (old + np.searchsorted(before, old, side="right")).astype(np.int32)
    place_of_new = {word: places[word] + number for number, word in enumerate(new)}
    of_old = {word: shifted[place] for word, place in places.items() if word not in place_of_new}
    added = np.array([place_of_new.get(word, of_old.get(word)) for word in more], dtype=np.int32)
    return united, shifted, added


def _used_only(
    words: pa.Array, ids: np.ndarray, phrase_ids: np.ndarray, min_length: int
) -> tuple[np.ndarray, np.ndarray]:
    """Which words some type is counted as; and where each then stands, -1 for the others and for -1."""
    is_used = np.zeros(len(words) + 1, dtype=bool)
    is_used[ids] = True  # -1 leads to the last, which is none of them
    is_used[phrase_ids] = True
    is_used[-1] = False
    if min_length > 1:
        is_used[:-1] &= pc.utf8_length(words).to_numpy() >= min_length
    places = np.cumsum(is_used, dtype=np.int32) - 1
    places[~is_used] = -1
    return is_used, places
