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


def check_extent(path: Path, progress: Progress) -> None:
    """Raises TableError where a sheet of an XLSX file has a few cells that are very far apart."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_sheet(path, archive, name, progress)
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
    if last_row * n_columns > max(MOST_CELLS, 10 * n_cells):
        message = _(
            "“{name}” has a sheet whose cells are too far apart for one table: {n} cells in {rows} rows and "
            "{columns} columns. Delete what stands far from the table, or save it as CSV."
        )
        raise TableError(
            message.format(name=path.name, n=f"{n_cells:,}", rows=f"{last_row:,}", columns=f"{n_columns:,}")
        )


def _whole_cells(file: IO[bytes]) -> Iterator[bytes]:
    """The text of a sheet part by part; a part ends before the beginning of a cell."""
    rest = b""
    while block := file.read(READ_BYTES):
        window = rest + block
        cut = max(window.rfind(b"<c "), 0)
        yield window[:cut]
        rest = window[cut:][-READ_BYTES:]
    yield rest


def column_number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
