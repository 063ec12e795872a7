"""Word vectors counted in the training text itself: what the embedding starts from."""

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from textminer.progress import Progress, silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.translation import _

WINDOW = 5  # neighbours on each side; wider windows find topics rather than sentiment
CONTEXT_POWER = 0.75  # evens out frequent contexts, as word2vec does (Levy et al. 2015)
SPREAD = 0.2  # standard deviation of the vectors' values: the scale that the LSTM's gates expect
COUNTED_AT_ONCE = 4_000_000  # tokens; bounds the memory of the pair lists


def word_vectors(
    documents: EncodedDocuments, n_types: int, size: int, seed: int = 1, progress: Progress = silent
) -> np.ndarray:
    """Vectors in which words of like neighbours are near: float32 (n_types, size).

    documents:  ids below n_types; <pad> and <unk> are counted like words and get vectors of zeros

    Positive pointwise mutual information in a weighted window, then a truncated singular value decomposition:
    deterministic for a seed. Types that never occur get zeros as well.
    Source: Levy, Goldberg & Dagan (2015), Improving distributional similarity.
    """
    counts = _neighbour_counts(documents, n_types, progress)
    progress.report(0.6, _("Computing word vectors"))
    ppmi = _positive_information(counts)
    size_found = min(size, n_types - 1)
    U, S, _V = randomized_svd(ppmi, n_components=size_found, n_iter=3, random_state=seed)
    vectors = np.zeros((n_types, size), dtype=np.float32)
    vectors[:, :size_found] = U * np.sqrt(S)
    vectors[:2] = 0
    spread = vectors[np.abs(vectors).sum(axis=1) > 0].std() if np.any(vectors) else 1.0
    progress.report(1.0, _("Computing word vectors"))
    return (vectors * (SPREAD / max(float(spread), 1e-12))).astype(np.float32)


def _neighbour_counts(documents: EncodedDocuments, n_types: int, progress: Progress) -> sparse.csr_matrix:
    """How often, weighted by nearness, each type stands near each other one: symmetric (n_types, n_types)."""
    ids = documents.ids
    owners = np.repeat(np.arange(documents.n_documents, dtype=np.int32), documents.lengths)
    counts = sparse.csr_matrix((n_types, n_types), dtype=np.float32)
    for begin in range(0, len(ids), COUNTED_AT_ONCE):
        progress.report(0.6 * begin / len(ids), _("Counting neighbours of words"))
        end = min(begin + COUNTED_AT_ONCE, len(ids))
        for distance in range(1, WINDOW + 1):
            stop = min(end, len(ids) - distance)
            if stop <= begin:
                continue
            same = owners[begin:stop] == owners[begin + distance : stop + distance]
            left = ids[begin:stop][same]
            right = ids[begin + distance : stop + distance][same]
            weights = np.full(len(left), 1 / distance, dtype=np.float32)
            counts = counts + sparse.coo_matrix((weights, (left, right)), shape=counts.shape).tocsr()
    return (counts + counts.T).tocsr()


def _positive_information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    totals = np.asarray(counts.sum(axis=1)).ravel()
    contexts = totals**CONTEXT_POWER
    contexts /= max(contexts.sum(), 1e-12)
    pairs = counts.tocoo()
    information = np.log(pairs.data / (np.maximum(totals[pairs.row], 1e-12) * contexts[pairs.col]))
    kept = information > 0
    shape = counts.shape
    return sparse.csr_matrix(
        (information[kept].astype(np.float32), (pairs.row[kept], pairs.col[kept])), shape=shape
    )
