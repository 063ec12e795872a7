"""Tables out of SQL dumps: the rows of INSERT statements and of PostgreSQL's COPY blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress
from textminer.storage.column_parts import ColumnParts
from textminer.storage.odd_characters import MAX_LINES_NAMED, lines_named
from textminer.storage.raw_table import RawTable
from textminer.storage.sql_statements import Rows, statements
from textminer.storage.text_encoding import DecodedText
from textminer.translation import _, ngettext_

ENDING = ".sql"
PART_ROWS = 5_000  # put into columns at a time; a cancel is answered between two
_LOOKED_AT = 2**20  # bytes in which the first statement with rows stands
_FIRST = re.compile(
    rb"(?i)\s*(?:--|/\*|#|\\\w|(?:INSERT|REPLACE|CREATE|DROP|SET|PRAGMA|BEGIN|START|USE|LOCK|COPY|TRUNCATE|DELETE|"
    rb"ALTER|SELECT|IF|GO|REM)\b)"
)
_WITH_ROWS = re.compile(
    rb"(?im)^\s*(?:(?:INSERT|REPLACE)\s[^;']{1,20000}?VALUES\s*\(|COPY\s[^;']{1,2000}FROM\s+stdin\b)",
    re.DOTALL,
)


def may_be_sql(data: bytes, start: int) -> bool:
    """Whether a text, in bytes of any width, begins as a dump of a database does and has rows."""
    head = data[start : start + _LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return _FIRST.match(head) is not None and _WITH_ROWS.search(head) is not None


@dataclass
class _Table:
    """The rows of one table, as far as they were read; lines are those of the dump.

    first_line:  of its first statement with rows
    uneven:      lines of the rows whose number of cells is not that of the names
    """

    names: list[str]
    first_line: int
    parts: ColumnParts = field(default_factory=lambda: ColumnParts(0))
    rows: list[list[str]] = field(default_factory=list)
    uneven: list[int] = field(default_factory=list)
    uneven_rows: list[int] = field(default_factory=list)
    n_null: int = 0
    null_lines: list[int] = field(default_factory=list)
    n_characters: int = 0

    def add(self, found: Rows) -> None:
        """Add the rows of a statement, each cell under its column's name."""
        new = [name for name in found.names if name not in self.names]
        if not self.names or (new and not self.n_rows):
            self.names = list(found.names)
            new = []
        self.names += new
        places = [self.names.index(name) for name in found.names]
        is_plain = not found.names or places == list(range(len(self.names)))
        for line, cells in found.rows:
            if found.names and len(cells) != len(found.names):
                self.uneven.append(line)
                self.uneven_rows.append(self.n_rows)
            if None in cells:
                self.n_null += cells.count(None)
                if len(self.null_lines) <= MAX_LINES_NAMED and self.null_lines[-1:] != [line]:
                    self.null_lines.append(line)
            row = ["" if cell is None else cell for cell in cells]
            if not is_plain:
                row = self._placed(row, places)
            self.n_characters += sum(map(len, row))
            self.rows.append(row)
            if len(self.rows) >= PART_ROWS:
                self.flush()

    @property
    def n_rows(self) -> int:
        return self.parts.n_rows + len(self.rows)

    def flush(self) -> None:
        """Put the last rows into columns."""
        if self.rows:
            columns = [
                [pa.array(cells, type=pa.large_string())] for cells in zip_longest(*self.rows, fillvalue="")
            ]
            self.parts.add(columns, len(self.rows))
            self.rows = []

    def _placed(self, row: Sequence[str], places: Sequence[int]) -> list[str]:
        whole = [""] * len(self.names)
        for place, cell in zip(places, row, strict=False):
            whole[place] = cell
        return whole + list(row[len(places) :])


