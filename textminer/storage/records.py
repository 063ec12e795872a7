"""How characters become records, exactly, with every odd place named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from textminer.errors import TableError
from textminer.storage.marks import Dialect, cell_pattern, escaped_pattern, quoted_pattern
from textminer.storage.quote_repair import MAX_LINES_TRUSTED, QuoteRepair
from textminer.translation import _

STRAY_QUOTE, OPEN_QUOTE, LONG_CELL, LONE_CR = "stray-quote", "open-quote", "long-cell", "lone-cr"
OTHER_DELIMITER = "other-delimiter"
MIN_LINES_SUSPICIOUS = (
    3  # that each look like a row: a quoted cell over so many has most likely swallowed rows
)
MAX_LINES_JUDGED = 1_000  # of a long cell
SHARE_DOUBTFUL = 0.8  # of the lines of a long cell that could be rows: then it is kept, but told
_ESCAPED_PAIR = re.compile(rb"\\(\r\n|.)", re.DOTALL)
_BETWEEN_RETURNS, _RETURNS_AND_LF = re.compile(rb"[^\r]+"), re.compile(rb"\r*\n")
_CODE = re.compile(rb"(?=\D*\d)[^\s\"]+")  # a number, a date, an id
OTHER_DELIMITERS = (";", "\t", "|", ",", " ")  # that a single row may be parted by
MAX_CELLS = 200_000  # of a record: more than that many columns are no table
MIN_BLANKS = 6  # cells between blanks before a line without quotes is believed to be a row


class Record(NamedTuple):
    """One record of a file.

    cells:    UTF-8; one empty cell for a blank line
    line:     1-based physical line where it begins
    end:      byte offset behind it and its line end
    n_lines:  physical lines that it spans
    flaw:     what had to be repaired in it, one of the constants above, or ""
    """

    cells: list[bytes]
    line: int
    end: int
    n_lines: int = 1
    is_blank: bool = False
    flaw: str = ""


class RecordReader:
    """Reads the records of UTF-8 text one by one.

    data:      the whole text, so that an open quote can be followed to its end
    is_head:   the file goes on after `data`, so that a quote still open at its end may close further on
    expected:  cells of a usual record, which decides between two readings of a wrong quote; None if unknown

    A quote that never closes, or that closes in the middle of a cell, costs its own line at most: it is then
    taken as an ordinary character. Concatenated, the records hold every character of the text.
    """

    def __init__(
        self, data: bytes, dialect: Dialect, expected: int | None = None, is_head: bool = False
    ) -> None:
        self._data = data
        self._is_head = is_head
        self._dialect = dialect
        self._expected = expected
        self._delimiter = dialect.delimiter.encode()
        self._quote = dialect.quote.encode()
        self._newline = b"\r" if dialect.newline == "\r" else b"\n"
        self._quoted = quoted_pattern(dialect)
        self._cell = cell_pattern(dialect)
        self._escaped_cell = escaped_pattern(dialect) if dialect.escapes_all else None
        self._blanks = rb"[ ]*" if dialect.skips_blanks else b""
        self._open_cell = (
            re.compile(self._blanks + re.escape(self._quote)) if self._quote else re.compile(rb"(?!)")
        )
        self._repair = QuoteRepair(dialect, expected)
        self._others: list[RecordReader] | None = None
        self._opening = (
            re.compile(rb"(?:^|" + re.escape(self._delimiter) + rb")" + self._blanks + re.escape(self._quote))
            if self._quote
            else None
        )

    def records(self, start: int, line: int, stop: int) -> Iterator[Record]:
        """The records from byte `start`, on physical line `line`, until one ends at `stop` or behind it."""
        at = start
        while at < min(stop, len(self._data)):
            for record in self._next(at, line):
                yield record
                line += record.n_lines
                at = record.end

    def _next(self, at: int, line: int) -> list[Record]:
        content, end = self._line(at)
        if not content:
            return [Record([b""], line, end, is_blank=True)]
        if len(content) > MAX_CELLS and (not self._quote or self._quote not in content):
            self._refuse_wide(content, line)
        if self._escaped_cell is not None and b"\\" in content:
            return [self._escaped(at, line)]
        begun: tuple[list[bytes], int] = [], at
        if self._delimiter in content and b"\r" not in content:
            if not self._quote or self._quote not in content:
                return [Record(content.split(self._delimiter), line, end)]
            begun = self._begun(at, end)
            cells = begun[0]
            is_parted = content.index(self._delimiter) < content.index(self._quote)
            is_parted = is_parted or self._delimiter in self._outside_quotes(content)
            if begun[1] == end and len(cells) > 1 and is_parted:
                return [Record(cells, line, end)]
        other = self._with_other_delimiter(content, line, end)
        if other is not None:
            return [other]
        if self._opening is None or not self._opening.search(content):
            return self._plain(content, line, (at, end))
        cells, end_strict, is_sound = self._strict(begun if begun[1] < end else ([], at))
        n_lines = self._count_lines(at, end_strict)
        if is_sound and n_lines == 1:
            return [Record(cells, line, end_strict)]
        if is_sound and (self._expected in (None, len(cells))) and not self._is_suspicious(at, end_strict):
            return [Record(cells, line, end_strict, n_lines, flaw=self._doubt(at, end_strict, n_lines))]
        if (
            self._is_head
            and not is_sound
            and end_strict == len(self._data)
            and not self._is_suspicious(at, end_strict)
        ):
            return [Record(cells, line, end_strict, n_lines, flaw=OPEN_QUOTE)]
        return [self._repaired(at, line, content, end, (cells, end_strict, is_sound))]

    def _refuse_wide(self, content: bytes, line: int) -> None:
        n_cells = content.count(self._delimiter) + 1
        if n_cells > MAX_CELLS:
            message = _(
                "Line {line} has {n} cells, more than any table. Choose another delimiter than {used}."
            )
            used = self._dialect.delimiter
            shown = f"“{used}”" if used.isprintable() else repr(used)
            raise TableError(message.format(line=f"{line:,}", n=f"{n_cells:,}", used=shown))

    def _line(self, at: int) -> tuple[bytes, int]:
        """The physical line at `at` without its end, and the offset behind it."""
        newline = self._data.find(self._newline, at)
        content, end = (
            (self._data[at:newline], newline + 1) if newline >= 0 else (self._data[at:], len(self._data))
        )
        if self._dialect.newline == "\r\r\n":
            content = content.rstrip(b"\r")
        elif self._newline == b"\n":
            content = content.removesuffix(b"\r")
        elif newline < 0:
            content = content.removesuffix(b"\n")  # a file of CRs that a program ended as Unix files end
        elif end + 1 == len(self._data) and self._data.endswith(b"\n"):
            end += 1
        return content, end

    def _plain(self, content: bytes, line: int, span: tuple[int, int]) -> list[Record]:
        """The records of a line in which no cell opens with a quote; bare CRs may part it in several."""
        at, end = span
        if b"\r" not in content or self._newline == b"\r":
            return [Record(content.split(self._delimiter), line, end)]
        parts = [(match.group(), at + match.end() + 1) for match in _BETWEEN_RETURNS.finditer(content)]
        pieces = [part.split(self._delimiter) for part, _end in parts]
        if not pieces:
            return [Record([b""], line, end, is_blank=True)]
        if (
            self._expected is None
            or self._expected < 2
            or any(len(cells) != self._expected for cells in pieces)
        ):
            return [Record(content.split(self._delimiter), line, end, flaw=LONE_CR)]
        ends = [*(piece_end for _part, piece_end in parts[:-1]), end]
        n_lines = [0] * (len(pieces) - 1) + [1]
        return [
            Record(cells, line, piece_end, n, flaw=LONE_CR)
            for cells, piece_end, n in zip(pieces, ends, n_lines, strict=True)
        ]

    def _escaped(self, at: int, line: int) -> Record:
        """A record in which a backslash makes delimiters and line ends part of a cell."""
        start, cells = at, []
        assert self._escaped_cell is not None
        while True:
            match = self._quoted.match(self._data, at)
            if match is None or not (
                match.end() == len(self._data)
                or self._data.startswith(self._delimiter, match.end())
                or self._line_end(match.end())
            ):
                match = self._escaped_cell.match(self._data, at)
            assert match is not None  # it matches nothing at all, if need be
            cells.append(_ESCAPED_PAIR.sub(self._meaning, match.group(1)))
            at = match.end()
            if not self._data.startswith(self._delimiter, at):
                break
            at += len(self._delimiter)
        end = self._line_end(at) or len(self._data)
        return Record(cells, line, end, self._count_lines(start, end))

    def _meaning(self, pair: re.Match[bytes]) -> bytes:
        """What a backslash and the character behind it stand for."""
        behind = pair.group(1)
        return (
            behind
            if behind in (b"\\", b"\n", b"\r", b"\r\n", self._delimiter[:1], self._quote)
            else pair.group()
        )

    def _strict(self, begun: tuple[list[bytes], int]) -> tuple[list[bytes], int, bool]:
        """A record by the rule: cells, offset behind it, and whether every quote was in its place.

        begun:  its first cells, and the offset of the next one
        """
        data, delimiter, size = self._data, self._delimiter, len(self._data)
        cells, at = list(begun[0]), begun[1]
        while True:
            match = self._quoted.match(data, at)
            if match is not None:
                cells.append(self._repair.unescape(match.group(1)))
                at = match.end()
                if data.startswith(delimiter, at):
                    at += len(delimiter)
                    continue
                if at == size:
                    return cells, at, True
                end = self._line_end(at)
                return cells, end or at, end > 0
            if self._open_cell.match(data, at):
                return [*cells, data[at:]], size, False  # no quote closes it
            newline = data.find(self._newline, at)
            cell_end = data.find(delimiter, at, newline if newline >= 0 else size)
            if cell_end < 0:
                content, end = self._line(at)
                return [*cells, content], end, True
            cells.append(data[at:cell_end])
            at = cell_end + len(delimiter)

    def _begun(self, at: int, end: int) -> tuple[list[bytes], int]:
        """The cells from `at` in a line that ends at `end`, as far as quotes are in their places and close in
        it, and the offset behind them: that of the next cell, or `end`.
        """
        cells: list[bytes] = []
        if self._cell is None:
            return cells, at
        cell = self._cell.scanner(self._data, at, end)  # type: ignore[attr-defined]
        while (match := cell.match()) is not None:
            quoted, plain, behind = match.groups()
            at = match.end()
            if behind == self._delimiter:
                cells.append(plain if quoted is None else self._repair.unescape(quoted))
                continue
            cells.append(plain.removesuffix(b"\r") if quoted is None else self._repair.unescape(quoted))
            break
        return cells, at

    def _line_end(self, at: int) -> int:
        """The offset behind a line end at `at`, or 0 where there is none."""
        if self._dialect.newline == "\r\r\n" and (returns := _RETURNS_AND_LF.match(self._data, at)):
            return returns.end()
        if self._data.startswith(b"\r\n", at):
            return at + 2
        return at + 1 if self._data[at : at + 1] in (b"\n", b"\r") else 0

    def _count_lines(self, start: int, end: int) -> int:
        n_ends = self._data.count(self._newline, start, end)
        return n_ends if n_ends and self._data[end - 1 : end] == self._newline else n_ends + 1

    def _is_suspicious(self, start: int, end: int) -> bool:
        """Whether a record over several lines looks like several records that a stray quote has joined."""
        if self._expected is None or self._expected < 2:
            return False
        newline = self._data.find(self._newline, start, end)
        if self._data.count(self._delimiter, start, newline if newline >= 0 else end) != self._expected - 1:
            return False
        lines = (
            self._data[start:end].rstrip(b"\r\n").split(self._newline, MAX_LINES_TRUSTED)[:MAX_LINES_TRUSTED]
        )
        if len(lines) < MIN_LINES_SUSPICIOUS:
            return False
        if any(content.count(self._delimiter) != self._expected - 1 for content in lines):
            return False
        return _are_alike([content.split(self._delimiter) for content in lines])

    def _doubt(self, start: int, end: int, n_lines: int) -> str:
        """LONG_CELL where a record over many lines may hold rows of their own, else ""."""
        if self._expected is None or n_lines <= MAX_LINES_TRUSTED:
            return ""
        n_lines = min(n_lines, MAX_LINES_JUDGED)
        second = self._data.find(self._newline, start) + 1
        third = self._data.find(self._newline, second)
        if self._data.count(self._delimiter, second, third) < self._expected - 1:
            return ""
        lines = self._data[start:end].split(self._newline, n_lines)[:n_lines]
        n_like_rows = sum(content.count(self._delimiter) >= self._expected - 1 for content in lines)
        return LONG_CELL if n_like_rows >= SHARE_DOUBTFUL * n_lines else ""

    def _repaired(
        self, at: int, line: int, content: bytes, end: int, strict: tuple[list[bytes], int, bool]
    ) -> Record:
        """The best reading of a record whose quotes are wrong."""
        if self._expected is None:
            return Record(self._repair.line(content), line, end, flaw=STRAY_QUOTE)
        cells = self._repair.fitting_line(content)
        if cells is not None and not (self._quote and cells[-1].startswith(self._quote)):
            return Record(cells, line, end, flaw=STRAY_QUOTE)
        long = self._repair.lines(self._data, at)
        if long is not None:
            return Record(long[0], line, long[1], self._count_lines(at, long[1]), flaw=STRAY_QUOTE)
        if cells is None and strict[2] and not self._is_suspicious(at, strict[1]):
            return Record(strict[0], line, strict[1], self._count_lines(at, strict[1]))
        return Record(cells or self._repair.line(content), line, end, flaw=STRAY_QUOTE)

    def _outside_quotes(self, content: bytes) -> bytes:
        """A line without what stands between its quotes; the whole line where they are odd."""
        if not self._quote or content.count(self._quote) in (0, 1) or content.count(self._quote) % 2:
            return content
        return b"".join(content.split(self._quote)[::2])

    def _with_other_delimiter(self, content: bytes, line: int, end: int) -> Record | None:
        """A line without the delimiter that is a usual record under another one."""
        if self._expected is None or self._expected < 3:
            return None
        if self._delimiter in content and self._delimiter in self._outside_quotes(content):
            return None
        if self._others is None:
            marks = [mark for mark in OTHER_DELIMITERS if mark != self._dialect.delimiter]
            self._others = [RecordReader(b"", replace(self._dialect, delimiter=mark)) for mark in marks]
        for other in self._others:
            n_marks = content.count(other._delimiter)
            if n_marks < self._expected - 1:
                continue
            if other._delimiter == b" " and self._expected < MIN_BLANKS and self._quote not in content:
                continue
            other._data = content
            found = list(other.records(0, 1, len(content)))
            if len(found) == 1 and len(found[0].cells) == self._expected and not found[0].flaw:
                return Record(found[0].cells, line, end, flaw=OTHER_DELIMITER)
        return None


def _are_alike(rows: list[list[bytes]]) -> bool:
    """Whether a column of the rows holds numbers, or anything with a digit and no blank, in all of them."""
    return any(all(_CODE.fullmatch(cell) for cell in column) for column in zip(*rows, strict=True))
