"""A model that is judged by the labels it learnt from is not trusted for it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import WordClassifier, corpus_of, prediction_of
from tests.model_files import write_small_model
from textminer.corpus.tokenizer import tokenizer_named
from textminer.sentiment.model_file import read_card
from textminer.workflows.honesty import honesty_lines
from textminer.workflows.learnt_labels import LEARNT_FROM
from textminer.workflows.overview import overview
from textminer.workflows.overview_ground import OverviewOptions, overview_ground

TEXTS = ["good", "bad", "great", "broken"] * 3
STARS = ["5", "1", "4", "2", "5", "3"] * 2
FIGURES = {"accuracy": 0.75, "accuracy_interval": [0.65, 0.85], "documents": 80}


def lines_of(tmp_path: Path, file: str, labels: str) -> dict[str, str]:
    corpus = corpus_of(TEXTS, "reviews.csv", stars=STARS)
    classifier = WordClassifier({"good": 1, "great": 1, "bad": -1, "broken": -1})
    path = tmp_path / "own.safetensors"
    write_small_model(path)
    facts = {"figures": FIGURES, LEARNT_FROM: {"file": file, "labels": labels}}
    classifier.card = replace(read_card(path), facts=facts)  # type: ignore[attr-defined]
    prediction = prediction_of([0.9, -0.9] * 6)
    tokens = tokenizer_named("tweet").tokenize(corpus.texts())
    ground = overview_ground(corpus, prediction, tokens, classifier, OverviewOptions())
    found = overview(corpus, prediction, ground, np.arange(12))
    return {line.name: line.value for line in honesty_lines(found)}


def test_the_accuracy_on_documents_it_never_saw_comes_before_that_on_those_it_learnt(
    tmp_path: Path,
) -> None:
    lines = lines_of(tmp_path, "reviews.csv", "stars")
    names = list(lines)
    assert lines["Accuracy on documents it never saw"] == "75.0 % ± 10.0"
    learnt = next(name for name in names if name.startswith("On 12 labels"))
    assert names.index("Accuracy on documents it never saw") < names.index(learnt)


@pytest.mark.parametrize(("file", "labels"), [("others.csv", "stars"), ("reviews.csv", "city")])
def test_other_labels_judge_it_as_they_are(tmp_path: Path, file: str, labels: str) -> None:
    assert "Accuracy on 12 labels" in lines_of(tmp_path, file, labels)
