"""Any table goes out and comes in again, cell for cell."""

import codecs
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from textminer.corpus.document_table import DocumentTable
from textminer.corpus.recipe import ImportSettings
from textminer.sentiment.prediction import Polarity, Prediction
from textminer.storage.exports import ExportOptions, export_table
from textminer.storage.formula_guard import unguarded
from textminer.storage.receipts import Receipt, columns_of_ours, write_receipt
from textminer.storage.tables import TableRead, read_table

NASTY = [
    "",
    " ",
    '"',
    '""',
    "'",
    ",",
    ";",
    "\t",
    "|",
    "\r",
    "\n",
    "\r\n",
    "\\",
    '\\"',
    "=1+1",
    "NA",
    "null",
    "007",
]
NASTY += [
    "1e5",
    "\ufeff",
    "é",
    "好",
    "😀",
    "\u2028",
    "\x0b",
    "a,b",
    "x\ny",
    " pad ",
    "-5",
    "@a",
    "＝1",
    "'=1",
    "sep=;",
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12),
    st.lists(st.sampled_from(NASTY), max_size=6).map("".join),
)
HEADER = ImportSettings(has_header=True)
many = settings(
    max_examples=int(os.environ.get("TEXTMINER_EXAMPLES", "60")),  # 2000 before a release, by hand
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
few = settings(many, max_examples=int(os.environ.get("TEXTMINER_EXAMPLES", "15")))


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str] = texts) -> DocumentTable:
    n_columns, n_rows = draw(st.integers(1, 4)), draw(st.integers(0, 6))
    names = draw(st.lists(cells, min_size=n_columns, max_size=n_columns))
    rows = draw(
        st.lists(st.lists(cells, min_size=n_columns, max_size=n_columns), min_size=n_rows, max_size=n_rows)
    )
    columns = {n: pd.Series([row[n] for row in rows], dtype="str") for n in range(n_columns)}
    return DocumentTable(pd.DataFrame(columns, index=pd.RangeIndex(n_rows)), tuple(names))


def scored(table: DocumentTable, seed: int = 0) -> DocumentTable:
    """The table with our columns, as a model of three classes gives them; the first document has no score."""
    labels, n = ("negative", "neutral", "positive"), table.n_documents
    raw = np.random.default_rng(seed).random((n, 3)).astype(np.float32)
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    statuses = np.zeros(n, dtype=np.int8)
    probabilities[:1], statuses[:1] = np.nan, 2
    return table.with_own(Prediction(labels, probabilities, statuses, Polarity(0, 2, 1)).columns())


def rows_of(table: DocumentTable | TableRead) -> list[list[str]]:
    return table.frame.to_numpy(dtype=object).tolist()


def assert_same(read: TableRead, table: DocumentTable) -> None:
    assert read.columns == list(table.names)
    assert rows_of(read) == rows_of(table)


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@many
@given(table=tables())
def test_a_table_written_as_csv_is_read_back_cell_for_cell(
    tmp_path: Path, table: DocumentTable, delimiter: str, newline: str
) -> None:
    path = tmp_path / "table.csv"
    export_table(table, path, options=ExportOptions(delimiter=delimiter, newline=newline))
    read = read_table(path, HEADER)
    assert_same(read, table)
    told = {notice.kind for notice in read.notices} - {"delimiter-guessed", "long-cell"}
    may_be_told = {"repeated-header"} if list(table.names) in rows_of(table) else set()
    if any("\\\\" in cell for row in [table.names, *rows_of(table)] for cell in row):
        may_be_told.add("doubled-backslashes")
    if any("\ufeff" in cell for row in [table.names, *rows_of(table)] for cell in row):
        may_be_told.add("joined-files")
    if len(table.names) == 1:
        may_be_told |= {"no-delimiter", "one-column"}  # where each text looks like a row of a table
    assert told <= may_be_told


HARD = {
    "apostrophes at the edges of lines": (["'\n'"] * 3, [["'\n'"] * 3] * 2),
    "such cells among others": (["'\n'", "a", "'\n'"], [["'\n'", "b", "'\n'"], ["'\n'", "'\n'", "c"]] * 3),
    "a name like a remark": (["# x"], [["y"], ["\\N"]]),
    "a name over lines like a remark": (['// x\n"é"\n%'], [["'tis"], [""]]),
    "NUL alone": (["\0"], [["\0"], ["\0"]]),
    "NUL beside NUL": (["\0", "\0"], [["\0", "\0"]] * 4),
    "backticks": (["`"] * 3, [["`"] * 3] * 3),
    "line ends beside tabs": (["x\ny", "|"], [["x\ny", "b"], ["a", "|"]]),
    "empty names and a backslash": (["", "\\"], [["", "\\"], ["\\", ""]]),
}


@pytest.mark.parametrize("case", HARD)
@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_cells_that_look_like_marks_are_read_back(
    tmp_path: Path, case: str, delimiter: str, newline: str
) -> None:
    names, rows = HARD[case]
    table = DocumentTable(pd.DataFrame(dict(enumerate(zip(*rows, strict=True))), dtype="str"), tuple(names))
    path = tmp_path / "table.csv"
    export_table(table, path, options=ExportOptions(delimiter=delimiter, newline=newline))
    assert_same(read_table(path, HEADER), table)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "utf-32-be"])
@many
@given(table=tables())
def test_a_text_encoding_that_is_named_gives_every_cell_back(
    tmp_path: Path, table: DocumentTable, encoding: str
) -> None:
    path = tmp_path / "table.csv"
    export_table(table, path, options=ExportOptions(encoding=encoding, with_bom=True))
    assert_same(read_table(path, ImportSettings(encoding=encoding, has_header=True)), table)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ['"', "'"])
