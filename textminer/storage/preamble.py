"""What stands above the header of a table and is no record: titles, remarks, blank lines."""

import re
from collections.abc import Sequence

from textminer.corpus.notice import Notice
from textminer.storage.header import are_years, evidence_for_header
from textminer.storage.odd_characters import notice_of_lines
from textminer.storage.records import Record
from textminer.translation import ngettext_

MAX_PREAMBLE = 20  # records above a header
MAX_REMARKS = 150  # the same, where each begins as comments do
MAX_FOOTER = 5  # lines of a single cell below a table
MAX_NAME_LENGTH = 40  # characters; what is longer is text
MAX_LACKING = 2  # names that are empty or stand twice, where nothing else speaks for another header
MAX_QUESTION_LENGTH = 200  # of a survey, where nothing else can be the header
SHARE_BELOW = 0.9  # of the records below a header that have its number of cells
SHARE_ODD = 0.35  # of the records below names of three columns or more that may have another number of cells
SURE = 2  # points of evidence that make a row of two cells a header
_REMARKS = (b"#", b"//", b"%")
_REMARKS_ABOVE = (
    b"; ",
    b"! ",
    b"-- ",
    b"* ",
    b"REM ",
    b"rem ",
)  # begin cells too, so above alone
_FIELD = re.compile(rb"#[A-Za-z-]+: ")


def first_below_preamble(records: Sequence[Record], usual: int, is_sure: bool = False) -> int:
    """Which record is the header where titles, remarks or a blank line stand above it; 0 where none do.

    is_sure:  the delimiter stands in no text, so that a line without one is no row

    Else a table of two columns needs a blank line, remark signs or a telling header there: a single name
    above rows that happen to hold one comma each is a header, not a title.
    """
    if usual < 2 or len(records) < 2:
        return 0
    first = _below_remarks(records, usual) or first_below_titles(records, usual, is_sure)
    sign = remark_sign(records[0]) if first else ""
    below = [record for record in records[first:] if not sign or remark_sign(record) != sign]
    if not 0 < first <= (MAX_REMARKS if sign else MAX_PREAMBLE):
        return 0
    n_usual = sum(len(record.cells) == usual for record in below)
    if n_usual < 2 or (n_usual < SHARE_BELOW * len(below) and not are_names(records[first])):
        return 0
    n_footers = 0
    while n_footers < MAX_FOOTER and len(below[-1 - n_footers].cells) == 1:
        n_footers += 1
    n_odd = len(below) - n_footers - n_usual
    share_odd = SHARE_ODD if usual > 2 and are_names(records[first]) else 1 - SHARE_BELOW
    if n_odd > max(1, share_odd * len(below)):
        return 0
    return first


def width_below_blank_line(records: Sequence[Record]) -> int:
    """The number of cells below a blank line, where all records have more of them than any above it; else 0.

    That is how statements of banks and reports begin: what they are about, a blank line, a header, rows.
    """
    gaps = [
        place
        for place in range(1, min(len(records), MAX_PREAMBLE + 1))
        if records[place].line > records[place - 1].line + records[place - 1].n_lines
    ]
    if not gaps or len(records) - gaps[-1] < 2:
        return 0
    widths = [len(record.cells) for record in records]
    above, below = widths[: gaps[-1]], set(widths[gaps[-1] :])
    is_wider = len(below) == 1 and min(below) > max(2, *above)
    return min(below) if is_wider and _may_be_names(records[gaps[-1]], MAX_NAME_LENGTH) else 0


def preamble_notice(line: int, n_lines: int) -> Notice:
    """What is told of `n_lines` lines above the header, of which the first is `line`."""
    lines = list(range(line, line + n_lines))
    message = ngettext_(
        "{n} line above the header is no row and was left out (line {lines}).",
        "{n} lines above the header are no rows and were left out (lines {lines}).",
        n_lines,
    )
    return notice_of_lines("preamble", message, lines)


def are_fields(records: Sequence[Record]) -> int:
    """How many records above the rows are such as `#Version: 1.0`, as logs begin; 0 for a single one."""
    n = next((place for place, one in enumerate(records) if not _FIELD.match(one.cells[0])), 0)
    return n if n > 1 else 0


