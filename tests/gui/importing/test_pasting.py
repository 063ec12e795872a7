"""What a clipboard holds, as a table or as one document a line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textminer.errors import TableError
from textminer.gui.importing.pasting import table_from_text
from textminer.storage.tables import TableRead


def rows(read: TableRead) -> list[list[str]]:
    return [list(row) for row in read.frame.itertuples(index=False)]


def test_cells_copied_from_a_spreadsheet_are_a_table() -> None:
    read = table_from_text("name\tcomment\r\nAnn\tLovely, will come back\r\nBob\tNo\r\n")
    assert read.columns == ["name", "comment"]
    assert rows(read) == [["Ann", "Lovely, will come back"], ["Bob", "No"]]


def test_a_cell_with_a_line_break_stays_one_cell() -> None:
    read = table_from_text('id\ttext\n1\t"first line\nsecond ""line"""\n2\tother\n')
    assert rows(read) == [["1", 'first line\nsecond "line"'], ["2", "other"]]


def test_cells_without_names_keep_their_first_row() -> None:
    read = table_from_text("2024-01-01\t5\n2024-01-02\t4\n2024-01-03\t3\n")
    assert read.columns == ["column_1", "column_2"]
    assert len(read.frame) == 3


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_a_copied_file_is_a_table(delimiter: str) -> None:
    text = delimiter.join(("id", "text", "stars")) + "\n" + delimiter.join(("1", '"good, really; yes|"', "5"))
    read = table_from_text(text)
    assert read.columns == ["id", "text", "stars"]
    assert rows(read) == [["1", "good, really; yes|", "5"]]


def test_prose_with_one_comma_a_line_is_no_table() -> None:
    prose = "Good room, bad breakfast.\nNice staff, noisy street.\nClean, cheap.\n"
    read = table_from_text(prose)
    assert read.columns == ["text"]
    assert [row[0] for row in rows(read)] == prose.splitlines()


def test_chinese_prose_is_one_document_a_line() -> None:
    read = table_from_text("服务很好，房间干净。\n下次还会来。")
    assert rows(read) == [["服务很好，房间干净。"], ["下次还会来。"]]


def test_blank_lines_are_left_out_and_said_so() -> None:
    read = table_from_text("\n\nfirst\n\n\nsecond\n")
    assert rows(read) == [["first"], ["second"]]
    assert [notice.message for notice in read.notices] == ["2 blank lines were left out (lines 2, 3)."]


@pytest.mark.parametrize("nothing", ["", "  \n\t\n", "\r\n"])
def test_an_empty_clipboard_is_refused_with_a_sentence(nothing: str) -> None:
    with pytest.raises(TableError, match="clipboard holds no text"):
        table_from_text(nothing)


@given(
    st.lists(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters='",;|\t')
        )
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=8,
    )
)
@example(["0¦0", "¦"])
@example(["a::b", "c::d"])
@example(["A:B", ":"])
@example(["A:B", "C:D"])
def test_no_line_is_lost_or_changed(lines: list[str]) -> None:
    assert [row[0] for row in rows(table_from_text("\n".join(lines)))] == lines


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_can_be_pasted(text: str) -> None:
    read = table_from_text(text)
    assert len(read.columns) == read.frame.shape[1] >= 1
    assert not read.frame.isna().any(axis=None)