@few
@given(table=tables(), with_bom=st.booleans())
def test_a_csv_file_is_exported_in_its_own_dialect_and_the_same_bytes_come_out_again(
    tmp_path: Path, table: DocumentTable, delimiter: str, newline: str, quote: str, with_bom: bool
) -> None:
    filled = sum(bool(name.strip()) for name in table.names)
    assume(filled > 1 or len(table.names) == 1)  # else a title with empty cells, as workbooks write them
    source, first, second = (tmp_path / f"{name}.csv" for name in ("source", "first", "second"))
    written = ExportOptions(delimiter=delimiter, newline=newline, quote=quote, with_bom=with_bom)
    export_table(table, source, options=written)
    chosen = ImportSettings(encoding="utf-8", delimiter=delimiter, quote=quote, has_header=True)
    read = read_table(source, chosen)
    assert_same(read, table)
    export_table(read.table(), first, options=ExportOptions.like(read.settings))
    assert first.read_bytes() == source.read_bytes()
    export_table(scored(read.table()), second, options=ExportOptions.like(read.settings))
    assert second.read_bytes().startswith(codecs.BOM_UTF8) == with_bom
    assert second.read_bytes().endswith(newline.encode())
    again = read_table(second, chosen)
    assert [row[: table.n_columns] for row in rows_of(again)] == rows_of(table)


@many
@given(table=tables())
@example(DocumentTable(pd.DataFrame({0: ['"', ""], 1: ['"', ""]}, dtype="str"), ("", " ")))
@example(DocumentTable(pd.DataFrame({0: ['"', ""], 1: ['"', ""]}, dtype="str"), ("", "")))
def test_tsv_is_parted_by_tabs_and_read_back_cell_for_cell(tmp_path: Path, table: DocumentTable) -> None:
    path = tmp_path / "table.tsv"
    export_table(table, path)
    assert_same(read_table(path, HEADER), table)


@many
@given(table=tables())
def test_a_workbook_gives_back_every_cell(tmp_path: Path, table: DocumentTable) -> None:
    if not any(table.names):
        return  # a row of blank cells above a table is no header to anyone
    path = tmp_path / "table.xlsx"
    export_table(table, path)
    assert_same(read_table(path, HEADER), table)


@many
@given(table=tables())
def test_parquet_gives_back_every_cell_under_distinct_names(tmp_path: Path, table: DocumentTable) -> None:
    path = tmp_path / "table.parquet"
    result = export_table(table, path)
    read = read_table(path)
    assert rows_of(read) == rows_of(table)
    assert (read.columns == list(table.names)) == (not result.notices)
    assert len(set(read.columns)) == len(read.columns)


@many
@given(table=tables())
def test_json_lines_give_back_every_cell_under_distinct_names(tmp_path: Path, table: DocumentTable) -> None:
    if not table.n_documents:
        return
    path = tmp_path / "table.jsonl"
    export_table(table, path)
    read = read_table(path)
    assert rows_of(read) == rows_of(table)
    assert len(set(read.columns)) == len(read.columns)


@many
@given(table=tables())
def test_the_spreadsheet_form_gives_back_every_cell_once_unguarded(
    tmp_path: Path, table: DocumentTable
) -> None:
    path = tmp_path / "table.csv"
    export_table(table, path, options=ExportOptions(for_spreadsheets=True))
    read = read_table(path, HEADER)
    assert [[unguarded(cell) for cell in row] for row in rows_of(read)] == rows_of(table)
    assert [unguarded(name) for name in read.columns] == list(table.names)
    starts = tuple("=+-@\t\r\n＝＋－＠")
    dangerous = [cell for row in rows_of(read) for cell in row if cell.startswith(starts)]
    assert all(
        cell.strip("+-%").replace(".", "").replace(",", "").replace("e", "").isdigit() for cell in dangerous
    )


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet", "jsonl"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
def test_exporting_twice_gives_the_same_bytes(tmp_path: Path, table: DocumentTable, ending: str) -> None:
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    export_table(scored(table), one)
    export_table(scored(table), two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet", "jsonl"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
def test_an_export_scored_and_exported_again_changes_only_our_columns(
    tmp_path: Path, table: DocumentTable, ending: str
) -> None:
    if (ending == "xlsx" and not any(table.names)) or (ending == "jsonl" and not table.n_documents):
        return
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    _export_with_receipt(scored(table, seed=1), first)
    reopened = read_table(first, HEADER)
    ours = columns_of_ours(first, reopened.columns)
    assert len(ours) == 7
    kept = [position for position, name in enumerate(reopened.columns) if name not in ours]
    frame = reopened.frame.iloc[:, kept].set_axis(range(len(kept)), axis=1)
    again = DocumentTable(frame, tuple(reopened.columns[position] for position in kept))
    assert rows_of(again) == rows_of(table)
    _export_with_receipt(scored(again, seed=2), second)
    last = read_table(second, HEADER)
    assert last.columns == reopened.columns
    assert rows_of(last) != rows_of(reopened) or table.n_documents < 2
    assert [row[:-7] for row in rows_of(last)] == rows_of(table)


def _export_with_receipt(table: DocumentTable, path: Path) -> None:
    result = export_table(table, path)
    write_receipt(path, Receipt((), table.n_documents, table.names, {}, result.own_names, path.name, ""))
