"""How often each word stands in each document, after cleaning: what all counts of words are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix, csr_matrix, vstack

from textminer.corpus.cleaning import CleanedTypes, Cleaning, cleaned_types
from textminer.corpus.languages import Language, arrow_strings
from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.phrases import PhraseMatches, phrase_matches
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent

CountMatrix = csc_matrix
"""Whole numbers by document and word (or theme, or pattern), no zeros stored."""

TOKENS_PER_BLOCK = 1_000_000

_type_counts: WeakKeyDictionary[TokenTable, csc_matrix] = WeakKeyDictionary()
"""Counts of the raw types: made once for the tokens of a corpus, since every option is a map over types."""


@dataclass(frozen=True, eq=False)
class WordCounts:
    """Counts of words by document.

    words:   large_string (n_words,) forms after cleaning, in alphabetical order
    counts:  int32 sparse (n_documents, n_words), no zeros stored, documents of a word in any order
    """

    words: pa.Array
    counts: csc_matrix


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
    """Count the words of every document; for the same tokens, another cleaning costs a tenth of the first."""
    counts = type_counts(tokens, Stage(progress, 0.0, 0.5))
    cleaning = cleaning or Cleaning()
    cleaned = cleaned_types(tokens.forms, cleaning, language, Stage(progress, 0.5, 0.9))
    n_words = len(cleaned.words)
    if cleaning.lists.phrases:
        matches = phrase_matches(tokens, tokens.forms, cleaning.lists.phrases)
        counts = counts - _members(tokens, matches, counts.shape[1])
        found = counts @ _mapping(cleaned.ids, counts.shape[1], n_words) + _phrases(tokens, matches, cleaned)
        found.eliminate_zeros()
    else:  # by columns: adding up the documents of some types stays within the processor's cache
        found = counts @ _mapping(cleaned.ids, counts.shape[1], n_words)
    progress.report(1.0)
    return WordCounts(cleaned.words, found)


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
    """Occurrences of the raw types in each document: int32 sparse (n_documents, n_types)."""
    known = _type_counts.get(tokens)
    if known is not None:
        return known
    n_types, start = len(tokens.forms.kinds), 0
    parts = [csr_matrix((0, n_types), dtype=np.int32)]
    while start < tokens.n_documents:
        progress.report(start / tokens.n_documents)
        wanted = tokens.offsets[start] + TOKENS_PER_BLOCK
        end = max(start + 1, int(np.searchsorted(tokens.offsets, wanted, side="right")) - 1)
        offsets = tokens.offsets[start : end + 1]
        ids = tokens.ids[offsets[0] : offsets[-1]].astype(np.int32)  # a copy, for it is sorted in place
        part = csr_matrix(
            (np.ones(len(ids), dtype=np.int32), ids, offsets - offsets[0]), shape=(end - start, n_types)
        )
        part.sum_duplicates()
        parts.append(part)
        start = end
    counts = vstack(parts, format="csr").tocsc()
    _type_counts[tokens] = counts
    return counts


def places_of_words(words: pa.Array, wanted: Sequence[str]) -> np.ndarray:
    """Where each of the wanted stands among the words, all different; -1 for none: int64 (n_wanted,)."""
    places = pc.index_in(arrow_strings(list(wanted)), value_set=words)
    return pc.fill_null(places, -1).to_numpy(zero_copy_only=False).astype(np.int64)


def totals_of(counts: csc_matrix) -> np.ndarray:
    """The sum of each column: int64 (n_columns,)."""
    before = offsets_of(counts.data)
    return before[counts.indptr[1:]] - before[counts.indptr[:-1]]


def lengths_of(counts: csc_matrix) -> np.ndarray:
    """Words counted in each document: int64 (n_documents,)."""
    return np.bincount(counts.indices, counts.data, counts.shape[0]).astype(np.int64)


def of_documents(counts: csc_matrix, positions: np.ndarray) -> csc_matrix:
    """The counts of some documents alone: (n_positions, n_words). By hand, five times as fast as scipy."""
    row_of = np.full(counts.shape[0], -1, dtype=counts.indices.dtype)
    row_of[positions] = np.arange(len(positions))
    rows = row_of[counts.indices]
    kept = rows >= 0
    before = offsets_of(kept)
    shape = (len(positions), counts.shape[1])
    return csc_matrix((counts.data[kept], rows[kept], before[counts.indptr]), shape=shape)


def columns_of(counts: csc_matrix, order: np.ndarray) -> csc_matrix:
    """Some columns in another order. By hand: scipy's own takes several times as long."""
    lengths = np.diff(counts.indptr)[order]
    indptr = offsets_of(lengths)
    source = np.arange(indptr[-1]) + repeated(counts.indptr[order] - indptr[:-1], lengths)
    return csc_matrix(
        (counts.data[source], counts.indices[source], indptr), shape=(counts.shape[0], len(order))
    )


def _mapping(ids: np.ndarray, n_types: int, n_words: int) -> csc_matrix:
    """Which word each type is counted as, as a matrix of ones: (n_types, n_words)."""
    kept = np.flatnonzero(ids >= 0)
    return csc_matrix((np.ones(len(kept), dtype=np.int32), (kept, ids[kept])), shape=(n_types, n_words))


def _members(tokens: TokenTable, matches: PhraseMatches, n_types: int) -> csc_matrix:
    """The tokens that phrases take out of the count of their types."""
    places = matches.places()
    return ones_at(tokens, places, tokens.ids[places], n_types)


def _phrases(tokens: TokenTable, matches: PhraseMatches, cleaned: CleanedTypes) -> csc_matrix:
    words = cleaned.phrase_ids[matches.phrases]
    kept = words >= 0
    return ones_at(tokens, matches.starts[kept], words[kept], len(cleaned.words))


def ones_at(tokens: TokenTable, places: np.ndarray, columns: np.ndarray, n_columns: int) -> csc_matrix:
    """One for each place in the row of its document: int32 sparse (n_documents, n_columns)."""
    documents = np.searchsorted(tokens.offsets, places, side="right") - 1
    ones = np.ones(len(places), dtype=np.int32)
    return csc_matrix((ones, (documents, columns)), shape=(tokens.n_documents, n_columns))
