"""How often each document uses each word, as a sparse matrix: what topics and likeness are computed from."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from textminer.analysis.word_counts import word_counts
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent

MOST_WORDS = 8_000  # rarer words tell single documents apart, not topics


@dataclass(frozen=True, eq=False)
class DocumentTerms:
    """Words of documents.

    words:   (n_words,) in alphabetical order, so that it does not matter in which order texts were read
    counts:  float32 CSR (n_documents, n_words) occurrences
    """

    words: tuple[str, ...]
    counts: sparse.csr_array

    def tf_idf(self) -> sparse.csr_array:
        """Counts damped by the logarithm, rare words raised, rows of length 1 (of 0 for no word): CSR.

        Source: Salton & Buckley (1988), Term-weighting approaches, as scikit-learn's TfidfTransformer has it.
        """
        if not self.counts.nnz:
            return self.counts
        weighted = TfidfTransformer(sublinear_tf=True).fit_transform(self.counts)
        return sparse.csr_array(weighted, dtype=np.float32)


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
    words = found.words
    counts = sparse.csr_array(found.counts.tocsr(), dtype=np.float32)
    frequencies = np.bincount(counts.indices, minlength=counts.shape[1])
    is_telling = (frequencies >= fewest_documents(tokens.n_documents)) & (
        frequencies <= most_documents(tokens.n_documents)
    )
    kept = _most_frequent(np.flatnonzero(is_telling), frequencies, words, most_words)
    progress.report(1.0)
    return DocumentTerms(tuple(words[place] for place in kept), _columns(counts, kept))


def fewest_documents(n_documents: int) -> int:
    """In how many documents a word must occur to say something about more than one."""
    return 2 if n_documents < 1_000 else 3 if n_documents < 10_000 else 5


def most_documents(n_documents: int) -> int:
    """In how many documents a word may occur and still tell others apart; a few share words by chance."""
    return n_documents if n_documents < 50 else int(0.4 * n_documents)


def _most_frequent(places: np.ndarray, frequencies: np.ndarray, words: list[str], most: int) -> np.ndarray:
    """Those of the places whose words are the most frequent, in the alphabetical order of the words."""
    ordered = sorted(places.tolist(), key=lambda place: (-frequencies[place], words[place]))
    return np.array(sorted(ordered[:most], key=words.__getitem__), dtype=np.int64)


def _columns(counts: sparse.csr_array, kept: np.ndarray) -> sparse.csr_array:
    """Some columns of a matrix, in the order given; SciPy's own indexing takes many times as long."""
    place_of = np.full(counts.shape[1], -1, dtype=np.int32)
    place_of[kept] = np.arange(len(kept), dtype=np.int32)
    places = place_of[counts.indices]
    is_kept = places >= 0
    before = np.concatenate(([0], np.cumsum(is_kept)))
    chosen = sparse.csr_array(
        (counts.data[is_kept], places[is_kept], before[counts.indptr]), shape=(counts.shape[0], len(kept))
    )
    chosen.sort_indices()
    return chosen
