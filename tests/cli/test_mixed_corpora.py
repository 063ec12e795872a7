"""A table in two languages on the command line: each row as the model of its own language scores it."""

import csv
import json
from pathlib import Path

import pytest

from textminer.__main__ import main

ENGLISH = [
    "A wonderful, warm room.",
    "The worst breakfast ever, and the lift was broken.",
    "We arrived on Monday.",
    "Lovely staff, 北京 was close by.",
]
CHINESE = [
    "房间很干净，服务员也非常热情，下次还会再来。",
    "太差了，空调是坏的，再也不来。",
    "<b>好</b>",
    "位置不错。",
]
EMPTY = ["", "5/5"]
TEXTS = [text for pair in zip(ENGLISH, CHINESE, strict=True) for text in pair] + EMPTY


def write(path: Path, texts: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "review"], *enumerate(texts)])
    return path


def score(source: Path, *options: str) -> list[dict[str, str]]:
    target = source.with_suffix(".out.csv")
    assert main(["score", str(source), "-o", str(target), *options]) == 0
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write(tmp_path / "mixed.csv", TEXTS)


def test_each_row_has_exactly_the_score_of_the_right_model_alone(mixed: Path, tmp_path: Path) -> None:
    rows = score(mixed)
    english = score(write(tmp_path / "en.csv", ENGLISH), "--model", "english")
    chinese = score(write(tmp_path / "zh.csv", CHINESE), "--model", "chinese")
    assert [row.pop("model") for row in rows] == ["english", "chinese"] * 4 + ["", ""]
    expected = [row for pair in zip(english, chinese, strict=True) for row in pair]
    for found, alone in zip(rows[:8], expected, strict=True):
        assert {**found, "id": ""} == {**alone, "id": ""}
    assert [row["sentiment"] for row in rows[:4]] == ["positive", "positive", "negative", "negative"]
    assert [row["status"] for row in rows[8:]] == ["empty", "no known word"]


def test_the_receipt_names_all_models_and_the_same_comes_out_again(
    mixed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    score(mixed, "--neutral-threshold", "0.6")
    target, receipt = mixed.with_suffix(".out.csv"), mixed.with_suffix(".out.csv.receipt.json")
    first = target.read_bytes(), receipt.read_bytes()
    told = json.loads(receipt.read_text(encoding="utf-8"))
    assert set(told["model"].split("+")) == {"english", "chinese"}
    assert told["recipe"]["model"] == told["model"]
    assert [len(digest) for digest in told["model_sha256"].split("+")] == [64, 64]
    assert told["own_columns"]["model"] == "model"
    score(mixed, "--neutral-threshold", "0.6", "--model", told["model"])
    assert (target.read_bytes(), receipt.read_bytes()) == first
    capsys.readouterr()
    assert main(["replay", str(receipt), str(mixed)]) == 0
    assert capsys.readouterr().out.strip() == "identical"


def test_a_model_that_was_asked_for_scores_all_rows(mixed: Path) -> None:
    rows = score(mixed, "--model", "english")
    assert "model" not in rows[0]
    told = json.loads(mixed.with_suffix(".out.csv.receipt.json").read_text(encoding="utf-8"))
    assert told["model"] == "english"


def test_models_that_do_not_fit_together_are_refused_with_a_sentence(
    mixed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["score", str(mixed), "-o", str(mixed.with_suffix(".x.csv")), "--model", "english+english"]) == 1
    )
    assert "cannot score one table together" in capsys.readouterr().err


def test_words_of_both_languages_are_counted_and_stop_words_of_both_are_not(
    mixed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["words", str(mixed), "--top", "100"]) == 0
    words = {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()}
    assert {"wonderful", "breakfast", "房间", "空调"} <= words
    assert not {"the", "了", "的", "很干净"} & words


def test_evaluation_takes_each_row_by_its_own_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labelled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        labelled = zip(TEXTS[:4], ["positive", "positive", "negative", "negative"], strict=True)
        csv.writer(file).writerows([["review", "label"], *labelled])
    assert main(["evaluate", str(path), "--text", "review", "--label", "label", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report["model"].split("+")) == {"english", "chinese"}
    assert report["accuracy"] == 1.0


def test_a_file_scored_part_by_part_finds_the_rows_in_another_language_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "long.csv", [*(["good room", "bad lift"] * 210), *TEXTS])  # beyond the sample
    target, receipt = source.with_suffix(".out.csv"), source.with_suffix(".out.csv.receipt.json")
    monkeypatch.setattr("textminer.workflows.scoring.BLOCK_DOCUMENTS", 64)
    rows = score(source)
    assert {row["model"] for row in rows[-len(TEXTS) :]} == {"english", "chinese", ""}
    at_once = target.read_bytes(), receipt.read_bytes()
    monkeypatch.setattr("textminer.workflows.streaming.STREAM_FROM_BYTES", 0)
    monkeypatch.setattr("textminer.workflows.streaming.PART_DOCUMENTS", 128)
    score(source)
    assert (target.read_bytes(), receipt.read_bytes()) == at_once
