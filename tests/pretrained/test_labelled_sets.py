"""No test text is learnt from, films and equal texts do not part, and what was left out is counted."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.pretrained.tiny_sets import write_sets
from textminer.errors import TableError
from textminer.pretrained.labelled_sets import (
    ENGLISH,
    KEPT_APART,
    UNLABELLED_REVIEWS,
    as_written,
    normalised,
    training_sets,
)

SOURCES = (*ENGLISH, UNLABELLED_REVIEWS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sets(tmp_path)
    return tmp_path


def spoil(folder: Path, name: str, split: str, text: str, label: str) -> None:
    table = pd.read_parquet(folder / f"{name}.parquet")
    row = {"text": text, "label": label, "raw": label, "split": split, "movie": "m1"}
    pd.concat([table, pd.DataFrame([row])]).to_parquet(folder / f"{name}.parquet")


def test_a_test_text_of_any_set_is_removed_from_every_training_set(folder: Path) -> None:
    text = pd.read_parquet(folder / "meld.parquet").query("split == 'test'").text.iloc[0]
    spoil(folder, "flipkart", "all", text.upper().replace(" ", "  ") + "!!", "pos")
    spoil(folder, "imdb_acl", "unsup", f"<br />{text}", "")
    sets, overlap = training_sets(folder, SOURCES)
    assert overlap.counts["flipkart/all"] == 1
    assert overlap.counts["imdb_acl/unsup"] == 1
    assert "flipkart/all 1" in overlap.sentence()
    texts = {normalised(text) for labelled in sets for text in labelled.texts}
    assert normalised(text) not in texts


def test_films_are_either_learnt_or_judged(folder: Path) -> None:
    table = pd.read_parquet(folder / "imdb_acl.parquet").query("split == 'train'")
    film = dict(zip(table.text, table.movie, strict=True))
    (reviews,) = training_sets(folder, [s for s in ENGLISH if s.name == "imdb_acl"])[0]
    films = np.array([film[text] for text in reviews.texts])
    assert reviews.is_validation.any()
    assert not set(films[reviews.is_validation]) & set(films[~reviews.is_validation])


def test_a_validation_text_is_in_no_training_part(folder: Path) -> None:
    text = pd.read_parquet(folder / "goemotions.parquet").query("split == 'val'").text.iloc[0]
    spoil(folder, "lenovo_k8", "all", text, "pos")
    sets, _overlap = training_sets(folder, SOURCES)
    learnt = {
        t
        for labelled in sets
        for t, held in zip(labelled.texts, labelled.is_validation, strict=True)
        if not held
    }
    assert text not in learnt


def test_sets_kept_apart_are_no_source() -> None:
    names = {source.name for source in SOURCES}
    assert not names & set(KEPT_APART)
    assert all("test" not in source.training for source in SOURCES)


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="imdb_acl"):
        training_sets(tmp_path, ENGLISH)


def test_placeholders_are_written_out_in_every_other_text() -> None:
    assert as_written("see http now , _num_ times", 0) == "see https://t.co/a now , 7 times"
    assert as_written("see http now", 1) == "see http now"
    assert as_written("https://a.example stays", 0) == "https://a.example stays"
