"""What becomes of a project whose source has moved, changed or gone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import corpus_of, prediction_of
from textminer.analysis.ordering import SortKey
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.positions import PositionSet
from textminer.corpus.recipe import Recipe
from textminer.errors import ProjectError
from textminer.sentiment.prediction import Prediction
from textminer.storage.projects import read_project, save_project
from textminer.workflows.opening import corpus_from_table, open_corpus
from textminer.workflows.projects import SourceMissing, open_project, project_of

ROWS = "id;text\r\n1;good\r\n2;bad\r\n3;fine\r\n4;\r\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_bytes(ROWS.encode())
    return path


@pytest.fixture
def path(source: Path) -> Path:
    corpus = open_corpus([source], text_column="text")
    recipe = Recipe(
        imports=corpus.imports,
        roles=corpus.roles,
        language="zh",
        filter=DocumentFilter(sentiments=("positive",), positions=PositionSet((0, 2))),
    )
    project = project_of(corpus, recipe, prediction_of([0.5, -0.5, 0.1, "empty"]), SortKey(1), 2)
    save_project(source.with_suffix(".textminer"), project)
    return source.with_suffix(".textminer")


def probabilities(prediction: Prediction | None) -> list[list[float]]:
    assert prediction is not None
    return np.nan_to_num(prediction.probabilities).tolist()


def test_a_session_comes_back_with_its_scores(path: Path) -> None:
    opened = open_project(path)
    assert opened.corpus.texts() == ["good", "bad", "fine", ""]
    assert opened.corpus.language == "zh"
    assert opened.corpus.ledger is not None
    assert probabilities(opened.prediction) == probabilities(prediction_of([0.5, -0.5, 0.1, "empty"]))
    assert opened.filter == DocumentFilter(sentiments=("positive",), positions=PositionSet((0, 2)))
    assert opened.project.sort == SortKey(1)
    assert opened.changes is None
    assert opened.doubts == ()


def test_a_source_that_has_moved_is_asked_for_and_known_again(
    path: Path, source: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere" / "renamed.csv"
    moved.parent.mkdir()
    source.rename(moved)
    with pytest.raises(SourceMissing, match=r"reviews\.csv any more") as caught:
        open_project(path)
    assert caught.value.name == "reviews.csv"
    opened = open_project(path, (moved,))
    assert opened.changes is None
    assert opened.prediction is not None
    assert opened.corpus.sources[0].path == moved


def test_a_changed_source_says_which_rows_and_is_scored_anew(path: Path, source: Path) -> None:
    source.write_bytes(ROWS.replace("bad", "worse").encode() + b"5;new\r\n")
    opened = open_project(path)
    assert opened.prediction is None
    assert opened.changes is not None
    assert opened.changes.changed == (1,)
    assert opened.changes.n_added == 1
    assert "1 row differs (row 2); 1 row was added" in opened.doubts[0]
    assert opened.filter == DocumentFilter(sentiments=("positive",))


def test_groups_and_labels_go_with_their_rows_where_a_source_has_changed(path: Path, source: Path) -> None:
    project = replace(
        read_project(path),
        groups=(DocumentGroup("some", np.array([0, 1, 2])),),
        labels=GivenLabels({1: "negative", 2: "positive", 3: "neutral"}),
    )
    save_project(path, project)
    assert open_project(path).labels == project.labels
    source.write_bytes(b"id;text\r\n0;new\r\n3;fine\r\n1;good\r\n2;worse\r\n4;\r\n")
    opened = open_project(path)
    assert dict(opened.labels) == {1: "positive", 4: "neutral"}
    assert opened.groups == (DocumentGroup("some", np.array([1, 2])),)
    assert opened.doubts[-1] == "1 label was of a row that is not there any more."


def test_other_bytes_of_the_same_table_are_no_change(path: Path, source: Path) -> None:
    source.write_bytes(ROWS.replace("\r\n", "\n").encode())
    opened = open_project(path)
    assert opened.changes is None
    assert opened.prediction is not None


def test_a_source_with_other_columns_is_read_as_it_is_now(path: Path, source: Path) -> None:
    source.write_bytes(b"review\ngood breakfast\nbad bed\n")
    opened = open_project(path)
    assert opened.corpus.table.names == ("review",)
    assert opened.changes is not None
    assert opened.prediction is None


def test_a_file_with_bytes_that_cannot_be_decoded_comes_back_with_its_marks(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes("id,text\n1,déjà vu\n2,好的\n3,très bien\n".encode() + b"4,caf\xe9 noir\n")
    corpus = open_corpus([source], text_column="text")
    recipe = Recipe(imports=corpus.imports, roles=corpus.roles)
    save_project(tmp_path / "a.textminer", project_of(corpus, recipe))
    opened = open_project(tmp_path / "a.textminer")
    assert opened.corpus.texts() == corpus.texts()
    assert "\ufffd⟨E9⟩" in opened.corpus.texts()[3]


def test_pasted_text_is_kept_in_the_project_itself(tmp_path: Path) -> None:
    corpus = corpus_of(["good", 'so, "so"\n', "好"], "Pasted text", text2=["", "NA", "007"])
    recipe = Recipe(roles=corpus.roles, language="en")
    save_project(tmp_path / "a.textminer", project_of(corpus, recipe, prediction_of([0.5, 0.1, -0.9])))
    opened = open_project(tmp_path / "a.textminer")
    assert opened.corpus.table.frame.to_numpy().tolist() == corpus.table.frame.to_numpy().tolist()
    assert opened.corpus.table.names == corpus.table.names
    assert opened.prediction is not None


def test_scores_that_had_not_come_to_their_end_are_begun_again(path: Path, source: Path) -> None:
    corpus = open_corpus([source], text_column="text")
    recipe = Recipe(imports=corpus.imports, roles=corpus.roles)
    save_project(path, project_of(corpus, recipe, prediction_of([0.5, None, None, None])))
    assert open_project(path).prediction is None


def test_scores_of_a_model_that_is_gone_stay_and_it_is_said(path: Path, source: Path) -> None:
    corpus = open_corpus([source], text_column="text")
    recipe = Recipe(imports=corpus.imports, roles=corpus.roles, model="mine")
    project = replace(
        project_of(corpus, recipe, prediction_of([0.5, 0.5, 0.5, "empty"])), model_sha256="ab" * 32
    )
    save_project(path, project)
    opened = open_project(path)
    assert opened.prediction is not None
    assert "“mine” is not here any more" in opened.doubts[0]


def test_a_project_without_file_and_without_documents_is_refused(tmp_path: Path) -> None:
    corpus = corpus_of(["good"])
    save_project(tmp_path / "a.textminer", replace(project_of(corpus, Recipe()), table=None))
    with pytest.raises(ProjectError, match="nothing to open"):
        open_project(tmp_path / "a.textminer")


def test_the_import_of_a_corpus_without_source_needs_no_file() -> None:
    from textminer.gui.importing.pasting import table_from_text

    corpus = corpus_from_table(table_from_text("id\ttext\n1\tgood\n2\tbad\n"), "Pasted text")
    assert project_of(corpus, Recipe(roles=corpus.roles)).table is not None
