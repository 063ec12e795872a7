"""Which documents are worded alike: the cosine of their words, weighted by how few documents share them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from textminer.corpus.cleaning import Cleaning, clean_types
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent

BLOCK_TOKENS = 500_000  # counted between two reports, some 50 ms


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Documents by falling likeness to one document; ties in the order of the corpus.

    positions:     int64   (n_found,)
    similarities:  float32 (n_found,) cosine of the weighted words, above 0, at most 1
    """

    positions: np.ndarray
    similarities: np.ndarray


@dataclass(frozen=True, eq=False)
class WordedDocuments:
    """Documents as weighted words, rows of length 1: sparse float32 (n_documents, n_words).

    A row is empty where a document has no word that counts.
    """

    rows: Any

    def nearest(self, position: int, most: int = 10, among: np.ndarray | None = None) -> Neighbours:
        """The documents worded most like the one at a position, without that one itself.

        among:  int64 positions that may be found; None for all
        """
        similarities = np.asarray(self.rows @ self.rows[[position]].toarray()[0], dtype=np.float32)
        may_be_found = similarities > 0
        if among is not None:
            is_among = np.zeros(len(similarities), dtype=bool)
            is_among[among] = True
            may_be_found &= is_among
        may_be_found[position] = False
        found = np.flatnonzero(may_be_found)
        if len(found) > 4 * most:  # what is below the last that is wanted need not be sorted
            least = np.partition(similarities[found], len(found) - most)[len(found) - most]
            found = found[similarities[found] >= least]
        best = found[np.argsort(-similarities[found], kind="stable")[:most]]
        return Neighbours(best, np.minimum(similarities[best], 1))


def worded_documents(
    tokens: TokenTable,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> WordedDocuments:
    """Weigh the words of every document.

    A word that occurs f times in a document, and in d of n documents, weighs
    (1 + ln f) (1 + ln((1 + n) / (1 + d))), as scikit-learn's TfidfVectorizer(sublinear_tf=True) has it.
    Source: Manning, Raghavan & Schütze (2008), Introduction to information retrieval, 6.4.
    """
    words, map_of_types = clean_types(tokens.types, cleaning or Cleaning(drop_stop_words=True), language)
    blocks, document_counts = [], np.zeros(max(len(words), 1), dtype=np.int64)
    begin, n_documents = 0, tokens.n_documents
    while begin < n_documents:
        progress.report(0.9 * begin / n_documents)
        end = int(np.searchsorted(tokens.offsets, tokens.offsets[begin] + BLOCK_TOKENS, side="right")) - 1
        end = min(max(end, begin + 1), n_documents)
        block = _counts(tokens, begin, end, map_of_types, len(document_counts))
        document_counts += np.bincount(block.indices, minlength=len(document_counts))
        blocks.append(block)
        begin = end
    progress.report(0.9)
    rarities = (1 + np.log((1 + n_documents) / (1 + document_counts))).astype(np.float32)
    for number, block in enumerate(blocks):
        progress.report(0.9 + 0.1 * number / len(blocks))
        block.data = (1 + np.log(block.data)) * rarities[block.indices]
        squares = np.concatenate([[0], np.cumsum(block.data.astype(np.float64) ** 2)])
        lengths = np.sqrt(np.maximum(squares[block.indptr[1:]] - squares[block.indptr[:-1]], 1e-12))
        block.data /= np.repeat(lengths, np.diff(block.indptr)).astype(np.float32)
    empty = sparse.csr_matrix((0, len(document_counts)), dtype=np.float32)
    return WordedDocuments(sparse.vstack([empty, *blocks], format="csr"))


def _counts(tokens: TokenTable, begin: int, end: int, map_of_types: np.ndarray, n_words: int) -> Any:
    """How often each word occurs in each of some documents: sparse float32 (end - begin, n_words)."""
    first, last = tokens.offsets[begin], tokens.offsets[end]
    ids = map_of_types[tokens.ids[first:last]]
    is_word = ids >= 0
    kept = np.concatenate([[0], np.cumsum(is_word)])
    offsets = kept[tokens.offsets[begin : end + 1] - first]
    ids = ids[is_word]
    counts = sparse.csr_matrix(
        (np.ones(len(ids), dtype=np.float32), ids, offsets), shape=(end - begin, n_words)
    )
    counts.sum_duplicates()
    return counts
