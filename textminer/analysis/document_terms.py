"""How often each document uses each word, as a sparse matrix: what topics and likeness are computed from."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from textminer.analysis.word_counts import columns_of, word_counts
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent

BLOCK_DOCUMENTS = 20_000  # weighed at a time
MOST_WORDS = 8_000  # rarer words tell single documents apart, not topics


@dataclass(frozen=True, eq=False)
class DocumentTerms:
    """Words of documents.

    words:   (n_words,) in alphabetical order, so that it does not matter in which order texts were read
    counts:  float32 CSR (n_documents, n_words) occurrences
    """

    words: tuple[str, ...]
    counts: sparse.csr_array

    def tf_idf(self, progress: Progress = silent) -> sparse.csr_array:
        """Counts damped by the logarithm, rare words raised, rows of length 1 (of 0 for no word): CSR.

        Source: Salton & Buckley (1988), Term-weighting approaches, as scikit-learn's TfidfTransformer has it.
        """
        if not self.counts.nnz:
            return self.counts
        weighing = TfidfTransformer(sublinear_tf=True).fit(self.counts)
        bounds = self.counts.indptr
        weights = np.empty(self.counts.nnz, dtype=np.float32)  # they stand where the counts do
        for start in range(0, self.counts.shape[0], BLOCK_DOCUMENTS):
            progress.report(start / self.counts.shape[0])
            block = weighing.transform(self.counts[start : start + BLOCK_DOCUMENTS])
            weights[bounds[start] : bounds[start] + block.nnz] = block.data
        return sparse.csr_array((weights, self.counts.indices, bounds), shape=self.counts.shape)


def document_terms(
    tokens: TokenTable,
    cleaning: Cleaning,
    language: Language | None = None,
    most_words: int = MOST_WORDS,
    progress: Progress = silent,
) -> DocumentTerms:
    """Count the words of every document.

    most_words:  at most so many words are kept, those of the most documents; words of fewer documents than
                 `fewest_documents` says never are, nor those of more than `most_documents` says
    """
    found = word_counts(tokens, cleaning, language, Stage(progress, 0.0, 0.8))
    if not tokens.n_documents:
        return DocumentTerms((), sparse.csr_array((0, 0), dtype=np.float32))
    frequencies = np.diff(found.counts.indptr)
    is_telling = (frequencies >= fewest_documents(tokens.n_documents)) & (
        frequencies <= most_documents(tokens.n_documents)
    )
    kept = _most_frequent(np.flatnonzero(is_telling), frequencies, most_words)
    progress.report(0.9)
    by_word = columns_of(found.counts, kept)
    counts = sparse.csr_array(by_word.tocsr())
    del by_word  # before all counts take twice their room
    counts.data = counts.data.astype(np.float32)
    progress.report(1.0)
    return DocumentTerms(tuple(found.words.take(pa.array(kept)).to_pylist()), counts)


def fewest_documents(n_documents: int) -> int:
    """In how many documents a word must occur to say something about more than one."""
    return 2 if n_documents < 1_000 else 3 if n_documents < 10_000 else 5


def most_documents(n_documents: int) -> int:
    """In how many documents a word may occur and still tell others apart; a few share words by chance."""
    return n_documents if n_documents < 50 else int(0.4 * n_documents)


def _most_frequent(places: np.ndarray, frequencies: np.ndarray, most: int) -> np.ndarray:
    """Those of the places, ascending, whose words are the most frequent; ties as the alphabet has them."""
    return np.sort(places[np.argsort(-frequencies[places], kind="stable")[:most]])
