"""The small film review model learns from labels and teachers, and nothing of a test text gets in."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.pretrained.tiny_sets import write_reviews
from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.__main__ import main
from textminer.pretrained.reviews_data import read_reviews, read_unlabelled
from textminer.pretrained.reviews_teacher import figures, network_teacher, ngram_teacher, read_teacher
from textminer.sentiment.lstm.loading import load_classifier

SMALL = [
    "--device", "cpu", "--embedding", "12", "--hidden", "8", "--epochs", "12", "--plain-epochs", "6",
    "--batch-tokens", "400", "--rate", "0.02", "--longest", "30", "--dropout", "0.1", "--averaging", "0.9",
    "--adversarial-norm", "1",
]  # fmt: skip


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared reviews, with a finished student."""
    folder = tmp_path_factory.mktemp("reviews")
    write_reviews(folder / "data")
    given = ["--data", str(folder / "data"), "--out", str(folder), "--min-count", "1", "--held-out", "0.2"]
    assert main(["prepare-reviews", *given]) == 0
    assert main(["train-reviews", "--work", str(folder), *SMALL, "--minutes", "0.001"]) == 0
    assert not (folder / "english-reviews.safetensors").exists()
    assert main(["train-reviews", "--work", str(folder), *SMALL]) == 0
    return folder


def test_the_command_makes_a_model_that_tells_good_from_bad(work: Path) -> None:
    classifier = load_classifier(work / "english-reviews.safetensors")
    assert classifier.name == "english-reviews"
    assert classifier.labels == ("negative", "positive")
    facts = classifier.card.facts
    assert facts["figures on held-out films"]["accuracy"] > 0.9
    assert facts["teacher"]["held-out films"]["accuracy"] > 0.9
    assert facts["training"]["adversarial_norm"] == 1
    tokens = tokenizer_named(classifier.tokenizer).tokenize(
        ["the film was lovely warm superb quiet", "the film was awful cold rude noisy"]
    )
    score = classifier.predict(tokens).score()
    assert score is not None
    assert (np.sign(score) == [1, -1]).all()
    curve = [json.loads(line) for line in (work / "curve-english-reviews.jsonl").read_text().splitlines()]
    assert [point["step"] for point in curve][-1] == curve[0]["of"]
    assert len(curve) == 24


def test_the_teacher_labels_every_unlabelled_review(work: Path) -> None:
    teacher = ngram_teacher(work)
    reviews, unlabelled = read_reviews(work), read_unlabelled(work)
    assert len(teacher.unlabelled) == unlabelled.n_documents
    assert len(teacher.held_out) == len(reviews.held_out)
    labels = teacher.soft_labels()
    assert ((labels > 0) & (labels < 1)).all()
    assert np.array_equal(labels > 0.5, teacher.unlabelled > 0)
    assert figures(reviews, teacher.held_out) == teacher.facts["held-out films"]
    # the labels are kept: n-grams are fitted once
    assert np.array_equal(ngram_teacher(work).unlabelled, teacher.unlabelled)


def test_a_finished_model_and_the_ngrams_teach_the_next_one(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, labels = work / "english-reviews.safetensors", work / "blended.npz"
    assert main(["label-reviews", "--work", str(work), "--models", str(model), "--out", str(labels)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["held-out films"]) == {"english-reviews", "mean of networks", "ngrams", "blend"}
    assert 0 <= printed["share of n-grams"] <= 1
    teacher = read_teacher(labels)
    assert teacher.facts == printed
    assert main(["label-reviews", "--work", str(work), "--models", str(model)]) == 0
    assert json.loads(capsys.readouterr().out) == printed  # the figures alone
    alone = [network_teacher(work, [model], share).unlabelled for share in (0.0, 1.0)]
    assert np.array_equal(alone[1] > 0, ngram_teacher(work).unlabelled > 0)
    assert not np.allclose(alone[0], alone[1])
    further = [*SMALL, "--epochs", "1", "--plain-epochs", "0", "--rate", "1e-4", "--unlabelled-share", "0.5"]
    given = ["train-reviews", "--work", str(work), "--teacher", str(labels), "--name", "second", *further]
    assert main([*given, "--begin-with", "english-reviews"]) == 0
    first, second = (load_classifier(path) for path in (model, work / "second.safetensors"))
    assert second.card.facts["begun with"] == "english-reviews"
    n_unlabelled = read_unlabelled(work).n_documents
    n_read = [c.card.facts["training"]["n_documents"] for c in (first, second)]
    assert n_read[0] - n_read[1] == n_unlabelled - round(0.5 * n_unlabelled)
    weights = [c.network.embedding.weight for c in (first, second)]
    assert 0 < float((weights[0] - weights[1]).abs().max()) < 0.01


def test_a_blend_is_never_less_likely_than_its_parts(work: Path) -> None:
    reviews = read_reviews(work)
    teacher = network_teacher(work, [work / "english-reviews.safetensors"])
    found = teacher.facts["held-out films"]
    assert found["blend"]["loss"] <= min(found["mean of networks"]["loss"], found["ngrams"]["loss"]) + 1e-3
    assert figures(reviews, teacher.held_out)["loss"] == found["blend"]["loss"]


def test_a_student_that_was_carried_here_is_only_written(work: Path) -> None:
    path, state = work / "english-reviews.safetensors", work / "training-english-reviews.safetensors"
    before, kept = path.read_bytes(), state.read_bytes()
    state.unlink()
    path.unlink()
    assert main(["train-reviews", "--work", str(work), *SMALL]) == 0
    assert path.read_bytes() == before
    state.write_bytes(kept)


def test_missing_labels_name_the_command_that_writes_them(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train-reviews", "--work", str(work), "--teacher", str(work / "none.npz"), *SMALL]) == 1
    assert "label-reviews" in capsys.readouterr().err


def test_the_last_run_learns_from_all_films_and_is_not_calibrated(tmp_path: Path) -> None:
    write_reviews(tmp_path / "data")
    given = ["--data", str(tmp_path / "data"), "--out", str(tmp_path), "--min-count", "1", "--held-out", "0"]
    assert main(["prepare-reviews", *given]) == 0
    short = [*SMALL, "--epochs", "1", "--plain-epochs", "0"]
    assert main(["train-reviews", "--work", str(tmp_path), *short]) == 0
    card = load_classifier(tmp_path / "english-reviews.safetensors").card
    assert card.facts["figures on held-out films"] == {"accuracy": None, "loss": None, "documents": 0}
    assert card.facts["teacher"]["held-out films"] == {}
    assert (card.calibration.temperature, card.calibration.biases) == (1.0, (0.0, 0.0))
    models = [tmp_path / "english-reviews.safetensors"]
    assert network_teacher(tmp_path, models).facts["share of n-grams"] == 0
