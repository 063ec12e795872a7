"""What a document counts as: the most probable class, or neutral where the model is not sure enough."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LABELS, POLARITY, prediction_of
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, Polarity, Prediction, chosen_classes

TWO = Polarity(negative=0, positive=1)


def shares(seed: int, n: int = 200, n_classes: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet([1] * n_classes, n).astype(np.float32)


@given(st.integers(0, 1000))
def test_without_a_threshold_the_most_probable_class_counts(seed: int) -> None:
    probabilities = shares(seed)
    assert (chosen_classes(probabilities, POLARITY) == probabilities.argmax(axis=1)).all()


@given(st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_only_moves_documents_to_neutral(seed: int, one: float, other: float) -> None:
    probabilities, (low, high) = shares(seed), sorted((one, other))
    before = chosen_classes(probabilities, POLARITY, low)
    after = chosen_classes(probabilities, POLARITY, high)
    assert ((after == before) | (after == POLARITY.neutral)).all()


@given(st.integers(0, 1000), st.floats(0.01, 1))
def test_positive_and_negative_are_at_least_as_sure_as_asked(seed: int, threshold: float) -> None:
    probabilities = shares(seed, n_classes=2)
    chosen = chosen_classes(probabilities, TWO, threshold)
    assert (probabilities.max(axis=1)[chosen != 2] >= threshold).all()
    assert (probabilities.max(axis=1)[chosen == 2] < threshold).all()


def test_a_model_of_two_classes_gets_a_neutral_one_under_a_threshold() -> None:
    prediction = prediction_of([0.9, 0.1, EMPTY], ("negative", "positive"), TWO)
    assert prediction.class_labels == ("negative", "positive")
    moved = prediction.with_neutral_threshold(0.7)
    assert moved.class_labels == ("negative", "positive", "neutral")
    assert moved.classes().tolist() == [1, 2, -1]
    assert moved.columns()["sentiment"].tolist()[:2] == ["positive", "neutral"]
    assert list(moved.columns())[3:5] == ["probability_negative", "probability_positive"]
    assert (moved.confidence()[:2] == prediction.confidence()[:2]).all()


def test_classes_that_are_no_sentiment_know_no_threshold() -> None:
    prediction = prediction_of([0.2, -0.3], ("app", "other", "delivery"), None).with_neutral_threshold(0.9)
    assert prediction.class_labels == prediction.labels
    assert prediction.classes().tolist() == [2, 0]


def test_the_counts_are_those_of_the_classes_that_a_threshold_gives() -> None:
    prediction = prediction_of([0.9, 0.5, -0.2, -0.9, NO_KNOWN_WORD, None])
    assert prediction.class_counts(0.0) == {"negative": 2, "neutral": 0, "positive": 2}
    assert prediction.class_counts(0.8) == {"negative": 1, "neutral": 2, "positive": 1}
    assert prediction.class_counts(0.8, np.array([0, 4])) == {"negative": 0, "neutral": 0, "positive": 1}


@pytest.mark.parametrize("threshold", [0.0, 0.5])
def test_documents_without_a_score_count_as_nothing(threshold: float) -> None:
    waiting = Prediction.waiting(LABELS, 3, POLARITY).with_neutral_threshold(threshold)
    assert waiting.classes().tolist() == [-1, -1, -1]
    assert set(waiting.class_counts(threshold).values()) == {0}
    assert chosen_classes(waiting.probabilities, POLARITY, threshold).tolist() == [-1, -1, -1]
