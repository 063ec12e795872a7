"""Word vectors counted in the training text itself: what the embedding starts from."""

import numpy as np
from scipy import sparse

from textminer.progress import Progress, Stage, silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.translation import _

WINDOW = 5  # neighbours on each side; wider windows find topics rather than sentiment
CONTEXT_POWER = 0.75  # evens out frequent contexts, as word2vec does (Levy et al. 2015)
SPREAD = 0.2  # standard deviation of the vectors' values: the scale that the LSTM's gates expect
ROUNDS = 3  # of the power iteration; more no longer turn the leading vectors
SPARE_DIRECTIONS = 10  # beyond those wanted, so that the last of them are found as well as the first
COUNTED_AT_ONCE = 1_000_000  # tokens; bounds the memory of the pair lists


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
    ppmi = _positive_information(counts)
    size_found = min(size, n_types - 1)
    U, S = _leading_vectors(ppmi, size_found, seed, Stage(progress, 0.6, 1.0, _("Computing word vectors")))
    vectors = np.zeros((n_types, size), dtype=np.float32)
    vectors[:, :size_found] = U * np.sqrt(S)
    vectors[:2] = 0
    progress.report(1.0, _("Computing word vectors"))
    return _scaled(vectors)


def joined_vectors(views: list[np.ndarray], size: int) -> np.ndarray:
    """Several kinds of vectors of the same words as one: the directions in which they differ most, together.

    views:    (n_types, any size) each; <pad> and <unk> first. All count alike
    returns:  float32 (n_types, size), <pad> and <unk> with zeros
    """
    joined = []
    for view in views:
        centred = view[2:] - view[2:].mean(axis=0)
        joined.append(centred / max(float(np.sqrt((centred**2).sum(axis=1).mean())), 1e-12))
    together = np.concatenate(joined, axis=1).astype(np.float64)
    squares, axes = np.linalg.eigh(together.T @ together)
    leading = axes[:, np.argsort(-squares)[:size]]
    vectors = np.zeros((len(views[0]), size), dtype=np.float32)
    vectors[2:, : leading.shape[1]] = together @ leading
    return _scaled(vectors)


def _scaled(vectors: np.ndarray) -> np.ndarray:
    spread = vectors[np.abs(vectors).sum(axis=1) > 0].std() if np.any(vectors) else 1.0
    return (vectors * (SPREAD / max(float(spread), 1e-12))).astype(np.float32)


def _neighbour_counts(documents: EncodedDocuments, n_types: int, progress: Progress) -> sparse.csr_matrix:
    """How often, weighted by nearness, each type stands near each other one: symmetric (n_types, n_types)."""
    ids = documents.ids
    owners = np.repeat(np.arange(documents.n_documents, dtype=np.int32), documents.lengths)
    counts = sparse.csr_matrix((n_types, n_types), dtype=np.float32)
    for begin in range(0, len(ids), COUNTED_AT_ONCE):
        progress.report(0.6 * begin / len(ids), _("Counting neighbours of words"))
        end = min(begin + COUNTED_AT_ONCE, len(ids))
        lefts, rights, nearness = [], [], []
        for distance in range(1, WINDOW + 1):
            stop = max(begin, min(end, len(ids) - distance))
            same = owners[begin:stop] == owners[begin + distance : stop + distance]
            lefts.append(ids[begin:stop][same])
            rights.append(ids[begin + distance : stop + distance][same])
            nearness.append(np.full(len(lefts[-1]), 1 / distance, dtype=np.float32))
        pairs = (np.concatenate(lefts), np.concatenate(rights))
        counts = counts + sparse.coo_matrix((np.concatenate(nearness), pairs), shape=counts.shape).tocsr()
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


def _leading_vectors(
    matrix: sparse.csr_matrix, size: int, seed: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """The leading left singular vectors (n, size) and values (size,), by a randomised power iteration.

    scikit-learn has the same as `randomized_svd`, which cannot be cancelled for many seconds.
    Source: Halko, Martinsson & Tropp (2011), Finding structure with randomness.
    """
    n = matrix.shape[0]
    n_directions = min(size + SPARE_DIRECTIONS, n)
    transposed = matrix.T.tocsr()
    directions = np.random.default_rng(seed).standard_normal((n, n_directions), dtype=np.float32)
    basis = matrix @ directions
    for number in range(ROUNDS):
        progress.report(number / ROUNDS)
        basis = transposed @ np.linalg.qr(basis)[0]
        progress.report((number + 0.5) / ROUNDS)
        basis = matrix @ np.linalg.qr(basis)[0]
    basis = np.linalg.qr(basis)[0]
    progress.report(1.0)
    small = (transposed @ basis).astype(np.float64)
    squares, U = np.linalg.eigh(small.T @ small)  # far smaller than the decomposition of `small` itself
    leading = np.argsort(-squares)[:size]
    return basis @ U[:, leading], np.sqrt(np.maximum(squares[leading], 0))
