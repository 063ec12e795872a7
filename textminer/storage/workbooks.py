"""Workbooks as tables of text: which sheet, and how a value is written."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress, Stage, patiently
from textminer.storage.archives import check_members
from textminer.storage.header import looks_like_header
from textminer.storage.odd_characters import notice_of_lines
from textminer.storage.preamble import preamble_notice
from textminer.storage.raw_table import RawTable
from textminer.storage.workbook_cells import n_text_cells, show_cells
from textminer.storage.workbook_extent import check_extent
from textminer.storage.workbook_mending import (
    has_backslashes,
    lacks_kind,
    loses_white_space,
    with_errors_as_text,
    with_slashes,
    with_tabs_and_line_breaks,
)
from textminer.storage.workbook_titles import n_titles
from textminer.translation import _, ngettext_

REPORT_EVERY = 2_000  # rows
HEADER_ROWS = 200
TITLE_ROWS = 50  # that are looked at for titles above the header
MAX_EXACT = 1e15  # above it a number has fewer digits of its own than places
MAX_WHOLE = 1e20  # numbers below it are written digit by digit

_Chosen = tuple[str, tuple[int, list[list[Any]]], int, list[int]]


def read_workbook(
    path: Path, settings: ImportSettings, progress: Progress, max_rows: int | None = None
) -> RawTable:
    """One sheet of an XLSX or XLSM file.

    Text stays as it is. Numbers are written in full without a needless ".0" and, where their format pads them
    or marks percent, as it shows them, but with all their digits; dates as ISO, truth values as TRUE and
    FALSE. Without a sheet in the settings it is the first visible one that is not empty.
    Raises TableError for a damaged or encrypted workbook, an unknown sheet, and one without rows.
    """
    progress.report(0.0)
    check_members(path, progress)
    if not has_backslashes(path):
        return _read_checked(path, settings, progress, max_rows)
    with with_slashes(path, progress) as readable:
        return _read_checked(readable, settings, progress, max_rows)


def _read_checked(path: Path, settings: ImportSettings, progress: Progress, max_rows: int | None) -> RawTable:
    import python_calamine

    check_extent(path, progress)
    try:
        parsed = _parsed_if_mended(path, settings.sheet, Stage(progress, 0.0, 0.5))
        sheets, (name, grid, n_filled, shown_rows) = parsed
    except python_calamine.PasswordError:
        raise TableError(
            _(
                "“{name}” is encrypted. Open it in a spreadsheet program and save it without a password."
            ).format(name=path.name)
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise TableError(
            _(
                "“{name}” is a damaged workbook and cannot be read ({reason}). Save it again as XLSX or CSV."
            ).format(name=path.name, reason=str(error))
        ) from None
    progress.report(0.5)
    first_row, rows = grid
    rows, first_row = _without_blank_start(rows, first_row)
    told: list[Notice] = []
    if settings.has_header is not False:
        n_above = _n_titles(path, name, rows, first_row)
        if n_above:
            told.append(preamble_notice(first_row, n_above))
        rows, first_row = rows[n_above:], first_row + n_above
    if settings.has_header is None:
        sample = [[_written(value) for value in row] for row in rows[: HEADER_ROWS + 1]]
        has_header = looks_like_header(sample[0], sample[1:])
    else:
        has_header = settings.has_header
    names = (
        [_written(value) for value in rows[0]]
        if has_header
        else [f"column_{n + 1}" for n in range(len(rows[0]))]
    )
    body = rows[1:] if has_header else rows
    notices = [*told, *_notices(name, n_filled, settings, has_header, body, first_row + int(has_header))]
    if shown_rows:
        notices.append(_number_formats_notice(shown_rows))
    columns = _columns(body[:max_rows], len(names), progress)
    used = replace(settings, sheet=name, has_header=has_header)
    return RawTable(names, columns, tuple(notices), used, tuple(sheets))


def _parsed_if_mended(path: Path, sheet: str | None, progress: Progress) -> tuple[list[str], "_Chosen"]:
    """As `_parsed`, from a copy where the parser would lose something or stumble."""
    import python_calamine

    if lacks_kind(path) or loses_white_space(path, progress):
        with with_tabs_and_line_breaks(path, progress) as readable:
            return _parsed(path, readable, sheet, progress)
    try:
        return _parsed(path, path, sheet, progress)
    except python_calamine.CalamineError as error:
        is_set_for_people = "table-cell" in str(error)
        if not is_set_for_people and "error value" not in str(error):
            raise
    if is_set_for_people:
        with with_tabs_and_line_breaks(path, progress) as readable:
            return _parsed(path, readable, sheet, progress)
    with with_errors_as_text(path, progress) as readable:
        return _parsed(path, readable, sheet, progress)


def _parsed(path: Path, readable: Path, sheet: str | None, progress: Progress) -> tuple[list[str], "_Chosen"]:
    """The names of the sheets and the chosen one, from the file or from a copy of it that can be parsed."""
    import python_calamine

    workbook = python_calamine.CalamineWorkbook.from_path(readable)
    sheets = _worksheets(workbook, python_calamine)
    chosen = _chosen(path, workbook, sheets, sheet, progress)
    workbook.close()  # where the reading was cancelled, the parser still has it
    return sheets, chosen


def _worksheets(workbook: Any, calamine: Any) -> list[str]:
    """Names of the sheets that hold cells, visible ones first."""
    kinds = [sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    kinds.sort(key=lambda sheet: sheet.visible != calamine.SheetVisibleEnum.Visible)
    return [sheet.name for sheet in kinds]


def _chosen(
    path: Path, workbook: Any, sheets: Sequence[str], wanted: str | None, progress: Progress
) -> "_Chosen":
    """The sheet to read: name, first row (1-based) with its rows, sheets with rows, rows of shown numbers."""
    if wanted is not None and wanted not in sheets:
        raise TableError(
            _("“{name}” has no sheet “{sheet}”. Its sheets are: {sheets}.").format(
                name=path.name, sheet=wanted, sheets=", ".join(sheets)
            )
        )
    filled: list[str] = []
    sheet: Any = None
    for number, name in enumerate(sheets):
        found = patiently(partial(workbook.get_sheet_by_name, name), progress, 0.5 * number / len(sheets))
        if found.height > 0:
            filled.append(name)
            if sheet is None and wanted in (None, name):
                sheet = found  # parsed whole, so once
    name = wanted if wanted is not None else (filled[0] if filled else "")
    if name not in filled:
        raise TableError(
            _("“{name}” has no rows: its sheets are empty.").format(name=path.name)
            if wanted is None
            else _("Sheet “{sheet}” of “{name}” has no rows.").format(name=path.name, sheet=wanted)
        )
    first_row, first_column = sheet.start or (0, 0)
    rows: list[list[Any]] = []
    for number, cells in enumerate(sheet.iter_rows()):  # without the blank columns before the first cell
        if number % REPORT_EVERY == 0:
            progress.report(0.5 + 0.2 * min(number / (first_row + sheet.height), 1.0))
        if number >= first_row:
            rows.append(cells)
    shown = show_cells(path, name, rows, first_row, first_column, Stage(progress, 0.7, 1.0))
    return name, (first_row + 1, rows), len(filled), [first_row + 1 + row for row in shown]


def _without_blank_start(rows: list[list[Any]], first_row: int) -> tuple[list[list[Any]], int]:
    n_blank = 0
    while n_blank < len(rows) - 1 and all(value == "" for value in rows[n_blank]):
        n_blank += 1
    return rows[n_blank:], first_row + n_blank


def _n_titles(path: Path, sheet: str, rows: list[list[Any]], first_row: int) -> int:
    """How many rows above the header are none; one that holds empty texts is a header, by an export."""
    first = [[_written(value) for value in row] for row in rows[:TITLE_ROWS]]
    n = n_titles(first)
    n_texts = sum(bool(cell.strip()) for row in first[:n] for cell in row)
    return 0 if n and n_text_cells(path, sheet, first_row, first_row + n) > n_texts else n


def _notices(
    name: str,
    n_filled: int,
    settings: ImportSettings,
    has_header: bool,
    body: list[list[Any]],
    first_row: int,
) -> list[Notice]:
    notices: list[Notice] = []
    if settings.sheet is None and n_filled > 1:
        message = _("The workbook has {n} sheets with rows; “{sheet}” was read.")
        notices.append(Notice("sheet-guessed", message.format(n=n_filled, sheet=name)))
    if not has_header and settings.has_header is None:
        message = _(
            "The first line looks like a row, not like names; the columns are numbered (line {line})."
        )
        notices.append(Notice("no-header", message.format(line=f"{first_row:,}"), (first_row,)))
    blank = [first_row + index for index, row in enumerate(body) if all(value == "" for value in row)]
    if blank:
        message = ngettext_(
            "{n} blank row was kept (row {lines}).", "{n} blank rows were kept (rows {lines}).", len(blank)
        )
        notices.append(notice_of_lines("blank-line", message, blank))
    valued = [first_row + index for index, row in enumerate(body) if not all(map(_is_text, row))]
    if valued:
        message = ngettext_(
            "Numbers, dates and truth values of the workbook were read as text, such as 3, 2024-01-31, TRUE, "
            "in {n} row (row {lines}).",
            "Numbers, dates and truth values of the workbook were read as text, such as 3, 2024-01-31, TRUE, "
            "in {n} rows (rows {lines}).",
            len(valued),
        )
        notices.append(notice_of_lines("values-as-text", message, valued))
    return notices


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _number_formats_notice(rows: list[int]) -> Notice:
    lines = list(dict.fromkeys(rows))
    message = ngettext_(
        "{n} number was written as the workbook shows it, such as 0042 or 12.50%; no digit was left out "
        "(row {lines}).",
        "{n} numbers were written as the workbook shows them, such as 0042 or 12.50%; no digit was left out "
        "(rows {lines}).",
        len(rows),
    )
    return notice_of_lines("number-formats", message, lines, n=len(rows))


def _columns(body: list[list[Any]], n_columns: int, progress: Progress) -> list[pa.ChunkedArray]:
    columns: list[list[str]] = [[] for _column in range(n_columns)]
    for number, row in enumerate(body):
        if number % REPORT_EVERY == 0:
            progress.report(0.5 + 0.5 * number / len(body))
        for column, value in zip(columns, row, strict=True):
            column.append(_written(value))
    return [pa.chunked_array([pa.array(column, type=pa.large_string())]) for column in columns]


def _written(value: Any) -> str:
    """A cell as its reader would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= MAX_WHOLE:
            return repr(value)
        return str(int(value)) if abs(value) < MAX_EXACT else f"{Decimal(repr(value)):.0f}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        seconds = value.total_seconds()
        whole = int(abs(seconds))
        sign = "-" if seconds < 0 else ""
        return f"{sign}{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    return str(value)
