"""Which words keep company: the words around a node, and pairs of words in a whole corpus."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from textminer.analysis.concordance import ConcordanceLines, neighbours, word_ids
from textminer.analysis.ngrams import distinct
from textminer.analysis.token_index import TokenIndex
from textminer.corpus.offsets import repeated
from textminer.corpus.type_forms import Forms
from textminer.progress import Progress, silent, tracked

_SMALL = 1e-20  # as in NLTK, against a logarithm of nothing


@dataclass(frozen=True, eq=False)
class Association:
    """How surely and how strongly words are drawn to each other, each measure float64 (n_pairs,).

    log_likelihood:      G², unitless; negative where they meet less often than by chance
    mutual_information:  bits; high for rare words that meet nowhere else
    t_score:             unitless; high for frequent words
    log_dice:            at most 14; 7 means that of a hundred and twenty-eight occurrences one is shared;
                         does not grow with the corpus
    """

    log_likelihood: np.ndarray
    mutual_information: np.ndarray
    t_score: np.ndarray
    log_dice: np.ndarray


@dataclass(frozen=True, eq=False)
class Collocates:
    """The words around the nodes of some lines, the most surely attracted first.

    ids:              int64 (n_words,) places among the words of the forms they were counted in
    words:            (n_words,)
    counts:           int64 (n_words,) occurrences within the spans, of which `left_counts` before the node
    document_counts:  int64 (n_words,) documents in which that happens
    totals:           int64 (n_words,) occurrences in all documents that count
    """

    ids: np.ndarray
    words: tuple[str, ...]
    counts: np.ndarray
    left_counts: np.ndarray
    document_counts: np.ndarray
    totals: np.ndarray
    association: Association

    @property
    def n_words(self) -> int:
        """How many collocates."""
        return len(self.words)

    def take(self, places: np.ndarray) -> "Collocates":
        """Some of the words, in the order given: int (n_taken,)."""
        measures = {name: values[places] for name, values in vars(self.association).items()}
        return Collocates(
            self.ids[places],
            tuple(self.words[place] for place in places.tolist()),
            self.counts[places],
            self.left_counts[places],
            self.document_counts[places],
            self.totals[places],
            Association(**measures),
        )

    def frame(self) -> pd.DataFrame:
        """The table a user exports."""
        return pd.DataFrame(
            {
                "word": list(self.words),
                "count": self.counts,
                "left": self.left_counts,
                "right": self.counts - self.left_counts,
                "documents": self.document_counts,
                "occurrences": self.totals,
                **vars(self.association),
            }
        )


def association(joint: np.ndarray, first: np.ndarray, second: np.ndarray, n_tokens: int) -> Association:
    """The measures of NLTK's BigramAssocMeasures, and log-dice, for many pairs at once.

    joint:          float (n_pairs,) occurrences of both, divided by the number of places that were looked at
                    around each first word, as NLTK does; above 0
    first, second:  int (n_pairs,) occurrences of each
    n_tokens:       of all words

    Sources: Manning & Schütze (1999), chapter 5; Dunning (1993) for the likelihood ratio; Rychlý (2008),
    A lexicographer-friendly association score, for log-dice.
    """
    joint, first, second = (np.asarray(values, dtype=np.float64) for values in (joint, first, second))
    total = float(max(n_tokens, 1))
    expected = first * second / total
    g2 = np.zeros(len(joint))
    for observed, rows, columns in (
        (joint, first, second),
        (second - joint, total - first, second),
        (first - joint, first, total - second),
        (total - first - second + joint, total - first, total - second),
    ):
        filled = observed > 0
        by_chance = rows[filled] * columns[filled] / total
        g2[filled] += 2 * observed[filled] * np.log(observed[filled] / (by_chance + _SMALL) + _SMALL)
    return Association(
        log_likelihood=np.where(joint >= expected, g2, -g2),
        mutual_information=np.log2(joint / expected),
        t_score=(joint - expected) / np.sqrt(joint + _SMALL),
        log_dice=14 + np.log2(2 * joint / (first + second)),
    )


def collocates(
    index: TokenIndex,
    lines: ConcordanceLines,
    forms: Forms,
    left: int = 5,
    right: int = 5,
    minimum: int = 1,
    is_in_scope: np.ndarray | None = None,
    progress: Progress = silent,
) -> Collocates:
    """The words that stand at most so many words left or right of the nodes, inside their documents.

    forms:        one of the index's: what counts as one word
    minimum:      fewest occurrences around the nodes
    is_in_scope:  bool (n_documents,) the documents that the lines are from; None for all

    A word near two nodes is counted for each, as NLTK does.
    """
    distances = [*range(-left, 0), *range(1, right + 1)]
    near = [np.zeros(0, dtype=np.int64)]
    documents = [np.zeros(0, dtype=np.int64)]
    n_left = 0
    for distance in tracked(distances, progress):
        words = word_ids(index, forms, neighbours(index, lines, distance))
        found = words >= 0
        near.append(words[found])
        documents.append(lines.documents[found])
        n_left += int(np.count_nonzero(found)) if distance < 0 else 0
    of_word, of_document = np.concatenate(near), np.concatenate(documents)
    counts = np.bincount(of_word, minlength=forms.n_words)
    ids = np.flatnonzero(counts >= max(minimum, 1))
    left_counts = np.bincount(of_word[:n_left], minlength=forms.n_words)
    n_documents = max(index.tokens.n_documents, 1)
    pairs = distinct(of_word * n_documents + of_document) // n_documents
    document_counts = np.bincount(pairs, minlength=forms.n_words)
    totals = word_totals(index, forms, is_in_scope)
    measures = association(
        counts[ids] / max(len(distances), 1), np.full(len(ids), lines.n_lines), totals[ids], int(totals.sum())
    )
    order = np.argsort(-measures.log_likelihood, kind="stable")
    unsorted = Collocates(
        ids,
        tuple(forms.array.take(ids).to_pylist()),
        counts[ids],
        left_counts[ids],
        document_counts[ids],
        totals[ids],
        measures,
    )
    return unsorted.take(order)


def has_word_near(
    index: TokenIndex, lines: ConcordanceLines, forms: Forms, word: int, left: int, right: int
) -> np.ndarray:
    """Which lines have a word within the span around their node: bool (n_lines,)."""
    found = np.zeros(lines.n_lines, dtype=bool)
    for distance in [*range(-left, 0), *range(1, right + 1)]:
        found |= word_ids(index, forms, neighbours(index, lines, distance)) == word
    return found


def word_totals(index: TokenIndex, forms: Forms, is_in_scope: np.ndarray | None = None) -> np.ndarray:
    """Occurrences of each word in the documents that count: int64 (n_words,)."""
    if is_in_scope is None:
        counts = np.bincount(forms.ids, weights=index.counts(), minlength=forms.n_words)
        return counts.astype(np.int64)
    ids = index.type_ids(repeated(is_in_scope, np.diff(index.offsets)))
    return np.bincount(forms.ids[ids], minlength=forms.n_words)
