"""The kinds of word lists that a user keeps: how each is written, read and taken over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textminer.corpus.word_list_text import (
    lines_of_synonyms,
    lines_of_themes,
    lines_of_words,
    synonyms_of,
    themes_of,
    words_of,
)
from textminer.corpus.word_lists import Theme, WordLists
from textminer.storage.word_list_files import (
    read_synonyms,
    read_themes,
    read_words,
    write_synonyms,
    write_themes,
    write_words,
)
from textminer.translation import _


@dataclass(frozen=True, eq=False)
class ListKind:
    """One kind of list.

    key:         field of WordLists
    hint:        how it is written
    example:     what stands where nothing has been written
    name_title:  heading of the names that patterns belong to; "" where there are none
    endings:     of the files that it can be written to
    written:     the lines of what lists hold
    taken:       lists with the lines taken over
    entries:     name and pattern of each line's words
    read, write: from a file to lines, from lines to a file; raise WordListError and ExportError
    """

    key: str
    title: str
    hint: str
    example: str
    name_title: str
    endings: tuple[str, ...]
    written: Callable[[WordLists], str]
    taken: Callable[[WordLists, str], WordLists]
    entries: Callable[[str], list[tuple[str, str]]]
    read: Callable[[Path], str]
    write: Callable[[Path, str], None]

    @property
    def has_wildcards(self) -> bool:
        """Whether one pattern may fit several words."""
        return self.key != "phrases"

    @property
    def has_names(self) -> bool:
        """Whether patterns belong to names."""
        return bool(self.name_title)


def list_kinds() -> tuple[ListKind, ...]:
    """All kinds, in the order in which they are offered."""
    wild = _("“*” stands for any letters and “?” for one; upper and lower case are the same.")
    return (
        ListKind(
            "themes",
            _("Themes"),
            _("A subject and how one speaks of it, one a line; a line without a colon goes on with the last.")
            + " "
            + wild,
            _("Staff: waiter*, front desk, rude, friendly\nRoom: room*, bed, bathroom"),
            _("Theme"),
            (".txt", ".csv", ".json", ".dic"),
            lambda lists: lines_of_themes(lists.themes),
            lambda lists, text: replace(lists, themes=themes_of(text)),
            lambda text: _named(themes_of(text)),
            lambda path: lines_of_themes(read_themes(path)),
            lambda path, text: write_themes(path, themes_of(text)),
        ),
        ListKind(
            "stop_words",
            _("Stop words"),
            _("Words that are never counted, one a line.") + " " + wild,
            _("hotel\nlisbon"),
            "",
            (".txt", ".json"),
            lambda lists: lines_of_words(lists.stop_words),
            lambda lists, text: replace(lists, stop_words=words_of(text)),
            lambda text: [("", word) for word in words_of(text)],
            lambda path: lines_of_words(read_words(path)),
            lambda path, text: write_words(path, words_of(text)),
        ),
        ListKind(
            "synonyms",
            _("Synonyms"),
            _("Words that are counted as one: first what they are counted as, then the words.") + " " + wild,
            _("room: rooms, suite*\nbreakfast: brekkie"),
            _("Counted as"),
            (".txt", ".csv", ".json"),
            lambda lists: lines_of_synonyms(lists.synonyms),
            lambda lists, text: replace(lists, synonyms=synonyms_of(text)),
            lambda text: [(each.word, form) for each in synonyms_of(text) for form in each.forms],
            lambda path: lines_of_synonyms(read_synonyms(path)),
            lambda path, text: write_synonyms(path, synonyms_of(text)),
        ),
        ListKind(
            "phrases",
            _("Phrases"),
            _("Runs of words that are counted as one, one a line."),
            _("front desk\nroom service"),
            "",
            (".txt", ".json"),
            lambda lists: lines_of_words(lists.phrases),
            lambda lists, text: replace(lists, phrases=words_of(text)),
            lambda text: [("", phrase) for phrase in words_of(text)],
            lambda path: lines_of_words(read_words(path)),
            lambda path, text: write_words(path, words_of(text)),
        ),
    )


def _named(themes: Sequence[Theme]) -> list[tuple[str, str]]:
    return [(theme.name, pattern) for theme in themes for pattern in theme.patterns]
