"""What people really have: one file per bug, none silently wrong."""

import os
from pathlib import Path

import pytest

from tests.storage.foreign_files import FOREIGN_REFUSED, foreign
from tests.storage.mixed_files import combinations_of, mixed, with_faults
from tests.storage.odd_files import REFUSED, OddFile, odd_files
from tests.storage.product_files import produced
from tests.storage.suite_files import of_suites
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.storage.tables import preview_table, read_table, source_hash

ODD_FILES = [*odd_files(), *produced(), *foreign(), *mixed(), *of_suites()]
UNNAMED = {"encoding-guessed", "sheet-guessed"}  # kinds that may be about the whole file


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.name)
def test_every_cell_of_an_odd_file_is_read(tmp_path: Path, odd: OddFile) -> None:
    path = tmp_path / odd.name
    path.write_bytes(odd.data)
    read = read_table(path)
    assert read.columns == odd.columns
    assert read.frame.to_numpy(dtype=object).tolist() == odd.rows
    assert {notice.kind for notice in read.notices} == odd.notices, [
        notice.message for notice in read.notices
    ]
    if odd.lines is not None:
        assert [notice.lines for notice in read.notices] == [odd.lines]


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.name)
def test_a_preview_shows_what_the_whole_file_holds(tmp_path: Path, odd: OddFile) -> None:
    path = tmp_path / odd.name
    path.write_bytes(odd.data)
    preview, read = preview_table(path), read_table(path)
    assert preview.columns == read.columns
    assert preview.frame.equals(read.frame)
    assert preview.settings == read.settings


@pytest.mark.parametrize("odd", ODD_FILES, ids=lambda odd: odd.name)
def test_every_notice_names_its_lines(tmp_path: Path, odd: OddFile) -> None:
    path = tmp_path / odd.name
    path.write_bytes(odd.data)
    for notice in read_table(path).notices:
        assert notice.lines
        assert all(f"{line:,}" in notice.message for line in notice.lines if notice.kind not in UNNAMED)


@pytest.mark.parametrize("n_faults", [2, 3, 4])
def test_each_of_several_faults_is_told_with_its_lines(tmp_path: Path, n_faults: int) -> None:
    path = tmp_path / "mixed.csv"
    for faults in combinations_of(n_faults)[:: 1 if n_faults < 4 else 7]:
        data, rows, due = with_faults(faults)
        path.write_bytes(data)
        read = read_table(path)
        assert read.frame.to_numpy(dtype=object).tolist() == rows, faults
        assert {notice.kind: list(notice.lines) for notice in read.notices} == due, faults


