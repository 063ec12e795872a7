"""Each stage that makes a shipped model can be tried in seconds, on the samples alone, to a model that loads."""

from pathlib import Path

import pytest

from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.__main__ import main
from textminer.sentiment.lstm.by_length import LengthClassifier
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.prediction import SCORED, STATUSES


def assert_scores(path: Path, text: str) -> None:
    classifier = load_classifier(path)
    prediction = classifier.predict(tokenizer_named(classifier.tokenizer).tokenize([text]))
    assert STATUSES[prediction.statuses[0]] == SCORED
    assert prediction.probabilities[0].sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "text"), [("english", "The room was fine."), ("chinese", "味道很好，服务也好。")]
)
def test_mixture_models(tmp_path: Path, name: str, text: str) -> None:
    out = tmp_path / f"{name}.safetensors"
    assert main([name, "--smoke", "--out", str(out)]) == 0
    assert load_classifier(out).labels == ("negative", "neutral", "positive")
    assert_scores(out, text)


def test_a_second_network_for_short_texts(tmp_path: Path) -> None:
    assert main(["short-texts", "--smoke", "--work", str(tmp_path)]) == 0
    out = tmp_path / "english.safetensors"
    assert isinstance(load_classifier(out), LengthClassifier)
    assert_scores(out, "The room was fine.")
    assert_scores(out, "The room was fine. " * 20)
    before = out.read_bytes()
    # a finished network that was carried here is only added, in place of the one before
    given = ["--data", str(tmp_path / "samples"), "--model", str(out), "--run", str(tmp_path)]
    assert (tmp_path / "short" / "short-network-00.safetensors").exists()
    assert main(["short-texts", "--smoke", "--work", str(tmp_path)]) == 0
    assert out.read_bytes() == before
    with pytest.raises(SystemExit, match="--smoke"):
        main(["short-texts", "--work", str(tmp_path), *given[:4]])


def test_networks_over_characters_label_what_they_have_not_learnt_and_teach_the_chinese_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["label-chinese", "--smoke", "--work", str(tmp_path)]) == 0
    assert "half 0: right on" in capsys.readouterr().out
    assert main(["label-chinese", "--smoke", "--work", str(tmp_path), "--direction", "backward"]) == 0
    assert (tmp_path / "labels-backward-1.npz").exists()
    capsys.readouterr()
    crossed = [f"--crossed={tmp_path / f'labels-forward-{half}.npz'}" for half in (0, 1)]
    out = tmp_path / "chinese.safetensors"
    made = ["chinese", "--smoke", "--out", str(out), "--drop-near-duplicates"]
    assert main([*made, crossed[0]]) == 1
    assert "have no label" in capsys.readouterr().err
    assert main([*made, *crossed]) == 0
    assert "'both'" in capsys.readouterr().out
    assert_scores(out, "味道很好，服务也好。")


def test_film_reviews_without_a_language_model(tmp_path: Path) -> None:
    assert main(["train-reviews", "--smoke", "--work", str(tmp_path)]) == 0
    assert_scores(tmp_path / "english-reviews.safetensors", "The room was fine.")


def test_film_reviews_from_the_language_models_to_the_small_one(tmp_path: Path) -> None:
    work = ["--smoke", "--work", str(tmp_path)]
    assert main(["prepare-reviews", "--smoke", "--out", str(tmp_path)]) == 0
    assert main(["pretrain-reviews", *work, "--direction", "forward"]) == 0
    assert main(["finetune-reviews", *work, "--direction", "forward"]) == 0
    assert_scores(tmp_path / "english-reviews-forward.safetensors", "The room was fine.")
    # what is missing of the stages before, here all of the other direction, is made first
    assert main(["distill-reviews", *work]) == 0
    assert_scores(tmp_path / "english-reviews-backward.safetensors", "The room was fine.")
    assert_scores(tmp_path / "english-reviews.safetensors", "The room was fine.")
    assert main(["join-reviews", *work]) == 0
    assert_scores(tmp_path / "english-reviews.safetensors", "The room was fine.")


@pytest.mark.parametrize("command", ["english", "prepare-reviews"])
def test_without_data_and_without_smoke_it_says_what_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit):
        main([command, "--out", str(tmp_path / "x")])
    assert "--data --smoke" in capsys.readouterr().err
