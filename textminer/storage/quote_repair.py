"""The likeliest cells of a record whose quotes are wrong."""

import re
from operator import itemgetter

from textminer.storage.marks import Dialect, lenient_pattern, quoted_pattern, unescaped

MAX_TRIES = 200  # of closing quotes, before a wrongly quoted record is taken line by line
MAX_LINES_TRUSTED = 20  # a wrongly quoted cell is not looked for beyond so many lines
MAX_MARKS = 300  # delimiters in a line of which every reading is weighed
MAX_CLOSINGS = 12  # quotes before a delimiter that may close one cell
_NOTHING = re.compile(rb"(?!)")

_Reading = tuple[int, list[bytes]]


class QuoteRepair:
    """Readings of records in which a quote is missing, or stands where none may.

    expected:  cells of a usual record; None if unknown
    """

    def __init__(self, dialect: Dialect, expected: int | None) -> None:
        self._dialect = dialect
        self._expected = expected
        self._delimiter = dialect.delimiter.encode()
        self._quote = dialect.quote.encode()
        self._newline = b"\r" if dialect.newline == "\r" else b"\n"
        quote, delimiter = re.escape(self._quote), re.escape(self._delimiter)
        blanks = rb"[ ]*" if dialect.skips_blanks else b""
        self._quoted = quoted_pattern(dialect)
        self._lenient_cell = lenient_pattern(dialect)
        self._open_cell = re.compile(blanks + quote) if quote else _NOTHING
        self._escaped = re.compile(rb"\\(\\|\r?\n|" + quote + rb")|" + quote * 2)
        self._meaning = unescaped(self._quote)
        self._closing = re.compile(quote + delimiter)
        self._closing_last = re.compile(quote + rb"(?:\r*\n|\r|\Z)")
        self._closing_in_line = re.compile(quote + blanks + rb"(?=" + delimiter + rb"|\Z)")

    def line(self, content: bytes) -> list[bytes]:
        """The cells of one line: as many as usual with the fewest faults, else a quote closes early."""
        fitting = self.fitting_line(content)
        return self._lenient_line(content) if fitting is None else fitting

    def fitting_line(self, content: bytes) -> list[bytes] | None:
        """The reading of one line with a row's number of cells that has the fewest faults."""
        if self._expected is None or not 1 < self._expected <= MAX_MARKS:
            return None
        n_delimiters = content.count(self._delimiter)
        if not self._expected - 1 <= n_delimiters <= MAX_MARKS:
            return None
        if n_delimiters == self._expected - 1 and len(self._delimiter) == 1:  # none can stand in a cell
            return [self._likeliest(cell) for cell in content.split(self._delimiter)]
        found = self._best(content, 0, self._expected, {})
        return None if found is None else found[1]

    def lines(self, data: bytes, at: int) -> tuple[list[bytes], int] | None:
        """A record over several lines with the expected number of cells, which hold quotes of their own.

        A quote may close a cell where a delimiter follows and more cells are due, or a line end follows and
        this is the last cell; of several such readings the one with the shortest first cells is taken. None
        where its further lines look like rows themselves.
        """
        if self._expected is None:
            return None
        limit = at
        for _line in range(MAX_LINES_TRUSTED):
            newline = data.find(self._newline, limit)
            limit = newline + 1 if newline >= 0 else len(data)
        window = data[at:limit]
        found = self._cells_from(window, 0, self._expected, [MAX_TRIES])
        if found is None or self._holds_rows(window[: found[1]]):
            return None
        return found[0], at + found[1]

    def unescape(self, cell: bytes) -> bytes:
        """What stands between two quotes, its own quotes single and without their escapes."""
        quote = self._quote
        if self._dialect.escape and b"\\" in cell:
            return self._escaped.sub(self._meaning, cell)
        return cell.replace(quote * 2, quote) if quote in cell else cell

    def _holds_rows(self, text: bytes) -> bool:
        """Whether half of the lines below the first are rows of their own."""
        if self._expected is None or self._expected < 2:
            return False
        further = text.split(self._newline)[1:]
        further = [line.removesuffix(b"\r") for line in (further if further[-1:] != [b""] else further[:-1])]
        n_rows = sum(len(self._lenient_line(line)) == self._expected for line in further)
        return n_rows > 0 and 2 * n_rows >= len(further)

    def _best(
        self, content: bytes, at: int, n_due: int, known: dict[tuple[int, int], _Reading | None]
    ) -> _Reading | None:
        """`n_due` cells from `at` to the end of a line with the fewest faults, and how many these are."""
        if (at, n_due) in known:
            return known[at, n_due]
        best: _Reading | None = None
        for faults, cell, end in self._choices(content, at):
            if end == len(content):
                rest: _Reading | None = (0, []) if n_due == 1 else None
            elif n_due > 1:
                rest = self._best(content, end + len(self._delimiter), n_due - 1, known)
            else:
                rest = None
            if rest is not None and (best is None or faults + rest[0] < best[0]):
                best = faults + rest[0], [cell, *rest[1]]
        known[at, n_due] = best
        return best

    def _likeliest(self, cell: bytes) -> bytes:
        """What stands in a cell whose bounds are known: the first reading with the fewest faults."""
        if self._open_cell.match(cell) is None:
            return cell
        return min(self._choices(cell, 0), key=itemgetter(0))[1]

    def _choices(self, content: bytes, at: int) -> list[tuple[int, bytes, int]]:
        """The ways to read a cell at `at`: how many faults it then has, the cell, and where it ends."""
        end = content.find(self._delimiter, at)
        plain = content[at : end if end >= 0 else len(content)]
        opening = self._open_cell.match(content, at)
        n_faults = 2 * (opening is not None) + plain.endswith(self._quote)
        choices = [(n_faults, plain, at + len(plain))]
        if opening is None:
            return choices
        sound = self._quoted.match(content, at)
        if sound is not None and (
            sound.end() == len(content) or content.startswith(self._delimiter, sound.end())
        ):
            choices.insert(0, (0, self.unescape(sound.group(1)), sound.end()))
        for match, _n in zip(
            self._closing_in_line.finditer(content, opening.end()), range(MAX_CLOSINGS), strict=False
        ):
            inner = content[opening.end() : match.start()]
            n_inner = inner.count(self._quote)
            if n_inner:
                choices.append((1 + n_inner % 2, self.unescape(inner), match.end()))
        return choices

    def _lenient_line(self, content: bytes) -> list[bytes]:
        """The cells of one line; a quote closes only before a delimiter or the end."""
        cells: list[bytes] = []
        at = 0
        may_close = True  # where one quote is not closed, neither is any behind it
        while True:
            match = self._lenient_cell.match(content, at) if may_close else None
            if match is not None:
                cells.append(self.unescape(match.group(1)))
                at = match.end()
                if at == len(content):
                    return cells
                at += len(self._delimiter)
                continue
            may_close = may_close and self._open_cell.match(content, at) is None
            end = content.find(self._delimiter, at)
            if end < 0:
                return [*cells, content[at:]]
            cells.append(content[at:end])
            at = end + len(self._delimiter)

    def _cells_from(
        self, window: bytes, at: int, n_due: int, tries: list[int]
    ) -> tuple[list[bytes], int] | None:
        """`n_due` cells from `at` to a line end in the window, and the offset behind that end."""
        is_last = n_due == 1
        opening = self._open_cell.match(window, at)
        if opening is None:
            end = window.find(self._newline, at)
            content = window[at : end if end >= 0 else len(window)]
            cell, found, _rest = content.partition(self._delimiter)
            if bool(found) == is_last:
                return None
            if is_last:
                return [cell.removesuffix(b"\r")], end + 1 if end >= 0 else len(window)
            rest = self._cells_from(window, at + len(cell) + len(self._delimiter), n_due - 1, tries)
            return None if rest is None else ([cell, *rest[0]], rest[1])
        for match in (self._closing_last if is_last else self._closing).finditer(window, opening.end()):
            tries[0] -= 1
            if tries[0] < 0:
                return None
            cell = self.unescape(window[opening.end() : match.start()])
            if is_last:
                return [cell], match.end()
            rest = self._cells_from(window, match.end(), n_due - 1, tries)
            if rest is not None:
                return [cell, *rest[0]], rest[1]
        return None
