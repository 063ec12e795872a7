"""Delimited text into columns: Arrow for clean stretches, the exact record reader for odd ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.progress import Progress, silent
from textminer.storage.clean_blocks import can_read_clean
from textminer.storage.column_parts import ColumnParts, blank_column
from textminer.storage.marks import Dialect
from textminer.storage.odd_characters import notice_of_lines
from textminer.storage.preamble import remark_sign
from textminer.storage.reading_ahead import ReadAhead
from textminer.storage.records import (
    LONE_CR,
    LONG_CELL,
    OTHER_DELIMITER,
    STRAY_QUOTE,
    Record,
    RecordReader,
)
from textminer.translation import ngettext_

BLOCK_BYTES = 2 * 2**20  # read at a time: stays in the caches, and a cancel is answered between two
MAX_COLUMNS = 2_000  # that Arrow reads: it takes kilobytes for each, whatever stands in them
BYTES_PER_COLUMN = 64  # at least, to be read by the exact reader at a time
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
    long_cell: list[int] = field(default_factory=list)
    remark: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)  # positions of repaired rows by kind of repair

    def add_repair(self, kind: str, position: int) -> None:
        """Note that the row at a position of the table was repaired."""
        self.rows.setdefault(kind, []).append(position)

    def add_part(self, part: "Oddities", n_rows: int) -> None:
        """Join what was odd in a part from row `n_rows` on; a blank line may have been seen before."""
        for name, lines in vars(part).items():
            known: Any = getattr(self, name)
            if isinstance(lines, dict):
                for kind, rows in lines.items():
                    known.setdefault(kind, []).extend(row + n_rows for row in rows)
            else:
                known.extend(line for line in lines if not known or line > known[-1])

    def add_flaw(self, record: Record) -> None:
        """Note what had to be repaired or doubted in a record."""
        lines = {LONE_CR: self.lone_cr, LONG_CELL: self.long_cell, OTHER_DELIMITER: self.other}.get(
            record.flaw, self.stray
        )
        if lines[-1:] != [record.line]:
            lines.append(record.line)


@dataclass(frozen=True)
class DelimitedBody:
    """The records below the header as columns.

    columns:    large_string arrays of equal length, by position; at least `width` of them
    end, line:  byte offset behind the last row, and the physical line that begins there
    """

    columns: list[pa.ChunkedArray]
    oddities: Oddities
    end: int = 0
    line: int = 0


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
    stop: int | None = None,
) -> DelimitedBody:
    """All records from byte `start`, which is on physical line `line`, each cell exact text.

    width:       cells of a usual record
    is_exact:    leave Arrow out: the slow reading that the fast one must equal
    drops_last:  `data` is only the head of a file: leave out the record that its end cuts
    stop:        byte offset before which the last row begins; what lies behind is looked at, but not read
    """
    parts = ColumnParts(width)
    oddities = Oddities()
    reader = RecordReader(data, dialect, width, is_head=drops_last)
    is_plain = not is_exact and width <= MAX_COLUMNS and can_read_clean(dialect)
    at = start
    behind = (at, line)
    odd_bytes = ODD_BYTES if width <= MAX_COLUMNS else max(ODD_BYTES, BYTES_PER_COLUMN * width)
    size = max(BLOCK_BYTES, odd_bytes)
    if max_rows is not None:
        size = min(size, max(2**16, max_rows * 2**10))
    span = size
    limit = len(data) if stop is None else stop
    ahead = ReadAhead(
        data, dialect, width, limit, size, is_whole=not drops_last, is_alone=max_rows is not None
    )
    with ahead:
        while at < limit and (max_rows is None or parts.n_rows < max_rows):
            progress.report(at / len(data))
            clean = ahead.read(at, span) if is_plain else None
            if clean is not None:
                where, table = clean
                parts.add([list(column.chunks) for column in table.columns], table.num_rows)
                oddities.long_cell += [line + offset for offset in where.long_cells]
                behind = at, line = where.end, line + where.n_lines
                span = min(2 * span, size)
                continue
            wanted = None if max_rows is None else max_rows - parts.n_rows
            upto = min(at + min(span, odd_bytes), limit)
            span = min(odd_bytes, size)
            rows, at, line = _read_odd(reader, at, line, upto, len(data), wanted, drops_last)
            filled = [row for row in rows if not row.is_blank]
            behind = (filled[-1].end, filled[-1].line + filled[-1].n_lines) if filled else behind
            if dialect.remark:
                rows = _without_remarks(rows, dialect.remark, width, oddities)
            _take(rows, width, parts, oddities)
    progress.report(1.0)
    return DelimitedBody(parts.columns(max_rows), oddities, *behind)


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


def _without_remarks(records: list[Record], sign: str, width: int, oddities: Oddities) -> list[Record]:
    """The records without the lines that begin as comments do and are no rows by their number of cells."""
    kept: list[Record] = []
    for record in records:
        if remark_sign(record) == sign and len(record.cells) != width:
            oddities.remark.append(record.line)
        else:
            kept.append(record)
    return kept


def _take(records: list[Record], width: int, parts: ColumnParts, oddities: Oddities) -> None:
    """Add records to the columns and note what was odd about them.

    A blank line is no record, but in a file of one column it is an empty cell if another row follows.
    """
    rows: list[list[bytes]] = []
    n_blank = 0
    first = parts.n_rows + parts.n_blank
    for record in records:
        if record.flaw:
            oddities.add_flaw(record)
        if record.is_blank:
            oddities.blank.append(record.line)
            n_blank += width == 1
            continue
        cells = record.cells
        position = first + len(rows) + n_blank
        if record.flaw and record.flaw != LONG_CELL:
            kind = record.flaw if record.flaw in (LONE_CR, OTHER_DELIMITER) else STRAY_QUOTE
            oddities.add_repair(kind, position)
        if len(cells) < width:
            oddities.short.append(record.line)
            oddities.add_repair("short-row", position)
        elif len(cells) > width:
            is_trailing = len(cells) == width + 1 and not cells[-1]
            if is_trailing:
                cells = cells[:width]
            (oddities.trailing if is_trailing else oddities.long).append(record.line)
            oddities.add_repair("trailing-delimiter" if is_trailing else "long-row", position)
        if n_blank:
            rows += [[b""]] * n_blank
            n_blank = 0
        rows.append(cells)
    if rows:
        cells_by_column = chain.from_iterable(zip_longest(*rows, fillvalue=b""))
        whole = pa.array(list(cells_by_column), type=pa.large_binary()).view(pa.large_string())
        columns = [[whole.slice(at, len(rows))] for at in range(0, len(whole), len(rows))]
        columns += [[blank_column(len(rows))] for _missing in range(width - len(columns))]
        parts.add(columns, len(rows))
    parts.n_blank += n_blank


def notices_of(oddities: Oddities) -> tuple[Notice, ...]:
    """What was odd, in sentences that name the lines."""
    sentences: tuple[tuple[str, list[int], Callable[[int], str]], ...] = (
        ("short-row", oddities.short, lambda n: ngettext_(
            "{n} row has fewer cells than the others; empty cells were added (line {lines}).",
            "{n} rows have fewer cells than the others; empty cells were added (lines {lines}).", n)),
        ("long-row", oddities.long, lambda n: ngettext_(
            "{n} row has more cells than the header; they stand in columns without a name (line {lines}).",
            "{n} rows have more cells than the header; they stand in columns without a name "
            "(lines {lines}).", n)),
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
        (LONG_CELL, oddities.long_cell, lambda n: ngettext_(
            "{n} row has a cell of more than 20 lines; if that is not meant, a quotation mark is missing "
            "there (line {lines}).",
            "{n} rows have cells of more than 20 lines; if that is not meant, quotation marks are missing "
            "there (lines {lines}).", n)),
        (OTHER_DELIMITER, oddities.other, lambda n: ngettext_(
            "{n} row is parted by another delimiter than the others; it was read by that one (line {lines}).",
            "{n} rows are parted by other delimiters than the others; they were read by those "
            "(lines {lines}).", n)),
        ("remark", oddities.remark, lambda n: ngettext_(
            "{n} comment line among the rows was left out (line {lines}).",
            "{n} comment lines among the rows were left out (lines {lines}).", n)),
        ("blank-line", oddities.blank, lambda n: ngettext_(
            "{n} blank line (line {lines}).", "{n} blank lines (lines {lines}).", n)),
    )  # fmt: skip
    return tuple(
        notice_of_lines(kind, sentence(len(lines)), lines, oddities.rows.get(kind, ()))
        for kind, lines, sentence in sentences
        if lines
    )
