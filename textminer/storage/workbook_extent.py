"""How far the cells of a workbook reach: a library that fills the whole of it could take all memory."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from textminer.errors import TableError
from textminer.progress import Progress
from textminer.translation import _

READ_BYTES = 4 * 2**20
MOST_CELLS = 20_000_000  # of a sheet between its corners, filled or not
_FILLED = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_ODS_PART = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table(?=[\s>]))([^>]*)>")
_ODS_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="(\d{1,12})"')


def check_extent(path: Path, progress: Progress) -> None:
    """Raises TableError where a few cells of a sheet are very far apart, or repeated without end."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_sheet(path, archive, name, progress)
            if "content.xml" in archive.namelist():
                _check_ods(path, archive, progress)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return  # a damaged archive is told by whoever reads it next


def _check_sheet(path: Path, archive: zipfile.ZipFile, member: str, progress: Progress) -> None:
    columns: set[bytes] = set()
    last_row, n_cells = 0, 0
    with archive.open(member) as file:
        for window in _whole_cells(file):
            progress.report(0.0)
            found = _FILLED.findall(window)
            n_cells += len(found)
            columns.update(column for column, _row in found)
            last_row = max(last_row, max(map(int, {row for _column, row in found}), default=0))
    n_columns = max(map(column_number, columns), default=-1) + 1
    _check_area(path, last_row, n_columns, n_cells)


def _check_ods(path: Path, archive: zipfile.ZipFile, progress: Progress) -> None:
    """Add up the rows and columns of each sheet, repeated ones included, as far as one is filled."""
    n_rows = last_row = n_columns = n_cells = 0
    repeated = width = filled = 0  # of the row
    with archive.open("content.xml") as file:
        for window in _whole_cells(file, b"<table:"):
            progress.report(0.0)
            for kind, attributes in _ODS_PART.findall(window):
                found = _ODS_REPEATED.search(attributes)
                n = max(int(found[1]), 1) if found else 1
                if kind.endswith(b"cell"):
                    width += n
                    if b"value" in attributes:
                        n_cells += 1
                        filled, last_row = width, n_rows + repeated
                    n_columns = max(n_columns, filled)
                    continue
                n_rows, repeated, width, filled = n_rows + repeated, n, 0, 0
                if kind == b"table":
                    _check_area(path, last_row, n_columns, n_cells)
                    n_rows = last_row = n_columns = n_cells = repeated = 0
    _check_area(path, last_row, n_columns, n_cells)


def _check_area(path: Path, n_rows: int, n_columns: int, n_cells: int) -> None:
    if n_rows * n_columns <= max(MOST_CELLS, 10 * n_cells):
        return
    message = _(
        "“{name}” has a sheet whose cells are too far apart for one table: {n} cells in {rows} rows and "
        "{columns} columns. Delete what stands far from the table, or save it as CSV."
    )
    raise TableError(
        message.format(name=path.name, n=f"{n_cells:,}", rows=f"{n_rows:,}", columns=f"{n_columns:,}")
    )


def _whole_cells(file: IO[bytes], opening: bytes = b"<c ") -> Iterator[bytes]:
    """The text of a sheet part by part; a part ends before the beginning of a cell."""
    rest = b""
    while block := file.read(READ_BYTES):
        window = rest + block
        cut = max(window.rfind(opening), 0)
        yield window[:cut]
        rest = window[cut:][-READ_BYTES:]
    yield rest


def column_number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
