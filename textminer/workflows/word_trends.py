"""How the use of words changes over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textminer.analysis.time_bins import TimeBins, time_bins
from textminer.corpus.corpus import Corpus
from textminer.corpus.dates import dates_of
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent
from textminer.workflows.counting import WordOptions, counts_in_documents
from textminer.workflows.overview_ground import columns_of_dates


@dataclass(frozen=True, eq=False)
class WordTrends:
    """Words by spans of time.

    words:   (n_words,)
    bins:    the spans, over all documents of the corpus
    counts:  int64 (n_words, n_bins) occurrences
    rates:   float64 (n_words, n_bins) occurrences per million words of the span, NaN where it has no words
    column:  position of the column of dates
    """

    words: tuple[str, ...]
    bins: TimeBins
    counts: np.ndarray
    rates: np.ndarray
    column: int


def word_trends(
    corpus: Corpus,
    tokens: TokenTable,
    options: WordOptions,
    words: Sequence[str],
    positions: np.ndarray,
    progress: Progress = silent,
) -> WordTrends | None:
    """Follow words, or themes, through the documents at `positions`; None where no column holds dates.

    words:  as they were counted with the same options
    """
    columns = columns_of_dates(corpus, Stage(progress, 0.0, 0.2))
    if not columns:
        return None
    column = corpus.roles.date if corpus.roles.date in columns else columns[0]
    dates = dates_of(corpus.table.column(column), progress=Stage(progress, 0.2, 0.5))
    bins = time_bins(dates.times, positions, dates.has_clock)
    counts, lengths = counts_in_documents(corpus, tokens, options, words, Stage(progress, 0.5, 1.0))
    size = bins.n_bins + 1  # the first is of the documents in no span
    places = bins.codes.astype(np.int64) + 1
    of_words = np.repeat(np.arange(len(words)), np.diff(counts.indptr))
    cells = of_words * size + places[counts.indices]
    found = np.bincount(cells, counts.data, len(words) * size).reshape(len(words), size)[:, 1:]
    totals = np.bincount(places, lengths, size)[1:]
    rates = np.divide(found * 1e6, totals, out=np.full(found.shape, np.nan), where=totals > 0)
    return WordTrends(tuple(words), bins, found.astype(np.int64), rates, column)


def documents_of_trend(
    corpus: Corpus, tokens: TokenTable, options: WordOptions, trends: WordTrends, word: int, place: int
) -> np.ndarray:
    """The documents of a span that hold a word of the trends: ascending int64."""
    counts, _lengths = counts_in_documents(corpus, tokens, options, [trends.words[word]])
    held = np.sort(counts.indices.astype(np.int64))
    return held[trends.bins.codes[held] == place]
