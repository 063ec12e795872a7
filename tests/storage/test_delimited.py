"""The fast reading of delimited text equals the exact one, and the exact one equals the csv module."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textminer.progress import Cancelled
from textminer.storage import delimited, long_cells
from textminer.storage.clean_blocks import clean_span, read_span
from textminer.storage.delimited import DelimitedBody, read_body
from textminer.storage.marks import Dialect

CELL_PARTS = [
    '"',
    '""',
    ",",
    "\n",
    "\r\n",
    "\r",
    "a",
    "é",
    "好",
    " ",
    "",
    "x y",
    "\\",
    '\\"',
    '",',
    ',"',
    '"\n',
    "\0",
]
raw_texts = st.lists(st.sampled_from(CELL_PARTS), max_size=40).map("".join)
cells = st.lists(st.sampled_from(CELL_PARTS), max_size=4).map("".join)
quick = settings(max_examples=400, deadline=None)


def rows_of(body: DelimitedBody) -> list[tuple[str, ...]]:
    return list(zip(*(column.to_pylist() for column in body.columns), strict=True))


def written(rows: list[list[str]], newline: str) -> str:
    file = io.StringIO(newline="")
    has_cr = any(
        "\r" in cell for row in rows for cell in row
    )  # which the module of Python 3.11.7 does not quote
    csv.writer(
        file, lineterminator=newline, quoting=csv.QUOTE_ALL if has_cr else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("min_bytes", [0, long_cells.MIN_BYTES])  # by ourselves, by Arrow
@quick
@given(
    text=raw_texts,
    width=st.integers(1, 4),
    escape=st.sampled_from(["", "\\"]),
    newline=st.sampled_from(["\n", "\r"]),
)
def test_the_fast_reading_of_any_text_equals_the_exact_one(
    min_bytes: int, text: str, width: int, escape: str, newline: str
) -> None:
    data, dialect = text.encode(), Dialect(escape=escape, newline=newline)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_cells, "MIN_BYTES", min_bytes)
        fast = read_body(data, 0, 1, dialect, width)
    exact = read_body(data, 0, 1, dialect, width, is_exact=True)
    assert rows_of(fast) == rows_of(exact)
    assert fast.oddities == exact.oddities


@quick
@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=60)
    ),
    newline=st.sampled_from(["\n", "\r\n"]),
    is_open=st.booleans(),
)
def test_cells_taken_by_their_bounds_equal_those_of_the_exact_reading(
    rows: list[list[str]], newline: str, is_open: bool
) -> None:
    text = newline.join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    data, width = (text if is_open else text + newline).encode(), len(rows[0])
    span = clean_span(data, 0, len(data), Dialect(), width)
    if span is None:
        return  # a cell looks as if it had swallowed rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_cells, "MIN_BYTES", 0)
        bounded = clean_span(data, 0, len(data), Dialect(), width)
    assert bounded is not None
    assert bounded.bounds is not None
    table = read_span(data, bounded, Dialect(), width)
    assert table is not None
    assert table.to_pydict() == read_span(data, replace(bounded, bounds=None), Dialect(), width).to_pydict()
    assert [list(row.values()) for row in table.to_pylist()] == rows


@pytest.mark.parametrize("block_bytes", [64, 257, 1_000])
@settings(max_examples=60, deadline=None)
@given(text=st.lists(raw_texts, min_size=20, max_size=60).map("\n".join), width=st.integers(1, 3))
def test_the_size_of_the_blocks_changes_nothing(block_bytes: int, text: str, width: int) -> None:
    data = text.encode()
    whole = read_body(data, 0, 1, Dialect(), width)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_BYTES", block_bytes)
        patch.setattr(delimited, "ODD_BYTES", block_bytes // 4)
        blocks = read_body(data, 0, 1, Dialect(), width)
    assert rows_of(blocks) == rows_of(whole)
    assert blocks.oddities == whole.oddities


@quick
@given(
    rows=st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=8)
    ),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_read_as_it_was(rows: list[list[str]], newline: str) -> None:
    """Where a cell over several lines looks like rows, ours may rightly doubt it: then it says so."""
    data = written(rows, newline).encode()
    body = read_body(data, 0, 1, Dialect(), len(rows[0]))
    expected = [tuple(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))]
    assert expected == [tuple(row) for row in rows]
    if rows_of(body) != expected:
        assert body.oddities.stray or body.oddities.blank


@quick
@given(text=raw_texts, width=st.integers(1, 4))
def test_no_character_is_lost_whatever_the_quotes(text: str, width: int) -> None:
    body = read_body(text.encode(), 0, 1, Dialect(), width)
    kept = "".join("".join(row) for row in rows_of(body))
    for character in "aé好x\\\0":
        assert kept.count(character) == text.count(character)


def test_a_stray_quote_costs_its_own_line_only() -> None:
    lines = [f"{n},text {n},5" for n in range(5_000)]
    lines[1_000] = '1000,"stray,5'
    lines[4_000] = '4000,closing",5'
    body = read_body("\n".join(lines).encode(), 0, 1, Dialect(), 3)
    assert len(rows_of(body)) == 5_000
    assert body.oddities.stray == [1_001]
    assert rows_of(body)[1_000] == ("1000", '"stray', "5")


def test_reading_stops_within_a_block_when_it_is_cancelled() -> None:
    class Impatient:
        n_reports = 0

        def report(self, fraction: float, message: str = "") -> None:
            self.n_reports += 1
            if self.n_reports > 2:
                raise Cancelled

    data = b"1,good\n" * 200_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_BYTES", 2**16)
        with pytest.raises(Cancelled):
            read_body(data, 0, 1, Dialect(), 2, Impatient())


def test_a_wide_row_late_in_the_file_widens_every_row() -> None:
    data = b"1,a\n" * 30_000 + b"2,b,c,d\n" + b"3,e\n" * 30_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_BYTES", 2**14)
        patch.setattr(delimited, "ODD_BYTES", 2**10)
        body = read_body(data, 0, 1, Dialect(), 2)
    assert len(body.columns) == 4
    assert len(body.columns[3]) == 60_001
    assert rows_of(body)[30_000] == ("2", "b", "c", "d")
    assert body.oddities.long == [30_001]


def test_only_the_rows_asked_for_are_read() -> None:
    body = read_body(b"1,good\n" * 100_000, 0, 1, Dialect(), 2, max_rows=7)
    assert rows_of(body) == [("1", "good")] * 7
