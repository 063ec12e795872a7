"""The judge counts what it says it counts, for models with a neutral class and without one."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.builders import LABELS, WordClassifier
from tests.model_files import write_small_model
from textminer.pretrained import judging
from textminer.pretrained.__main__ import main
from textminer.pretrained.judging import judge_texts, with_figures
from textminer.sentiment.model_file import read_card, read_model, write_model
from textminer.sentiment.prediction import Polarity
from textminer.workflows.model_facts import headline_figure

WEIGHTS = {"good": 2.0, "bad": -2.0, "plain": 0.0}
TABLE = pd.DataFrame(
    {
        "text": ["good", "bad", "bad", "plain", "good bad"],
        "label": ["pos", "neg", "pos", "neu", "neu"],
    }
)


def test_a_model_of_three_classes_is_judged_on_all_texts_beside_vader() -> None:
    ours, vader = judge_texts("tiny", "test", TABLE, WordClassifier(WEIGHTS), True)
    assert (ours.n_documents, ours.n_classes, ours.system, vader.system) == (5, 3, "model", "VADER")
    assert ours.evaluation.labels == LABELS
    assert int(ours.evaluation.confusion.sum()) == 5
    assert vader.evaluation.classes[2].recall == 0.5  # "good" is on VADER's list, and so is "bad"


def test_a_model_without_a_neutral_class_is_judged_on_the_rest() -> None:
    classifier = WordClassifier(WEIGHTS, ("negative", "positive"), Polarity(0, 1))
    ours, vader = judge_texts("tiny", "test", TABLE, classifier, True)
    assert (ours.n_documents, vader.n_documents, ours.n_classes) == (3, 3, 2)
    assert ours.evaluation.accuracy == pytest.approx(2 / 3)
    assert vader.evaluation.accuracy == pytest.approx(2 / 3)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    TABLE.assign(split="test").to_parquet(tmp_path / "tiny.parquet")

    class Loaded(WordClassifier):
        card = read_card(write_small_model(tmp_path / "words.safetensors"))

    monkeypatch.setattr(judging, "load_classifier", lambda path: Loaded(WEIGHTS))
    return tmp_path


def test_the_command_prints_intervals_bins_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [
        "judge",
        "--data",
        str(folder),
        "--model",
        str(folder / "words.safetensors"),
        "--set",
        "tiny:test",
    ]
    assert main([*given, "--reliability"]) == 0
    printed = capsys.readouterr().out
    assert "lean" in printed
    assert printed.count("says/is right") == 2
    assert main([*given, "--json"]) == 0
    ours, vader = json.loads(capsys.readouterr().out)
    assert (ours["set"], ours["system"], vader["system"]) == ("tiny", "model", "VADER")
    assert sum(item["documents"] for item in ours["reliability"]) == 5
    low, high = ours["macro_f1_interval"]
    assert low <= ours["macro_f1"] <= high


def test_the_card_keeps_what_it_said_and_is_read_before_and_after(folder: Path, tmp_path: Path) -> None:
    contents = read_model(folder / "words.safetensors")
    judgements = judge_texts("tiny", "test", TABLE, WordClassifier(WEIGHTS), True)
    filled = with_figures(contents, judgements, "judge it")
    figures = filled.card.facts["figures"]["tiny test"]
    assert filled.card.facts["history"] == contents.card.facts["history"]
    assert len(figures["accuracy_interval"]) == 2
    assert figures["macro_f1_of_vader"] == round(judgements[1].evaluation.macro_f1, 4)
    path = tmp_path / "filled.safetensors"
    write_model(path, filled.card, filled.vocabulary, filled.weights)
    assert read_card(path).facts == filled.card.facts
    assert headline_figure(read_card(path)) == "40.0 % on tiny"
