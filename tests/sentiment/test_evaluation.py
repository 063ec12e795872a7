"""The figures are scikit-learn's, to the last digit that matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    confusion_matrix,
    precision_recall_fscore_support,
)

from tests.builders import LABELS, POLARITY
from textminer.sentiment.calibration import brier_score, expected_calibration_error
from textminer.sentiment.evaluation import evaluate, wilson_interval
from textminer.sentiment.prediction import NO_KNOWN_WORD, SCORED, STATUSES, Prediction


def prediction_from(probabilities: np.ndarray) -> Prediction:
    statuses = np.full(len(probabilities), STATUSES.index(SCORED), dtype=np.int8)
    return Prediction(LABELS, probabilities.astype(np.float32), statuses, POLARITY)


def some_probabilities(n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet([1, 1, 1], n)


@settings(max_examples=30)
@given(st.integers(1, 80), st.integers(0, 1000))
def test_figures_equal_those_of_scikit_learn(n: int, seed: int) -> None:
    truth = np.random.default_rng(seed).integers(0, 3, n)
    prediction = prediction_from(some_probabilities(n, seed))
    found, predicted = evaluate(truth, prediction), prediction.classes()
    named = np.unique(truth)
    p, r, f, _n = precision_recall_fscore_support(truth, predicted, labels=[0, 1, 2], zero_division=0)
    assert found.accuracy == pytest.approx(accuracy_score(truth, predicted))
    assert found.macro_f1 == pytest.approx(f[named].mean())
    assert found.macro_recall == pytest.approx(r[named].mean())
    assert [c.precision for c in found.classes] == pytest.approx(p)
    assert [c.f1 for c in found.classes] == pytest.approx(f)
    assert (found.confusion == confusion_matrix(truth, predicted, labels=[0, 1, 2])).all()


def test_brier_score_equals_scikit_learn() -> None:
    truth, probabilities = np.random.default_rng(1).integers(0, 3, 200), some_probabilities(200, 1)
    expected = brier_score_loss(truth, probabilities, scale_by_half=False, labels=[0, 1, 2])
    assert brier_score(probabilities, truth) == pytest.approx(expected)


def test_calibration_error_of_a_known_case() -> None:
    # 80 documents at 0.8 of which two in five are right, 70 at 0.6 of which all are: a gap of 0.4 in each bin
    probabilities = np.array([[0.8, 0.2]] * 80 + [[0.6, 0.4]] * 70)
    truth = np.array([0, 0, 1, 1, 1] * 16 + [0] * 70)
    assert expected_calibration_error(probabilities, truth) == pytest.approx(0.4)


def test_unlabelled_and_unscored_documents_count_in_the_coverage_alone() -> None:
    prediction = prediction_from(np.array([[0.9, 0.05, 0.05]] * 4))
    prediction.statuses[3] = STATUSES.index(NO_KNOWN_WORD)
    found = evaluate(np.array([0, 2, -1, 0]), prediction)
    assert (found.n_labelled, found.n_scored, found.coverage) == (3, 2, pytest.approx(2 / 3))
    assert found.accuracy == 0.5


def test_two_class_labels_get_both_figures() -> None:
    prediction = prediction_from(np.array([[0.3, 0.6, 0.1], [0.1, 0.2, 0.7]]))
    found = evaluate(np.array([0, 2]), prediction)
    assert found.accuracy == 0.5
    assert found.binary is not None
    assert found.binary.accuracy == 1.0


def test_nothing_labelled_gives_figures_of_nothing() -> None:
    found = evaluate(np.array([-1, -1]), prediction_from(some_probabilities(2, 0)))
    assert (found.n_labelled, found.accuracy, found.coverage, found.interval) == (0, 0, 0, (0.0, 1.0))


def test_the_interval_is_wilsons() -> None:
    # Newcombe (1998), table I: 81 of 263
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
