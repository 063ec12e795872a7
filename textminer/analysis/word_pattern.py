"""What is looked for: words and phrases with wildcards and alternatives, as masks over types."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.type_forms import Forms
from textminer.errors import PatternError
from textminer.translation import _

MAX_SEQUENCES = 64  # that alternatives of several words may unfold into
ANY_WORD = ("*", "+")
_WILDCARDS = {"*": ".*", "+": ".+", "?": "."}
_PIECE = re.compile(r"\\.|.", re.DOTALL)
# scripts that are written without blanks: where words end there is a matter of opinion
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SPANS_WORDS = re.compile(r"\s|\\s|\\n|\\t")


@dataclass(frozen=True)
class WordPattern:
    """A description of words to look for.

    text:        "good", "not * good", "good|great room", "un*able"; `*` any characters, `+` one or more,
                 `?` one; alone, `*` and `+` are any one word; a backslash before a sign that means itself
    is_regex:    whether `text` is a regular expression (RE2) instead; it must fit a whole word, unless it
                 holds a blank: then it is looked for in the texts
    match_case:  whether "Good" is something else than "good"
    """

    text: str
    is_regex: bool = False
    match_case: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not self.text.strip()

    def text_regex(self) -> str:
        """The expression to look for in whole texts; "" where looking at words is enough.

        That is an expression that spans words, or words of a script without blanks, such as Chinese, in
        which the tokens of a text need not end where the word does.
        """
        if self.is_regex:
            return self.text if _SPANS_WORDS.search(self.text) else ""
        words = _alternatives(self.text)
        if not _UNSPACED.search(self.text) or any(_is_wild(form) for forms in words for form in forms):
            return ""
        return r"\s*".join(
            "(?:" + "|".join(re.escape(_literal(form)) for form in forms) + ")" for forms in words
        )


Split = Callable[[str], Sequence[str]]
"""The tokens of a word that count, as the corpus is tokenized: "don't" may be two."""

TypeSequence = list["np.ndarray | None"]
"""A bool mask over types for each word of a phrase; None for any word."""


def type_sequences(pattern: WordPattern, forms: Forms, split: Split) -> list[TypeSequence]:
    """Phrases of types that fit the pattern, each a mask over types, bool (n_types,), or None, per word.

    Raises PatternError where the pattern says nothing or cannot be read.
    """
    if pattern.is_regex:
        _check(pattern.text)
        return [[_fitting(pattern.text, forms, pattern)]]
    words = _alternatives(pattern.text)
    if all(form in ANY_WORD for alternatives in words for form in alternatives):
        raise PatternError(_("Write at least one word beside the wildcards."))
    choices: list[list[TypeSequence]] = []
    for alternatives in words:
        if any(form in ANY_WORD for form in alternatives):
            choices.append([[None]])
            continue
        choices.append([[_any_of(alternatives, forms, pattern)]])
        for form in alternatives:
            choices[-1] += [
                [_equal([part], forms, pattern) for part in parts] for parts in _splits(form, split)
            ]
    sequences = [list(itertools.chain(*chosen)) for chosen in itertools.product(*choices)]
    return sequences[:MAX_SEQUENCES]


def _alternatives(text: str) -> list[list[str]]:
    """The words of a pattern, each as its alternatives, wildcards and backslashes still in them."""
    joined = re.sub(r"\s*(?<!\\)\|\s*", "|", text.strip()).replace("’", "'")
    words = [[form for form in re.split(r"(?<!\\)\|", word) if form] for word in joined.split()]
    return [forms for forms in words if forms]


def _splits(form: str, split: Split) -> list[list[str]]:
    """How a word may stand in the corpus as several tokens, with either apostrophe."""
    if _is_wild(form):
        return []
    word = _literal(form)
    ways = [list(split(spelled)) for spelled in dict.fromkeys((word, word.replace("'", "’")))]
    return [parts for parts in ways if parts and parts != [word]]


def _is_wild(form: str) -> bool:
    return any(piece in _WILDCARDS for piece in _PIECE.findall(form))


def _literal(form: str) -> str:
    """A form without wildcards, without its backslashes."""
    return "".join(piece[1:] if len(piece) == 2 else piece for piece in _PIECE.findall(form))


def _any_of(alternatives: Sequence[str], forms: Forms, pattern: WordPattern) -> np.ndarray:
    mask = _equal([_literal(form) for form in alternatives if not _is_wild(form)], forms, pattern)
    wild = ["".join(map(_as_regex, _PIECE.findall(form))) for form in alternatives if _is_wild(form)]
    return mask | _fitting("|".join(wild), forms, pattern) if wild else mask


def _as_regex(piece: str) -> str:
    return _WILDCARDS.get(piece) or re.escape(piece[1:] if len(piece) == 2 else piece)


def _equal(words: Sequence[str], forms: Forms, pattern: WordPattern) -> np.ndarray:
    """Which types are one of some words: bool (n_types,)."""
    wanted = pa.array(words, type=pa.large_string())
    if not pattern.match_case:
        wanted = pc.utf8_lower(wanted)
    return pc.is_in(forms.array, wanted).to_numpy(zero_copy_only=False)[forms.ids]


def _fitting(regex: str, forms: Forms, pattern: WordPattern) -> np.ndarray:
    """Which types an expression fits from their first to their last character: bool (n_types,)."""
    try:
        found = pc.match_substring_regex(
            forms.array, pattern=rf"\A(?:{regex})\z", ignore_case=not pattern.match_case
        )
    except pa.ArrowInvalid as error:
        raise unreadable(pattern.text, error) from error
    return found.to_numpy(zero_copy_only=False)[forms.ids]


def _check(regex: str) -> None:
    """Refuse a wrong expression as the user wrote it."""
    try:
        pc.match_substring_regex(pa.array([""]), pattern=regex)  # of no text Arrow reads no expression
    except pa.ArrowInvalid as error:
        raise unreadable(regex, error) from error


def unreadable(pattern: str, error: Exception) -> PatternError:
    """What is said of a regular expression that RE2 cannot read."""
    reason = str(error).removeprefix("Invalid regular expression: ")
    return PatternError(
        _("“{pattern}” cannot be read as a regular expression: {reason}").format(
            pattern=pattern[:80], reason=reason[:160]
        )
    )
