"""The encoder is tuned, goes on exactly where it stopped, and labels texts that the network learns from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from tests.pretrained.tiny_encoder import write_encoder
from tests.pretrained.tiny_sets import write_sets
from textminer.pretrained import english
from textminer.pretrained.__main__ import main
from textminer.pretrained.recipe import MixtureRecipe
from textminer.pretrained.taught import read_taught
from textminer.pretrained.teacher import TeacherSettings, teach
from textminer.progress import Cancelled
from textminer.sentiment.model_file import read_model


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MixtureRecipe:
    network = replace(
        english.RECIPE.network, embedding_size=12, hidden_size=8, min_count=2, subword_buckets=64
    )
    recipe = replace(english.RECIPE, network=network, epoch_documents=300)
    monkeypatch.setattr(english, "RECIPE", recipe)
    (tmp_path / "data").mkdir()
    write_sets(tmp_path / "data", sources=recipe.sources)
    write_encoder(tmp_path / "encoder")
    return recipe


def given(tmp_path: Path, command: str, work: str = "work", *more: str) -> list[str]:
    folders = ["--data", str(tmp_path / "data"), "--encoder", str(tmp_path / "encoder")]
    return [command, *folders, "--work", str(tmp_path / work), *more]


def test_what_it_labels_is_learnt_beside_peoples_labels(small: MixtureRecipe, tmp_path: Path) -> None:
    assert main(given(tmp_path, "teach", "work", "--texts", "200")) == 0
    assert main(given(tmp_path, "label")) == 0
    taught = read_taught(tmp_path / "work" / "taught.parquet")
    assert len(taught) > 0
    assert np.allclose(taught[["neg", "neu", "pos"]].sum(axis=1), 1, atol=1e-5)
    out = tmp_path / "made.safetensors"
    file = str(tmp_path / "work" / "taught.parquet")
    assert (
        main(
            ["english", "--data", str(tmp_path / "data"), "--out", str(out), "--steps", "4", "--taught", file]
        )
        == 0
    )
    assert read_model(out).card.facts["command"].endswith("--taught FILE")


class Interruption:
    """Cancels a run before a step."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def report(self, fraction: float, message: str = "") -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Cancelled


def test_a_tuning_that_was_interrupted_ends_with_the_same_weights(
    small: MixtureRecipe, tmp_path: Path
) -> None:
    settings = TeacherSettings(texts=200)
    weights = []
    for work in (tmp_path / "whole", tmp_path / "pieces"):
        work.mkdir()
        if work.name == "pieces":
            with pytest.raises(Cancelled):
                teach(
                    small,
                    tmp_path / "data",
                    tmp_path / "encoder",
                    work,
                    settings,
                    save_every_s=0,
                    progress=Interruption(2),
                )
        assert teach(small, tmp_path / "data", tmp_path / "encoder", work, settings)
        weights.append(load_file(work / "teacher.safetensors"))
    assert all(torch.equal(value, weights[1][name]) for name, value in weights[0].items())
