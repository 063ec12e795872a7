"""What the page shows follows from what is known, and a guess from the first rows never decides for all."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.columns import ROLES, ColumnRoles
from textminer.corpus.recipe import ImportSettings
from textminer.gui.importing.preview import Preview
from textminer.gui.importing.state import (
    ImportInputs,
    chosen_roles,
    import_state,
    kept_choices,
    settings_to_read_with,
)
from textminer.storage.memory_need import MemoryNeed

PREVIEW = Preview(
    columns=("review", "city", "stars"),
    rows=(("It was fine", "Porto", "4"), ("It was not", "Faro", "1")),
    are_numbers=(False, False, True),
    is_whole=False,
    notices=("The text encoding was guessed.",),
    settings=ImportSettings("cp1252", ";", '"', True, None),
    kind="csv",
    sheets=(),
    roles=ColumnRoles(text=0, group=1),
    reasons={0: "its name says so", 1: "2 different values"},
)
WORKBOOK = replace(
    PREVIEW, kind="xlsx", sheets=("One", "Two"), settings=ImportSettings(has_header=True, sheet="One")
)
FILE = Path("reviews.csv")
SEEN = ImportInputs(name="reviews.csv", files=(FILE,), preview=PREVIEW)


def test_guesses_are_shown_as_such() -> None:
    state = import_state(SEEN)
    assert state.encoding_guess == "Windows-1252"
    assert state.delimiter_guess == ";"
    assert state.has_header
    assert state.caption == "First 2 rows of reviews.csv"
    assert state.obstacle == ""


def test_a_file_of_one_column_has_no_delimiter_to_name() -> None:
    settings = replace(PREVIEW.settings, delimiter="\x1f")
    single = replace(PREVIEW, columns=("review",), settings=settings, roles=ColumnRoles(text=0))
    assert import_state(replace(SEEN, preview=single)).delimiter_guess == ""


def test_where_a_sheet_holds_no_texts_another_is_suggested() -> None:
    nothing = ColumnRoles(text=None)
    obstacle = import_state(replace(SEEN, preview=replace(WORKBOOK, roles=nothing, reasons={}))).obstacle
    assert "Choose another sheet" in obstacle
    assert (
        "sheet"
        not in import_state(replace(SEEN, preview=replace(PREVIEW, roles=nothing, reasons={}))).obstacle
    )


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("csv", {"encoding", "delimiter", "header"}),
        ("text", {"encoding", "delimiter", "one_text"}),
        ("json", {"encoding"}),
        ("parquet", set()),
        ("xlsx", {"header"}),
    ],
)
def test_only_settings_that_apply_to_the_format_are_shown(kind: str, settings: set[str]) -> None:
    assert import_state(replace(SEEN, preview=replace(PREVIEW, kind=kind))).settings == settings


def test_a_workbook_with_several_sheets_lets_one_choose() -> None:
    state = import_state(replace(SEEN, preview=WORKBOOK))
    assert state.settings == {"header", "sheet"}
    assert (state.sheets, state.sheet) == (("One", "Two"), "One")


def test_what_was_only_guessed_is_guessed_again_from_the_whole_file() -> None:
    assert settings_to_read_with(SEEN) == ImportSettings(has_header=True)


def test_what_the_user_chose_is_what_the_file_is_read_with() -> None:
    decided = ImportSettings(encoding="utf-8", delimiter="\t", has_header=False)
    preview = replace(PREVIEW, settings=replace(decided, quote='"'))
    assert settings_to_read_with(replace(SEEN, decided=decided, preview=preview)) == decided


def test_a_sheet_that_was_seen_is_the_one_that_is_read() -> None:
    assert settings_to_read_with(replace(SEEN, preview=WORKBOOK)).sheet == "One"


def test_what_was_seen_of_one_file_does_not_bind_the_others() -> None:
    several = replace(SEEN, files=(FILE, Path("more.xlsx")), preview=WORKBOOK)
    assert settings_to_read_with(several) == ImportSettings()
    assert "more.xlsx" in import_state(several).notices[0]


def test_no_text_column_is_an_obstacle_with_a_reason() -> None:
    state = import_state(replace(SEEN, choices=((0, None),)))
    assert "No column seems to hold texts" in state.obstacle


def test_nothing_can_be_analysed_while_it_is_read_or_cannot_be() -> None:
    assert import_state(replace(SEEN, is_reading=True)).obstacle
    assert import_state(replace(SEEN, error="It is broken.")).obstacle
    assert import_state(replace(SEEN, preview=replace(PREVIEW, rows=()))).obstacle


def test_a_refused_file_keeps_the_settings_that_can_correct_it() -> None:
    first = import_state(ImportInputs(name="reviews.csv", files=(FILE,), error="It is broken."))
    assert first.settings == {"encoding", "delimiter"}
    later = import_state(replace(SEEN, error="It is broken."))
    assert "encoding" in later.settings
    assert later.notices == ()


def test_a_role_that_was_chosen_says_so_and_is_played_by_one_column_alone() -> None:
    roles, reasons = chosen_roles(PREVIEW, ((1, "text"),))
    assert roles == ColumnRoles(text=1)
    assert reasons == {1: "chosen by you"}


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([*ROLES, None])), max_size=12))
def test_no_column_plays_two_parts_whatever_is_chosen(choices: list[tuple[int, str | None]]) -> None:
    roles, reasons = chosen_roles(PREVIEW, choices)
    played = [column for role in ROLES if (column := getattr(roles, role)) is not None]
    assert len(played) == len(set(played))
    assert set(reasons) == set(played)
    if choices:
        column, role = choices[-1]
        assert roles.role_of(column) == role


def test_choices_outlast_another_encoding_but_not_other_columns() -> None:
    choices = ((2, "label"),)
    same = replace(PREVIEW, columns=("réview", "city", "stars"))
    other = replace(PREVIEW, columns=("review;city;stars",))
    sheet = replace(WORKBOOK, settings=ImportSettings(sheet="Two"))
    assert kept_choices(PREVIEW, same, choices) == choices
    assert kept_choices(PREVIEW, other, choices) == ()
    assert kept_choices(WORKBOOK, sheet, choices) == ()
    assert kept_choices(None, PREVIEW, choices) == ()


def test_more_than_fits_into_memory_is_said_before_the_work_and_fewer_rows_are_offered() -> None:
    need = MemoryNeed(text=10**10, predicted=61 * 10**9, free=5 * 10**9)
    large = replace(SEEN, preview=replace(PREVIEW, need=need, row_bytes=100.0))
    state = import_state(large)
    assert "61.0 GB" in state.notices[0]
    assert "5,000,000" in state.notices[0]
    assert 5_000_000 in state.row_choices
    assert "rows" in state.settings
    chosen = import_state(replace(large, decided=ImportSettings(first_rows=5_000_000)))
    assert chosen.notices == PREVIEW.notices
    small = replace(SEEN, preview=replace(PREVIEW, need=replace(need, predicted=10**9), is_whole=True))
    assert import_state(small).row_choices == ()
    assert import_state(small).notices == PREVIEW.notices


def test_a_file_of_plain_text_can_be_taken_apart_in_three_ways() -> None:
    poem = replace(SEEN, files=(Path("poem.txt"),), preview=replace(PREVIEW, kind="text"))
    assert {"one_text", "delimiter"} <= import_state(poem).settings
    assert "one_text" not in import_state(SEEN).settings
    by_paragraph = replace(poem, decided=ImportSettings(one_text="paragraph"))
    assert "delimiter" not in import_state(by_paragraph).settings
