"""Where the header stands again among the rows, as in files put one behind the other."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.notice import Notice
from textminer.storage.odd_characters import MAX_LINES_NAMED, lines_named
from textminer.storage.records import Record
from textminer.translation import _, ngettext_

_MARKS = re.compile(rb"\A(?:\xef\xbb\xbf)+")  # of byte order


class RepeatedHeader:
    """Looks for a header in the rows below it, part by part.

    above:  the text up to the end of the header
    """

    def __init__(self, header: Record, above: bytes) -> None:
        self._names = [cell.decode() for cell in header.cells]
        self._is_sought = len(self._names) > 1 and any(name.strip() for name in self._names)
        line = above.rstrip(b"\r\n").rpartition(b"\n")[2]
        self._raw = _MARKS.sub(b"", line)
        self._n_rows = 0
        self._lines: list[int] = []

    def add(self, text: bytes, first_line: int, columns: Sequence[pa.ChunkedArray], start: int = 0) -> None:
        """Look at rows and at the text that they were read from, which begins at byte `start`, on a line."""
        n_found = self._n_repeated(columns) if self._is_sought else 0
        self._n_rows += n_found
        if n_found and len(self._lines) <= MAX_LINES_NAMED and self._raw:
            self._add_lines(text, first_line, start)

    def notices(self) -> tuple[Notice, ...]:
        """What is told."""
        if not self._n_rows:
            return ()
        message = ngettext_(
            "The header stands again in {n} row, which was kept as a row.",
            "The header stands again in {n} rows, which were kept as rows.",
            self._n_rows,
        ).format(n=f"{self._n_rows:,}")
        if self._lines:
            message += " " + _("Lines: {lines}.").format(lines=lines_named(self._lines))
        return (Notice("repeated-header", message, tuple(self._lines[:MAX_LINES_NAMED])),)

    def _n_repeated(self, columns: Sequence[pa.ChunkedArray]) -> int:
        rows: pa.ChunkedArray | None = None
        n_found = 0
        for name, column in zip(self._names, columns, strict=False):
            found = pc.equal(column, name)
            rows = found if rows is None else pc.and_(rows, found)
            n_found = pc.sum(rows).as_py() or 0
            if not n_found:
                break
        return n_found

    def _add_lines(self, text: bytes, first_line: int, start: int) -> None:
        line, counted, raw = first_line, start, self._raw
        at = text.find(raw, start)
        while at >= 0 and len(self._lines) <= MAX_LINES_NAMED:
            ends = not text[at + len(raw) : at + len(raw) + 1].isalnum()  # wider rows may begin as it does
            if ends and (at == 0 or text[at - 1 : at] == b"\n"):
                line += text.count(b"\n", counted, at)
                counted = at
                self._lines.append(line)
            at = text.find(raw, at + 1)
