"""The encoder is tuned, goes on exactly where it stopped, and labels texts that the network learns from."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from tests.pretrained.tiny_encoder import write_encoder, write_mpnet
from tests.pretrained.tiny_sets import write_sets
from textminer.errors import ModelFileError
from textminer.pretrained import english
from textminer.pretrained.__main__ import main
from textminer.pretrained.cross_fitted import is_in_half
from textminer.pretrained.labelling import label
from textminer.pretrained.recipe import MixtureRecipe
from textminer.pretrained.sentence_encoder import load_encoder
from textminer.pretrained.taught import Wanted, read_taught
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
    taught_by = [
        "--taught",
        str(tmp_path / "work" / "taught.parquet"),
        "--encoder",
        str(tmp_path / "encoder"),
    ]
    assert (
        main(["english", "--data", str(tmp_path / "data"), "--out", str(out), "--steps", "4", *taught_by])
        == 0
    )
    assert "--taught FILE --encoder ENCODER" in read_model(out).card.facts["command"]


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


def test_a_labelling_that_was_interrupted_ends_with_the_same_labels(
    small: MixtureRecipe, tmp_path: Path
) -> None:
    folders = (small, tmp_path / "data", tmp_path / "encoder")
    made = []
    for work in (tmp_path / "whole", tmp_path / "pieces"):
        work.mkdir()
        network = load_encoder(tmp_path / "encoder", 3, 1)
        save_file(network.state_dict(), work / "teacher.safetensors")
        if work.name == "pieces":
            with pytest.raises(Cancelled):
                label(*folders, work, save_every_s=0, progress=Interruption(2))
            assert not (work / "taught.parquet").exists()
            assert not label(*folders, work, minutes=0)  # one batch more
            with safe_open(work / "label-state.safetensors", "np") as state:
                assert json.loads(state.metadata()["run"])["step"] == 3
        assert label(*folders, work)
        made.append(read_taught(work / "taught.parquet"))
    pd.testing.assert_frame_equal(*made)


def test_a_half_that_is_left_out_teaches_nothing_and_is_labelled_alone(
    small: MixtureRecipe, tmp_path: Path
) -> None:
    weights = []
    for name, mislabelled in (("as-it-is", None), ("left-out", 0), ("learnt", 1)):
        data = tmp_path / name
        data.mkdir()
        write_sets(data, sources=small.sources)
        path = data / "sst2.parquet"
        table = pd.read_parquet(path)
        if mislabelled is not None:
            rows = is_in_half(table.text, mislabelled) & (table.split == "train").to_numpy()
            assert rows.sum() > 9
            table.loc[rows, "label"] = sorted(table.label[rows])  # as many of each: they weigh the same
            table.to_parquet(path)
        work = tmp_path / f"work-{name}"
        work.mkdir()
        settings = TeacherSettings(texts=100, half=0, sets=("sst2",))
        assert teach(small, data, tmp_path / "encoder", work, settings)
        weights.append(load_file(work / "teacher.safetensors")["head.weight"])
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert label(small, tmp_path / "data", tmp_path / "encoder", work, wanted=Wanted(half=0))
    own = read_taught(work / "taught.parquet")
    own = own[~own.is_sentence]
    assert len(own)
    assert is_in_half(own.text, 0).all()


def test_labels_of_another_tuning_are_not_gone_on_with(small: MixtureRecipe, tmp_path: Path) -> None:
    folders = (small, tmp_path / "data", tmp_path / "encoder")
    for seed in (1, 2):
        network = load_encoder(tmp_path / "encoder", 3, seed)
        save_file(network.state_dict(), tmp_path / "teacher.safetensors")
        if seed == 1:
            assert not label(*folders, tmp_path, minutes=0)
    with pytest.raises(ModelFileError, match="teacher"):
        label(*folders, tmp_path)


def test_a_tuning_may_begin_from_another_and_draw_a_set_more_often(
    small: MixtureRecipe, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, then = tmp_path / "first", tmp_path / "then"
    start = str(first / "teacher.safetensors")
    assert main(given(tmp_path, "teach", "first", "--texts", "100")) == 0
    assert (
        main(
            given(
                tmp_path,
                "teach",
                "then",
                "--texts",
                "100",
                "--start",
                start,
                "--more",
                "sst2=3",
                "--rate",
                "0",
            )
        )
        == 0
    )
    before, after = (load_file(work / "teacher.safetensors") for work in (first, then))
    assert all(
        torch.equal(value, after[name]) for name, value in before.items()
    )  # a rate of 0 learns nothing
    assert main(given(tmp_path, "teach", "then", "--texts", "100", "--rate", "0")) == 1
    assert "more, start" in capsys.readouterr().err


def test_frozen_layers_stay_as_they_were_and_only_the_sets_named_are_learnt(
    small: MixtureRecipe, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_mpnet(tmp_path / "encoder")
    command = given(tmp_path, "teach", "work", "--texts", "60", "--frozen", "2", "--points", "1")
    assert main([*command, "--set", "sst2", "--set", "meld"]) == 0
    assert main([*command, "--set", "sst2", "--set", "meld"]) == 0  # it is done, and goes on from its end
    point = json.loads(capsys.readouterr().out.splitlines()[1])
    assert {"sst2", "meld"} >= set(point) - {"step", "of", "loss"} > set()
    before = load_encoder(tmp_path / "encoder", 3, 1).state_dict()
    after = load_file(tmp_path / "work" / "teacher.safetensors")
    moved = {name for name, value in before.items() if not torch.equal(value, after[name])}
    assert moved
    assert {name.split(".")[0] for name in moved} == {"layers", "head"}
    assert {name.split(".")[1] for name in moved if name.startswith("layers")} == {"2"}


def test_a_training_may_begin_with_the_weights_of_another(small: MixtureRecipe, tmp_path: Path) -> None:
    command = ["english", "--data", str(tmp_path / "data"), "--steps", "3", "--out"]
    first, then, anew = (tmp_path / f"{name}.safetensors" for name in ("first", "then", "anew"))
    assert main([*command, str(first), "--resume", str(tmp_path / "first")]) == 0
    assert main([*command, str(then), "--rate", "1e-8", "--start", str(tmp_path / "first")]) == 0
    assert main([*command, str(anew), "--rate", "1e-8"]) == 0
    heads = [read_model(path).weights["head.weight"] for path in (first, then, anew)]
    assert np.allclose(heads[0], heads[1], atol=1e-6)
    assert not np.allclose(heads[0], heads[2], atol=1e-4)
