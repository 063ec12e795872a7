"""Bytes that could not be decoded and NUL characters: how they are shown, counted and told."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.notice import Notice
from textminer.translation import ngettext_

MAX_LINES_NAMED = 5
BYTES_LOOKED_AT = 10_000  # one by one, as emoji have them; Chinese has far more
MARK_START = "\ufffd⟨"
TEXT_MARK = re.compile("\ufffd⟨([0-9A-F]{2})⟩")
_MARK = re.compile("\ufffd⟨[0-9A-F]{2}⟩".encode())
_NUL = re.compile(rb"\0")
_JOINED, _JOINED_FIRST = (
    re.compile(rb"(?<=[\r\n])\xef\xbb\xbf"),
    re.compile(rb"(?:\A|(?<=[\r\n]))\xef\xbb\xbf"),
)


def _holds_mark(text: bytes) -> bool:
    """Whether a byte order mark is there. One byte is found ten times as fast as three."""
    at = text.find(codecs.BOM_UTF8[:1])
    for _place in range(BYTES_LOOKED_AT):
        if at < 0 or text.startswith(codecs.BOM_UTF8, at):
            return at >= 0
        at = text.find(codecs.BOM_UTF8[:1], at + 1)
    return text.find(codecs.BOM_UTF8, at) >= 0 if at >= 0 else False


@dataclass
class OddCharacters:
    """What was met in a text, part by part: how often, and the first lines."""

    n_marks: int = 0
    n_nuls: int = 0
    mark_lines: list[int] = field(default_factory=list)
    nul_lines: list[int] = field(default_factory=list)
    n_joined: int = 0
    joined_lines: list[int] = field(default_factory=list)

    def add(self, text: bytes, first_line: int = 1, may_be_marked: bool = True) -> None:
        """Count a part of UTF-8 text that begins on a line; marks only where bytes may have got them."""
        if may_be_marked and MARK_START.encode() in text:
            offsets = [match.start() for match in _MARK.finditer(text)]
            self.n_marks += len(offsets)
            _add_lines(self.mark_lines, text, offsets, first_line)
        if b"\0" in text:
            offsets = [match.start() for match in _NUL.finditer(text)]
            self.n_nuls += len(offsets)
            _add_lines(self.nul_lines, text, offsets, first_line)
        if _holds_mark(text):
            pattern = _JOINED_FIRST if first_line > 1 else _JOINED
            offsets = [match.start() for match in pattern.finditer(text)]
            self.n_joined += len(offsets)
            _add_lines(self.joined_lines, text, offsets, first_line)

    def notices(self, rows: tuple[int, ...] = ()) -> tuple[Notice, ...]:
        """What is told; `rows` are the positions of the rows that hold marks."""
        told: list[Notice] = []
        if self.n_marks:
            message = ngettext_(
                "{n} byte could not be decoded; it is shown as � with its value (line {lines}).",
                "{n} bytes could not be decoded; they are shown as � with their values (lines {lines}).",
                self.n_marks,
            )
            told.append(notice_of_lines("undecodable-bytes", message, self.mark_lines, rows, self.n_marks))
        if self.n_nuls:
            message = ngettext_(
                "{n} NUL character stands in the text (line {lines}); it is kept.",
                "{n} NUL characters stand in the text (lines {lines}); they are kept.",
                self.n_nuls,
            )
            told.append(notice_of_lines("nul", message, self.nul_lines, n=self.n_nuls))
        if self.n_joined:
            message = ngettext_(
                "{n} byte order mark begins a line further on, as where files were joined "
                "(line {lines}); it is kept as a character.",
                "{n} byte order marks begin lines further on, as where files were joined "
                "(lines {lines}); they are kept as characters.",
                self.n_joined,
            )
            told.append(notice_of_lines("joined-files", message, self.joined_lines, n=self.n_joined))
        return tuple(told)


def notices_of_text(text: bytes, may_be_marked: bool = False) -> tuple[Notice, ...]:
    """What is told of a whole text."""
    found = OddCharacters()
    found.add(text, may_be_marked=may_be_marked)
    return found.notices()


def marked_rows(columns: Sequence[pa.ChunkedArray]) -> tuple[int, ...]:
    """Positions of the rows that hold the mark of a byte that could not be decoded, ascending."""
    is_marked = np.zeros(len(columns[0]) if columns else 0, dtype=bool)
    for column in columns:
        found = pc.match_substring_regex(column, TEXT_MARK.pattern)
        is_marked |= found.to_numpy()
    return tuple(np.flatnonzero(is_marked).tolist())


def lines_with(pattern: re.Pattern[bytes], text: bytes, first_line: int = 1) -> list[int]:
    """The first lines of a text that hold what a pattern finds: those named, and one more if there are."""
    lines: list[int] = []
    newline = b"\n" if b"\n" in text else b"\r"
    line, at = first_line, 0
    while len(lines) <= MAX_LINES_NAMED and (found := pattern.search(text, at)) is not None:
        line += text.count(newline, at, found.start())
        lines.append(line)
        end = text.find(newline, found.start())
        if end < 0:
            break
        line, at = line + 1, end + 1
    return lines


def lines_named(lines: Sequence[int]) -> str:
    """The first few of the lines as users read them: "3, 17, 20 …"."""
    named = ", ".join(f"{line:,}" for line in lines[:MAX_LINES_NAMED])
    return named + (" …" if len(lines) > MAX_LINES_NAMED else "")


def notice_of_lines(
    kind: str, message: str, lines: Sequence[int], rows: Sequence[int] = (), n: int | None = None
) -> Notice:
    """What is told of some lines.

    message:  with {n} and {lines}
    rows:     positions of repaired rows
    n:        of what is counted, where that is not the lines
    """
    told = message.format(n=f"{len(lines) if n is None else n:,}", lines=lines_named(lines))
    return Notice(kind, told, tuple(lines[:MAX_LINES_NAMED]), tuple(rows))


def _add_lines(lines: list[int], text: bytes, offsets: list[int], first_line: int) -> None:
    """Add the distinct lines of ascending offsets: the first few, and one more if there are more."""
    line, at = first_line, 0
    newline = b"\n" if b"\n" in text else b"\r"
    for offset in offsets:
        if len(lines) > MAX_LINES_NAMED:
            return
        line += text.count(newline, at, offset)
        at = offset
        if lines[-1:] != [line]:
            lines.append(line)
