"""Which documents are worded alike: the cosine of their words, weighted by how few documents share them."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from textminer.analysis.document_words import document_words
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent


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

    rows: sparse.csr_array

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
    """Weigh the words of every document: all of them, since what two documents alone share tells the most.

    A word that occurs f times in a document, and in d of n documents, weighs
    (1 + ln f) (1 + ln((1 + n) / (1 + d))).
    Source: Manning, Raghavan & Schütze (2008), Introduction to information retrieval, 6.4, as scikit-learn's
    TfidfTransformer has it.
    """
    matrix = document_words(tokens, cleaning or Cleaning(drop_stop_words=True), language, progress=progress)
    shape = (matrix.n_documents, matrix.n_words)
    if not len(matrix.counts):
        return WordedDocuments(sparse.csr_array(shape, dtype=np.float32))
    counts = matrix.counts.astype(np.float32)
    rows = sparse.csc_array((counts, matrix.documents, matrix.offsets), shape=shape).tocsr()
    progress.report(0.95)
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(rows)
    return WordedDocuments(sparse.csr_array(weighted, dtype=np.float32))
