"""Lists of words as lines of plain text, as they are typed and as they stand in files."""

import re
from collections.abc import Iterable, Sequence

from textminer.corpus.word_lists import Synonyms, Theme, merged_themes

_SEPARATOR = re.compile(r"[,;，、；|\t]")
_HEADING = re.compile(r"\[(.+)\]|\*\s*(\S.*)|(.+?)\s*[:：]\s*")


def words_of(text: str) -> tuple[str, ...]:
    """Words or phrases, one a line or parted by commas; each once, in their order."""
    found = (" ".join(part.split()) for part in _SEPARATOR.split(text.replace("\n", ",")))
    return tuple(dict.fromkeys(part for part in found if part))


def themes_of(text: str) -> tuple[Theme, ...]:
    """Themes, as "Staff: waiter*, front desk", or as a heading with lines of words below.

    A heading is "[Staff]", "*Staff" as in KH Coder, or "Staff:" with nothing behind. Words above the first
    heading are left out. A face such as ":)" makes no heading: a colon parts only where a blank follows it
    or nothing does.
    """
    themes: list[Theme] = []
    name = ""
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        found, words = _heading(stripped)
        if found:
            name = found
            themes.append(Theme(name, words_of(words)))
        elif name:
            themes.append(Theme(name, words_of(_without_or(stripped))))
    return merged_themes((), themes)


def synonyms_of(text: str) -> tuple[Synonyms, ...]:
    """Synonyms, one word a line: "room: rooms, suite*"."""
    return tuple(Synonyms(theme.name.casefold(), theme.patterns) for theme in themes_of(text))


def lines_of_words(words: Iterable[str]) -> str:
    """What `words_of` reads."""
    return "\n".join(words)


def lines_of_themes(themes: Sequence[Theme]) -> str:
    """What `themes_of` reads."""
    return "\n".join(f"{theme.name}: {', '.join(theme.patterns)}" for theme in themes)


def lines_of_synonyms(synonyms: Sequence[Synonyms]) -> str:
    """What `synonyms_of` reads."""
    return "\n".join(f"{each.word}: {', '.join(each.forms)}" for each in synonyms)


def _heading(line: str) -> tuple[str, str]:
    """The name that a line begins a theme with, and the words behind it; "" for a line of words."""
    whole = _HEADING.fullmatch(line)
    if whole:
        return next(group.strip() for group in whole.groups() if group), ""
    parts = re.match(r"([^,;|]*?[^\s,;|:：])\s*(?::\s|：)\s*(.*)", line)
    return (parts[1].strip(), parts[2]) if parts else ("", line)


def _without_or(line: str) -> str:
    """KH Coder joins the words of a rule by "or"."""
    return re.sub(r"\s+(?:or|OR)\s+", ",", line)
