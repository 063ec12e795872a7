"""The command that makes a shipped model runs end to end on a few sentences, and goes on where it stopped."""

import importlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.pretrained.tiny_sets import write_sets
from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.__main__ import main
from textminer.pretrained.recipe import MixtureRecipe
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.model_file import read_model


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
