"""The user's own lists of words: stop words, synonyms, phrases, themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Synonyms:
    """Words that are counted as one.

    word:   what they are counted as; the word itself is always among them
    forms:  patterns: `*` stands for any characters and `?` for one; upper and lower case are the same
    """

    word: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """A subject, and how one speaks of it.

    patterns:  words and phrases, as `forms` of Synonyms
    """

    name: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class WordLists:
    """What the user said about words; in a recipe, so that project, receipt and history keep it.

    stop_words:  patterns of words that are never counted
    synonyms:    which words are counted as one; of two that claim a word the first has it
    phrases:     runs of words that are counted as one
    themes:      subjects, each name once
    """

    stop_words: tuple[str, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    phrases: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self == WordLists()

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Lists from what a recipe or a file keeps; raises TypeError or KeyError for any other values."""
        unknown = set(values) - {"stop_words", "synonyms", "phrases", "themes"}
        if unknown:
            raise TypeError(f"word lists know no {', '.join(sorted(unknown))}")
        return cls(
            _texts(values.get("stop_words", ())),
            tuple(
                Synonyms(_text(each["word"]), _texts(each["forms"])) for each in values.get("synonyms", ())
            ),
            _texts(values.get("phrases", ())),
            tuple(Theme(_text(each["name"]), _texts(each["patterns"])) for each in values.get("themes", ())),
        )


def merged_themes(first: Sequence[Theme], second: Sequence[Theme]) -> tuple[Theme, ...]:
    """The themes of both, in their order; patterns of equal names are put together."""
    patterns: dict[str, dict[str, None]] = {}
    for theme in (*first, *second):
        patterns.setdefault(theme.name, {}).update(dict.fromkeys(theme.patterns))
    return tuple(Theme(name, tuple(found)) for name, found in patterns.items())


def _texts(values: Any) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"{values!r} is no list")
    return tuple(_text(value) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
