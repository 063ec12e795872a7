"""Words of like neighbours get like vectors, the same each time."""

import numpy as np
import pytest
from scipy import sparse

from textminer.progress import silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.vectors import _leading_vectors, joined_vectors, word_vectors


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


def test_joined_vectors_keep_what_both_kinds_say_of_two_words() -> None:
    chance = np.random.default_rng(3)
    counted, told = chance.normal(size=(40, 3)), chance.normal(size=(40, 5)) * 50 + 7
    joined = joined_vectors([counted, told], 8)  # as many directions as both have: nothing is lost
    assert not joined[:2].any()
    centred = [view[2:] - view[2:].mean(axis=0) for view in (counted, told)]
    both = np.concatenate([view / np.sqrt((view**2).sum(axis=1).mean()) for view in centred], axis=1)
    alike = joined[2:] @ joined[2:].T
    assert alike / np.trace(alike) == pytest.approx((both @ both.T) / np.trace(both @ both.T), abs=1e-5)


def test_fewer_directions_are_those_in_which_words_differ_most() -> None:
    chance = np.random.default_rng(4)
    view = chance.normal(size=(50, 6)) * [9, 5, 1, 1, 1, 1]
    joined = joined_vectors([view], 2)[2:]
    centred = view[2:] - view[2:].mean(axis=0)
    _U, S, V = np.linalg.svd(centred)
    assert np.corrcoef(np.abs(joined[:, 0]), np.abs(centred @ V[0]))[0, 1] == pytest.approx(1, abs=1e-6)
    assert joined.std(axis=0)[0] / joined.std(axis=0)[1] == pytest.approx(S[0] / S[1], rel=1e-4)


def test_words_that_are_fewer_than_the_directions_leave_the_rest_at_zero() -> None:
    joined = joined_vectors([np.eye(4)], 7)
    assert joined.shape == (4, 7)
    assert not joined[:, 4:].any()
