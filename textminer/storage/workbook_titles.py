"""Titles that stand above the header of a sheet and are no rows."""

from collections.abc import Sequence

from textminer.storage.preamble import MAX_PREAMBLE, first_below_titles, width_below_blank_line
from textminer.storage.records import Record

ROWS_BELOW = 20  # that are looked at to see a table there
MOST_FILLED = 2  # cells of a line above a blank row that says what the sheet is about: a key and its value


def n_titles(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows of a sheet are titles, dates and blank rows above the header; 0 where none.

    The same evidence is asked for as in a CSV file: a title stands alone in the first cell, and what is below
    it reads like names, set off by a blank row or over more than two columns.
    """
    first = rows[: MAX_PREAMBLE + 1 + ROWS_BELOW]
    if len(first) < 3 or len(first[0]) < 2:
        return 0
    records = [_record(row, line) for line, row in enumerate(first, 1)]
    n = first_below_titles(records, len(first[0])) or _below_fields(first)
    below = first[n + 1 :]
    n_wide = sum(sum(map(bool, row)) > 1 for row in below)
    return n if 0 < n <= MAX_PREAMBLE and below and 2 * n_wide >= len(below) else 0


def _below_fields(rows: Sequence[Sequence[str]]) -> int:
    """The first row of a table wider than the keys and values above it, from which a blank row parts it."""
    n = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > MOST_FILLED), 0)
    if not n or any(rows[n - 1]):
        return 0
    above = [_record(row[:MOST_FILLED], line) for line, row in enumerate(rows[: n - 1])]
    below = [_record(row, line) for line, row in enumerate(rows[n:], n)]
    return n if width_below_blank_line([*above, *below]) else 0


def _record(row: Sequence[str], line: int) -> Record:
    return Record([cell.encode(errors="replace") for cell in row], line, 0)
