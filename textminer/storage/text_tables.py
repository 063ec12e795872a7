"""Decoded text into a table: delimited records, or one document a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

import pyarrow.compute as pc

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress
from textminer.storage.delimited import Oddities, notices_of, read_body
from textminer.storage.dialect import LIKELY, DialectGuess, guess_dialect
from textminer.storage.dialect_notices import (
    HEAD_BYTES,
    dialect_notices,
    doubled_backslashes_notice,
    drawn_rule_notice,
    lines_of_rows_notice,
    mail_coding_notice,
    padding_notice,
    separators_notice,
    single_cell_notices,
    typographic_quotes_notice,
)
from textminer.storage.header import looks_like_header
from textminer.storage.odd_characters import notice_of_lines
from textminer.storage.preamble import preamble_notice
from textminer.storage.raw_table import RawTable
from textminer.storage.records import Record, RecordReader
from textminer.storage.repeated_header import RepeatedHeader
from textminer.storage.text_encoding import DecodedText
from textminer.translation import _

SHARE_TABBED = 0.6  # of the lines of a .txt file: what has equally many tabs in so many is a table
WIDE, SHARE_WIDE = 6, 0.75  # cells between semicolons or bars that no text has in so many lines
MIN_ROWS_NAMED = 4  # lines below identifiers in a .txt file, most of them rows, that make it a table
HEADER_ROWS = 100  # below the header, to judge whether it is one
MIN_HEADER_ROWS, HEADER_SPAN = 20, 2**15  # so many rows do where they are long: bytes
_SEPARATOR_LINE = re.compile(
    rb"sep=(?P<sign>.)\r?\n|#separator:(?P<name>\w+|.)\r?\n(?:#[\w ]+:[^\r\n]*\r?\n)*", re.IGNORECASE
)
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}


@dataclass(frozen=True)
class TablePlan:
    """How a delimited text is going to be read, as far as its beginning tells.

    names:      of the header; None where there is none
    width:      cells of a usual record
    start:      byte offset at which the rows begin, on physical line `line`
    settings:   what is used, every field filled in
    below:      the first records under the header
    notices:    what had to be decided
    blanks:     lines of the blank lines above the header
    above:      the text from its beginning to `start`
    header:     the first record
    """

    guess: DialectGuess
    names: list[str] | None
    width: int
    start: int
    line: int
    settings: ImportSettings
    header: Record
    below: list[Record]
    notices: tuple[Notice, ...]
    blanks: list[int]
    above: bytes

    def oddities(self) -> Oddities:
        """What was odd above the rows: blank lines, and a header that had to be repaired."""
        found = Oddities(blank=list(self.blanks))
        if self.names is not None and self.header.flaw:
            found.add_flaw(self.header)
        return found


def plan_table(
    text: DecodedText, settings: ImportSettings, is_head: bool = False, may_be_lines: bool = False
) -> TablePlan | None:
    """How the table in a text is read, by the settings and, where they leave it open, by the best guess.

    is_head:       the file goes on after `text`
    may_be_lines:  return None unless the text is surely a table and not one document a line
    """
    start, line, separator = _separator_line(text)
    if separator and settings.delimiter is None:
        settings = replace(settings, delimiter=separator)
    guess = guess_dialect(text.data, start, settings, is_whole=not is_head)
    if may_be_lines and settings.delimiter is None and not _is_surely_table(text, start, guess):
        return None
    notices: list[Notice] = []
    if separator:
        message = _("The first line names the delimiter; it is no row (line 1).")
        above = tuple(range(1, line))
        if len(above) > 1:
            message = _("The first lines name the delimiter and such; they are no rows (lines {lines}).")
        notices.append(notice_of_lines("separator-line", message, above))
    if guess.preamble_lines:
        notices.append(preamble_notice(line, guess.preamble_lines))
    start, line = start + guess.preamble_bytes, line + guess.preamble_lines
    first, blanks, below = _first_records(text.data, start, line, guess)
    names = [cell.decode() for cell in first.cells]
    has_header = settings.has_header
    if has_header is None:
        has_header = looks_like_header(names, [[cell.decode() for cell in record.cells] for record in below])
    beginning = text.data[start : start + HEAD_BYTES]
    notices += dialect_notices(guess, settings, has_header, (first, *below), (beginning, line))
    if guess.is_single and settings.delimiter is None:
        notices += single_cell_notices(first, below)
    notices += typographic_quotes_notice(first, below)
    notices += doubled_backslashes_notice(beginning, line, guess.dialect)
    notices += mail_coding_notice(beginning, line)
    notices += padding_notice(beginning, line, guess.dialect)
    newline = _newline(text.data, first.end)
    notices += separators_notice(first, newline is None, guess.dialect.delimiter)
    notices += drawn_rule_notice(first, below, guess.dialect.delimiter.encode())
    used = replace(
        settings,
        encoding=text.encoding,
        delimiter=None if guess.is_single else guess.dialect.delimiter,
        quote=guess.dialect.quote,
        has_header=has_header,
        newline=newline,
        has_bom=text.has_bom,
    )
    return TablePlan(
        guess=guess,
        names=names if has_header else None,
        width=max(len(names), guess.width),
        start=first.end if has_header else start,
        line=first.line + first.n_lines if has_header else line,
        settings=used,
        header=first,
        below=below,
        notices=tuple(notices),
        blanks=blanks if has_header else [],
        above=text.data[: first.end if has_header else start],
    )


def read_text(
    text: DecodedText,
    settings: ImportSettings,
    progress: Progress,
    max_rows: int | None = None,
    is_head: bool = False,
    may_be_lines: bool = False,
) -> RawTable | None:
    """The table in a text, by the settings and, where they leave it open, by the best guess.

    is_head:       the file goes on after `text`; the record that its end cuts is left out
    may_be_lines:  return None unless the text is surely a table and not one document a line
    """
    plan = plan_table(text, settings, is_head, may_be_lines)
    if plan is None:
        return None
    dialect, width = plan.guess.dialect, plan.width
    body = read_body(
        text.data, plan.start, plan.line, dialect, width, progress, max_rows, drops_last=is_head
    )  # fmt: skip
    oddities = plan.oddities()
    oddities.add_part(body.oddities, 0)
    columns = body.columns
    are_empty = lambda: bool(pc.all(pc.equal(columns[-1], "")).as_py())  # noqa: E731
    names, n_kept, notices = names_for(plan, len(columns), are_empty)
    repeated = RepeatedHeader(plan.header, plan.above)
    if plan.names is not None:
        repeated.add(text.data, plan.line, columns, plan.start)
    told = (*plan.notices, *notices, *repeated.notices(), *notices_of(oddities))
    return RawTable(names, columns[:n_kept], told, plan.settings)


def _separator_line(text: DecodedText) -> tuple[int, int, str]:
    """Where the table begins: byte offset, line, and the delimiter if the first line names it.

    That is `sep=;` of Excel's, or `#separator:tab` of Anki's, which has more such lines below.
    """
    match = _SEPARATOR_LINE.match(text.data, text.start)
    if match is None:
        return text.start, 1, ""
    named = (match["sign"] or match["name"]).decode("latin-1")
    return match.end(), 1 + match.group().count(b"\n"), _SEPARATORS.get(named.lower(), named)


def rows_in_lines(text: DecodedText, is_head: bool) -> tuple[Notice, ...]:
    """What is told of a .txt file that is read line by line though its lines look like rows of a table."""
    guess = guess_dialect(text.data, text.start, ImportSettings(), is_whole=not is_head)
    return lines_of_rows_notice(text.data, guess)


def _is_surely_table(text: DecodedText, start: int, guess: DialectGuess) -> bool:
    """Whether a .txt file is a table and not one document a line."""
    if guess.dialect.delimiter == "\t" and guess.width > 2 and guess.share >= SHARE_TABBED:
        return True
    is_wide = guess.dialect.delimiter in (";", "|") and guess.width >= WIDE and guess.share >= SHARE_WIDE
    if is_wide and text.data.count(b"\n", start, start + HEAD_BYTES) > 2:
        return True
    if guess.width > 2 and guess.share >= LIKELY and _begins_with_identifiers(text, start, guess):
        return True
    if guess.width < 2 or guess.share < 0.98:
        return False
    reader = RecordReader(text.data, guess.dialect, guess.width)
    rows = [record.cells for record in islice(reader.records(start, 1, len(text.data)), 4)]
    if guess.dialect.delimiter == "\t":
        return True
    if guess.dialect.delimiter in (";", "|") and guess.width > 2 and guess.share == 1 and len(rows) > 3:
        return True
    if guess.dialect.delimiter == " " and guess.width == 2:
        return False  # a word before a quotation
    names = [cell.decode() for cell in rows[0]]
    are_names = all(name == name.strip() and len(name) <= 40 for name in names) and all(names[1:-1])
    return are_names and (len(names) > 2 or all(names[1:])) and len(rows) > 2


def _begins_with_identifiers(text: DecodedText, start: int, guess: DialectGuess) -> bool:
    """Whether the first line parts words such as `user_id` by a delimiter, and enough rows follow it."""
    reader = RecordReader(text.data, guess.dialect, guess.width)
    lines = (record for record in reader.records(start, 1, len(text.data)) if not record.is_blank)
    first, *below = islice(lines, MIN_ROWS_NAMED + 1)
    names = [cell.decode() for cell in first.cells]
    n_usual = sum(len(record.cells) == guess.width for record in below)
    is_named = len(names) == len(set(names)) == guess.width and all(map(str.isidentifier, names))
    return guess.dialect.delimiter in (",", ";", "|") and is_named and 2 * n_usual >= MIN_ROWS_NAMED


def _newline(data: bytes, end: int) -> str | None:
    """What ends the first record, which goes to byte `end`; None where nothing does."""
    ends = ("\r\r\n", "\r\n", "\n", "\r")
    return next((newline for newline in ends if data[max(end - 3, 0) : end].endswith(newline.encode())), None)


def _first_records(
    data: bytes, start: int, line: int, guess: DialectGuess
) -> tuple[Record, list[int], list[Record]]:
    """The first record that is not blank, the lines of the blank ones before it, and the records below it."""
    blanks: list[int] = []
    first: Record | None = None
    below: list[Record] = []
    for record in RecordReader(data, guess.dialect, guess.width).records(start, line, len(data)):
        if first is None and record.is_blank:
            blanks.append(record.line)
        elif first is None:
            first = record
        elif not record.is_blank:
            below.append(record)
        if len(below) >= HEADER_ROWS or (len(below) >= MIN_HEADER_ROWS and record.end > start + HEADER_SPAN):
            break
    if first is None:
        raise TableError(_("The file holds no table: all of its lines are blank."))
    return first, blanks, below


def names_for(
    plan: TablePlan, n_columns: int, last_is_empty: Callable[[], bool]
) -> tuple[list[str], int, tuple[Notice, ...]]:
    """The names of the columns, where rows are wider than the header, and how many columns are kept.

    last_is_empty:  whether no cell of the last column holds anything; asked only where that decides
    """
    names, width = plan.names, plan.width
    if names is None:
        return [f"column_{position + 1}" for position in range(n_columns)], n_columns, ()
    if len(names) + 1 == width == n_columns:
        if last_is_empty():
            first = plan.below[0].line if plan.below else plan.line
            message = _(
                "Every row ends with a delimiter more than the header; the empty last column was left out "
                "(line {line} and those below)."
            )
            notice = Notice("trailing-column", message.format(line=f"{first:,}"), (first,))
            return names, n_columns - 1, (notice,)
        if _are_row_names(plan.below):
            message = _(
                "The header has one name less than the rows have cells; the first column has none "
                "(line {line})."
            )
            notice = Notice("row-names", message.format(line=f"{plan.header.line:,}"), (plan.header.line,))
            return ["", *names], n_columns, (notice,)
    notices: tuple[Notice, ...] = ()
    if len(names) < width:
        notices = (
            Notice(
                "short-header",
                _(
                    "The header names {n} columns but the rows have {m}; the last ones have no name "
                    "(line {line})."
                ).format(n=len(names), m=width, line=f"{plan.header.line:,}"),
                (plan.header.line,),
            ),
        )
    return names + [""] * (n_columns - len(names)), n_columns, notices


def _are_row_names(below: list[Record]) -> bool:
    """Whether the first cells count the rows, as R writes them without a header of their own."""
    first = [record.cells[0] for record in below]
    return bool(first) and first == [str(number + 1).encode() for number in range(len(first))]
