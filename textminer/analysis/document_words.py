"""Which words each document holds, and how often: what every comparison of groups is counted from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from textminer.analysis.grouping import Grouping
from textminer.analysis.ngrams import RunCounts, run_counts
from textminer.analysis.word_counts import (
    WordCounts,
    column_blocks,
    columns_of,
    lengths_of,
    totals_of,
    word_counts,
)
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.offsets import repeated
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class DocumentWords:
    """Documents × words, word by word (compressed columns): made once, then each grouping is a weighted sum.

    words:      (n_words,) forms after cleaning, or n-grams with their parts joined by a blank
    offsets:    int64 (n_words + 1,) the entries of word w are offsets[w]:offsets[w + 1]
    documents:  int32 (n_entries,) which document, ascending within each word
    counts:     uint16 or int32 (n_entries,) how often the word stands in it, 1 or more
    lengths:    int64 (n_documents,) words of each document, those included that are too rare to have a column
    """

    words: tuple[str, ...]
    offsets: np.ndarray
    documents: np.ndarray
    counts: np.ndarray
    lengths: np.ndarray

    @property
    def n_words(self) -> int:
        """How many words have a column."""
        return len(self.words)

    @property
    def n_documents(self) -> int:
        """How many documents there are, those without a word included."""
        return len(self.lengths)

    def entry_words(self) -> np.ndarray:
        """The word of each entry: int64 (n_entries,)."""
        return repeated(np.arange(self.n_words), np.diff(self.offsets))

    def documents_with(self, words: np.ndarray) -> np.ndarray:
        """Positions of the documents that hold any of some words (places): ascending int64."""
        holds = np.zeros(self.n_documents, dtype=bool)
        for word in words.tolist():
            holds[self.documents[self.offsets[word] : self.offsets[word + 1]]] = True
        return np.flatnonzero(holds)

    def documents_by_group(self, codes: np.ndarray, n_groups: int) -> np.ndarray:
        """How many documents of each group hold a word: int64 (n_groups, n_words).

        codes:  int (n_documents,) group of each document, -1 for none
        """
        counts = np.zeros((n_groups + 1, self.n_words), dtype=np.int64)
        for first, last, entries in self.blocks():
            cells = (codes[self.documents[entries]] + 1).astype(np.int64) * (last - first)
            cells += repeated(np.arange(last - first), np.diff(self.offsets[first : last + 1]))
            counts[:, first:last] = np.bincount(cells, minlength=len(counts) * (last - first)).reshape(
                -1, last - first
            )
        return counts[1:]

    def blocks(self) -> Iterator[tuple[int, int, slice]]:
        """Words side by side, first and one past the last, with their entries: what is made of all entries at
        once is larger than they are.
        """
        for first, last in column_blocks(self.offsets):
            yield first, last, slice(int(self.offsets[first]), int(self.offsets[last]))

    def presence(self, documents: np.ndarray, words: np.ndarray) -> sparse.csr_array:
        """1 where a document holds a word, of some documents and words: float64 (n_chosen, n_words_chosen).

        documents:  int64 ascending positions
        words:      int64 places
        """
        shape = (self.n_documents, self.n_words)
        ones = np.ones(len(self.documents))
        whole = sparse.csc_array((ones, self.documents, self.offsets), shape=shape)
        return whole[:, words].tocsr()[documents]


def document_words(
    tokens: TokenTable,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 1,
    fewest: int = 1,
    progress: Progress = silent,
) -> DocumentWords:
    """Count the words or n-grams (1 to 5 words) of every document.

    fewest:  occurrences in all documents below which a word gets no column: nearly all long runs are rare
    """
    found: WordCounts | RunCounts
    if n == 1:
        found = word_counts(tokens, cleaning, language, progress)
    else:
        found = run_counts(tokens, cleaning, language, n, progress)
    has_column = np.flatnonzero(totals_of(found.counts) >= max(fewest, 1))
    lengths = lengths_of(found.counts)
    counts = columns_of(found.counts, has_column)
    counts.sort_indices()
    names = tuple(found.names(has_column))
    return DocumentWords(names, counts.indptr.astype(np.int64), counts.indices, counts.data, lengths)


@dataclass(frozen=True, eq=False)
class GroupCounts:
    """How often each group uses each word.

    names:            (n_groups,)
    counts:           int64 (n_words, n_groups) occurrences
    document_counts:  int64 (n_words, n_groups) documents that hold the word
    n_tokens:         int64 (n_groups,) words of the group, rare ones included
    n_documents:      int64 (n_groups,)
    """

    names: tuple[str, ...]
    counts: np.ndarray
    document_counts: np.ndarray
    n_tokens: np.ndarray
    n_documents: np.ndarray


def group_counts(matrix: DocumentWords, grouping: Grouping) -> GroupCounts:
    """Add up the documents of each group; those of no group count nowhere."""
    n_cells = grouping.n_groups + 1  # the first is of the documents without a group
    places = (grouping.codes + 1).astype(np.int64)
    counts, document_counts = np.zeros((2, matrix.n_words, n_cells), dtype=np.int64)
    for first, last, entries in matrix.blocks():
        words = repeated(np.arange(last - first), np.diff(matrix.offsets[first : last + 1]))
        cells = words * n_cells + places[matrix.documents[entries]]
        shape = (last - first, n_cells)
        size = (last - first) * n_cells
        counts[first:last] = np.bincount(cells, matrix.counts[entries], size).reshape(shape)
        document_counts[first:last] = np.bincount(cells, minlength=size).reshape(shape)
    n_tokens = np.bincount(places, weights=matrix.lengths, minlength=n_cells)[1:]
    return GroupCounts(
        grouping.names,
        counts[:, 1:],
        document_counts[:, 1:],
        n_tokens.astype(np.int64),
        grouping.sizes(),
    )


def mean_scores_of_words(matrix: DocumentWords, scores: np.ndarray, grouping: Grouping) -> np.ndarray:
    """Mean score of the grouped documents that hold each word: float64 (n_words,), NaN where none is scored.

    scores:  float (n_documents,), NaN where a document has none
    """
    counts = (grouping.codes >= 0) & ~np.isnan(scores)
    sums, n_scored = np.zeros(matrix.n_words), np.zeros(matrix.n_words, dtype=np.int64)
    for first, last, entries in matrix.blocks():
        documents = matrix.documents[entries]
        is_counted = counts[documents]
        words = repeated(np.arange(last - first), np.diff(matrix.offsets[first : last + 1]))[is_counted]
        sums[first:last] = np.bincount(words, scores[documents[is_counted]], last - first)
        n_scored[first:last] = np.bincount(words, minlength=last - first)
    return np.divide(sums, n_scored, out=np.full(matrix.n_words, np.nan), where=n_scored > 0)
