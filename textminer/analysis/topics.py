"""What documents are about: topics by non-negative factors of their words, the same at every run."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.decomposition import NMF
from threadpoolctl import threadpool_limits

from textminer.analysis.document_terms import DocumentTerms
from textminer.progress import Progress, Stage, silent

FEWEST_TOPICS, MOST_TOPICS = 2, 30
FITTED_DOCUMENTS = 10_000  # topics are found in so many; more change them little and cost in proportion
SWEEPS_AT_ONCE = 5  # between two chances to stop
MOST_ROUNDS = 40
ENOUGH = 5e-5  # a round that lowers the error by less than this share of it is the last
PLACED_AT_ONCE = 20_000  # documents whose shares are found at a time
PLACING_SWEEPS = 40
CLOSE = 1e-4  # of the largest coefficient: a sweep that moves none further is the last
SEED = 20_131


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics of a corpus, the one of the most documents first.

    words:      (n_words,) in alphabetical order
    weights:    float64 (n_topics, n_words) of a topic's words; each row sums to 1
    main:       int32 (n_documents,) the topic with the largest share in each document, -1 where it holds no
                word of any topic
    main_share: float32 (n_documents,) that share, 0 to 1; 0 for none
    n_fitted:   documents that the topics were found in; the shares of the others follow from them
    """

    words: tuple[str, ...]
    weights: np.ndarray
    main: np.ndarray
    main_share: np.ndarray
    n_fitted: int

    @property
    def n_topics(self) -> int:
        """How many topics there are."""
        return len(self.weights)

    def strongest_words(self, topic: int, most: int = 15) -> list[tuple[str, float]]:
        """The words that weigh most in a topic, with their weights; ties in alphabetical order."""
        weights = self.weights[topic]
        order = np.argsort(-weights, kind="stable")[:most]
        return [(self.words[place], float(weights[place])) for place in order.tolist() if weights[place] > 0]

    def documents(self, topic: int, positions: np.ndarray) -> np.ndarray:
        """Those of the positions whose main topic it is, the strongest first: int64."""
        own = positions[self.main[positions] == topic]
        return own[np.argsort(-self.main_share[own], kind="stable")]


