"""How often each word stands in each document, after cleaning: what all counts of words are made from."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix, csr_matrix

from textminer.corpus.cleaning import CleanedTypes, Cleaning, cleaned_types
from textminer.corpus.languages import Language, arrow_strings
from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.phrases import PhraseMatches, phrase_matches
from textminer.corpus.token_table import TokenTable
from textminer.corpus.type_forms import Forms
from textminer.progress import Progress, Stage, silent

CountMatrix = csc_matrix
"""Whole numbers by document and word (or theme, or pattern), no zeros stored."""

NARROW = np.uint16  # holds all but the counts of texts as long as a shelf of books
TOKENS_PER_BLOCK = 1_000_000
ENTRIES_PER_BLOCK, COLUMNS_PER_BLOCK = 500_000, 20_000  # looked at between two reports
ENTRIES_PER_SUM = 4_000_000

_type_counts: WeakKeyDictionary[TokenTable, csc_matrix] = WeakKeyDictionary()
"""Counts of the raw types, made once for the tokens of a corpus."""

_written_counts: WeakKeyDictionary[TokenTable, tuple[Forms, csc_matrix]] = WeakKeyDictionary()
"""Counts of the forms that words were written in last (lower case, lemmas): other options choose columns."""

_counting = threading.Lock()
"""Who asks for counts that somebody else is making waits for them."""


@dataclass(frozen=True, eq=False)
class WordCounts:
    """Counts of words by document.

    words:   large_string (n_words,) forms after cleaning, in alphabetical order
    counts:  sparse (n_documents, n_words), no zeros stored, documents of a word in any order; uint16, int32
             where a count needs it: widen it before you reckon
    """

    words: pa.Array
    counts: csc_matrix

    def names(self, places: np.ndarray) -> list[str]:
        """Some of the words: int (n_names,)."""
        names: list[str] = self.words.take(pa.array(places)).to_pylist()
        return names


@dataclass(frozen=True, eq=False)
class CleanedTokens:
    """The words in their order, without those that are left out.

    words:        large_string (n_words,) forms after cleaning, in alphabetical order
    ids:          int32 (n_kept,) which word; a phrase is one
    documents:    int64 (n_kept,) in which of the documents, counted from 0 among those chosen; ascending
    n_documents:  how many were chosen
    """

    words: pa.Array
    ids: np.ndarray
    documents: np.ndarray
    n_documents: int


def word_counts(
    tokens: TokenTable,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> WordCounts:
    """Count the words of every document; another cleaning of these tokens chooses among counted columns."""
    cleaning = cleaning or Cleaning()
    forms = tokens.forms
    cleaned = cleaned_types(forms, cleaning, language, Stage(progress, 0.0, 0.3))
    written = cleaned.written
    word_of = np.full(written.n_words, -1, dtype=np.int32)
    word_of[written.ids] = cleaned.ids
    if written is not forms.exact and np.array_equal(word_of[written.ids], cleaned.ids):
        counts = written_counts(tokens, written, Stage(progress, 0.3, 0.9))
    else:  # as types are, or of one form some are left out: "can", but not the "cans" whose lemma it is
        counts, word_of = type_counts(tokens, Stage(progress, 0.3, 0.9)), cleaned.ids
    matches = None
    if cleaning.lists.phrases:
        matches = phrase_matches(tokens, forms, cleaning.lists.phrases)
    found = _of_words(counts, word_of, tokens, cleaned, matches)
    progress.report(1.0)
    return WordCounts(cleaned.words, found)


def _of_words(
    counts: csc_matrix,
    word_of: np.ndarray,
    tokens: TokenTable,
    cleaned: CleanedTypes,
    matches: PhraseMatches | None,
) -> csc_matrix:
    """The counts of words, of those of forms or types: most words are one column as it is.

    word_of:  int32 (n_columns,) the word of each column, -1 for none
    """
    n_words = len(cleaned.words)
    kept = np.flatnonzero(word_of >= 0)
    column_of = np.zeros(n_words, dtype=np.int64)
    column_of[word_of[kept]] = kept
    is_made = np.bincount(word_of[kept], minlength=n_words) != 1
    if matches is not None:
        members = cleaned.ids[tokens.ids[matches.places()]]
        is_made[members[members >= 0]] = True
        is_made[cleaned.phrase_ids[cleaned.phrase_ids >= 0]] = True
    made = np.flatnonzero(is_made)
    if not len(made):
        return columns_of(counts, column_of)
    number_of = np.full(n_words + 1, -1, dtype=np.int32)
    number_of[made] = np.arange(len(made))
    parts = kept[is_made[word_of[kept]]]
    ones = np.ones(len(parts), dtype=np.int32)
    mapping = csc_matrix((ones, (np.arange(len(parts)), number_of[word_of[parts]])), (len(parts), len(made)))
    joined = columns_of(counts, parts) @ mapping
    if matches is not None:
        places = matches.places()
        joined = joined - _ones_of(tokens, places, number_of[cleaned.ids[tokens.ids[places]]], len(made))
        phrases = number_of[cleaned.phrase_ids[matches.phrases]]
        joined = joined + _ones_of(tokens, matches.starts, phrases, len(made))
        joined.eliminate_zeros()
    column_of[made] = counts.shape[1] + np.arange(len(made))
    joined = csc_matrix(joined)
    if joined.data.max(initial=0) <= np.iinfo(NARROW).max:
        joined = joined.astype(counts.dtype)
    return columns_of(_beside(counts, joined), column_of)


def _ones_of(tokens: TokenTable, places: np.ndarray, columns: np.ndarray, n_columns: int) -> csc_matrix:
    """As `ones_at`, without the places whose column is -1."""
    kept = columns >= 0
    return ones_at(tokens, places[kept], columns[kept], n_columns)


def _beside(left: csc_matrix, right: csc_matrix) -> csc_matrix:
    """Both side by side: scipy's own hstack takes longer and sorts."""
    indptr = np.concatenate([left.indptr, right.indptr[1:].astype(np.int64) + left.indptr[-1]])
    data = np.concatenate([left.data, right.data])
    indices = np.concatenate([left.indices, right.indices])
    return csc_matrix((data, indices, indptr), shape=(left.shape[0], left.shape[1] + right.shape[1]))