@pytest.mark.parametrize("name", REFUSED | FOREIGN_REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence_that_says_why(tmp_path: Path, name: str) -> None:
    data, word = (REFUSED | FOREIGN_REFUSED)[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(TableError, match=word) as caught:
        read_table(path)
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no file"):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(TableError, match="folder"):
        read_table(tmp_path)
    with pytest.raises(TableError, match="cannot be opened"):
        read_table(tmp_path / "a\0b.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(TableError, match="pipe"):
        read_table(tmp_path / "pipe.csv")
    with pytest.raises(TableError, match="device"):
        read_table(Path("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed.csv"
    path.write_bytes(b"a,b\n1,2\n")
    path.chmod(0)
    with pytest.raises(TableError, match="permission"):
        read_table(path)


def test_a_given_encoding_that_does_not_fit_names_the_byte_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n1,fine\n2,caf\xe9\n")
    with pytest.raises(TableError, match=r"byte E9 at offset 20 \(line 3\)"):
        read_table(path, ImportSettings(encoding="utf-8"))
    with pytest.raises(TableError, match="no text encoding"):
        read_table(path, ImportSettings(encoding="klingon"))


def test_a_given_encoding_is_honoured_without_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\n1,Žluťoučký\n".encode("cp1250"))
    read = read_table(path, ImportSettings(encoding="windows-1250"))
    assert read.frame.iloc[0, 1] == "Žluťoučký"
    assert read.notices == ()
    assert read.settings.encoding == "cp1250"


def test_given_settings_are_obeyed_even_where_a_guess_would_differ(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'a;b,c\n1;"x;y,z"\n')
    read = read_table(path, ImportSettings(delimiter=",", quote="", has_header=False))
    assert read.frame.to_numpy(dtype=object).tolist() == [["a;b", "c"], ['1;"x;y', 'z"']]


def test_a_preview_of_a_large_file_says_nothing_wrong_at_its_edge(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    cell = '"good, ""very"" good\nand é好 more"'
    path.write_text("id,text\n" + "".join(f"{n},{cell}\n" for n in range(200_000)), encoding="utf-8")
    assert path.stat().st_size > 5_000_000
    preview = preview_table(path, n_rows=100)
    assert preview.notices == ()
    assert len(preview.frame) == 100
    assert preview.frame.iloc[99, 1] == 'good, "very" good\nand é好 more'


@pytest.mark.parametrize("cut", range(4_194_300, 4_194_304))
def test_a_preview_leaves_out_the_row_that_its_edge_cuts(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "large.csv"
    path.write_text("id,text\n1," + "好" * 1_300_000 + '\n2,"' + "é\n" * 400_000 + '"\n', encoding="utf-8")
    preview = preview_table(path, n_rows=100)
    assert len(preview.frame) == 1
    assert not preview.notices


def test_a_workbook_of_all_kinds_of_values_is_read_as_its_user_sees_it(tmp_path: Path) -> None:
    import datetime

    from xlsxwriter import Workbook

    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Reviews")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["text", "stars", "share", "day", "ok"])
        sheet.write_string(1, 0, "=good")
        sheet.write_row(1, 1, [5, 0.1])
        sheet.write_datetime(1, 3, datetime.datetime(2024, 1, 31), day)
        sheet.write_boolean(1, 4, True)
        sheet.write_row(3, 0, ["007", 3.5, 1e20])
        sheet.write_datetime(3, 3, datetime.datetime(2024, 1, 31, 10, 5), moment)
        book.add_worksheet("Second").write(0, 0, "x")
    read = read_table(path)
    assert read.columns == ["text", "stars", "share", "day", "ok"]
    assert read.frame.to_numpy(dtype=object).tolist() == [
        ["=good", "5", "0.1", "2024-01-31", "TRUE"],
        ["", "", "", "", ""],
        ["007", "3.5", "1e+20", "2024-01-31 10:05:00", ""],
    ]
    assert read.sheets == ("Reviews", "Second")
    assert {notice.kind for notice in read.notices} == {"sheet-guessed", "values-as-text", "blank-line"}
    assert read_table(path, ImportSettings(sheet="Second", has_header=True)).columns == ["x"]
    with pytest.raises(TableError, match="Second"):
        read_table(path, ImportSettings(sheet="Third"))


def test_an_error_value_of_a_workbook_is_shown_and_not_emptied(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("First & other").write(0, 0, "x")
        sheet = book.add_worksheet("Errors <1>")
        sheet.write_row(2, 1, ["text", "share"])
        sheet.write_string(3, 1, 't="e"')
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 2, "=NA()", None, "#N/A")
        sheet.write_string(4, 1, "good")
    read = read_table(path, ImportSettings(sheet="Errors <1>"))
    assert read.columns == ["text", "share"]
    assert read.frame.to_numpy(dtype=object).tolist() == [['t="e"', "#DIV/0!"], ["good", "#N/A"]]


def test_a_damaged_or_empty_workbook_is_refused(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(TableError, match="no rows"):
        read_table(path)
    with Workbook(path) as book:
        book.add_worksheet().write(0, 0, "text")
    data = bytearray(path.read_bytes())
    for cut in (len(data) // 3, len(data) - 30):
        path.write_bytes(data[:cut])
        with pytest.raises(TableError, match="damaged"):
            read_table(path)


def test_the_hash_of_a_source_is_that_of_its_bytes(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 1_000)
    assert source_hash(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(TableError, match="no file"):
        source_hash(tmp_path / "b.csv")


@pytest.mark.parametrize("name", ["a\nb.csv", "评论 (1).csv", "a.CSV", "no ending", b"latin-\xe9.csv"])
def test_any_name_of_a_file_can_be_read(tmp_path: Path, name: str | bytes) -> None:
    path = tmp_path / (name if isinstance(name, str) else os.fsdecode(name))
    path.write_bytes(b"id,text\n1,good\n")
    assert read_table(path).columns == ["id", "text"]
    path.write_bytes(b"")
    with pytest.raises(TableError, match="empty"):
        read_table(path)


def test_lines_of_a_text_file_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b'Good, really; so|so\r\n"Bad\r\n\r\n  fine \r\n\r\n')
    read = read_table(path)
    assert (read.kind, read.columns) == ("text", ["text"])
    assert read.frame[0].to_list() == ["Good, really; so|so", '"Bad', "", "  fine "]
    assert [(notice.kind, notice.lines) for notice in read.notices] == [("blank-line", (3,))]


def test_json_keeps_digits_order_and_repeated_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"id": 007e1, "x": 1}\n'.replace(b"007e1", b"1.50")
        + b'{"x": 12345678901234567890, "text": "a\\u00e9\\ud83d", "x": null, "n": [1.0, {"k": true}]}\n\n'
        + b"not json\n"
    )
    read = read_table(path)
    assert read.columns == ["id", "x", "text", "x", "n", ""]
    assert read.frame.to_numpy(dtype=object).tolist() == [
        ["1.50", "1", "", "", "", ""],
        ["", "12345678901234567890", "aé\ufffd", "", '[1.0, {"k": true}]', ""],
        ["", "", "", "", "", "not json"],
    ]
    assert [(notice.kind, notice.lines) for notice in read.notices] == [
        ("broken-line", (4,)),
        ("half-character", (2,)),
    ]


@pytest.mark.parametrize("is_wide_first", [False, True])
def test_lines_appended_in_another_width_are_read_and_told(tmp_path: Path, is_wide_first: bool) -> None:
    path = tmp_path / "a.csv"
    first, second = "id,text\r\n1,good\r\n", "2,bad\r\n3,so so\r\n"
    wide, narrow = "utf-16-le", "ascii"
    if is_wide_first:
        path.write_bytes(b"\xff\xfe" + first.encode(wide) + second.encode(narrow))
    else:
        path.write_bytes(first.encode(narrow) + second.encode(wide))
    read = read_table(path)
    assert read.columns == ["id", "text"]
    assert read.frame[1].to_list() == ["good", "bad", "so so"]
    assert [(notice.kind, notice.lines) for notice in read.notices] == [("two-encodings", (3,))]


@pytest.mark.parametrize(("is_declared_text", "is_coded"), [(False, False), (True, False), (True, True)])
def test_bytes_of_a_parquet_file_that_are_no_text_are_marked(
    tmp_path: Path, is_declared_text: bool, is_coded: bool
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    column = pa.array([b"abc", None, b"caf\xe9"])
    if is_declared_text:
        column = pa.Array.from_buffers(pa.string(), len(column), column.buffers())
    pq.write_table(
        pa.table({"b": column.dictionary_encode() if is_coded else column}), tmp_path / "a.parquet"
    )
    read = read_table(tmp_path / "a.parquet")
    assert read.frame[0].to_list() == ["abc", "", "caf�⟨E9⟩"]
    assert [(notice.kind, notice.lines, notice.rows) for notice in read.notices] == [
        ("undecodable-bytes", (3,), (2,))
    ]


def test_parquet_of_other_types_is_read_as_text(tmp_path: Path) -> None:
    import datetime
    import decimal

    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "n": pa.array([1, None], pa.int64()),
        "x": pa.array([0.1, float("nan")], pa.float64()),
        "f": pa.array([0.1, 1e10], pa.float32()),
        "b": pa.array([True, None]),
        "d": pa.array([datetime.date(2024, 1, 31), None]),
        "t": pa.array([datetime.datetime(2024, 1, 31, 10), None], pa.timestamp("ns")),
        "c": pa.array(["a", "b"]).dictionary_encode(),
        "m": pa.array([decimal.Decimal("1.10"), None]),
        "l": pa.array([["x", "é"], None]),
        "y": pa.array([b"abc", None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    read = read_table(tmp_path / "a.parquet")
    assert read.frame.iloc[0].to_list() == [
        "1", "0.1", "0.1", "true", "2024-01-31", "2024-01-31 10:00:00", "a", "1.10", '["x", "é"]', "abc",
    ]  # fmt: skip
    assert read.frame.iloc[1].to_list() == ["", "", "1e+10", "", "", "", "b", "", "", ""]
    assert not read.frame.isna().to_numpy().any()