def usual_topics(n_documents: int) -> int:
    """A number of topics that suits a corpus of this size, 0 to 30."""
    if n_documents < 4:
        return 0
    by_size = round(2 * np.log2(n_documents) - 8)
    return int(min(max(5, by_size), MOST_TOPICS, max(FEWEST_TOPICS, n_documents // 4)))


def topics(
    terms: DocumentTerms,
    n_topics: int,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
    seed: int = SEED,
) -> Topics:
    """Find topics in some documents, and their shares in all.

    n_topics:   at most so many; fewer where the documents or their words are fewer
    positions:  int64 ascending, the documents that topics are looked for in; None for all. Of more than
                FITTED_DOCUMENTS a sample is drawn, the same for the same seed
    Raises Cancelled between two rounds.

    One thread computes, so that no sum depends on how many there are: equal input gives equal bits.
    Source: Lee & Seung (1999), Learning the parts of objects by non-negative matrix factorization; started
    as in Boutsidis & Gallopoulos (2008), fitted by coordinate descent as scikit-learn's NMF has it.
    """
    matrix = terms.tf_idf(Stage(progress, 0.0, 0.05))
    chosen = np.arange(matrix.shape[0]) if positions is None else np.asarray(positions, dtype=np.int64)
    chosen = chosen[np.diff(matrix.indptr)[chosen] > 0]
    sampled = _sample(chosen, FITTED_DOCUMENTS, seed)
    fitted = sparse.csr_array(matrix[sampled])
    n_topics = min(n_topics, len(sampled), matrix.shape[1])
    if n_topics < 1:
        nowhere, nothing = np.full(matrix.shape[0], -1, np.int32), np.zeros(matrix.shape[0], np.float32)
        return Topics(terms.words, np.zeros((0, len(terms.words))), nowhere, nothing, 0)
    with threadpool_limits(limits=1):
        weights = _factors(fitted, n_topics, seed, Stage(progress, 0.05, 0.7))
        main, main_share = _placed(matrix, weights, Stage(progress, 0.7, 1.0))
        sizes = _sizes(main, len(weights))
        while not sizes.all():  # a topic that is no document's main one says nothing
            weights = weights[sizes > 0]
            main, main_share = _placed(matrix, weights, Stage(progress, 0.9, 1.0))
            sizes = _sizes(main, len(weights))
    order = np.argsort(-sizes, kind="stable")
    number_of = np.full(len(order) + 1, -1, dtype=np.int32)  # the last is of documents without a topic
    number_of[order] = np.arange(len(order))
    return Topics(terms.words, weights[order], number_of[main], main_share, len(sampled))


def _sample(positions: np.ndarray, most: int, seed: int) -> np.ndarray:
    if len(positions) <= most:
        return positions
    return np.sort(np.random.default_rng(seed).choice(positions, most, replace=False))


def _factors(matrix: sparse.csr_array, n_topics: int, seed: int, progress: Progress) -> np.ndarray:
    """The words of each topic: float64 (n_topics, n_words), each row's sum is 1; topics without words go."""
    settings = {"n_components": n_topics, "max_iter": SWEEPS_AT_ONCE, "tol": 0.0, "random_state": seed}
    progress.report(0.0)
    with np.errstate(invalid="ignore"):  # of a perfect fit, rounding can leave an error below 0
        model = NMF(init="nndsvda" if n_topics > 1 else "random", **settings)
        of_documents = model.fit_transform(matrix)
        error = model.reconstruction_err_
        for done in range(1, MOST_ROUNDS):
            progress.report(done / MOST_ROUNDS)
            again = NMF(init="custom", **settings)
            of_documents = again.fit_transform(matrix, W=of_documents, H=model.components_)
            model = again
            if error - model.reconstruction_err_ < ENOUGH * error:
                break
            error = model.reconstruction_err_
    weights = model.components_.astype(np.float64)
    sums = weights.sum(axis=1)
    return weights[sums > 0] / sums[sums > 0, None]


def _sizes(main: np.ndarray, n_topics: int) -> np.ndarray:
    """Documents whose main topic each is: int64 (n_topics,)."""
    return np.bincount(main[main >= 0], minlength=n_topics)


def _placed(
    matrix: sparse.csr_array, weights: np.ndarray, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """The main topic of each document and its share; the shares of all topics would take 30 times as much."""
    main = np.full(matrix.shape[0], -1, dtype=np.int32)
    main_share = np.zeros(matrix.shape[0], dtype=np.float32)
    for block, shares in topic_shares(matrix, weights, progress):
        largest = shares.max(axis=1, initial=0)
        main[block] = np.where(largest > 0, shares.argmax(axis=1), -1)
        main_share[block] = largest
    return main, main_share


def topic_shares(
    matrix: sparse.csr_array, weights: np.ndarray, progress: Progress = silent
) -> Iterator[tuple[slice, np.ndarray]]:
    """How much of each document's words the topics account for, block by block of documents.

    By the length of a topic's part of the row of tf-idf: float32 (n_block, n_topics); each row sums to 1, or
    is 0 where the document holds no word of any topic.

    weights:  float64 (n_topics, n_words), no row of zeros
    """
    # Lengths, not sums: a topic of many words that any document may hold has a large sum at little length,
    # and would be the main topic of nearly half of them.
    weights = weights / np.linalg.norm(weights, axis=1, keepdims=True)
    gram = weights @ weights.T
    for start in range(0, matrix.shape[0], PLACED_AT_ONCE):
        progress.report(start / matrix.shape[0])
        block = slice(start, start + PLACED_AT_ONCE)
        found = non_negative_coefficients(np.asarray(matrix[block] @ weights.T, dtype=np.float64), gram)
        sums = found.sum(axis=1, keepdims=True)
        yield block, np.divide(found, sums, out=np.zeros_like(found), where=sums > 0).astype(np.float32)
    progress.report(1.0)


def non_negative_coefficients(
    products: np.ndarray, gram: np.ndarray, sweeps: int = PLACING_SWEEPS
) -> np.ndarray:
    """Non-negative least squares of many rows on the same factors, by cyclic coordinate descent.

    products:  float64 (n_rows, n_factors) each row times each factor
    gram:      float64 (n_factors, n_factors) the factors times each other; none is zero
    returns:   float64 (n_rows, n_factors)
    """
    wanted = np.ascontiguousarray(products.T)
    found = np.zeros_like(wanted)
    for _sweep in range(sweeps):
        furthest = 0.0
        for factor in range(len(gram)):
            step = (wanted[factor] - gram[factor] @ found) / gram[factor, factor]
            new = np.maximum(found[factor] + step, 0)
            furthest = max(furthest, float(np.abs(new - found[factor]).max(initial=0)))
            found[factor] = new
        if furthest <= CLOSE * float(found.max(initial=0)):
            break
    return found.T
