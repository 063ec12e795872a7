"""A file read part by part is the file read at once, however small the parts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textminer.corpus.recipe import ImportSettings
from textminer.storage import record_stream
from textminer.storage.record_stream import RecordStream, open_stream
from textminer.storage.tables import read_table

lines = st.lists(
    st.sampled_from(
        [
            b"1,good",
            b"2,",
            b"3",
            b'4,"a, b"',
            b'5,"two\nlines"',
            b'6,"open',
            b"7,x,y",
            b"",
            b"8,\xe5\xa5\xbd",
            b'"9"z,a',
            b"10,a,",
        ]
    ),
    max_size=30,
)


def rows_of(stream: RecordStream) -> list[list[str]]:
    return [
        list(row)
        for part in stream.parts()
        for row in zip(*(column.to_pylist() for column in part), strict=True)
    ]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_stream, "PART_BYTES", 150)
    monkeypatch.setattr(record_stream, "MARGIN_BYTES", 400)  # as far as a wrong quotation mark is followed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines, st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.sampled_from([b"id,text", b"id,text,more"])
)
def test_a_file_read_part_by_part_is_the_file_read_at_once(
    tmp_path: Path, small_parts: None, rows: list[bytes], newline: bytes, has_end: bool, header: bytes
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(newline.join([header, *rows * 8]) + (newline if has_end else b""))
    chosen = ImportSettings(delimiter=",", has_header=True)
    stream, read = open_stream(path, chosen), read_table(path, chosen)
    assert stream is not None
    assert list(stream.names) == read.columns
    assert rows_of(stream) == read.frame.to_numpy(dtype=object).tolist()
    assert stream.n_rows == len(read.frame)
    assert stream.settings == read.settings
    assert [(n.kind, n.rows) for n in stream.notices if n.rows] == [
        (n.kind, n.rows) for n in read.notices if n.rows
    ]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_the_guesses_are_those_of_the_whole_file(tmp_path: Path, small_parts: None, end: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"\xef\xbb\xbfid;text\n" + b"".join(b"%d;so, so %d\n" % (n, n) for n in range(99)) + b"99;x" + end
    )
    stream, read = open_stream(path), read_table(path)
    assert stream is not None
    assert stream.settings == read.settings
    assert stream.notices == read.notices
    assert rows_of(stream) == read.frame.to_numpy(dtype=object).tolist()


def test_a_column_of_texts_alone_is_read_line_by_line_and_its_blank_rows_are_kept(
    tmp_path: Path, small_parts: None
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n" + b"good\n\n\nbad day\n\nfine\n" * 5 + b"\n\n")
    stream, read = open_stream(path), read_table(path)
    assert stream is not None
    assert rows_of(stream) == read.frame.to_numpy(dtype=object).tolist()


@pytest.mark.parametrize(
    "data",
    [
        "id,text\n1,é\n".encode("cp1252") * 50,
        "id,text\n1,good\n".encode("utf-16"),
        b'{"text": "good"}\n{"text": "bad"}\n',
        b"id,text\n" + b"1,good\n" * 50 + b"2,caf\xe9\n",
    ],
    ids=["a code page", "UTF-16", "JSON", "bytes that cannot be decoded"],
)
def test_what_cannot_be_read_part_by_part_is_known_beforehand(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert open_stream(path) is None


def test_bytes_that_are_no_utf_8_far_behind_the_beginning_are_found(
    tmp_path: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_stream, "HEAD_BYTES", 4_200)
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n" + b"1,good\n" * 2_000 + b"2,caf\xe9\n")
    assert open_stream(path) is None
