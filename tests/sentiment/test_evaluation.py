"""The figures are scikit-learn's, to the last digit that matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
    recall_score,
)
from sklearn.utils import resample

from tests.builders import LABELS, POLARITY, prediction_of
from textminer.sentiment.calibration import brier_score, expected_calibration_error, reliability
from textminer.sentiment.evaluation import evaluate, mistaken
from textminer.sentiment.intervals import macro_intervals, wilson_interval
from textminer.sentiment.prediction import NO_KNOWN_WORD, SCORED, STATUSES, Polarity, Prediction


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


def test_macro_intervals_are_those_of_resampling_documents_label_by_label() -> None:
    chance = np.random.default_rng(4)
    truth = np.repeat([0, 1, 2], [300, 60, 140])
    predicted = np.where(chance.random(500) < 0.7, truth, chance.integers(0, 3, 500))
    f1, recall = macro_intervals(confusion_matrix(truth, predicted))
    drawn = []
    for seed in range(400):
        same = [
            row for label in range(3) for row in resample(np.flatnonzero(truth == label), random_state=seed)
        ]
        drawn.append(
            (
                f1_score(truth[same], predicted[same], average="macro"),
                recall_score(truth[same], predicted[same], average="macro"),
            )
        )
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    assert f1 == pytest.approx((low[0], high[0]), abs=0.012)
    assert recall == pytest.approx((low[1], high[1]), abs=0.012)
    assert macro_intervals(confusion_matrix(truth, predicted)) == (f1, recall)


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(0, 1000))
def test_macro_figures_lie_within_their_intervals(n: int, seed: int) -> None:
    truth = np.random.default_rng(seed).integers(0, 3, n)
    found = evaluate(truth, prediction_from(some_probabilities(n, seed + 1)))
    assert 0 <= found.recall_interval[0] <= found.macro_recall <= found.recall_interval[1] <= 1
    assert 0 <= found.f1_interval[0] <= found.f1_interval[1] <= 1


def test_reliability_bins_equal_those_of_scikit_learn() -> None:
    chance = np.random.default_rng(9)
    positive = chance.random(3_000)
    truth = (chance.random(3_000) < positive**2).astype(int)
    probabilities = np.stack([1 - positive, positive], axis=1)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == truth
    bins = reliability(probabilities, truth)
    accuracy, said = calibration_curve(right, confidence, n_bins=15, strategy="quantile")
    assert bins.counts.tolist() == [200] * 15
    assert bins.confidence == pytest.approx(said)
    assert bins.accuracy == pytest.approx(accuracy)
    assert bins.error == pytest.approx(np.abs(accuracy - said).mean())


def test_faultless_probabilities_show_the_error_that_chance_makes() -> None:
    chance = np.random.default_rng(2)
    errors = []
    for _ in range(60):
        positive = chance.random(600)
        bins = reliability(np.stack([1 - positive, positive], axis=1), chance.random(600) < positive)
        errors.append(bins.error)
    assert bins.chance_error == pytest.approx(np.mean(errors), rel=0.1)


def test_the_lean_is_the_mean_score_less_that_of_the_labels() -> None:
    prediction = prediction_from(np.array([[0.1, 0.1, 0.8], [0.6, 0.4, 0.0], [0.2, 0.6, 0.2]]))
    found = evaluate(np.array([2, 0, 0]), prediction)
    assert found.lean == pytest.approx((0.7 - 0.6 + 0.0) / 3 - (1 - 1 - 1) / 3)
    assert evaluate(np.array([2, 0, 1]), prediction).lean == pytest.approx((0.7 - 0.6) / 3)


@settings(max_examples=50)
@given(st.integers(2, 60), st.integers(0, 10_000))
def test_the_best_of_two_labelled_classes_is_the_sign_of_the_score(n: int, seed: int) -> None:
    truth = np.random.default_rng(seed).integers(0, 2, n) * 2
    truth[:2] = [0, 2]
    prediction = prediction_from(some_probabilities(n, seed))
    score = prediction.score()
    assert score is not None
    found = evaluate(truth, prediction).binary
    assert found is not None
    assert found.accuracy == pytest.approx(np.mean((score > 0) == (truth == 2)))


def test_a_threshold_moves_the_unsure_to_neutral_and_leaves_the_calibration() -> None:
    prediction = prediction_from(np.array([[0.5, 0.1, 0.4], [0.1, 0.1, 0.8], [0.7, 0.2, 0.1]]))
    labels = np.array([1, 2, 0])
    plain, moved = evaluate(labels, prediction), evaluate(labels, prediction.with_neutral_threshold(0.6))
    assert (plain.accuracy, moved.accuracy) == (pytest.approx(2 / 3), 1.0)
    assert plain.calibration_error == moved.calibration_error


def test_a_model_of_two_classes_is_judged_on_neutral_labels_under_a_threshold() -> None:
    probabilities = np.array([[0.55, 0.45], [0.1, 0.9], [0.8, 0.2]], dtype=np.float32)
    statuses = np.full(3, STATUSES.index(SCORED), dtype=np.int8)
    prediction = Prediction(("negative", "positive"), probabilities, statuses, Polarity(0, 1), 0.6)
    found = evaluate(np.array([2, 1, 0]), prediction)
    assert found.labels == ("negative", "positive", "neutral")
    assert (found.accuracy, found.macro_f1) == (1.0, 1.0)
    assert found.brier == pytest.approx(((0.55**2 + 0.45**2 + 1) + 0.02 + 0.08) / 3)


@given(st.lists(st.tuples(st.integers(-1, 2), st.floats(-1, 1)), min_size=1, max_size=40), st.booleans())
def test_the_mistaken_documents_are_those_that_the_accuracy_counts_as_wrong(
    rows: list[tuple[int, float]], has_two_sides_alone: bool
) -> None:
    labels = np.array([label for label, _score in rows])
    if has_two_sides_alone:
        labels[labels == 1] = 2
    prediction = prediction_of([score for _label, score in rows])
    evaluation = evaluate(labels, prediction)
    judged = evaluation.binary or evaluation
    wrong = mistaken(labels, prediction)
    assert len(wrong) == judged.n_scored - round(judged.accuracy * judged.n_scored)
    assert (labels[wrong] >= 0).all()
