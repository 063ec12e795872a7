"""The figures of an evaluation are those that a hand would count, whatever words the labels use."""

import json

import numpy as np
import pytest

from tests.builders import WordClassifier, corpus_of
from textminer.corpus.corpus import Corpus
from textminer.errors import LabelError
from textminer.workflows.evaluating import EvaluationReport, evaluate_corpus, held_out_report
from textminer.workflows.training import TrainingRequest, labelled_documents, train_on_corpus

CLASSIFIER = WordClassifier({"good": 3.0, "fine": 0.1, "bad": -3.0})
TEXTS = ["good", "good", "bad", "bad", "fine", "fine", "xyzzy", "good"]


def report_on(labels: list[str], label_map: dict[str, str] | None = None) -> EvaluationReport:
    return evaluate_corpus(corpus_of(TEXTS, label=labels), 1, CLASSIFIER, label_map)


def test_figures_are_those_counted_by_hand() -> None:
    report = report_on(
        ["positive", "negative", "negative", "negative", "neutral", "positive", "positive", ""]
    )
    figures = report.evaluation
    predicted = ["positive", "positive", "negative", "negative"]
    assert [report.evaluation.labels[place] for place in report.predicted[:4]] == predicted
    assert figures.n_labelled == 7
    assert figures.n_scored == 6  # "xyzzy" holds no known word
    assert figures.coverage == pytest.approx(6 / 7)
    right = int((report.labels == report.predicted).sum())
    assert figures.accuracy == pytest.approx(right / 6)
    assert int(np.trace(figures.confusion)) == right
    assert int(figures.confusion.sum()) == 6
    by_label = {item.label: item for item in figures.classes}
    assert by_label["negative"].recall == pytest.approx(2 / 3)
    assert by_label["negative"].precision == 1.0
    assert figures.interval[0] < figures.accuracy < figures.interval[1]


@pytest.mark.parametrize(
    "words", [("1", "0"), ("pos", "neg"), ("好评", "差评"), ("Positive", "NEGATIVE"), ("5", "1")]
)
def test_the_usual_words_mean_the_same(words: tuple[str, str]) -> None:
    good, bad = words
    report = report_on([good, bad, bad, bad, "", "", "", good])
    assert report.labels.tolist() == [2, 0, 0, 0, 2]
    assert report.evaluation.accuracy == pytest.approx(4 / 5)


def test_a_map_wins_over_what_the_words_usually_mean() -> None:
    report = report_on(["0", "1", "1", "1", "", "", "", "0"], {"0": "positive", "1": "negative"})
    assert report.labels.tolist() == [2, 0, 0, 0, 2]


def test_two_labels_against_three_classes_give_both_figures() -> None:
    corpus = corpus_of(["good", "bad", "good", "bad"], label=["1", "0", "0", "0"])
    binary = evaluate_corpus(corpus, 1, CLASSIFIER).evaluation.binary
    assert binary is not None
    assert binary.accuracy == pytest.approx(3 / 4)


def test_words_that_fit_no_class_are_named() -> None:
    with pytest.raises(LabelError, match="billing"):
        report_on(["billing", "app", "app", "billing", "", "", "", "app"])


def test_a_cell_of_the_matrix_leads_to_its_documents() -> None:
    report = report_on(["positive", "negative", "negative", "negative", "", "", "", "positive"])
    assert report.documents(0, 2).tolist() == [1]
    assert report.documents(2, 2).tolist() == [0, 7]
    assert report.documents_labelled(0).tolist() == [1, 2, 3]
    for label in range(3):
        for predicted in range(3):
            assert len(report.documents(label, predicted)) == report.evaluation.confusion[label, predicted]


def test_a_model_is_called_better_only_where_the_interval_says_so() -> None:
    few = report_on(["positive", "negative", "negative", "negative", "", "", "", "positive"])
    assert not few.is_better_than_majority
    assert "Not surely better than always saying “negative”" in few.verdict()
    many = evaluate_corpus(
        corpus_of(["good", "bad"] * 50, label=["positive", "negative"] * 50), 1, CLASSIFIER
    )
    assert many.is_better_than_majority
    assert "Better than always" in many.verdict()


def test_the_report_survives_json() -> None:
    values = json.loads(json.dumps(report_on(["positive", "negative"] * 4).to_dict()))
    assert values["confusion"]["labels"] == ["negative", "neutral", "positive"]
    assert 0 <= values["accuracy"] <= 1


def test_a_corpus_without_a_known_word_is_refused() -> None:
    corpus = corpus_of(["xyzzy", "plugh"], label=["positive", "negative"])
    with pytest.raises(LabelError, match="None of the 2 labelled documents"):
        evaluate_corpus(corpus, 1, CLASSIFIER)


def test_the_held_out_report_is_about_the_documents_held_out() -> None:
    corpus = tickets()
    model = train_on_corpus(corpus, TrainingRequest(1, steps=2))
    labelled = labelled_documents(corpus, 1)
    report = held_out_report(model, labelled.classes)
    assert set(report.positions.tolist()) == set(model.split.held_out.tolist())
    assert report.labels.tolist() == labelled.classes[report.positions].tolist()
    assert report.evaluation.n_labelled == len(model.positions)


def tickets() -> Corpus:
    texts = [f"the {('app', 'parcel')[n % 2]} is number {n}" for n in range(60)]
    return corpus_of(texts, team=["app" if n % 2 == 0 else "delivery" for n in range(60)])


def test_a_class_that_is_never_said_is_named() -> None:
    texts, labels = ["good"] * 40 + ["bad"] * 30, ["positive"] * 40 + ["negative"] * 20 + ["neutral"] * 10
    report = evaluate_corpus(corpus_of(texts, label=labels), 1, CLASSIFIER)
    assert report.is_better_than_majority
    assert "It never says “neutral”: 10 documents" in report.verdict()
    said = evaluate_corpus(
        corpus_of(["good"] * 40 + ["bad"] * 30, label=labels[:40] + ["negative"] * 30), 1, CLASSIFIER
    )
    assert "never says" not in said.verdict()
