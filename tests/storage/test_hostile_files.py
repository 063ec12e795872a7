"""Files that were made to do harm cost a sentence, not the memory or the time of the machine."""

import gzip
import io
import os
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from xlsxwriter import Workbook

from textminer.errors import TableError
from textminer.storage import archives, json_tables
from textminer.storage.tables import read_table

MOST_SECONDS = 30  # of CPU time, also on a busy machine
MOST_BYTES = 10**9  # of memory more than before


def workbook(tmp_path: Path, changes: dict[str, bytes]) -> Path:
    """A workbook of two rows, some of its parts replaced."""
    plain, path = tmp_path / "plain.xlsx", tmp_path / "a.xlsx"
    with Workbook(plain) as book:
        book.add_worksheet("S").write_column(0, 0, ["text", "good"])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info.filename, changes.get(info.filename, source.read(info)))
    return path


def part(tmp_path: Path, name: str) -> bytes:
    with zipfile.ZipFile(workbook(tmp_path, {})) as archive:
        return archive.read(name)


def refused(path: Path) -> str:
    """The sentence of the refusal, which comes in bounded time and memory."""
    before, start = psutil.Process().memory_info().rss, time.process_time()
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert time.process_time() - start < MOST_SECONDS
    assert psutil.Process().memory_info().rss - before < MOST_BYTES
    return str(caught.value)


def test_entities_of_a_workbook_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    strings = part(tmp_path, "xl/sharedStrings.xml").replace(b"<sst", entity + b"<sst")
    path = workbook(tmp_path, {"xl/sharedStrings.xml": strings.replace(b">good<", b">&e;<")})
    assert "hidden" not in refused(path)


