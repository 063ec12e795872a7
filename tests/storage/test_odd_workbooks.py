"""Workbooks as people and other programs make them: titles above the header, values that parsers stumble over."""

import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from textminer.corpus.recipe import ImportSettings
from textminer.storage.tables import TableRead, read_table

TABLE = [["id", "text", "n"], ["1", "good", "x"], ["2", "bad", "y"]]
TITLED = {
    "a title": [["Survey of March"]],
    "a title and a blank row": [["Survey of March"], []],
    "titles, a date and a blank row": [["Survey of March"], ["made on Monday"], []],
    "a name and a page": [["Acme", "", "page 1"], []],
    "keys and values": [["Brand", "Acme"], ["From", "1 March"], []],
}


def book(path: Path, rows: list[list[str]]) -> None:
    with Workbook(path, {"strings_to_numbers": False}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)


def rows_of(read: TableRead) -> list[list[str]]:
    return [read.columns, *read.frame.to_numpy(dtype=object).tolist()]


@pytest.mark.parametrize("above", TITLED)
def test_what_stands_above_the_header_of_a_sheet_is_left_out_and_told(tmp_path: Path, above: str) -> None:
    book(tmp_path / "a.xlsx", [*TITLED[above], *TABLE])
    read = read_table(tmp_path / "a.xlsx")
    assert rows_of(read) == TABLE
    n = len(TITLED[above])
    assert [(notice.kind, notice.lines) for notice in read.notices] == [("preamble", tuple(range(1, n + 1)))]
    assert rows_of(read_table(tmp_path / "a.xlsx", read.settings)) == TABLE


@pytest.mark.parametrize(
    "rows",
    [
        [["comment", "", ""], ["good", "x", "y"], ["bad", "z", "w"]],  # as our exports write it
        [["name", "n"], ["Ann", "1"], ["Bob", "2"]],
        [[" ", "  "], ["x", "y"], ["z", "w"]],
        [["", "a", "b"], ["x", "1", "2"], ["y", "3", "4"]],
        [["text", "label"], ["good", ""], ["bad", ""], ["so so", "x"]],
    ],
)
def test_a_header_is_no_title(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    assert rows_of(read_table(path, ImportSettings(has_header=True))) == rows


def test_error_values_that_the_parser_does_not_know_are_text(tmp_path: Path) -> None:
    path, mended = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["text", "found"])
        sheet.write_string(1, 0, "good")
        sheet.write_formula(1, 1, "=X", None, "#N/A")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(mended, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"#N/A", b"#SPILL!"))
    assert rows_of(read_table(mended)) == [["text", "found"], ["good", "#SPILL!"]]


def test_a_long_whole_number_is_written_digit_by_digit(tmp_path: Path) -> None:
    with Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        for row, value in enumerate(["id", 1234567890123456, 1.234567890123457e17, 1e20, -0.0]):
            sheet.write(row, 0, value)
    read = read_table(tmp_path / "a.xlsx", ImportSettings(has_header=True))
    assert read.frame[0].to_list() == ["1234567890123456", "123456789012345700", "1e+20", "0"]


@pytest.mark.parametrize("is_set_for_people", [True, False])
@pytest.mark.parametrize("says_what_it_is", [True, False])
def test_tabs_and_line_breaks_of_an_ods_cell_are_kept(
    tmp_path: Path, says_what_it_is: bool, is_set_for_people: bool
) -> None:
    path = tmp_path / "a.ods"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    if is_set_for_people:
        cell = cell.replace("><", ">\n  <").replace(">{", ">\n   {").replace("}<", "}\n  <")
    marked = "a<text:tab/>b<text:line-break/>c<text:tab></text:tab>d"
    cells = ["text", "n", marked, "x"]
    row = "<table:table-row>{}{}</table:table-row>"
    rows = row.format(*map(cell.format, cells[:2])) + row.format(*map(cell.format, cells[2:]))
    with zipfile.ZipFile(path, "w") as made:
        if says_what_it_is:  # programs on the web leave it out
            made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        made.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    assert rows_of(read_table(path)) == [["text", "n"], ["a\tb\nc\td", "x"]]


def test_a_workbook_whose_folders_are_parted_by_backslashes_is_read(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as made, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as other:
        for name in made.namelist():
            other.writestr(name.replace("/", "\\"), made.read(name))
    read = read_table(tmp_path / "b.xlsx")
    assert rows_of(read) == TABLE
    assert not read.notices
