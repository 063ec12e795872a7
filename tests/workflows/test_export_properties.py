"""What is exported is the table and our columns, whatever the way it went, and opened again it is the table."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.test_round_trips import scored, tables
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.ledger import ledger_of
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.errors import ExportError
from textminer.storage import csv_export, json_export, xlsx_export
from textminer.storage.exports import ExportOptions
from textminer.storage.tables import frame_of
from textminer.workflows.exporting import export_scored
from textminer.workflows.opening import open_corpus

FORMATS = ["csv", "tsv", "xlsx", "parquet", "jsonl"]
some = settings(
    max_examples=int(os.environ.get("TEXTMINER_EXAMPLES", "8")),  # 2000 before a release, by hand
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def corpus_of(table: DocumentTable, imports: ImportSettings | None = None) -> Corpus:
    """As opening a file gives it, with its ledger."""
    ledger = ledger_of(table, 0)
    whole = table.with_own(ledger.columns())
    return Corpus("a.csv", whole, ColumnRoles(text=0), "en", (), imports or ImportSettings(), (), ledger)


def exported(corpus: Corpus, target: Path, seed: int, options: ExportOptions | None = None) -> Corpus | None:
    """The export opened again; None for a table that the format cannot hold."""
    of_ours = replace(corpus, table=scored(corpus.table, seed))
    try:
        export_scored(of_ours, target, Recipe(roles=corpus.roles, imports=corpus.imports), options=options)
    except ExportError:
        assert target.suffix == ".xlsx"
        return None
    return open_corpus([target], roles=ColumnRoles(text=0))


def cells(table: DocumentTable) -> list[list[str]]:
    return table.frame.to_numpy(dtype=object).tolist()


@pytest.mark.parametrize("ending", FORMATS)
@some
@given(
    table=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    with_bom=st.booleans(),
    for_spreadsheets=st.booleans(),
)
def test_an_export_opened_scored_and_exported_again_changes_only_our_columns(
    tmp_path: Path, table: DocumentTable, ending: str, delimiter: str, newline: str, with_bom: bool,
    for_spreadsheets: bool,
) -> None:  # fmt: skip
    if ending == "jsonl" and not table.n_documents:
        return  # holds no names without rows, and says so
    written = ExportOptions(
        delimiter=delimiter, newline=newline, with_bom=with_bom,
        for_spreadsheets=for_spreadsheets and ending in ("csv", "tsv"),
    )  # fmt: skip
    out = tmp_path / f"out.{ending}"
    again = exported(corpus_of(table), out, 0, written)
    if again is None:
        return
    first = out.read_bytes()
    if ending not in ("parquet", "jsonl"):  # whose repeated names are numbered
        assert again.table.names == table.names
    assert cells(again.table) == cells(table)
    like = ExportOptions.like(again.imports, written.for_spreadsheets)
    assert exported(again, out, 0, like) is not None
    assert out.read_bytes() == first
    other = exported(again, tmp_path / f"other.{ending}", 1, like)
    assert other is not None
    assert other.table.names == again.table.names
    assert cells(other.table) == cells(table)


@pytest.mark.parametrize("ending", FORMATS)
@some
@given(table=tables(), cut=st.integers(0, 6), block=st.integers(1, 4), for_spreadsheets=st.booleans())
def test_neither_the_parts_that_a_table_was_read_in_nor_the_blocks_it_is_written_in_change_a_byte(
    tmp_path: Path, table: DocumentTable, ending: str, cut: int, block: int, for_spreadsheets: bool
) -> None:
    if ending == "jsonl" and not table.n_documents:
        return
    options = ExportOptions(for_spreadsheets=for_spreadsheets and ending in ("csv", "tsv"))
    whole, parts = tmp_path / f"out.{ending}", tmp_path / "parts" / f"out.{ending}"
    parts.parent.mkdir(exist_ok=True)
    if exported(corpus_of(table), whole, 0, options) is None:
        return
    columns = []
    for place in range(table.n_columns):
        values = pa.array(table.column(place).to_list(), type=pa.large_string())
        columns.append(pa.chunked_array([values.slice(0, cut), values.slice(cut)], type=pa.large_string()))
    with pytest.MonkeyPatch.context() as patch:
        for module in (csv_export, json_export, xlsx_export):
            patch.setattr(module, "BLOCK_ROWS", block)
        cut_up = DocumentTable(frame_of(columns), table.names)
        exported(corpus_of(cut_up), parts, 0, options)
    assert parts.read_bytes() == whole.read_bytes()


@some
@given(table=tables(), rows=st.lists(st.integers(0, 5), unique=True))
def test_the_rows_that_are_chosen_are_those_of_the_whole_export(
    tmp_path: Path, table: DocumentTable, rows: list[int]
) -> None:
    chosen = np.array(sorted(row for row in rows if row < table.n_documents), dtype=np.int64)
    corpus = replace(corpus_of(table), table=scored(table))
    export_scored(corpus, tmp_path / "some.jsonl", Recipe(), chosen)
    export_scored(corpus, tmp_path / "all.jsonl", Recipe())
    lines = (tmp_path / "all.jsonl").read_bytes().split(b"\n")
    assert (tmp_path / "some.jsonl").read_bytes().split(b"\n")[:-1] == [lines[row] for row in chosen]


def test_an_export_is_opened_again_as_its_receipt_says_even_where_a_guess_would_go_wrong(
    tmp_path: Path,
) -> None:
    """A header of blanks and a number looks like a row, and a tab between them like the delimiter."""
    frame = pd.DataFrame({0: ["a\tb"], 1: [""], 2: ["008"]}, dtype="str")
    table = DocumentTable(frame, ("", "", "007"))
    again = exported(corpus_of(table), tmp_path / "out.csv", 0, ExportOptions(delimiter=";"))
    assert again is not None
    assert again.table.names == table.names
    assert cells(again.table) == cells(table)


def test_an_export_that_was_changed_since_is_read_like_any_other_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    table = DocumentTable(pd.DataFrame({0: ["good"]}, dtype="str"), ("text",))
    assert exported(corpus_of(table), out, 0, ExportOptions(delimiter=";")) is not None
    out.write_text(out.read_text(encoding="utf-8").replace(";", ","), encoding="utf-8")
    again = open_corpus([out], roles=ColumnRoles(text=0))
    assert again.imports.delimiter == ","
    assert again.table.names == table.names
