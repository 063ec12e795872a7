"""What is written, under which names, and what is refused before anything is."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.storage.test_round_trips import scored
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.recipe import ImportSettings
from textminer.errors import ExportError
from textminer.progress import Cancelled
from textminer.storage import csv_export, json_export, xlsx_export
from textminer.storage.exports import ExportOptions, export_table, own_names
from textminer.storage.formula_guard import guarded, unguarded
from textminer.storage.tables import frame_of, read_table

REPOSITORY = Path(__file__).parents[2]
FORMATS = ["csv", "tsv", "xlsx", "parquet", "jsonl"]


def table_of(names: list[str], rows: list[list[str]]) -> DocumentTable:
    columns = {n: pd.Series([row[n] for row in rows], dtype="str") for n in range(len(names))}
    return DocumentTable(pd.DataFrame(columns, index=pd.RangeIndex(len(rows))), tuple(names))


SIMPLE = table_of(["id", "text"], [["1", "good"], ["2", "bad"], ["3", "so so"]])


def test_original_columns_stand_first_and_ours_follow_under_their_keys(tmp_path: Path) -> None:
    result = export_table(scored(SIMPLE), tmp_path / "a.csv")
    header = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()[0]
    ours = "sentiment,confidence,score,probability_negative,probability_neutral,probability_positive,status"
    assert header == f"id,text,{ours}"
    assert list(result.own_names.values()) == ours.split(",")
    assert result.n_rows == 3


def test_a_foreign_column_keeps_its_name_and_ours_is_numbered() -> None:
    assert own_names(["sentiment", "score", "score_2"], ["sentiment", "score", "status"]) == {
        "sentiment": "sentiment_2",
        "score": "score_3",
        "status": "status",
    }


def test_only_the_chosen_documents_are_written_in_their_order(tmp_path: Path) -> None:
    for ending in FORMATS:
        path = tmp_path / f"a.{ending}"
        export_table(SIMPLE, path, rows=np.array([2, 0]))
        assert read_table(path, ImportSettings(has_header=True)).frame[0].to_list() == ["3", "1"]


def test_numbers_are_written_so_that_the_very_number_comes_back(tmp_path: Path) -> None:
    values = np.random.default_rng(0).random(500).astype(np.float32)
    values[:3] = [np.float32(1e-7), np.float32(0.1), np.nan]
    table = table_of(["a"], [["x"]] * 500).with_own({"score": pd.Series(values)})
    for ending in FORMATS:
        export_table(table, tmp_path / f"a.{ending}")
        cells = read_table(tmp_path / f"a.{ending}", ImportSettings(has_header=True)).frame[1]
        back = np.array([np.float32(cell or "nan") for cell in cells], dtype=np.float32)
        np.testing.assert_array_equal(back, values)


def test_parquet_and_json_hold_our_numbers_as_numbers(tmp_path: Path) -> None:
    export_table(scored(SIMPLE), tmp_path / "a.parquet")
    export_table(scored(SIMPLE), tmp_path / "a.jsonl")
    assert str(pq.read_schema(tmp_path / "a.parquet").field("score").type) == "float"
    last = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert isinstance(last["score"], float)
    assert list(last)[:2] == ["id", "text"]


def test_a_formula_in_a_review_stays_text_in_a_workbook(tmp_path: Path) -> None:
    import zipfile

    export_table(table_of(["=a"], [["=1+1"], ["http://x.org"], ["-5"]]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert sheet.count('t="inlineStr"') == 4


def test_the_spreadsheet_form_guards_text_and_never_numbers() -> None:
    cells = [
        "=1+1",
        "+49 30 1234",
        "-5",
        "-5,5",
        "+1.5e3",
        "-1%",
        "@x",
        "\ta",
        "\ra",
        "\na",
        "＝1",
        "－x",
        "'=1",
        "a=b",
        "'a",
    ]
    found = guarded(pa.array(cells, type=pa.large_string())).to_pylist()
    assert [cell for cell, new in zip(cells, found, strict=True) if cell == new] == [
        "-5",
        "-5,5",
        "+1.5e3",
        "-1%",
        "a=b",
        "'a",
    ]
    assert [unguarded(cell) for cell in found] == cells


def test_the_guard_is_announced_with_the_number_of_cells(tmp_path: Path) -> None:
    table = table_of(["text"], [["=1+1"], ["fine"], ["@me"]])
    result = export_table(table, tmp_path / "a.csv", options=ExportOptions(for_spreadsheets=True))
    assert [notice.kind for notice in result.notices] == ["formulas-guarded"]
    assert result.notices[0].message.startswith("2 cells")
    assert export_table(table, tmp_path / "b.csv").notices == ()


def test_the_source_dialect_and_encoding_are_kept(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes("id;text\n1;L’été à la plage, déjà vu\n2;Ça m’a plu énormément\n".encode("cp1252"))
    read = read_table(source)
    export_table(read.table(), tmp_path / "b.csv", options=ExportOptions.like(read.settings))
    assert (tmp_path / "b.csv").read_bytes().decode("cp1252") == (
        'id;text\n1;"L’été à la plage, déjà vu"\n2;Ça m’a plu énormément\n'
    )


def test_a_character_that_the_encoding_lacks_makes_the_file_utf_8_and_says_so(tmp_path: Path) -> None:
    table = table_of(["text"], [["é"], ["好"]])
    result = export_table(table, tmp_path / "a.csv", options=ExportOptions(encoding="cp1252"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "text\né\n好\n"
    assert [notice.kind for notice in result.notices] == ["encoding-replaced"]
    assert "好" in result.notices[0].message


def test_bytes_that_could_not_be_decoded_are_exported_as_they_were(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    data = "id,text\n1,déjà vu\n2,好的\n3,très bien\n".encode() + b"4,caf\xe9 noir\n"
    source.write_bytes(data)
    read = read_table(source)
    export_table(read.table(), tmp_path / "b.csv", options=ExportOptions.like(read.settings))
    assert (tmp_path / "b.csv").read_bytes() == data


def test_utf_8_with_a_byte_order_mark_is_a_choice(tmp_path: Path) -> None:
    export_table(SIMPLE, tmp_path / "a.csv", options=ExportOptions(with_bom=True))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,text\n")


def test_repeated_headers_are_renamed_where_the_format_has_no_repetition_and_it_is_said(
    tmp_path: Path,
) -> None:
    table = table_of(["a", "a", "a_2", ""], [["1", "2", "3", "4"]])
    for ending in ("parquet", "jsonl"):
        result = export_table(table, tmp_path / f"a.{ending}")
        assert read_table(tmp_path / f"a.{ending}").columns == ["a", "a_3", "a_2", ""]
        assert "“a” → “a_3”" in result.notices[0].message


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("block_rows", [1, 7, 100_000])
def test_the_size_of_the_blocks_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block_rows: int, ending: str
) -> None:
    table = scored(table_of(["id", "text"], [[str(n), f'say "{n}", 好\r\n'] for n in range(50)]))
    export_table(table, tmp_path / f"usual.{ending}")
    for module in (csv_export, json_export, xlsx_export):
        monkeypatch.setattr(module, "BLOCK_ROWS", block_rows)
    export_table(in_chunks(table, min(block_rows, 50)), tmp_path / f"a.{ending}")
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"usual.{ending}").read_bytes()


def in_chunks(table: DocumentTable, n_rows: int) -> DocumentTable:
    """The same table as a reader would hand it over that had read so many rows at a time."""
    columns = []
    for position in range(table.n_columns):
        cells = table.column(position).to_list()
        parts = [
            pa.array(cells[at : at + n_rows], type=pa.large_string()) for at in range(0, len(cells), n_rows)
        ]
        columns.append(pa.chunked_array(parts))
    return DocumentTable(frame_of(columns), table.names, dict(table.own))


@pytest.mark.parametrize("cell", ["\ufffe", "a\uffff", "_x005F_x0041_"])
def test_what_a_workbook_would_give_back_as_something_else_is_refused_with_its_place(
    tmp_path: Path, cell: str
) -> None:
    table = table_of(["id", "text"], [["1", "fine"], ["2", cell], ["3", "_x000D_"]])
    with pytest.raises(ExportError, match=r"in 1 cell \(row 3, column “text”\)"):
        export_table(table, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())
    for ending in ("csv", "parquet", "jsonl"):
        export_table(table, tmp_path / f"a.{ending}")
        assert read_table(tmp_path / f"a.{ending}", ImportSettings(has_header=True)).frame[1][1] == cell


def test_a_cell_too_long_for_a_workbook_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    table = table_of(["text"], [["fine"], ["x" * 32_768], ["😀" * 16_384]])
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match=r"2 cells are longer, the first in row 3"):
        export_table(table, path)
    assert path.read_bytes() == b"old"
    result = export_table(table, path, options=ExportOptions(cuts_long_cells=True))
    assert [notice.kind for notice in result.notices] == ["cells-cut"]
    assert read_table(path).frame[0].to_list() == ["fine", "x" * 32_767, "😀" * 16_383]


def test_a_table_too_long_for_a_workbook_is_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({0: pd.array(["x"] * 1_048_576, dtype="str")})
    with pytest.raises(ExportError, match="1,048,575"):
        export_table(DocumentTable(frame, ("a",)), tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.csv, \.tsv, \.xlsx, \.parquet, \.jsonl"):
        export_table(SIMPLE, tmp_path / "a.doc")


@pytest.mark.parametrize("ending", FORMATS)
def test_what_the_disk_refuses_is_said_in_a_sentence(tmp_path: Path, ending: str) -> None:
    with pytest.raises(ExportError, match=r"folder of .* does not exist"):
        export_table(SIMPLE, tmp_path / "nowhere" / f"a.{ending}")
    (tmp_path / f"folder.{ending}").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export_table(SIMPLE, tmp_path / f"folder.{ending}")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_cancelled_export_leaves_the_old_file(tmp_path: Path, ending: str) -> None:
    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            raise Cancelled

    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        export_table(SIMPLE, path, progress=Impatient())
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


FULL_DISK = """
import errno, resource, signal, sys
from pathlib import Path
import numpy as np, pandas as pd
from textminer.corpus.document_table import DocumentTable
from textminer.errors import ExportError
from textminer.storage.exports import export_table
import xlsxwriter, pyarrow.parquet
texts = ["".join(map(chr, row)) for row in np.random.default_rng(0).integers(97, 122, (3_000, 300))]
table = DocumentTable(pd.DataFrame({0: pd.array(texts, dtype="str")}), ("text",))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
for ending in sys.argv[2:]:
    try:
        export_table(table, Path(sys.argv[1]) / f"a.{ending}")
    except ExportError as error:
        print(ending, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_write_that_fails_half_way_leaves_every_old_file(tmp_path: Path) -> None:
    """A limit on the size of files fails a write in its middle, as a full disk does."""
    for ending in FORMATS:
        (tmp_path / f"a.{ending}").write_bytes(b"old")
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path), *FORMATS]
    found = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert found.stderr == ""
    assert [line.split()[0] for line in found.stdout.splitlines()] == FORMATS
    assert "Traceback" not in found.stdout
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(f"a.{ending}" for ending in FORMATS)
    assert {(tmp_path / f"a.{ending}").read_bytes() for ending in FORMATS} == {b"old"}
