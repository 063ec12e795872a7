"""The command that makes a shipped model runs end to end on a few sentences, and goes on where it stopped."""

import importlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.pretrained.tiny_sets import write_sets
from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.__main__ import main
from textminer.pretrained.mixture_model import LAYERS
from textminer.pretrained.recipe import MixtureRecipe
from textminer.sentiment.lstm.by_length import LengthClassifier
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.lstm.pieces import read_pieces
from textminer.sentiment.model_file import as_stored, read_model


@pytest.fixture(params=["english", "chinese"])
def recipe(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> MixtureRecipe:
    module = importlib.import_module(f"textminer.pretrained.{request.param}")
    ngrams = {"min_count": 2, "subword_buckets": 256} if request.param == "english" else {"min_count": 1}
    network = replace(module.RECIPE.network, embedding_size=12, hidden_size=8, **ngrams)
    small: MixtureRecipe = replace(module.RECIPE, network=network, epoch_documents=300)
    monkeypatch.setattr(module, "RECIPE", small)
    return small


def test_the_command_makes_a_model_that_tells_good_from_bad(
    recipe: MixtureRecipe, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, work, out = tmp_path / "data", tmp_path / "work", tmp_path / "made.safetensors"
    data.mkdir()
    write_sets(data, sources=recipe.sources)
    given = [recipe.name, "--data", str(data), "--out", str(out), "--resume", str(work), "--steps"]
    assert main([*given, "40"]) == 0
    assert "training texts removed" in capsys.readouterr().out
    classifier = load_classifier(out)
    texts = ["the room was lovely warm superb quiet", "the room was awful cold rude noisy"]
    score = classifier.predict(tokenizer_named(classifier.tokenizer).tokenize(texts)).score()
    assert score is not None
    assert (np.sign(score) == [1, -1]).all()
    assert classifier.card.languages == recipe.languages
    assert classifier.card.facts["step"] == 40
    assert "zomato_restaurants" in classifier.card.facts["kept apart"]
    again = tmp_path / "again.safetensors"
    assert main([*given[:4], str(again), *given[5:], "40", "--export"]) == 0
    weights, exported = read_model(out).weights, read_model(again).weights
    assert all(np.array_equal(value, exported[name]) for name, value in weights.items())


@pytest.mark.parametrize("recipe", ["english"], indirect=True)
def test_layers_learnt_on_short_texts_begin_a_training_whose_word_vectors_stay(
    recipe: MixtureRecipe, tmp_path: Path
) -> None:
    data, first, short, second = (tmp_path / name for name in ("data", "first", "short", "second"))
    data.mkdir()
    write_sets(data, sources=recipe.sources)
    before, after = tmp_path / "before.safetensors", tmp_path / "after.safetensors"
    given = ["english", "--data", str(data), "--steps"]
    assert main([*given, "30", "--out", str(before), "--resume", str(first)]) == 0
    shorter = ["short-texts", "--data", str(data), "--run", str(first), "--device", "cpu", "--steps", "30"]
    assert main([*shorter, "--work", str(short), "--hidden", "8", "--seed", "4"]) == 0
    started = ["--start", str(first), "--layers", str(short), "--fixed-vectors", "--dropout", "0.1"]
    assert main([*given, "1", "--out", str(after), "--resume", str(second), *started]) == 0
    one, two = read_model(before), read_model(after)
    table, layer = "embedding.weight", "layers.0.0.fused.weight_hh_l0"
    assert np.array_equal(one.weights[table], two.weights[table])
    learnt = as_stored(layer, read_pieces(short, LAYERS)[0][layer].numpy(), "8 bits")
    assert two.weights[layer] == pytest.approx(learnt, abs=0.02)  # one step further
    assert np.abs(two.weights[layer] - one.weights[layer]).max() > 0.05
    assert "--layers WORK --fixed-vectors" in two.card.facts["command"]
    assert two.card.network.dropout == 0.1
    larger = ["--work", str(tmp_path / "larger"), "--hidden", "9", "--model", str(after)]
    assert main([*shorter, *larger]) == 0
    both = load_classifier(after)
    assert isinstance(both, LengthClassifier)
    texts = ["the room was lovely warm superb quiet", "the room was awful cold rude noisy"]
    score = both.predict(tokenizer_named(both.tokenizer).tokenize(texts)).score()
    assert score is not None
    assert (np.sign(score) == [1, -1]).all()
