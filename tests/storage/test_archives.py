"""Packed tables and folders of texts are read where they lie."""

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.storage import archives
from textminer.storage.tables import preview_table, read_table, source_hash

TABLE = b"id,text\n1,good\n2,bad\n"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_gzip_file_is_read_as_the_table_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TABLE))
    for read in (read_table(path), preview_table(path)):
        assert read.columns == ["id", "text"]
        assert read.frame[1].to_list() == ["good", "bad"]
        assert not read.notices


def test_the_files_of_an_archive_are_chosen_like_sheets(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"__MACOSX/x": b"", "in/a.csv": TABLE, "b.tsv": b"a\tb\n1\t2\n"})
    read = read_table(path)
    assert read.sheets == ("in/a.csv", "b.tsv")
    assert read.frame[1].to_list() == ["good", "bad"]
    assert [notice.kind for notice in read.notices] == ["sheet-guessed"]
    other = read_table(path, ImportSettings(sheet="b.tsv"))
    assert (other.columns, other.notices, other.settings.sheet) == (["a", "b"], (), "b.tsv")
    with pytest.raises(TableError, match="holds no file “c”"):
        read_table(path, ImportSettings(sheet="c"))


def test_a_packed_workbook_and_a_packed_parquet_file_are_read(tmp_path: Path) -> None:
    from textminer.corpus.document_table import DocumentTable
    from textminer.storage.exports import export_table

    table = DocumentTable(pd.DataFrame({0: ["1", "2"], 1: ["good", "bad"]}, dtype="str"), ("id", "text"))
    for ending in ("xlsx", "parquet"):
        export_table(table, tmp_path / f"in.{ending}")
        data = (tmp_path / f"in.{ending}").read_bytes()
        (tmp_path / f"a.{ending}.gz").write_bytes(gzip.compress(data))
        packed = zipped(tmp_path / f"{ending}.zip", {"read me.txt": b"x", f"in/{ending}.{ending}": data})
        for path in (packed, tmp_path / f"a.{ending}.gz"):
            for read in (read_table(path), preview_table(path)):
                assert read.columns == ["id", "text"]
                assert read.frame[1].to_list() == ["good", "bad"]


def test_a_preview_unpacks_only_the_head(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id,text\n" + b"1,good\n" * 1_000_000))
    assert len(preview_table(path, n_rows=100).frame) == 100
    assert len(read_table(path).frame) == 1_000_000


def test_bombs_damage_and_nested_archives_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "SUSPICIOUS_BYTES", 10**6)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 20 * 10**6))
    with pytest.raises(TableError, match="unpacks to more than"):
        read_table(path)
    with pytest.raises(TableError, match="unpacks to more than"):
        read_table(zipped(tmp_path / "a.zip", {"a.csv": b"0" * 20 * 10**6}))
    path.write_bytes(gzip.compress(TABLE * 1_000)[:60])
    with pytest.raises(TableError, match="damaged"):
        read_table(path)
    path.write_bytes(gzip.compress(gzip.compress(TABLE)))
    with pytest.raises(TableError, match="within an archive"):
        read_table(path)
    with pytest.raises(TableError, match="empty"):
        read_table(zipped(tmp_path / "b.zip", {"folder/": b""}))


def test_an_open_document_sheet_keeps_its_zeros(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        inside = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{inside}</table:table-row>"

    name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">'
        f"{row('id', 'text')}{row('00123', 'good one')}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<m:manifest xmlns:m="{name}:manifest:1.0"></m:manifest>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    path = zipped(
        tmp_path / "a.ods",
        {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()},
    )
    read = read_table(path)
    assert (read.kind, read.sheets, read.columns) == ("ods", ("S",), ["id", "text"])
    assert read.frame.iloc[0].to_list() == ["00123", "good one"]


def test_a_folder_is_one_document_a_file(tmp_path: Path) -> None:
    for name, data in {
        "neg/1.txt": b"bad\nday",
        "pos/1.txt": "größer".encode("cp1252"),
        "pos/2.jpg": b"\xff",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "pos" / "loop").symlink_to(tmp_path)
    read = read_table(tmp_path)
    assert read.columns == ["file", "folder", "text"]
    assert read.frame.to_numpy(dtype=object).tolist() == [
        ["neg/1.txt", "neg", "bad\nday"],
        ["pos/1.txt", "pos", "größer"],
    ]
    assert [notice.kind for notice in read.notices] == ["encoding-guessed"]
    before = source_hash(tmp_path)
    (tmp_path / "neg" / "1.txt").write_bytes(b"bad day")
    assert source_hash(tmp_path) != before
