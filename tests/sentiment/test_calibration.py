"""Calibration brings probabilities to what really happens, and never makes the held-out part less likely."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from textminer.sentiment.calibration import (
    Calibration,
    expected_calibration_error,
    fit_calibration,
    softmax,
)


def overconfident(n: int, temperature: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits that are `temperature` times too large for the labels drawn from them."""
    chance = np.random.default_rng(seed)
    honest = chance.normal(0, 1.5, (n, 3))
    shares = softmax(honest)
    classes = np.array([chance.choice(3, p=row / row.sum()) for row in shares.astype(np.float64)])
    return honest * temperature, classes


def test_the_temperature_of_overconfident_logits_is_found() -> None:
    logits, classes = overconfident(4000, 3.0)
    found = fit_calibration(logits, classes)
    assert found.temperature == pytest.approx(3.0, rel=0.1)
    assert np.abs(found.biases).max() < 0.15


def test_calibration_error_falls() -> None:
    logits, classes = overconfident(4000, 3.0)
    before = expected_calibration_error(softmax(logits), classes)
    after = expected_calibration_error(fit_calibration(logits, classes).probabilities(logits), classes)
    assert after < 0.03 < before


def test_two_classes_agree_with_a_logistic_regression_on_the_margin() -> None:
    chance = np.random.default_rng(3)
    margins = chance.normal(0, 2, 3000)
    classes = (chance.random(3000) < 1 / (1 + np.exp(-0.5 * margins - 0.3))).astype(int)
    logits = np.stack([np.zeros_like(margins), margins], axis=1)
    found = fit_calibration(logits, classes)
    reference = LogisticRegression(C=1e6).fit(margins[:, None], classes)
    assert 1 / found.temperature == pytest.approx(reference.coef_[0, 0], rel=0.02)
    assert found.biases[1] - found.biases[0] == pytest.approx(reference.intercept_[0], abs=0.02)


def test_without_documents_nothing_changes() -> None:
    logits = np.array([[1.0, 2.0, 3.0]])
    found = fit_calibration(np.zeros((0, 3)), np.zeros(0, dtype=int))
    assert found.probabilities(logits) == pytest.approx(softmax(logits))


def test_a_few_documents_of_one_class_do_not_run_away() -> None:
    found = fit_calibration(np.array([[2.0, 0.0]] * 3), np.zeros(3, dtype=int))
    assert 0.1 < found.temperature < 10
    assert np.abs(found.biases).max() < 10


def test_a_calibration_survives_json() -> None:
    calibration = Calibration(1.7, (0.1, -0.2, 0.1))
    assert Calibration.from_dict(calibration.to_dict()) == calibration
