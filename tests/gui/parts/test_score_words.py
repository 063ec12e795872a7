"""What a score is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import prediction_of
from textminer.sentiment.prediction import NO_KNOWN_WORD
from textminer.sentiment.score_words import (
    mean_with_interval,
    percent,
    probabilities_line,
    signed,
    signed_part,
    verdict_of,
)


@given(st.floats(-1, 1))
def test_the_words_agree_with_the_sign_and_a_low_confidence_is_a_lean(score: float) -> None:
    verdict = verdict_of(prediction_of([score]), 0)
    assert verdict.score == pytest.approx(score, abs=1e-6)
    assert verdict.confidence is not None
    if abs(score) > 0.01:
        assert verdict.words.endswith("positive" if score > 0 else "negative")
        assert verdict.words.startswith("leaning") == (verdict.confidence < 0.6)


def test_a_neutral_document_is_neutral_however_sure_the_model_is() -> None:
    prediction = prediction_of([0.0])
    prediction.probabilities[0] = [0.3, 0.4, 0.3]
    assert verdict_of(prediction, 0).words == "neutral"


def test_without_a_score_the_reason_stands_in_its_place() -> None:
    prediction = prediction_of([None, NO_KNOWN_WORD])
    assert [verdict_of(prediction, position).words for position in (0, 1)] == ["…", "no known word"]
    assert verdict_of(None, 0).words == ""
    assert verdict_of(prediction, 2).words == ""
    assert probabilities_line(prediction, 0) == ""


def test_numbers_have_a_sign_and_a_real_minus() -> None:
    assert [signed(0.5), signed(-0.224), signed(-0.001)] == ["+0.50", "−0.22", "0.00"]
    assert percent(0.496) == "50 %"
    assert percent(0.4964, 1) == "49.6 %"


def test_an_interval_wider_than_all_scores_is_not_told_as_a_number() -> None:
    assert mean_with_interval(0.314, 0.042) == "+0.31 ± 0.04"
    assert mean_with_interval(-0.04, 11.14) == "−0.04 ± > 1"
    assert mean_with_interval(-0.93, float("nan")) == "−0.93"
    assert mean_with_interval(float("nan"), float("nan")) == ""


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0.0123, "+0.012"), (-0.0005, "−0.001"), (0.00031, "+0.0003"), (-0.00008, "−0.00008"),
        (1e-9, "0"), (0.0, "0"), (float("nan"), "0"),
    ],
)  # fmt: skip
def test_a_part_that_is_not_nothing_is_not_called_so(part: float, words: str) -> None:
    assert signed_part(part) == words
