"""A project comes back as it was saved; one that is damaged or hostile is refused with a sentence."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.builders import prediction_of, table_of
from textminer.analysis.ordering import SortKey
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Source
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.positions import PositionSet
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.corpus.row_changes import row_hashes
from textminer.errors import ProjectError
from textminer.storage.projects import CHECKSUM, MANIFEST, Project, read_project, save_project

TABLE = table_of(text=["good", "", "bad"], city=["Porto", "Faro", "Porto"])
RECIPE = Recipe(
    imports=ImportSettings(encoding="cp1252", delimiter=";", has_header=True, newline="\r\n"),
    roles=ColumnRoles(text=0, group=1),
    language="en",
    filter=DocumentFilter(
        sentiments=("positive",),
        scores=(-0.5, 1.0),
        ledger=("empty",),
        find="o",
        conditions=(ColumnCondition(1, ("Porto",)),),
        positions=PositionSet([0, 2]),
    ),
)


def project_at(folder: Path) -> Project:
    return Project(
        name="reviews.csv",
        sources=(Source(folder / "reviews.csv", "ab" * 32),),
        columns=TABLE.names,
        row_hashes=row_hashes(TABLE),
        recipe=RECIPE,
        prediction=prediction_of([0.5, "empty", -0.25]),
        model_sha256="cd" * 32,
        sort=SortKey("score", True),
        current=2,
        groups=(DocumentGroup("loud", np.array([0, 2])), DocumentGroup("none left", np.array([], dtype=int))),
        labels=GivenLabels({0: "negative", 2: "好"}),
        history=("Opened reviews.csv: 3 rows", "Labelled row 1 negative"),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_project(tmp_path / "a.textminer", project_at(tmp_path))
    return tmp_path / "a.textminer"


def test_a_project_comes_back_as_it_was_saved_and_the_same_bytes_come_out(path: Path) -> None:
    project, saved = read_project(path), project_at(path.parent)
    for name in (
        "name",
        "sources",
        "columns",
        "recipe",
        "model_sha256",
        "sort",
        "current",
        "table",
        "groups",
        "labels",
        "history",
    ):
        assert getattr(project, name) == getattr(saved, name), name
    assert project.row_hashes.tolist() == saved.row_hashes.tolist()
    assert project.prediction is not None
    assert saved.prediction is not None
    np.testing.assert_array_equal(project.prediction.probabilities, saved.prediction.probabilities)
    assert project.prediction.statuses.tolist() == saved.prediction.statuses.tolist()
    assert project.prediction.labels == saved.prediction.labels
    assert project.prediction.polarity == saved.prediction.polarity
    again = path.with_name("b.textminer")
    save_project(again, project)
    assert again.read_bytes() == path.read_bytes()


def test_a_folder_with_project_and_source_can_be_moved(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "reviews.csv").write_text("text,city\n", encoding="utf-8")
    save_project(old / "a.textminer", project_at(old))
    old.rename(new)
    assert read_project(new / "a.textminer").sources[0].path == new / "reviews.csv"


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX are bytes")
def test_a_source_whose_name_is_no_unicode_is_remembered(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    project = Project("café", (Source(source, "00"),), TABLE.names, row_hashes(TABLE), Recipe())
    save_project(tmp_path / "a.textminer", project)
    assert read_project(tmp_path / "a.textminer").sources[0].path == source


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_an_autosave_can_be_read_by_the_user_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.textminer"
    target.write_bytes(b"old, and open to all")
    target.chmod(0o644)
    save_project(target, project_at(tmp_path), is_private=True)
    assert target.stat().st_mode & 0o777 == 0o600


def test_any_flipped_bit_and_any_cut_is_noticed(path: Path) -> None:
    data = path.read_bytes()
    rng = np.random.default_rng(0)
    silent = 0
    for at in rng.integers(0, len(data), 150):
        damaged = bytearray(data)
        damaged[at] ^= 1 << int(rng.integers(8))
        silent += not refuses(path, bytes(damaged))
    for size in rng.integers(0, len(data), 40):
        assert refuses(path, data[:size])
    # what is left are bits of the container that carry nothing, such as dates: the content is then as it was
    assert silent < 60


def refuses(path: Path, data: bytes) -> bool:
    """Whether a file is refused with a sentence; one that is not must hold the very same project."""
    saved = project_at(path.parent)
    path.write_bytes(data)
    try:
        found = read_project(path)
    except ProjectError as error:
        return "damaged" in str(error)
    assert found.recipe == saved.recipe
    assert found.row_hashes.tolist() == saved.row_hashes.tolist()
    assert found.prediction is not None
    np.testing.assert_array_equal(found.prediction.probabilities, saved.prediction.probabilities)  # type: ignore[union-attr]
    return False


def rewritten(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The project with another manifest, whose checksums fit: made by somebody who knows the format."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    values = json.loads(parts[MANIFEST])
    change(values)
    parts[MANIFEST] = json.dumps(values).encode()
    parts[CHECKSUM] = hashlib.sha256(parts[MANIFEST]).hexdigest().encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


HOSTILE: dict[str, Callable[[dict[str, Any]], None]] = {
    "a column far away": lambda v: v["recipe"]["roles"].update(text=10**9),
    "a negative column": lambda v: v["recipe"]["roles"].update(text=-1),
    "a position far away": lambda v: v["recipe"]["filter"].update(positions=[0, 10**12]),
    "a position of another kind": lambda v: v["recipe"]["filter"].update(positions=["0"]),
    "more documents than rows": lambda v: v.update(n_documents=10**9),
    "a number for a name": lambda v: v.update(name=7),
    "no columns": lambda v: v.update(columns=None),
    "an unknown setting": lambda v: v["recipe"].update(run="rm -rf"),
    "a class far away": lambda v: v["scores"]["polarity"].update(positive=99),
    "no classes": lambda v: v["scores"].update(labels=[]),
    "a part outside": lambda v: v["parts"].update({"../../etc/passwd": "00"}),
    "a source on another computer": lambda v: v["sources"][0].update(path="\\\\evil\\share\\a.csv"),
    "a model on another computer": lambda v: v["recipe"].update(model="//evil/share/a.safetensors"),
    "a threshold that is none": lambda v: v["recipe"].update(neutral_threshold="high"),
    "a version to come": lambda v: v.update(textminer_project=99),
    "a group far away": lambda v: v["groups"][0].update(n=10**9),
    "a group of no size": lambda v: v["groups"][0].update(n=-1),
    "a group without a name": lambda v: v["groups"][0].update(name=3),
    "a label less": lambda v: v.update(labels=["negative"]),
    "a history of another kind": lambda v: v.update(history=[{"run": "rm -rf"}]),
    "a find of another kind": lambda v: v["recipe"]["filter"].update(find=["a"]),
    "a setting of another kind": lambda v: v["recipe"]["imports"].update(delimiter={"a": 1}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_project_with_fitting_checksums_is_refused_with_a_sentence(path: Path, kind: str) -> None:
    rewritten(path, HOSTILE[kind])
    with pytest.raises(ProjectError, match=r"a\.textminer"):
        read_project(path)


def test_a_project_from_before_there_were_groups_and_labels_opens(path: Path) -> None:
    def forget(values: dict[str, Any]) -> None:
        for name in ("groups", "labels", "history"):
            del values[name]
        for name in ("labels", "agreement"):
            del values["recipe"]["filter"][name]

    rewritten(path, forget)
    project = read_project(path)
    assert project.groups == ()
    assert dict(project.labels) == {}
    assert project.history == ()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.textminer"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, bytes(50_000_000))
        archive.writestr(CHECKSUM, b"")
    with pytest.raises(ProjectError, match="packed"):
        read_project(path)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"text,city\ngood,Porto\n", b"\x80\x04\x95pickle", b"{" * 9_999]
)
def test_what_is_no_project_is_refused_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.textminer"
    path.write_bytes(data)
    with pytest.raises(ProjectError, match="no TextMiner project"):
        read_project(path)
    assert path.read_bytes() == data


def test_a_project_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="any more"):
        read_project(tmp_path / "a.textminer")


def test_a_project_of_a_newer_version_is_told_from_a_damaged_one(path: Path) -> None:
    rewritten(path, lambda values: values.update(textminer_project=99))
    with pytest.raises(ProjectError, match="newer version"):
        read_project(path)
