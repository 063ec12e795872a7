"""An own model beside a shipped one on the same rows, against scikit-learn and McNemar's published example."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from tests.builders import LABELS, POLARITY, corpus_of
from textminer.sentiment.evaluation import evaluate
from textminer.sentiment.intervals import wilson_interval
from textminer.sentiment.prediction import SCORED, STATUSES, Prediction
from textminer.workflows.evaluating import EvaluationReport
from textminer.workflows.model_comparison import ModelComparison, beside_shipped, compared


def prediction_of_classes(classes: np.ndarray, names: tuple[str, ...] = LABELS) -> Prediction:
    """Sure of each class; a class of -1 could not be scored."""
    made = Prediction.waiting(names, len(classes), POLARITY if names == LABELS else None)
    for row, place in enumerate(classes.tolist()):
        if place >= 0:
            made.statuses[row] = STATUSES.index(SCORED)
            made.probabilities[row] = 0.1
            made.probabilities[row, place] = 0.8
    return made


def report_of(labels: np.ndarray, own: np.ndarray, names: tuple[str, ...] = LABELS) -> EvaluationReport:
    prediction = prediction_of_classes(own, names)
    positions = np.arange(len(labels))[::-1] * 3  # any rows, in any order
    return EvaluationReport("own", evaluate(labels, prediction), positions, labels, prediction.classes())


def found(labels: list[int], own: list[int], rival: list[int]) -> ModelComparison:
    made = compared(
        report_of(np.array(labels), np.array(own)), "rival", prediction_of_classes(np.array(rival))
    )
    assert made is not None
    return made


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=60
    ).filter(lambda rows: {label for label, *_rest in rows} == {0, 1, 2})
)
def test_figures_are_those_of_scikit_learn(rows: list[tuple[int, int, int]]) -> None:
    labels, own, rival = (list(column) for column in zip(*rows, strict=True))
    made = found(labels, own, rival)
    for figures, classes in ((made.own, own), (made.other, rival)):
        assert figures.accuracy == pytest.approx(accuracy_score(labels, classes))
        assert figures.macro_f1 == pytest.approx(f1_score(labels, classes, average="macro", zero_division=0))
        assert figures.interval == wilson_interval(round(figures.accuracy * len(rows)), len(rows))
        assert 0 <= figures.f1_interval[0] <= figures.f1_interval[1] <= 1
    n_own = (np.array(own) == labels).sum() - (np.array(rival) == labels).sum()
    assert len(made.only_own_right()) - len(made.only_rival_right()) == n_own


def test_rows_on_which_the_two_differ_are_those_rows() -> None:
    made = found([0, 0, 2, 2, 1], own=[0, 2, 2, 0, 0], rival=[2, 0, 2, 0, 1])
    positions = np.arange(5)[::-1] * 3
    assert made.only_own_right().tolist() == [positions[0]]
    assert made.only_rival_right().tolist() == sorted([positions[1], positions[4]])
    assert made.both_wrong().tolist() == [positions[3]]


def test_the_test_of_the_difference_is_mcnemars() -> None:
    # 1 and 9 of 10 discordant rows: exact two-sided p is 2 (C(10,0) + C(10,1)) / 2^10
    labels = [0] * 10 + [2, 1]
    made = found(labels, own=[0] * 9 + [2, 2, 1], rival=[2] * 9 + [0, 2, 1])
    assert made.p_value == pytest.approx(2 * (1 + 10) / 1024)
    assert made.is_sure
    alike = found(labels, own=labels, rival=labels)
    assert alike.p_value == 1.0
    assert not alike.is_sure


def test_rows_that_either_cannot_score_count_for_neither() -> None:
    made = found([0, 2, 0, 2], own=[0, 2, 0, -1], rival=[-1, 2, 2, 2])
    assert made.n_rows == 2
    assert made.own.accuracy == 1.0
    assert made.other.accuracy == 0.5


def test_a_class_that_no_label_names_is_not_held_against_the_rival() -> None:
    names = ("negative", "positive")
    rival = Prediction.waiting(LABELS, 2, POLARITY)
    rival.statuses[:] = STATUSES.index(SCORED)
    rival.probabilities[:] = [[0.3, 0.5, 0.2], [0.2, 0.5, 0.3]]  # neutral first, then the right side
    made = compared(report_of(np.array([0, 1]), np.array([0, 0]), names), "rival", rival)
    assert made is not None
    assert made.names == names
    assert made.other.accuracy == 1.0


def test_labels_that_are_no_sentiment_are_not_compared() -> None:
    report = report_of(np.array([0, 1]), np.array([0, 1]), ("billing", "delivery"))
    assert compared(report, "rival", prediction_of_classes(np.array([0, 2]))) is None
    corpus = corpus_of(["a bill", "a parcel", "", ""])
    assert beside_shipped(corpus, report) is None


def test_the_shipped_model_scores_the_very_rows_of_the_report() -> None:
    texts = ["a wonderful, lovely room", "dirty, rude and awful", "great staff, perfect stay"]
    corpus = corpus_of(texts)
    labels = np.array([0, 2])
    report = EvaluationReport(
        "own", evaluate(labels, prediction_of_classes(labels)), np.array([1, 2]), labels, np.array([2, 2])
    )
    made = beside_shipped(corpus, report)
    assert made is not None
    assert made.rival == "english"
    assert made.other.accuracy == 1.0
    assert made.only_rival_right().tolist() == [1]
