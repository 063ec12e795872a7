"""Words of like neighbours get like vectors, the same each time."""

import numpy as np
import pytest
from scipy import sparse

from textminer.progress import silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.vectors import _leading_vectors, word_vectors


def documents() -> EncodedDocuments:
    """Two topics of words 2-11 and 12-21, and words 22 and 23 that each occur in one topic alone."""
    chance = np.random.default_rng(0)
    rows = []
    for n in range(400):
        topic = 2 + 10 * (n % 2)
        rows.append(np.append(chance.integers(topic, topic + 10, 9), 22 + n % 2))
    offsets = np.arange(401, dtype=np.int64) * 10
    return EncodedDocuments(np.concatenate(rows).astype(np.int32), offsets)


def similarity(vectors: np.ndarray, one: int, two: int) -> float:
    return float(vectors[one] @ vectors[two] / np.linalg.norm(vectors[one]) / np.linalg.norm(vectors[two]))


def test_words_of_one_topic_are_nearer_than_words_of_two() -> None:
    vectors = word_vectors(documents(), 30, 4)
    assert similarity(vectors, 2, 3) > similarity(vectors, 2, 13) + 0.5
    assert similarity(vectors, 22, 5) > similarity(vectors, 22, 15)


def test_leading_vectors_are_those_of_the_full_decomposition() -> None:
    chance = np.random.default_rng(2)
    dense = chance.normal(size=(60, 5)) @ chance.normal(size=(5, 60)) + 0.01 * chance.normal(size=(60, 60))
    U, S = _leading_vectors(sparse.csr_matrix(dense), 5, 1, silent)
    expected_U, expected_S, _V = np.linalg.svd(dense)
    assert pytest.approx(expected_S[:5], rel=1e-4) == S
    assert np.abs((U * expected_U[:, :5]).sum(axis=0)) == pytest.approx(1, abs=1e-3)


def test_counting_can_be_cancelled_between_two_products() -> None:
    class Counting:
        n = 0

        def report(self, fraction: float, message: str = "") -> None:
            self.n += 1

    watcher = Counting()
    word_vectors(documents(), 30, 4, progress=watcher)
    assert watcher.n >= 8


def test_vectors_are_the_same_for_the_same_seed() -> None:
    one, two = word_vectors(documents(), 30, 4, seed=3), word_vectors(documents(), 30, 4, seed=3)
    assert np.array_equal(one, two)


def test_padding_the_unknown_word_and_unseen_words_are_zeros() -> None:
    vectors = word_vectors(documents(), 30, 4)
    assert vectors.shape == (30, 4)
    assert not vectors[:2].any()
    assert not vectors[24:].any()


def test_a_vocabulary_smaller_than_the_vectors_is_filled_with_zeros() -> None:
    few = EncodedDocuments(np.array([2, 3, 2, 3], dtype=np.int32), np.array([0, 4]))
    vectors = word_vectors(few, 5, 16)
    assert vectors.shape == (5, 16)
    assert np.isfinite(vectors).all()
