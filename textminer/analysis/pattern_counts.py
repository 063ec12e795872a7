"""What patterns of the user's lists fit, each by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix

from textminer.analysis.word_counts import totals_of, type_counts
from textminer.corpus.phrases import all_phrase_matches, phrase_sequences
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent, tracked

EXAMPLES = 8


@dataclass(frozen=True, eq=False)
class PatternCounts:
    """What patterns fit in the corpus.

    patterns:         (n_patterns,) as they were given
    examples:         (n_patterns,) the most frequent words that fit, "loved 12, loves 3"; "" for a phrase
    counts:           int64 (n_patterns,) occurrences
    document_counts:  int64 (n_patterns,)
    """

    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counts: np.ndarray
    document_counts: np.ndarray


def pattern_counts(tokens: TokenTable, patterns: Sequence[str], progress: Progress = silent) -> PatternCounts:
    """Count what each pattern fits in all documents, a word that fits several with each."""
    counts = type_counts(tokens, Stage(progress, 0.0, 0.3))
    totals = totals_of(counts)
    forms = tokens.forms
    numbers: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    types: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    examples, phrases = [], []
    for number, pattern in enumerate(tracked(patterns, Stage(progress, 0.3, 0.9))):
        sequences = phrase_sequences(pattern, forms)
        phrases.append([sequence for sequence in sequences if len(sequence) > 1])
        fitting = np.zeros(len(totals), dtype=bool)
        for sequence in sequences:
            if len(sequence) == 1:
                fitting |= sequence[0][0]
        found = np.flatnonzero(fitting & (totals > 0))
        numbers.append(np.full(len(found), number))
        types.append(found)
        examples.append(_examples(tokens, found, totals))
    shape = (counts.shape[1], len(patterns))
    places = (np.concatenate(types), np.concatenate(numbers))
    by_pattern = counts @ csc_matrix((np.ones(len(places[0]), dtype=np.int32), places), shape=shape)
    starts, _ends, of_patterns = all_phrase_matches(tokens, phrases)
    documents = np.searchsorted(tokens.offsets, starts, side="right") - 1
    shape = (tokens.n_documents, len(patterns))
    by_pattern = by_pattern + csc_matrix(
        (np.ones(len(starts), dtype=np.int32), (documents, of_patterns)), shape=shape
    )
    return PatternCounts(
        tuple(patterns), tuple(examples), totals_of(by_pattern), np.diff(by_pattern.indptr).astype(np.int64)
    )


def _examples(tokens: TokenTable, types: np.ndarray, totals: np.ndarray) -> str:
    """The most frequent of some types, without regard to case."""
    forms = tokens.forms.folded
    by_word = np.bincount(forms.ids[types], totals[types], len(forms.words)) if len(types) else np.zeros(0)
    order = np.argsort(-by_word, kind="stable")[:EXAMPLES]
    return ", ".join(f"{forms.words[place]} {int(by_word[place]):,}" for place in order if by_word[place])