def read_sql(
    path: Path,
    decoded: DecodedText,
    settings: ImportSettings,
    progress: Progress,
    max_rows: int | None,
    is_head: bool,
) -> RawTable:
    """The table in a dump whose name the settings give as sheet, else the one with most text.

    Strings lose their quotes and escapes, all else stays as it is written, NULL is "". Raises TableError
    where the dump has no rows, not the wanted table, or a statement that cannot be read.
    """
    progress.report(0.0)
    text = decoded.data[decoded.start :].decode()
    tables: dict[str, _Table] = {}
    for found in _found(path, text, is_head):
        progress.report(min(found.end / max(len(text), 1), 1.0))
        if settings.sheet is None or settings.sheet == found.table:
            tables.setdefault(found.table, _Table(list(found.names), found.line)).add(found)
        else:
            tables.setdefault(found.table, _Table([], found.line))
        if max_rows is not None and settings.sheet is not None and tables[found.table].n_rows >= max_rows:
            break
    if settings.sheet is not None and settings.sheet not in tables:
        message = _("“{name}” has no table “{sheet}”. Its tables are: {sheets}.")
        raise TableError(message.format(name=path.name, sheet=settings.sheet, sheets=", ".join(tables)))
    if not any(table.n_rows for table in tables.values()):
        raise refuse_without_rows(path)
    name = settings.sheet or max(tables, key=lambda name: (tables[name].n_characters, tables[name].n_rows))
    table = tables[name]
    table.flush()
    columns = table.parts.columns(max_rows)
    names = table.names or [f"column_{place + 1}" for place in range(len(columns))]
    names = names + [""] * (len(columns) - len(names))
    columns += [pa.chunked_array([pa.array([""] * table.n_rows, type=pa.large_string())])] * (
        len(names) - len(columns)
    )
    used = replace(settings, encoding=decoded.encoding, sheet=name)
    notices = _notices(name, table, tables, settings)
    return RawTable(names, columns, notices, used, tuple(tables) if len(tables) > 1 else ())


def refuse_without_rows(path: Path) -> TableError:
    """The error for SQL in which no row stands."""
    message = _(
        "“{name}” holds SQL but no rows that can be read (INSERT … VALUES, or COPY … FROM stdin in text "
        "format). Export the table from the database as CSV and open that."
    )
    return TableError(message.format(name=path.name))


def _found(path: Path, text: str, is_head: bool) -> Iterator[Rows]:
    try:
        yield from statements(text, is_head)
    except ValueError as error:
        message = _(
            "“{name}” is SQL, but the row in line {line} cannot be read. Export the table from the database "
            "as CSV and open that."
        )
        raise TableError(message.format(name=path.name, line=f"{error.args[0]:,}")) from None


def _notices(
    name: str, table: _Table, tables: dict[str, _Table], settings: ImportSettings
) -> tuple[Notice, ...]:
    message = _("The rows were taken from the SQL statements of table “{table}”, the first in line {line}.")
    line = (table.first_line,)
    told = [Notice("sql-dump", message.format(table=name, line=f"{table.first_line:,}"), line)]
    if len(tables) > 1 and settings.sheet is None:
        message = _("The file has {n} tables with rows; “{sheet}” was read.")
        told.append(Notice("sheet-guessed", message.format(n=f"{len(tables):,}", sheet=name), line))
    if not table.names:
        message = _("No statement names the columns; they are numbered (line {line}).")
        told.append(Notice("no-header", message.format(line=f"{table.first_line:,}"), line))
    if table.n_null:
        message = ngettext_(
            "{n} cell is NULL and stands empty (line {lines}).",
            "{n} cells are NULL and stand empty (lines {lines}).",
            table.n_null,
        ).format(n=f"{table.n_null:,}", lines=lines_named(table.null_lines))
        told.append(Notice("null-cells", message, tuple(table.null_lines[:MAX_LINES_NAMED])))
    if table.uneven:
        message = ngettext_(
            "{n} row has another number of cells than columns are named (line {lines}).",
            "{n} rows have another number of cells than columns are named (lines {lines}).",
            len(table.uneven),
        ).format(n=f"{len(table.uneven):,}", lines=lines_named(table.uneven))
        told.append(
            Notice("short-row", message, tuple(table.uneven[:MAX_LINES_NAMED]), tuple(table.uneven_rows))
        )
    return tuple(told)
