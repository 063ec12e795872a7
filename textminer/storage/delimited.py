"""Delimited text into columns: Arrow for clean stretches, the exact record reader for odd ones."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from textminer.corpus.notice import Notice
from textminer.progress import Progress, silent
from textminer.storage.records import LONE_CR, STRAY_QUOTE, Dialect, Record, RecordReader
from textminer.storage.text_encoding import MAX_LINES_NAMED, lines_named
from textminer.translation import ngettext_

BLOCK_BYTES = 16 * 2**20  # read at a time: large enough for Arrow's threads, small enough to cancel between
ODD_BYTES = 2**20  # the exact reader goes this far before Arrow is tried again


@dataclass
class Oddities:
    """Where the records were not as they should be: 1-based physical lines by kind."""

    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    trailing: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    lone_cr: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class DelimitedBody:
    """The records below the header as columns.

    columns:  large_string arrays of equal length, by position; at least `width` of them
    """

    columns: list[pa.ChunkedArray]
    oddities: Oddities


class _Parts:
    """Columns as they grow, part by part; a part may be wider than the ones before it."""

    def __init__(self, width: int) -> None:
        self._parts: list[list[list[pa.Array]]] = [[] for _column in range(width)]
        self.n_rows = 0

    def add(self, columns: list[list[pa.Array]], n_rows: int) -> None:
        while len(self._parts) < len(columns):
            self._parts.append([[_blanks(self.n_rows)]])
        for position, parts in enumerate(self._parts):
            parts.append(columns[position] if position < len(columns) else [_blanks(n_rows)])
        self.n_rows += n_rows

    def columns(self, max_rows: int | None) -> list[pa.ChunkedArray]:
        whole = [
            pa.chunked_array([chunk for part in parts for chunk in part], type=pa.large_string())
            for parts in self._parts
        ]
        return whole if max_rows is None else [column.slice(0, max_rows) for column in whole]


def read_body(
    data: bytes,
    start: int,
    line: int,
    dialect: Dialect,
    width: int,
    progress: Progress = silent,
    max_rows: int | None = None,
    is_exact: bool = False,
    drops_last: bool = False,
) -> DelimitedBody:
    """All records from byte `start`, which is on physical line `line`, each cell exact text.

    width:       cells of a usual record
    is_exact:    leave Arrow out: the slow reading that the fast one must equal
    drops_last:  `data` is only the head of a file: leave out the record that its end cuts
    """
    parts = _Parts(width)
    oddities = Oddities()
    reader = RecordReader(data, dialect, width, is_head=drops_last)
    is_plain = not is_exact and _arrow_can_read(dialect)
    at = start
    size = BLOCK_BYTES if max_rows is None else min(BLOCK_BYTES, max(2**16, max_rows * 2**10))
    span = size
    while at < len(data) and (max_rows is None or parts.n_rows < max_rows):
        progress.report(at / len(data))
        stop = min(at + span, len(data))
        if is_plain:
            read = _read_clean(data, at, stop, dialect, width)
            if read is not None:
                table, end = read
                parts.add([list(column.chunks) for column in table.columns], table.num_rows)
                has_quotes = bool(dialect.quote) and data.find(dialect.quote.encode(), at, end) >= 0
                line += data.count(b"\n", at, end) if has_quotes else table.num_rows
                at = end
                span = min(2 * span, size)
                continue
        wanted = None if max_rows is None else max_rows - parts.n_rows
        span = min(ODD_BYTES, size)
        rows, at, line = _read_odd(reader, at, line, min(stop, at + span), len(data), wanted, drops_last)
        _take(rows, width, at >= len(data), parts, oddities)
    progress.report(1.0)
    return DelimitedBody(parts.columns(max_rows), oddities)


def _arrow_can_read(dialect: Dialect) -> bool:
    return (
        dialect.newline == "\n"
        and not dialect.skips_blanks
        and len(dialect.delimiter.encode()) == 1
        and len(dialect.quote.encode()) <= 1
    )


def _read_clean(
    data: bytes, start: int, stop: int, dialect: Dialect, width: int
) -> tuple[pa.Table, int] | None:
    """The records up to the last that ends before `stop`, if every one of them is clean; else None.

    Clean: every quote opens or closes a whole cell or is doubled inside one, no record is blank, all have
    `width` cells, and no bare CR stands outside quotes. Then Arrow's reading is the only one.
    """
    quote = dialect.quote.encode()
    has_quotes = (
        bool(quote) and data.find(quote, start, stop) >= 0 and _has_opening_quote(data, start, stop, dialect)
    )
    if has_quotes:
        end = _clean_quoted_end(data, start, stop, dialect, width)
    else:
        end = stop if stop == len(data) else data.rfind(b"\n", start, stop) + 1
        if end > start and not _is_clean_unquoted(data, start, end):
            return None
    if end <= start:
        return None
    names = [str(position) for position in range(width)]
    try:
        table = pacsv.read_csv(
            pa.py_buffer(data).slice(start, end - start),
            read_options=pacsv.ReadOptions(column_names=names, block_size=2**20 if has_quotes else 2**21),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote if has_quotes else False,
                double_quote=has_quotes,
                escape_char=False,
                newlines_in_values=has_quotes,
                ignore_empty_lines=True,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.large_string() for name in names},
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if not has_quotes and table.num_rows != _n_lines(data, start, end):
        return None  # blank lines, which Arrow passes over without a word
    return table, end


def _n_lines(data: bytes, start: int, end: int) -> int:
    return data.count(b"\n", start, end) + (data[end - 1 : end] != b"\n")


def _has_opening_quote(data: bytes, start: int, stop: int, dialect: Dialect) -> bool:
    """Whether a quote stands where a cell begins; all others are ordinary characters."""
    quote = dialect.quote.encode()
    if data.startswith(quote, start):
        return True
    return any(
        data.find(edge + quote, start, stop) >= 0 for edge in (dialect.delimiter.encode(), b"\n", b"\r")
    )


def _is_clean_unquoted(data: bytes, start: int, end: int) -> bool:
    n_cr = data.count(b"\r", start, end)
    return not n_cr or n_cr == data.count(b"\r\n", start, end)


def _clean_quoted_end(data: bytes, start: int, stop: int, dialect: Dialect, width: int) -> int:
    """Where the last clean record of a block with quotes ends; 0 where the block is not clean."""
    block = np.frombuffer(data, dtype=np.uint8, count=stop - start, offset=start)
    quote, delimiter = ord(dialect.quote), ord(dialect.delimiter)
    quotes = np.flatnonzero(block == quote)
    newlines = np.flatnonzero(block == 10)
    n_before = np.searchsorted(quotes, newlines)
    ends = newlines[n_before % 2 == 0]
    if stop == len(data):
        size = len(block)
    elif len(ends):
        size = int(ends[-1]) + 1
    else:
        return 0
    block, quotes, newlines, ends = (
        block[:size],
        quotes[quotes < size],
        newlines[newlines < size],
        ends[ends < size],
    )
    if len(quotes) % 2:
        return 0
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[quote, delimiter, 10]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before = block[np.maximum(opening - 1, 0)]
    if not (is_edge[before] | (opening == 0)).all():
        return 0
    behind = closing + 1
    following = block[np.minimum(behind, size - 1)]
    is_cr = following == 13
    is_crlf = is_cr & (block[np.minimum(behind + 1, size - 1)] == 10)
    if not (is_edge[following] | is_crlf | (behind == size)).all():
        return 0
    if dialect.escape and (block == ord(dialect.escape)).any():
        return 0
    if not _line_ends_are_clean(block, quotes, ends):
        return 0
    if (
        len(newlines) != len(ends)
        and width > 1
        and _may_have_swallowed(block, newlines, ends, delimiter, width)
    ):
        return 0
    return start + size


def _line_ends_are_clean(block: np.ndarray, quotes: np.ndarray, ends: np.ndarray) -> bool:
    """Whether no bare CR stands outside quotes and no record is a blank line."""
    returns = np.flatnonzero(block == 13)
    if len(returns):
        outside = returns[np.searchsorted(quotes, returns) % 2 == 0]
        if len(outside) and (outside[-1] + 1 >= len(block) or not (block[outside + 1] == 10).all()):
            return False
    if not len(ends):
        return True
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts
    is_blank = (lengths == 0) | ((lengths == 1) & (block[np.maximum(ends - 1, 0)] == 13))
    return not is_blank.any()


def _may_have_swallowed(
    block: np.ndarray, newlines: np.ndarray, ends: np.ndarray, delimiter: int, width: int
) -> bool:
    """Whether a record over three or more lines consists of lines that each have the usual number of delimiters."""
    delimiters = np.flatnonzero(block == delimiter)
    edges = np.concatenate([[0], newlines + 1, [len(block)]])
    counts = np.diff(np.searchsorted(delimiters, edges))
    is_usual = np.concatenate([[0], np.cumsum(counts == width - 1)])
    last_lines = np.searchsorted(newlines, ends)
    first_lines = np.concatenate([[0], last_lines[:-1] + 1])
    n_lines = last_lines - first_lines + 1
    n_usual = is_usual[last_lines + 1] - is_usual[first_lines]
    return bool(((n_lines >= 3) & (n_usual == n_lines)).any())


def _read_odd(
    reader: RecordReader, at: int, line: int, stop: int, size: int, wanted: int | None, drops_last: bool
) -> tuple[list[Record], int, int]:
    rows: list[Record] = []
    for record in reader.records(at, line, stop):
        rows.append(record)
        at = record.end
        line = record.line + record.n_lines
        if wanted is not None and len(rows) > wanted:
            break
    if drops_last and at >= size and rows:
        rows.pop()
    return rows, at, line


def _take(records: list[Record], width: int, is_end: bool, parts: _Parts, oddities: Oddities) -> None:
    """Add records to the columns and note what was odd about them."""
    rows: list[list[bytes]] = []
    n_content = len(records)
    if is_end:
        while n_content and records[n_content - 1].is_blank:
            n_content -= 1
    for index, record in enumerate(records):
        if record.flaw:
            flawed = oddities.lone_cr if record.flaw == LONE_CR else oddities.stray
            if flawed[-1:] != [record.line]:
                flawed.append(record.line)
        if record.is_blank:
            oddities.blank.append(record.line)
            if width > 1 or index >= n_content:
                continue
        cells = record.cells
        if len(cells) < width:
            oddities.short.append(record.line)
        elif len(cells) > width:
            is_trailing = len(cells) == width + 1 and not cells[-1]
            if is_trailing:
                cells = cells[:width]
            (oddities.trailing if is_trailing else oddities.long).append(record.line)
        rows.append(cells)
    if rows:
        n_columns = max(width, max(map(len, rows)))
        padded = [row + [b""] * (n_columns - len(row)) if len(row) < n_columns else row for row in rows]
        columns = [
            [pa.array(column, type=pa.large_binary()).cast(pa.large_string())]
            for column in zip(*padded, strict=True)
        ]
        parts.add(columns, len(rows))


def _blanks(n_rows: int) -> pa.Array:
    offsets = pa.py_buffer(np.zeros(n_rows + 1, dtype=np.int64))
    return pa.Array.from_buffers(pa.large_string(), n_rows, [None, offsets, pa.py_buffer(b"")])


def notices_of(oddities: Oddities) -> tuple[Notice, ...]:
    """What was odd, in sentences that name the lines."""
    sentences: tuple[tuple[str, list[int], Callable[[int], str]], ...] = (
        ("short-row", oddities.short, lambda n: ngettext_(
            "{n} row has fewer cells than the others; empty cells were added (line {lines}).",
            "{n} rows have fewer cells than the others; empty cells were added (lines {lines}).", n)),
        ("long-row", oddities.long, lambda n: ngettext_(
            "{n} row has more cells than the header; they stand in columns without a name (line {lines}).",
            "{n} rows have more cells than the header; they stand in columns without a name (lines {lines}).", n)),
        ("trailing-delimiter", oddities.trailing, lambda n: ngettext_(
            "{n} row ends with a delimiter more than the header; the empty cell behind it was left out "
            "(line {lines}).",
            "{n} rows end with a delimiter more than the header; the empty cells behind it were left out "
            "(lines {lines}).", n)),
        (STRAY_QUOTE, oddities.stray, lambda n: ngettext_(
            "{n} row has a quotation mark that does not match another; it was read as an ordinary character, "
            "and the row ends where its line ends (line {lines}).",
            "{n} rows have quotation marks that do not match; they were read as ordinary characters, "
            "and the rows end where their lines end (lines {lines}).", n)),
        (LONE_CR, oddities.lone_cr, lambda n: ngettext_(
            "{n} row has a carriage return without a line feed (line {lines}).",
            "{n} rows have a carriage return without a line feed (lines {lines}).", n)),
        ("blank-line", oddities.blank, lambda n: ngettext_(
            "{n} blank line (line {lines}).", "{n} blank lines (lines {lines}).", n)),
    )  # fmt: skip
    return tuple(
        Notice(
            kind,
            sentence(len(lines)).format(n=f"{len(lines):,}", lines=lines_named(lines)),
            tuple(lines[:MAX_LINES_NAMED]),
        )
        for kind, lines, sentence in sentences
        if lines
    )