def remark_sign(record: Record) -> str:
    """What a record begins with, if programs mark comments so; else ""."""
    return next((sign.decode() for sign in _REMARKS if record.cells[0].startswith(sign)), "")


def _sign_above(record: Record) -> str:
    return next((sign.decode() for sign in _REMARKS_ABOVE if record.cells[0].startswith(sign)), "")


def are_names(record: Record, may_lack: bool = False) -> bool:
    """Whether the cells can be names of columns: all different, none empty or long.

    may_lack:  of three or more, some may be empty or stand twice
    """
    names = [cell.decode(errors="replace") for cell in record.cells]
    are_short = all(name == name.strip() and len(name) <= MAX_NAME_LENGTH for name in names)
    n_lacking = len(names) - len({name for name in names if name})
    return len(names) > 1 and are_short and n_lacking <= (may_lack and len(names) > 2) * MAX_LACKING


def _below_remarks(records: Sequence[Record], usual: int) -> int:
    """The first record below remarks; marked lines that have a row's cells may be the header and rows."""
    sign = remark_sign(records[0]) or _sign_above(records[0])
    marked = sign.encode()
    n = next((place for place, record in enumerate(records) if not record.cells[0].startswith(marked)), 0)
    if not sign or not _may_head(records, n, usual):
        return 0
    if n == 1 or not _looks_like_names(records, n):
        n_least = 2 if n > 1 else 1  # filled cells: remarks of which several stand above are no rows of one
        while n > 0 and len(records[n - 1].cells) == usual and _n_filled(records[n - 1]) >= n_least:
            n -= 1
    return n


def first_below_titles(records: Sequence[Record], usual: int, is_sure: bool = False) -> int:
    """The first record with a row's cells below ones with a single cell, or with one filled cell; else 0."""
    n = 0
    while n < len(records) and (not _may_head(records, n, usual) or _n_filled(records[n]) <= 1):
        n += 1
    if n == 0 or n == len(records):
        return 0
    above, header = records[:n], records[n]
    are_lines = usual > 2 and all(len(record.cells) == 1 for record in above)
    has_blank = any(_n_filled(record) == 0 for record in above)
    may_be_long = are_lines or (usual > 2 and has_blank)
    if not _may_be_names(header, MAX_QUESTION_LENGTH if may_be_long else MAX_NAME_LENGTH):
        return 0
    if any(len(record.cells) == usual for record in above):  # delimiters stand in the lines above too
        first_only = all(_n_filled(record) == 0 or record.cells[0].strip() for record in above)
        return n if first_only and (has_blank or (usual > 2 and are_names(header))) else 0
    is_set_off = header.line > above[-1].line + above[-1].n_lines
    are_titles = is_sure and all(len(record.cells) == 1 for record in above)
    are_narrow = usual > 3 and all(2 * len(record.cells) <= usual for record in above)  # titles have commas
    if is_set_off or are_lines or are_titles:
        return n
    if are_narrow and are_names(header) and _looks_like_names(records, n):
        return n
    return n if len(above) == 1 and are_names(header) and _looks_like_names(records, n) else 0


def _may_head(records: Sequence[Record], place: int, usual: int) -> bool:
    """Whether a record is as wide as the rows, or as they are without the delimiter at the end of each."""
    if len(records[place].cells) != usual - 1 or usual < 3:
        return len(records[place].cells) == usual
    below = [record.cells for record in records[place + 1 :] if len(record.cells) == usual]
    return len(below) > 1 and not any(cells[-1] for cells in below) and are_names(records[place])


def _looks_like_names(records: Sequence[Record], place: int) -> bool:
    """Whether a record differs from the ones below as names do."""
    first, *below = [[cell.decode(errors="replace") for cell in record.cells] for record in records[place:]]
    return evidence_for_header(first, below) >= SURE


def _may_be_names(record: Record, max_length: int) -> bool:
    """Whether the cells can be names of columns: at most half of them numbers, unless these are years."""
    names = [cell.decode(errors="replace").strip() for cell in record.cells]
    n_filled = sum(map(bool, names))
    n_numbers = sum(name.replace(".", "").replace(",", "").lstrip("+-").isdigit() for name in names)
    are_few = len(names) > 2 * n_numbers or (n_numbers < n_filled and are_years(names))
    return all(len(name) <= max_length for name in names) and 2 * n_filled > len(names) and are_few


def _n_filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.cells)
