"""Which words each document holds, and how often: what every comparison of groups is counted from."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import sparse

from textminer.analysis.grouping import Grouping
from textminer.analysis.ngrams import ngrams, run_names
from textminer.analysis.word_counts import (
    WordCounts,
    cleaned_tokens,
    columns_of,
    lengths_of,
    totals_of,
    word_counts,
)
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent


@dataclass(frozen=True, eq=False)
class DocumentWords:
    """Documents × words, word by word (compressed columns): made once, then each grouping is a weighted sum.

    words:      (n_words,) forms after cleaning, or n-grams with their parts joined by a blank
    offsets:    int64 (n_words + 1,) the entries of word w are offsets[w]:offsets[w + 1]
    documents:  int32 (n_entries,) which document, ascending within each word
    counts:     int32 (n_entries,) how often the word stands in it, 1 or more
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
        groups = np.asarray(codes, dtype=np.int64)[self.documents]
        cells = (groups + 1) * self.n_words + self.entry_words()
        counts = np.bincount(cells, minlength=(n_groups + 1) * self.n_words)
        return counts.reshape(n_groups + 1, self.n_words)[1:]

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
    if n == 1:
        return _single_words(word_counts(tokens, cleaning, language, progress), fewest)
    cleaned = cleaned_tokens(tokens, cleaning, language, progress=Stage(progress, 0.0, 0.3))
    ids, documents, names = cleaned.ids, cleaned.documents, cleaned.words
    runs = ngrams(ids, documents, n, len(names))
    owners = documents[runs.starts]
    progress.report(0.5)
    lengths = np.bincount(owners, minlength=tokens.n_documents)
    order, ends = _by_word(runs.ids, lengths, len(runs.firsts))
    progress.report(0.8)
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = order[1:] != order[:-1]
    is_first[ends[:-1][ends[:-1] < len(order)]] = True
    starts = np.flatnonzero(is_first)
    counts = np.diff(starts, append=len(order))
    offsets = np.searchsorted(starts, ends)
    has_column = np.diff(ends) >= fewest
    in_column = repeated(has_column, np.diff(offsets))
    kept_offsets = offsets_of(np.diff(offsets)[has_column])
    progress.report(0.9)
    return DocumentWords(
        run_names(ids, runs.firsts[has_column], n, names),
        kept_offsets,
        order[starts][in_column],
        counts[in_column].astype(np.int32),
        lengths,
    )


def _single_words(found: WordCounts, fewest: int) -> DocumentWords:
    has_column = totals_of(found.counts) >= max(fewest, 1)
    lengths = lengths_of(found.counts)
    counts = columns_of(found.counts, np.flatnonzero(has_column))
    counts.sort_indices()
    names = tuple(found.words.filter(pa.array(has_column)).to_pylist())
    return DocumentWords(names, counts.indptr.astype(np.int64), counts.indices, counts.data, lengths)


def _by_word(words: np.ndarray, lengths: np.ndarray, n_words: int) -> tuple[np.ndarray, np.ndarray]:
    """The document of each occurrence, word by word and ascending within a word; and where each word begins.

    words:    int (n_occurrences,) in the order of the documents
    returns:  int32 (n_occurrences,), int64 (n_words + 1,)

    A counting sort, in scipy's compiled change of rows for columns: linear in the occurrences.
    """
    rows = offsets_of(lengths)
    ones = np.ones(len(words), dtype=np.int8)
    columns = sparse.csr_array((ones, words.astype(np.int32), rows), shape=(len(lengths), n_words)).tocsc()
    return columns.indices.astype(np.int32, copy=False), columns.indptr.astype(np.int64)


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
    cells = matrix.entry_words() * n_cells + places[matrix.documents]
    size = matrix.n_words * n_cells
    shape = (matrix.n_words, n_cells)
    counts = np.bincount(cells, weights=matrix.counts, minlength=size).reshape(shape)[:, 1:]
    document_counts = np.bincount(cells, minlength=size).reshape(shape)[:, 1:]
    n_tokens = np.bincount(places, weights=matrix.lengths, minlength=n_cells)[1:]
    return GroupCounts(
        grouping.names,
        counts.astype(np.int64),
        document_counts,
        n_tokens.astype(np.int64),
        grouping.sizes(),
    )


def mean_scores_of_words(matrix: DocumentWords, scores: np.ndarray, grouping: Grouping) -> np.ndarray:
    """Mean score of the grouped documents that hold each word: float64 (n_words,), NaN where none is scored.

    scores:  float (n_documents,), NaN where a document has none
    """
    counts = (grouping.codes >= 0) & ~np.isnan(scores)
    words = matrix.entry_words()[counts[matrix.documents]]
    held = scores[matrix.documents[counts[matrix.documents]]]
    sums = np.bincount(words, weights=held, minlength=matrix.n_words)
    n_scored = np.bincount(words, minlength=matrix.n_words)
    return np.divide(sums, n_scored, out=np.full(matrix.n_words, np.nan), where=n_scored > 0)
