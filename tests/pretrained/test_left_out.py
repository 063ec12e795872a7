"""A group that is left out is left out whole, and both runs are judged on the same texts."""

import json
from pathlib import Path

import pandas as pd
import pytest

from textminer.errors import ModelFileError
from textminer.pretrained.__main__ import main
from textminer.pretrained.english import RECIPE
from textminer.pretrained.labelled_sets import KEPT_APART, normalised
from textminer.pretrained.left_out import (
    GROUPS,
    SMOKE,
    ReducedRecipe,
    group_named,
    run_left_out,
    write_reduced_sets,
    write_sets_without,
)
from textminer.pretrained.smoke_sets import write_smoke_sets
from textminer.sentiment.model_file import read_card

JUDGED_ONLY = ("imdb_counterfactual", *(name for name in KEPT_APART if not name.startswith("zh_")))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    learnt = {source.name for source in RECIPE.sources}
    write_smoke_sets(tmp_path / "data", RECIPE.sources, [name for name in JUDGED_ONLY if name not in learnt])
    return tmp_path / "data"


def test_every_set_of_the_recipe_is_in_one_group() -> None:
    grouped = [name for group in GROUPS for name in group.learnt]
    assert len(grouped) == len(set(grouped))
    assert {source.name for source in RECIPE.sources} <= set(grouped)
    judged = [name for group in GROUPS for name in group.judged]
    assert len(judged) == len(set(judged))
    for group in GROUPS:
        assert set(group.judged) <= set(group.learnt)


def test_what_is_judged_is_learnt_by_no_run(data: Path, tmp_path: Path) -> None:
    write_reduced_sets(data, tmp_path / "sets", ReducedRecipe(learnt_at_most=30, judged_at_most=10))
    for path in (tmp_path / "sets").glob("*.parquet"):
        table = pd.read_parquet(path)
        judged = {normalised(text) for text in table.text[table.split == "test"]}
        learnt = {normalised(text) for text in table.text[table.split != "test"]}
        assert 0 < len(judged) <= 10
        assert not judged & learnt
        assert (table[table.split != "test"].split.value_counts() <= 30).all()
        assert bool(learnt) == (path.stem not in JUDGED_ONLY) or path.stem == "imdb_counterfactual"


def test_no_text_of_a_group_is_left_but_what_it_is_judged_by(data: Path, tmp_path: Path) -> None:
    tweets = pd.read_parquet(data / "tweeteval_sentiment.parquet")
    films = pd.read_parquet(data / "sst2.parquet")
    copied = tweets[tweets.split == "train"].iloc[0].to_dict()
    films = pd.concat(
        [films, pd.DataFrame([{**copied, "text": f" {copied['text'].upper()}!", "label": "pos"}])]
    )
    films.to_parquet(data / "sst2.parquet")
    write_reduced_sets(data, tmp_path / "sets", SMOKE)
    group = group_named("tweets")
    dropped = write_sets_without(data, tmp_path / "sets", tmp_path / "left", group)
    assert dropped["sst2"] >= 1
    of_group = {
        normalised(text) for name in group.learnt for text in pd.read_parquet(data / f"{name}.parquet").text
    }
    for path in (tmp_path / "left").glob("*.parquet"):
        table = pd.read_parquet(path)
        if path.stem in group.learnt:
            assert set(table.split) == {"test"}
        else:
            assert not of_group & {normalised(text) for text in table.text[table.split != "test"]}


def test_the_command_runs_group_by_group_on_the_samples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["left-out", "--smoke", "--work", str(tmp_path)]
    assert main([*given, "--group", "films"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("films"))
    _name, texts, left_out, all_in, drop, vader = line.split()
    assert int(texts) > 0
    assert (all_in, drop) == ("–", "–")
    assert 0 <= float(left_out) <= 100
    card = read_card(tmp_path / "films" / "left-out-films.safetensors")
    assert not {name.split("/")[0] for name in card.facts["sets"]} & set(group_named("films").learnt)
    assert main([*given, "--group", "all-in"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("films"))
    assert line.split()[2] == left_out
    assert float(line.split()[4]) == pytest.approx(float(line.split()[3]) - float(left_out), abs=0.11)
    figures = json.loads((tmp_path / "all-in" / "figures.json").read_text(encoding="utf-8"))
    assert set(figures) == {name for group in GROUPS for name in group.judged}
    assert line.split()[5] == vader
    with pytest.raises(ModelFileError, match="another recipe"):
        run_left_out(tmp_path / "samples", tmp_path, ["films"], ReducedRecipe())
    with pytest.raises(ModelFileError, match="no group “music”; there are all-in, films"):
        run_left_out(tmp_path / "samples", tmp_path, ["music"], SMOKE)
