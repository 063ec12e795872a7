"""The stages of the film review model run end to end on made-up reviews, and none of them sees a test text."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.pretrained.tiny_sets import WORDS, write_reviews
from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.__main__ import main
from textminer.pretrained.reviews import held_out_figures
from textminer.pretrained.reviews_data import read_reviews, read_unlabelled
from textminer.pretrained.reviews_preparation import SET, prepare_reviews
from textminer.sentiment.lstm.language_model import DIRECTIONS
from textminer.sentiment.lstm.loading import load_classifier

STUDENT = [
    "--embedding", "12", "--hidden", "8", "--epochs", "6", "--plain-epochs", "4", "--rate", "0.03",
    "--batch-tokens", "400", "--adversarial-norm", "1", "--averaging", "0.9",
]  # fmt: skip
LETTERS = "abcdefghijklmnopqrst"
SMALL = [
    "--embedding",
    "16",
    "--hidden",
    "24",
    "--layers",
    "1",
    "--rows",
    "8",
    "--window",
    "16",
    "--epochs",
    "4",
    "--dropout",
    "0.3",
    "--rate",
    "0.02",
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_reviews(folder)
    return folder


def test_no_test_text_is_prepared_and_the_overlap_is_counted(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / "work"
    assert main(["prepare-reviews", "--data", str(data), "--out", str(work), "--min-count", "1"]) == 0
    printed = capsys.readouterr().out
    assert '"train": 1' in printed
    assert '"unsup": 2' in printed
    reviews, unlabelled = read_reviews(work), read_unlabelled(work)
    words = reviews.vocabulary.words
    assert "xylophone" not in words
    table = pd.read_parquet(data / f"{SET}.parquet")
    test = {" ".join(text.lower().split()) for text in table.text[table.split == "test"]}
    for documents in (reviews.labelled, unlabelled):
        assert documents.n_documents
        for position in range(documents.n_documents):
            text = " ".join(words[index] for index in documents.document(position))
            assert text not in test


def test_films_are_held_out_whole_and_from_the_vocabulary(data: Path, tmp_path: Path) -> None:
    table = pd.read_parquet(data / f"{SET}.parquet")
    train = table.split == "train"
    table.loc[train, "text"] = (
        table.movie[train].map(lambda film: f"nameof{LETTERS[int(film[1:])]} ") + table.text[train]
    )
    table.to_parquet(data / f"{SET}.parquet")
    facts = prepare_reviews(data, tmp_path, min_count=1, held_out_share=0.3)
    reviews = read_reviews(tmp_path)
    share = reviews.is_held_out.mean()
    assert 0.15 < share <= 0.3
    assert facts["labelled reviews"]["held out"] == len(reviews.held_out)
    films = {word for word in reviews.vocabulary.words if word.startswith("nameof")}
    assert len(films) == 20 - facts["held-out films"]
    first = reviews.labelled.ids[reviews.labelled.offsets[:-1]]
    known = np.array([reviews.vocabulary.words[index] in films for index in first])
    assert np.array_equal(known, ~reviews.is_held_out)


def test_prepared_reviews_come_back_as_they_were(data: Path, tmp_path: Path) -> None:
    prepare_reviews(data, tmp_path / "one", min_count=1)
    prepare_reviews(data, tmp_path / "two", min_count=1)
    one, two = read_reviews(tmp_path / "one"), read_reviews(tmp_path / "two")
    assert np.array_equal(one.labelled.ids, two.labelled.ids)
    assert one.facts == two.facts
    tokens = tokenizer_named("tweet").tokenize(["the film was superb superb awful"])
    assert (one.vocabulary.ids_of(tokens.types) > 1).all()
    good, bad = (set(one.vocabulary.ids_of(WORDS[label])) for label in ("pos", "neg"))
    for position, label in enumerate(one.classes.tolist()):
        found = set(one.labelled.document(position).tolist())
        assert len(found & (good if label else bad)) > len(found & (bad if label else good))


def test_the_commands_make_models_that_tell_good_from_bad(data: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    main(
        ["prepare-reviews", "--data", str(data), "--out", str(work), "--min-count", "1", "--held-out", "0.2"]
    )
    for direction in ("forward", "backward"):
        given = ["--work", str(work), "--direction", direction, "--device", "cpu"]
        assert main(["pretrain-reviews", *given, *SMALL, "--minutes", "0.001"]) == 0
        assert main(["pretrain-reviews", *given, *SMALL]) == 0
        finetune = ["finetune-reviews", *given, "--epochs", "4", "--rate", "0.1", "--batch-tokens", "800"]
        finetune += ["--adversarial-norm", "1", "--averaging", "0.9"]
        assert main([*finetune, "--minutes", "0.001"]) == 0
        assert not (work / f"english-reviews-{direction}.safetensors").exists()
        assert main(finetune) == 0
    figures = held_out_figures(work)
    assert set(figures) == {"forward", "backward", "mean of both"}
    assert figures["mean of both"]["accuracy"] > 0.9
    classifier = load_classifier(work / "english-reviews-backward.safetensors")
    assert classifier.labels == ("negative", "positive")
    texts = ["the film was lovely warm superb quiet", "the film was awful cold rude noisy"]
    tokens = tokenizer_named(classifier.tokenizer).tokenize(texts)
    score = classifier.predict(tokens).score()
    assert score is not None
    assert (np.sign(score) == [1, -1]).all()
    explained = classifier.explain(tokens, 0)
    assert explained.contributions[tokens.document_tokens(0).index("superb")] > 0
    distill = ["distill-reviews", "--work", str(work), "--device", "cpu", *STUDENT]
    assert main([*distill, "--minutes", "0.001"]) == 0
    assert main(distill) == 0
    student = load_classifier(work / "english-reviews.safetensors").card.facts
    assert student["teacher"]["models"] == [f"english-reviews-{d}.safetensors" for d in DIRECTIONS]
    assert student["figures on held-out films"]["accuracy"] > 0.9
    for direction in DIRECTIONS:
        given = ["--work", str(work), "--direction", direction, "--device", "cpu", "--batch-tokens", "800"]
        assert main(["self-train-reviews", *given, "--averaging", "0.5"]) == 0
    assert main(["join-reviews", "--work", str(work), "--bfloat16"]) == 0
    both = load_classifier(work / "english-reviews.safetensors")
    assert both.card.precision == "4 bits"
    assert both.card.facts["directions"]["backward"]["stage"] == "self-trained-backward"
    assert both.card.facts["figures on held-out films"]["accuracy"] > 0.9
    score = both.predict(tokens).score()
    assert score is not None
    assert (np.sign(score) == [1, -1]).all()
    final = tmp_path / "final"
    assert main(["all-reviews", "--work", str(work), "--out", str(final)]) == 0
    assert len(read_reviews(final).held_out) == 0
    for direction in DIRECTIONS:
        given = ["--work", str(final), "--direction", direction, "--device", "cpu", "--batch-tokens", "800"]
        assert main(["finetune-reviews", *given, "--epochs", "1", "--rate", "0.1"]) == 0
        assert main(["self-train-reviews", *given, "--averaging", "0.5"]) == 0
    development = str(work / "english-reviews.safetensors")
    assert main(["join-reviews", "--work", str(final), "--calibrated-as", development]) == 0
    of_all = load_classifier(final / "english-reviews.safetensors").card
    assert of_all.calibration == both.card.calibration
    assert of_all.facts["data"]["labelled reviews"]["held out"] == 0
    assert of_all.facts["directions"] == both.card.facts["directions"]
    score = load_classifier(final / "english-reviews.safetensors").predict(tokens).score()
    assert score is not None
    assert (np.sign(score) == [1, -1]).all()
    before = (work / "english-reviews-backward.safetensors").read_bytes()
    (
        work / "finetuning-backward.safetensors"
    ).unlink()  # as on a machine that only the pieces were carried to
    (work / "english-reviews-backward.safetensors").unlink()
    assert main(finetune) == 0
    assert (work / "english-reviews-backward.safetensors").read_bytes() == before


def test_the_last_run_learns_from_all_films_and_is_not_calibrated(data: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    main(["prepare-reviews", "--data", str(data), "--out", str(work), "--min-count", "1", "--held-out", "0"])
    assert main(["pretrain-reviews", "--work", str(work), "--device", "cpu", *SMALL]) == 0
    assert main(["finetune-reviews", "--work", str(work), "--device", "cpu", "--epochs", "1"]) == 0
    calibration = load_classifier(work / "english-reviews-forward.safetensors").card.calibration
    assert (calibration.temperature, calibration.biases) == (1.0, (0.0, 0.0))
    assert held_out_figures(work) == {}


def test_a_stage_names_the_one_before_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pretrain-reviews", "--work", str(tmp_path), *SMALL]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("pretrain-reviews: ")
    assert "Run the command prepare-reviews" in said
