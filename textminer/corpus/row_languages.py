"""Which of a few languages each text is in: by its script, and by its letters where several share one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow.compute as pc

from textminer.corpus.languages import (
    CHARACTERS_OF_ONE,
    MIN_LETTERS,
    SCRIPTS,
    arrow_strings,
    code_of,
    letters,
)
from textminer.corpus.text_block import Texts, as_strings

MIN_SHARE = 0.25
"""Of all letters, that must be Chinese or Japanese: a character of theirs says as much as a short word."""
_NO_WORDS = r"(?:https?://|www\.)[!-~]+|@[0-9A-Za-z_]+"
"""Addresses and names of users: written in Latin letters whatever the language of the text."""


def row_languages(texts: Texts, among: Sequence[str]) -> np.ndarray:
    """The language of each text, one of those in `among`: str (n_documents,).

    among:  codes; the first is that of texts that tell nothing, such as numbers, or are in none of them

    The answer depends on the text and `among` alone, never on its neighbours, so that a row is read the same
    in a table and by itself. The script decides; of languages that share the Latin one, a text has to have 25
    letters and be surely in another than the first of them.
    """
    strings = as_strings(texts)
    codes = np.full(len(strings), among[0], dtype=f"<U{max(map(len, among))}")
    latin = [code for code in among if code not in SCRIPTS]
    is_ascii = np.array([text.isascii() for text in strings], dtype=bool)
    foreign = np.flatnonzero(~is_ascii)
    starts = _beginnings(strings, foreign)
    n_letters = letters(starts, r"\pL")
    asked = {code for code in among if code in SCRIPTS}
    asked |= {"zh", "ja"} if asked & {"zh", "ja"} else set()  # they share letters
    counts = {code: letters(starts, SCRIPTS[code]) for code in asked}
    is_open = np.ones(len(foreign), dtype=bool)
    for code in among:
        if code in SCRIPTS:
            is_in_it = _is_in(code, counts, n_letters)
            codes[foreign[is_in_it]] = code
            is_open &= ~is_in_it
    if latin and (latin[0] != among[0] or len(latin) > 1):
        left = [starts[place] for place in np.flatnonzero(is_open).tolist()]
        is_latin = 2 * letters(left, r"\p{Latin}") > n_letters[is_open]
        rows = np.concatenate([_with_letters(strings, np.flatnonzero(is_ascii)), foreign[is_open][is_latin]])
        codes[rows] = latin[0]
        if len(latin) > 1:
            for row, start in zip(rows.tolist(), _beginnings(strings, rows), strict=True):
                code = code_of(start) if sum(map(str.isalpha, start)) >= MIN_LETTERS else ""
                if code in latin:
                    codes[row] = code
    return codes


def languages_met(parts: Iterable[Sequence[str]], among: Sequence[str]) -> frozenset[str]:
    """Those of the languages that at least one text is in, the first of them always.

    parts:  the texts, some at a time; taken no further than it needs: only where some language is not met are
            all of them read
    """
    met = {among[0]}
    if len(among) > 1:
        for texts in parts:
            met.update(row_languages(texts, among).tolist())
            if len(met) == len(among):
                break
    return frozenset(met)


def _is_in(code: str, counts: dict[str, np.ndarray], n_letters: np.ndarray) -> np.ndarray:
    """Whether each text is in a language with a script of its own: bool (n_texts,).

    counts:  letters of each script in each text
    """
    own = counts[code]
    if code not in ("zh", "ja"):
        return np.asarray(2 * own > n_letters)
    han, kana = counts["zh"], counts["ja"]
    is_east_asian = han + kana > MIN_SHARE * n_letters
    is_japanese = 6 * kana > han
    return np.asarray(is_east_asian & (is_japanese if code == "ja" else ~is_japanese) & (own > 0))


def _with_letters(strings: list[str], rows: np.ndarray) -> np.ndarray:
    """Those rows that hold a letter."""
    return rows[letters(_beginnings(strings, rows), r"[A-Za-z]") > 0]


def _beginnings(strings: list[str], rows: np.ndarray) -> list[str]:
    """The first characters of some texts, without what is in no language."""
    starts = [strings[row][:CHARACTERS_OF_ONE] for row in rows.tolist()]
    found: list[str] = pc.replace_substring_regex(
        arrow_strings(starts), pattern=_NO_WORDS, replacement=" "
    ).to_pylist()
    return found
