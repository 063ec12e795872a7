"""Where phrases stand: runs of tokens that are written as they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from textminer.corpus.token_table import TokenTable
from textminer.corpus.type_forms import TypeForms, fold, is_wild

MAX_SEQUENCES = 64  # that one phrase may be cut into, where tokens end inside of what is written in one
MAX_PARTS = 12

Sequences = list[list[tuple[np.ndarray, bool]]]
"""Ways of writing a phrase: for each of its tokens, which types it may be, bool (n_types,); whether it must
follow the one before without a blank between them."""

# scripts that are written without blanks: where words end there is a matter of opinion
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, eq=False)
class PhraseMatches:
    """Runs of tokens, none of which overlaps another.

    starts:   int64 (n_matches,) place of the first token, ascending
    ends:     int64 (n_matches,) one past the last
    phrases:  int64 (n_matches,) which of the phrases it is
    """

    starts: np.ndarray
    ends: np.ndarray
    phrases: np.ndarray

    def places(self) -> np.ndarray:
        """Places of all tokens in the runs: ascending int64."""
        lengths = self.ends - self.starts
        firsts = np.cumsum(lengths) - lengths
        return np.arange(lengths.sum()) + np.repeat(self.starts - firsts, lengths)


def phrase_matches(tokens: TokenTable, forms: TypeForms, phrases: Sequence[str]) -> PhraseMatches:
    """Find phrases from left to right; where several begin, the longest counts."""
    starts, ends, numbers = all_phrase_matches(tokens, [phrase_sequences(each, forms) for each in phrases])
    order = np.lexsort((numbers, -ends, starts))
    starts, ends, numbers = starts[order], ends[order], numbers[order]
    is_longest = np.ones(len(starts), dtype=bool)
    is_longest[1:] = starts[1:] != starts[:-1]
    starts, ends, numbers = starts[is_longest], ends[is_longest], numbers[is_longest]
    kept = _without_overlaps(starts, ends)
    return PhraseMatches(starts[kept], ends[kept], numbers[kept])


def all_phrase_matches(
    tokens: TokenTable, phrases: Sequence[Sequences]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every place of some phrases: starts, ends, number of the phrase: int64 (n_matches,), in no order."""
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    firsts = [sequence[0][0] for sequences in phrases for sequence in sequences]
    ids = tokens.ids
    candidates = np.flatnonzero(np.logical_or.reduce(firsts)[ids]) if firsts else np.empty(0, dtype=np.int64)
    document_ends = tokens.offsets[np.searchsorted(tokens.offsets, candidates, side="right")]
    for number, sequences in enumerate(phrases):
        for sequence in sequences:
            n = len(sequence)
            starts = candidates[sequence[0][0][ids[candidates]] & (candidates + n <= document_ends)]
            for place, (mask, is_glued) in enumerate(sequence[1:], 1):
                starts = starts[mask[ids[starts + place]]]
                if is_glued:
                    starts = starts[tokens.starts[starts + place] == tokens.ends[starts + place - 1]]
            found.append((starts, starts + n, np.full(len(starts), number)))
    if not found:
        return (np.empty(0, dtype=np.int64),) * 3
    starts, ends, numbers = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return starts, ends, numbers


def phrase_sequences(phrase: str, forms: TypeForms) -> Sequences:
    """The tokens that a phrase may consist of; nothing where one of its words does not occur.

    Blanks part words. What is written in one may be several tokens, such as "don't" or a Chinese phrase.
    """
    choices: Sequences = [[]]
    for word in fold(phrase).split():
        ways = _ways(word, forms)
        choices = [before + way for before in choices for way in ways][:MAX_SEQUENCES]
    return [choice for choice in choices if choice]


def _ways(word: str, forms: TypeForms) -> Sequences:
    """The ways of writing one word as tokens."""
    folded = forms.folded
    if is_wild(word):
        places = folded.matching(word)
        return [[(folded.types_of(places), False)]] if len(places) else []
    place_of = cache(folded.place_of)
    place = place_of(word)
    is_unspaced = _UNSPACED.search(word) is not None
    if not is_unspaced and (place is not None or word.isalnum()):
        return [] if place is None else [[(folded.types_of(np.array([place])), False)]]
    cuts: list[list[str]] = []
    open_cuts: list[tuple[list[str], str]] = [([], word)]
    while open_cuts and len(cuts) < MAX_SEQUENCES:
        parts, rest = open_cuts.pop()
        if not rest:
            cuts.append(parts)
        elif len(parts) < MAX_PARTS:
            lengths = range(1, len(rest) + 1)
            open_cuts += [([*parts, rest[:n]], rest[n:]) for n in lengths if place_of(rest[:n]) is not None]
    return [
        [(folded.types_of(np.array([place_of(part)])), number > 0) for number, part in enumerate(parts)]
        for parts in cuts
    ]


def _without_overlaps(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Which runs are taken from left to right, each that begins where the one before has ended: ascending.

    The chain from each run to the next is followed in strides that double.
    """
    n = len(starts)
    if n == 0 or not (starts[1:] < ends[:-1]).any():
        return np.arange(n)
    after = np.append(np.searchsorted(starts, ends), n)  # n: beyond the last
    is_taken = np.zeros(n + 1, dtype=bool)
    is_taken[0] = True
    while True:
        reached = after[np.flatnonzero(is_taken)]
        if is_taken[reached].all():
            return np.flatnonzero(is_taken[:n])
        is_taken[reached] = True
        after = after[after]
