"""How often each word occurs, in how many documents, how evenly, and how these documents are scored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csc_matrix
from scipy.special import stdtrit

from textminer.analysis.dispersion import deviation_of_proportions, in_equal_parts, juilland_d, sums_by_word
from textminer.analysis.ngrams import RunCounts, distinct, run_counts
from textminer.analysis.word_counts import (
    WordCounts,
    cleaned_tokens,
    column_blocks,
    columns_of,
    lengths_of,
    of_documents,
    places_of_words,
    totals_of,
    word_counts,
)
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.offsets import offsets_of
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent


@dataclass(frozen=True, eq=False)
class WordFrequencies:
    """Words of some documents, the most frequent first; ties in alphabetical order.

    words:                   (n_words,) forms after cleaning; the parts of an n-gram are joined by a blank
    counts:                  int64 (n_words,) occurrences
    document_counts:         int64 (n_words,) documents the word occurs in
    dispersions:             float64 (n_words,) Gries' DP over documents, 0 even to 1 all in one place
    evennesses:              float64 (n_words,) Juilland's D over equal parts, 1 even to 0
    mean_scores:             float64 (n_words,) mean score of those documents, NaN where none is scored;
                             None where there are no scores
    score_margins:           float64 (n_words,) half the width of the 95 % interval of that mean, NaN for
                             fewer than two scored documents; None where there are no scores
    n_tokens, n_documents:   tokens that were counted, and documents that were looked at
    n_words:                 how many different words there are, those that are not listed included
    """

    words: tuple[str, ...]
    counts: np.ndarray
    document_counts: np.ndarray
    dispersions: np.ndarray
    evennesses: np.ndarray
    mean_scores: np.ndarray | None
    score_margins: np.ndarray | None
    n_tokens: int
    n_words: int
    n_documents: int

    def frame(self) -> pd.DataFrame:
        """The table a user exports."""
        columns: dict[str, object] = {
            "word": list(self.words),
            "count": self.counts,
            "per_million": self.rates_per_million(),
            "documents": self.document_counts,
            "dp": self.dispersions,
            "juilland_d": self.evennesses,
        }
        if self.mean_scores is not None and self.score_margins is not None:
            columns["mean_score"] = self.mean_scores
            columns["mean_score_low"] = self.mean_scores - self.score_margins
            columns["mean_score_high"] = self.mean_scores + self.score_margins
        return pd.DataFrame(columns)

    def rates_per_million(self) -> np.ndarray:
        """Occurrences per million counted tokens: float64 (n_words,)."""
        return self.counts * (1e6 / max(self.n_tokens, 1))


def word_frequencies(
    tokens: TokenTable,
    positions: np.ndarray | None = None,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 1,
    scores: np.ndarray | None = None,
    most: int | None = None,
    progress: Progress = silent,
) -> WordFrequencies:
    """Count words or n-grams of the documents at `positions`.

    positions:  int64 (n_chosen,) ascending; None for all documents
    n:          length of the n-grams, 1 to 5. Dropped types are taken out first, so an n-gram may bridge
                them; none bridges two documents
    scores:     float (n_documents,) of the whole corpus, NaN where a document has none
    most:       keep so many of the most frequent; None keeps all. Long runs are nearly all different
    """
    progress.report(0.0)
    of_chosen = scores if scores is None or positions is None else scores[positions]
    stage = Stage(progress, 0.0, 0.6)
    found: WordCounts | RunCounts
    if n == 1:
        found = word_counts(tokens, cleaning, language, stage)
    else:
        found = run_counts(tokens, cleaning, language, n, stage)
    counts = found.counts if positions is None else of_documents(found.counts, positions)
    totals = totals_of(counts)
    order = _most_frequent(totals, most)
    progress.report(0.7)
    return frequencies_of(
        found.names(order),
        counts,
        order,
        lengths_of(counts),
        of_chosen,
        int(np.count_nonzero(totals)),
        Stage(progress, 0.7, 1.0),
    )


def frequencies_of(
    words: Sequence[str],
    counts: csc_matrix,
    order: np.ndarray,
    sizes: np.ndarray,
    scores: np.ndarray | None,
    n_words: int,
    progress: Progress = silent,
) -> WordFrequencies:
    """The figures of some words, found in blocks of them.

    counts:   int sparse (n_documents, n_columns), no zeros stored
    order:    int (n_listed,) the column of each word
    sizes:    int64 (n_documents,) tokens counted in each document
    scores:   float (n_documents,), NaN where a document has none
    n_words:  how many words there are, those that are not listed included
    """
    document_counts = np.diff(counts.indptr)[order].astype(np.int64)
    dispersions, evennesses, means, margins = np.full((4, len(order)), np.nan)
    for first, last in column_blocks(offsets_of(document_counts)):
        progress.report(first / len(order))
        block = columns_of(counts, order[first:last])
        dispersions[first:last] = deviation_of_proportions(block, sizes)
        evennesses[first:last] = juilland_d(*in_equal_parts(block, sizes))
        if scores is not None:
            means[first:last], margins[first:last] = _mean_scores(block, scores)
    return WordFrequencies(
        words=tuple(words),
        counts=totals_of(counts)[order],
        document_counts=document_counts,
        dispersions=dispersions,
        evennesses=evennesses,
        mean_scores=None if scores is None else means,
        score_margins=None if scores is None else margins,
        n_tokens=int(sizes.sum()),
        n_words=n_words,
        n_documents=counts.shape[0],
    )


def documents_with(
    tokens: TokenTable,
    wanted: Sequence[str],
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 1,
    progress: Progress = silent,
) -> np.ndarray:
    """Positions of the documents in which any of some counted words or n-grams occurs: ascending int64.

    wanted:  as in `WordFrequencies.words`, made with the same cleaning, language and n
    """
    counts, _lengths = counts_by_document(tokens, wanted, cleaning, language, n, progress)
    return distinct(counts.indices.astype(np.int64))


def counts_by_document(
    tokens: TokenTable,
    wanted: Sequence[str],
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 1,
    progress: Progress = silent,
) -> tuple[csc_matrix, np.ndarray]:
    """How often some words or n-grams occur in each document, and how many words or n-grams it has.

    wanted:   as in `documents_with`
    returns:  sparse (n_documents, n_wanted), as `WordCounts.counts`; int64 (n_documents,)
    """
    if n == 1:
        found = word_counts(tokens, cleaning, language, progress)
        return _wanted_columns(found, wanted), lengths_of(found.counts)
    cleaned = cleaned_tokens(tokens, cleaning, language, progress=progress)
    ids, documents = cleaned.ids, cleaned.documents
    n_places = max(len(ids) - n + 1, 0)
    owners = documents[:n_places]
    is_run = owners == documents[n - 1 :]
    rows, columns = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    runs = [run.split(" ") for run in wanted]
    places_of = places_of_words(cleaned.words, [part for run in runs for part in run]).tolist()
    for number, run in enumerate(runs):
        parts = [places_of.pop(0) for _part in run]
        if len(parts) == n and -1 not in parts:
            hits = is_run.copy()
            for place, part in enumerate(parts):
                hits &= ids[place : place + n_places] == part
            rows.append(owners[hits])
            columns.append(np.full(len(rows[-1]), number))
    places = (np.concatenate(rows), np.concatenate(columns))
    shape = (cleaned.n_documents, len(wanted))
    counts = csc_matrix((np.ones(len(places[0]), dtype=np.int32), places), shape=shape)
    return counts, np.bincount(owners[is_run], minlength=cleaned.n_documents)


def _wanted_columns(found: WordCounts, wanted: Sequence[str]) -> csc_matrix:
    """The columns of some words; one without entries for a word that does not occur."""
    place_of = places_of_words(found.words, wanted)
    known = np.flatnonzero(place_of >= 0)
    counts = columns_of(found.counts, place_of[known])
    lengths = np.zeros(len(wanted), dtype=np.int64)
    lengths[known] = np.diff(counts.indptr)
    indptr = offsets_of(lengths)
    return csc_matrix((counts.data, counts.indices, indptr), shape=(counts.shape[0], len(wanted)))


def _most_frequent(totals: np.ndarray, most: int | None) -> np.ndarray:
    """Places of the most frequent words that occur, ties in their order."""
    order = np.argsort(-totals, kind="stable")[: int(np.count_nonzero(totals))]
    return order[:most]


def _mean_scores(counts: csc_matrix, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean score of the documents that hold a word, and half the width of its 95 % interval.

    Source of the interval: Student (1908), The probable error of a mean.
    """
    held = scores[counts.indices]
    is_scored = ~np.isnan(held)
    held[~is_scored] = 0.0
    n_scored = sums_by_word(counts, is_scored.astype(np.float64))
    sums = sums_by_word(counts, held)
    squares = sums_by_word(counts, held * held)
    filled = np.maximum(n_scored, 1)
    means = sums / filled
    freedom = np.maximum(n_scored - 1, 1)
    variances = np.maximum(squares - n_scored * means * means, 0.0) / freedom
    margins = stdtrit(freedom, 0.975) * np.sqrt(variances / filled)
    margins[n_scored < 2] = np.nan
    means[n_scored == 0] = np.nan
    return means, margins