def ods(tmp_path: Path, rows: str) -> Path:
    """A sheet of an OpenDocument file with these rows below a header."""
    path, header = tmp_path / "a.ods", ods_row(ods_cell("id") + ods_cell("text"))
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{header}{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ods_row(cells: str, n: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{n}">{cells}</table:table-row>'


def ods_cell(text: str, n: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{n}"'
    if not text:
        return f"<table:table-cell{repeated}/>"
    return (
        f'<table:table-cell office:value-type="string"{repeated}><text:p>{text}</text:p></table:table-cell>'
    )


@pytest.mark.parametrize(
    "rows",
    [
        ods_row(ods_cell("x", 16_384), 1_048_575),
        ods_row(ods_cell("x", 16_384), 1_000) * 500,
        ods_row(ods_cell("x", 2_000_000_000)),
        ods_row(ods_cell("x"), 2_000_000_000),
    ],
    ids=["whole sheet", "many rows", "endless row", "endless column"],
)
def test_a_cell_repeated_over_more_than_a_table_is_refused(tmp_path: Path, rows: str) -> None:
    assert "too far apart" in refused(ods(tmp_path, rows))


def test_repeated_cells_and_the_blank_rest_of_a_sheet_are_read(tmp_path: Path) -> None:
    row = ods_row(ods_cell("1") + ods_cell("good") + ods_cell("", 16_382), 3)
    rest = ods_row(ods_cell("", 16_384), 1_048_572)
    read = read_table(ods(tmp_path, row + ods_row(ods_cell("same", 2)) + rest))
    assert read.columns == ["id", "text"]
    assert read.frame.to_numpy(dtype=object).tolist() == [["1", "good"]] * 3 + [["same", "same"]]


@pytest.fixture
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is suspicious is made small, so that a bomb is made in no time."""
    monkeypatch.setattr(archives, "SUSPICIOUS_BYTES", 2**20)


def test_a_workbook_that_unpacks_to_far_more_than_it_says_is_refused(
    tmp_path: Path, small_bounds: None
) -> None:
    sheet = part(tmp_path, "xl/worksheets/sheet1.xml") + b" " * 12_000_000
    path = workbook(tmp_path, {"xl/worksheets/sheet1.xml": sheet})
    assert "unpacks to more than" in refused(path)
    data = path.read_bytes().replace(struct.pack("<I", len(sheet)), struct.pack("<I", 5_000))
    path.write_bytes(data)
    assert "damaged" in refused(path)


def test_a_workbook_whose_cells_are_too_far_apart_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_string(0, 0, "text")
        sheet.write_string(1_048_575, 16_383, "far")
    assert "too far apart" in refused(path)


def test_an_archive_that_unpacks_to_far_more_than_a_table_is_refused(
    tmp_path: Path, small_bounds: None
) -> None:
    path, packed = tmp_path / "a.zip", io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"a,b\n" + b"0" * 12_000_000)
    path.write_bytes(packed.getvalue())
    assert "unpacks to more than" in refused(path)


@pytest.mark.parametrize("above", [b"a,b\n", b""], ids=["a row", "the header"])
def test_more_cells_in_a_line_than_any_table_has_are_refused_with_the_line(
    tmp_path: Path, above: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(above + b"," * 20_000_000 + b"\n1,2\n")
    assert f"Line {1 + len(above.splitlines())} has 20,000,001 cells" in refused(path)


def test_deep_and_endless_json_is_refused(tmp_path: Path) -> None:
    for name, data in {"a.json": b"[" * 5_000_000, "b.jsonl": b'{"a":' * 1_000_000}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert "JSON" in refused(path)


def test_a_gigantic_cell_and_an_endless_line_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "word " * 4_000_000
    path.write_text(f'id,text\n1,"{long}"\n', encoding="utf-8")
    assert read_table(path).frame.iloc[0, 1] == long
    path.write_text("x" * 20_000_000, encoding="utf-8")
    assert read_table(path).columns == ["x" * 20_000_000]


def test_objects_that_share_no_keys_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_tables, "MOST_CELLS", 10_000)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"k{n}": {n}}}\n' for n in range(500)), encoding="utf-8")
    assert "different keys" in refused(path)


def test_a_table_of_very_many_columns_takes_little_memory(tmp_path: Path) -> None:
    path, n_columns = tmp_path / "a.csv", 20_000
    names = [f"c{n}" for n in range(n_columns)]
    path.write_text(",".join(names) + "\n" + (",".join(["1"] * n_columns) + "\n") * 3, encoding="utf-8")
    before = psutil.Process().memory_info().rss
    read = read_table(path)
    assert psutil.Process().memory_info().rss - before < MOST_BYTES
    assert read.columns == names
    assert read.frame.shape == (3, n_columns)
    assert (read.frame == "1").all(axis=None)


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(gzip.compress(b"id,text\n1,good\n"))
    path = tmp_path / "a.csv.gz"
    path.write_bytes(packed)
    assert "archive within an archive" in refused(path)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.csv.gz", packed)
    assert "archive within an archive" in refused(tmp_path / "b.zip")


def test_links_that_lead_nowhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "missing.csv")
    assert "no file" in refused(tmp_path / "a.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "b.csv")
    assert "cannot be opened" in refused(tmp_path / "b.csv")


class Changing:
    """A watcher that changes the file once, when some of it has been read."""

    def __init__(self, change: Callable[[], object]) -> None:
        self._change = change
        self._is_done = False

    def report(self, fraction: float, message: str = "") -> None:
        if fraction > 0 and not self._is_done:
            self._is_done = True
            self._change()


@pytest.mark.parametrize("change", ["shrinks", "grows", "vanishes"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n" + b"1,good\n" * 1_500_000)
    changes: dict[str, Callable[[], object]] = {
        "shrinks": lambda: os.truncate(path, 1_000),
        "grows": lambda: os.truncate(path, 20_000_000),
        "vanishes": path.unlink,
    }
    with pytest.raises(TableError, match=r"changed while it was read|No such file"):
        read_table(path, progress=Changing(changes[change]))


@pytest.mark.parametrize(
    "line", [b',"a' * 20_000, b"-" * 200_000 + b"x", b'1,"a"' + b" " * 200_000 + b"x", b"\\" * 200_000]
)
@pytest.mark.parametrize("ending", [".csv", ".txt"])
def test_a_long_line_of_marks_is_read_in_one_go(tmp_path: Path, line: bytes, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"id,text\n" + line + b"\n1,good\n2,bad\n")
    start = time.process_time()
    read = read_table(path)
    assert time.process_time() - start < MOST_SECONDS
    assert ",".join(read.frame.iloc[-1]).rstrip(",") == "2,bad"  # one cell a line, or a table
