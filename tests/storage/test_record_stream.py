"""A file read part by part is the file read at once, however small the parts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textminer.corpus.recipe import ImportSettings
from textminer.storage import record_stream, text_stream
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


GOOD = "id,text\n" + '1,très bien\n2,"deux\nlignes, é"\n' * 300
ODD = {
    "a code page": GOOD.encode("cp1252"),
    "UTF-16": GOOD.encode("utf-16"),
    "UTF-16 without a mark": GOOD.encode("utf-16-be"),
    "a Chinese code page": "编号,评论\n1,这部电影很好看演员的表演也非常到位\n".encode("gb18030") * 300,
    "bytes that cannot be decoded": GOOD.encode() + b"2,caf\xe9\n" + GOOD.encode(),
    "two of them": b"id,text\n3,\xff\n" + GOOD.encode() * 2 + b"2,caf\xe9\n",
    "a code page told by the last line": b"id,text\n" + b"1,good\n" * 2_000 + b"2,caf\xe9\n",
    "a mark and a byte that cannot be decoded": b"\xef\xbb\xbf" + GOOD.encode() + b"2,caf\xe9\n",
    "a character cut by the end": GOOD.encode() + "2,好".encode()[:-1],
    "NULs": GOOD.encode() + b"2,a\0b\n3,\0\0\n" + GOOD.encode(),
    "blank first lines": b"\n\n" + GOOD.encode(),
    "a title": b"Survey of our guests\n\n" + GOOD.replace("bien", "bien, n").encode("cp1252"),
}


@pytest.mark.parametrize("name", ODD)
def test_any_encoding_is_read_part_by_part_and_told_as_at_once(
    tmp_path: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(record_stream, "HEAD_BYTES", 4_200)
    monkeypatch.setattr(text_stream, "READ_BYTES", 333)
    path = tmp_path / "a.csv"
    path.write_bytes(ODD[name])
    stream, read = open_stream(path), read_table(path)
    assert stream is not None
    assert list(stream.names) == read.columns
    assert rows_of(stream) == read.frame.to_numpy(dtype=object).tolist()
    assert stream.settings == read.settings
    assert stream.notices == read.notices


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "latin-1"])
def test_an_encoding_that_is_named_is_obeyed_part_by_part(
    tmp_path: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(text_stream, "READ_BYTES", 333)
    path = tmp_path / "a.csv"
    path.write_bytes(GOOD.encode(encoding))
    chosen = ImportSettings(encoding=encoding)
    stream, read = open_stream(path, chosen), read_table(path, chosen)
    assert stream is not None
    assert rows_of(stream) == read.frame.to_numpy(dtype=object).tolist()
    assert stream.notices == read.notices


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "good"}\n{"text": "bad"}\n',
        "番号,感想\n1,この映画はとても面白かったです\n".encode("iso2022_jp"),
        b"id,text\n1,good\n\x1a",
        b"id,text\n1,good\n" + b"\0" * 100,
    ],
    ids=["JSON", "escapes between character sets", "an end mark", "padding"],
)
def test_what_cannot_be_read_part_by_part_is_known_beforehand(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert open_stream(path) is None