def cleaned_tokens(
    tokens: TokenTable,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> CleanedTokens:
    """The words as they follow each other, of the documents at `positions` (ascending int64) or of all."""
    cleaning = cleaning or Cleaning()
    cleaned = cleaned_types(tokens.forms, cleaning, language, progress)
    chosen = tokens if positions is None else tokens.take(positions)
    ids = cleaned.ids[chosen.ids]
    if cleaning.lists.phrases:
        matches = phrase_matches(chosen, tokens.forms, cleaning.lists.phrases)
        ids[matches.places()] = -1
        ids[matches.starts] = cleaned.phrase_ids[matches.phrases]
    documents = repeated(np.arange(chosen.n_documents), chosen.lengths())
    kept = ids >= 0
    return CleanedTokens(cleaned.words, ids[kept], documents[kept], chosen.n_documents)


def type_counts(tokens: TokenTable, progress: Progress = silent) -> csc_matrix:
    """Occurrences of the raw types in each document, as in `WordCounts.counts`: (n_documents, n_types)."""
    with _counting:
        known = _type_counts.get(tokens)
        if known is None:
            known = _counted(tokens, None, len(tokens.forms.kinds), progress)
            _type_counts[tokens] = known
        return known


def written_counts(tokens: TokenTable, written: Forms, progress: Progress = silent) -> csc_matrix:
    """Occurrences in each document of what types are written as: sparse (n_documents, n_words).

    written:  of the types of these tokens
    """
    with _counting:
        known = _written_counts.get(tokens)
        if known is None or known[0] is not written:
            known = (written, _counted(tokens, written.ids, written.n_words, progress))
            _written_counts[tokens] = known
        return known[1]


def _counted(
    tokens: TokenTable, column_of: np.ndarray | None, n_columns: int, progress: Progress
) -> csc_matrix:
    """Count types, or the columns they belong to, in blocks of documents."""
    start = 0
    parts: list[csr_matrix] = []
    while start < tokens.n_documents:
        progress.report(start / tokens.n_documents)
        wanted = tokens.offsets[start] + TOKENS_PER_BLOCK
        end = max(start + 1, int(np.searchsorted(tokens.offsets, wanted, side="right")) - 1)
        offsets = tokens.offsets[start : end + 1]
        ids = tokens.ids[offsets[0] : offsets[-1]]
        ids = ids.astype(np.int32) if column_of is None else column_of[ids]  # a copy: it is sorted in place
        part = csr_matrix(
            (np.ones(len(ids), dtype=np.int32), ids, offsets - offsets[0]), shape=(end - start, n_columns)
        )
        part.sum_duplicates()
        parts.append(part)
        start = end
    return _by_column(parts, n_columns)


def _by_column(parts: list[csr_matrix], n_columns: int) -> csc_matrix:
    """Rows that follow each other as one matrix by column, by a counting sort, as scipy's own.

    parts:  taken out one by one, so that the whole does not stand in memory twice; none is left
    """
    totals, most = np.zeros(n_columns, dtype=np.int64), 0
    for part in parts:
        totals += np.bincount(part.indices, minlength=n_columns)
        most = max(most, int(part.data.max(initial=0)))
    indptr = offsets_of(totals)
    data = np.empty(indptr[-1], dtype=NARROW if most <= np.iinfo(NARROW).max else np.int32)
    rows = np.empty(indptr[-1], dtype=np.int32)
    free, n_rows = indptr[:-1].copy(), 0  # where the next entry of each column goes
    parts.reverse()
    while parts:
        block = parts.pop().tocsc()
        counts = np.diff(block.indptr)
        used = np.flatnonzero(counts)
        places = np.arange(block.nnz) + repeated(free[used] - block.indptr[used], counts[used])
        data[places], rows[places] = block.data, block.indices + n_rows
        free[used] += counts[used]
        n_rows += block.shape[0]
    return csc_matrix((data, rows, indptr), shape=(n_rows, n_columns))


def places_of_words(words: pa.Array, wanted: Sequence[str]) -> np.ndarray:
    """Where each of the wanted stands among the words, all different; -1 for none: int64 (n_wanted,)."""
    places = pc.index_in(arrow_strings(list(wanted)), value_set=words)
    return pc.fill_null(places, -1).to_numpy(zero_copy_only=False).astype(np.int64)


def column_blocks(indptr: np.ndarray) -> Iterator[tuple[int, int]]:
    """Spans of columns, first and one past the last, whose entries stay within a processor's cache."""
    yield from blocks_of(indptr, ENTRIES_PER_BLOCK, COLUMNS_PER_BLOCK)


def blocks_of(bounds: np.ndarray, most: int, most_columns: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of columns with at most so many entries together, or one column alone.

    bounds:  int (n_columns + 1,) where the entries of each column begin, and the last end
    """
    first, n_columns = 0, len(bounds) - 1
    while first < n_columns:
        last = int(np.searchsorted(bounds, bounds[first] + most, side="right")) - 1
        last = min(max(last, first + 1), first + (most_columns or n_columns), n_columns)
        yield first, last
        first = last


def totals_of(counts: csc_matrix) -> np.ndarray:
    """The sum of each column: int64 (n_columns,)."""
    sums = np.zeros(counts.shape[1], dtype=np.int64)
    for first, last in column_blocks(counts.indptr):  # numpy widens all that it adds up at once
        start, end = counts.indptr[first], counts.indptr[last]
        filled = first + np.flatnonzero(np.diff(counts.indptr[first : last + 1]))
        if len(filled):
            bounds = counts.indptr[filled] - start
            sums[filled] = np.add.reduceat(counts.data[start:end], bounds, dtype=np.int64)
    return sums


def lengths_of(counts: csc_matrix) -> np.ndarray:
    """Words counted in each document: int64 (n_documents,)."""
    lengths = np.zeros(counts.shape[0], dtype=np.int64)
    for first, last in blocks_of(counts.indptr, ENTRIES_PER_SUM):
        block = slice(counts.indptr[first], counts.indptr[last])
        lengths += np.bincount(counts.indices[block], counts.data[block], len(lengths)).astype(np.int64)
    return lengths


def of_documents(counts: csc_matrix, positions: np.ndarray) -> csc_matrix:
    """The counts of some documents alone: (n_positions, n_words). By hand, five times as fast as scipy.

    positions:  ascending int64; where they are all, the counts come back as they are
    """
    if len(positions) == counts.shape[0]:
        return counts
    row_of = np.full(counts.shape[0], -1, dtype=counts.indices.dtype)
    row_of[positions] = np.arange(len(positions))
    indptr = np.zeros(counts.shape[1] + 1, dtype=np.int64)
    data, indices = [counts.data[:0]], [counts.indices[:0]]
    for first, last in column_blocks(counts.indptr):
        start, end = counts.indptr[first], counts.indptr[last]
        rows = row_of[counts.indices[start:end]]
        kept = rows >= 0
        before = offsets_of(kept)
        indptr[first + 1 : last + 1] = indptr[first] + before[counts.indptr[first + 1 : last + 1] - start]
        data.append(counts.data[start:end][kept])
        indices.append(rows[kept])
    shape = (len(positions), counts.shape[1])
    return csc_matrix((np.concatenate(data), np.concatenate(indices), indptr), shape=shape)


def columns_of(counts: csc_matrix, order: np.ndarray) -> csc_matrix:
    """Some columns in another order. By hand: scipy's own takes several times as long."""
    if len(order) == counts.shape[1] and np.array_equal(order, np.arange(len(order))):
        return counts
    lengths = np.diff(counts.indptr)[order]
    indptr = offsets_of(lengths)
    data, indices = np.empty(indptr[-1], counts.data.dtype), np.empty(indptr[-1], counts.indices.dtype)
    for first, last in column_blocks(indptr):
        start, end = indptr[first], indptr[last]
        shifts = counts.indptr[order[first:last]] - indptr[first:last]
        source = np.arange(start, end) + np.repeat(shifts, lengths[first:last])
        data[start:end] = counts.data[source]
        indices[start:end] = counts.indices[source]
    return csc_matrix((data, indices, indptr), shape=(counts.shape[0], len(order)))


def ones_at(tokens: TokenTable, places: np.ndarray, columns: np.ndarray, n_columns: int) -> csc_matrix:
    """One for each place in the row of its document: int32 sparse (n_documents, n_columns)."""
    documents = np.searchsorted(tokens.offsets, places, side="right") - 1
    ones = np.ones(len(places), dtype=np.int32)
    return csc_matrix((ones, (documents, columns)), shape=(tokens.n_documents, n_columns))
