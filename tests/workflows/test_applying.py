"""Steps saved from one table fit another by its headers, and what does not fit is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.date_span import DateSpan
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.corpus.recipe import Recipe
from textminer.errors import TableError
from textminer.storage.saved_recipes import SavedRecipe, read_recipe, write_recipe
from textminer.workflows.applying import apply_recipe

SAVED = SavedRecipe(
    Recipe(
        roles=ColumnRoles(text=2, label=1, group=0),
        language="en",
        model="english",
        neutral_threshold=0.6,
        filter=DocumentFilter(
            find="room",
            labels=("negative",),
            conditions=(ColumnCondition(0, ("Porto", "Faro")), ColumnCondition(1, ("5",))),
            dates=DateSpan(3, first="2024-03-01"),
            positions=PositionSet([0, 4]),
        ),
    ),
    ("city", "stars", "review", "day"),
    ("Opened hotels.csv: 12 rows", "Filtered to “room”"),
    ("2 labels were of rows of the first file.",),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_recipe(tmp_path / "a.recipe.json", SAVED)
    return tmp_path / "a.recipe.json"


def table(folder: Path, text: str) -> Path:
    path = folder / "other.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_saved_steps_come_back_without_the_rows_that_they_name(path: Path) -> None:
    without_rows = replace(SAVED.recipe, filter=replace(SAVED.recipe.filter, positions=None))
    assert read_recipe(path) == replace(SAVED, recipe=without_rows)


def test_columns_are_found_by_their_headers_wherever_they_stand(path: Path) -> None:
    rows = (
        "Review,notes,stars,city,Day\nthe room was fine and large,x,5,Porto,2024-04-02\n"
        "the bed was hard to sleep in,y,5,Rome,2024-02-01\n"
    )
    applied = apply_recipe(read_recipe(path), [table(path.parent, rows)])
    assert applied.corpus.roles.text == 0
    assert applied.corpus.roles.label == 2
    assert applied.corpus.roles.group == 3
    assert applied.filter == DocumentFilter(
        find="room",
        conditions=(ColumnCondition(3, ("Porto", "Faro")), ColumnCondition(2, ("5",))),
        dates=DateSpan(4, first="2024-03-01"),
    )
    assert applied.neutral_threshold == 0.6
    assert applied.model == "english"
    assert applied.doubts == SAVED.left_out


def test_what_does_not_fit_is_left_out_and_said(path: Path) -> None:
    saved = read_recipe(path)
    saved = replace(saved, recipe=replace(saved.recipe, model="mine"))
    rows = "comment,city\nthe room was fine and large,Porto\nthe bed was hard to sleep in,Rome\n"
    applied = apply_recipe(saved, [table(path.parent, rows)])
    assert applied.corpus.roles.text == 0
    assert applied.filter.conditions == (ColumnCondition(1, ("Porto", "Faro")),)
    assert applied.model == ""
    assert applied.doubts == (
        *SAVED.left_out,
        "There is no column “review”: the texts were found in “comment”.",
        "Columns that had a part are not there: “stars”.",
        "There is no column “stars”, so the filter on it was left out.",
        "There is no column “day”, so the filter on it was left out.",
        "The model “mine” is not here: another is taken.",
    )


def test_texts_in_another_language_are_read_as_the_steps_say_and_it_is_said(path: Path) -> None:
    rows = (
        "review,stars,city\n房间很大，早餐也不错，下次还会来。,5,Porto\n服务员态度很差，再也不来了。,1,Faro\n"
    )
    applied = apply_recipe(read_recipe(path), [table(path.parent, rows)])
    assert applied.corpus.language == "en"
    assert "The texts look like Chinese, but are read as English, as before." in applied.doubts


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"textminer_recipe": 9}', b"\xff\xfe", b'{"textminer_recipe": 1, "recipe": 3}'],
)
def test_a_file_that_holds_no_steps_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.recipe.json").write_bytes(content)
    with pytest.raises(TableError, match=r"b\.recipe\.json"):
        read_recipe(tmp_path / "b.recipe.json")
    with pytest.raises(TableError, match="cannot be read"):
        read_recipe(tmp_path / "gone.recipe.json")
