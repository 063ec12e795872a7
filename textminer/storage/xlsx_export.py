"""Tables as workbooks, within what a worksheet can hold."""

import contextlib
import datetime
import errno
import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from textminer.atomic import BeforeNaming, atomic_path, scratch_folder
from textminer.corpus.notice import Notice
from textminer.errors import ExportError
from textminer.progress import Progress, Stage, silent
from textminer.translation import _, ngettext_

if TYPE_CHECKING:
    from textminer.storage.exports import ExportOptions, Outgoing

MAX_ROWS = 1_048_576  # with the header
MAX_COLUMNS = 16_384
MAX_CELL_UNITS = 32_767  # UTF-16 code units
BLOCK_ROWS = 2_048
_UNHOLDABLE = "[\ufffe\uffff]|_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_"
_MADE = datetime.datetime(2000, 1, 1)  # the same table gives the same bytes, so no clock is asked


def write_xlsx(
    outgoing: "Outgoing",
    target: Path,
    options: "ExportOptions",
    progress: Progress,
    before_naming: BeforeNaming | None = None,
) -> tuple[Notice, ...]:
    """Write one worksheet; every cell of text stays text, whatever it begins with.

    Raises ExportError before anything is written where the worksheet cannot hold the table, or where the
    system's folder for temporary files is full, and OSError where the target's disk refuses.
    """
    notices = check_xlsx(outgoing, options)
    with (
        scratch_folder() as folder,
        atomic_path(target, before_naming=before_naming) as temporary,
        temporary.open("wb") as file,
    ):
        try:
            _write(file, folder, outgoing, progress)
        except OSError as error:
            if error.errno == errno.ENOSPC and _is_fuller(folder, temporary.parent):
                raise ExportError(
                    _(
                        "The folder for temporary files, {folder}, is full, so “{path}” was not written. "
                        "Free some space there."
                    ).format(folder=folder.parent, path=target)
                ) from error
            raise
        progress.report(1.0)
    return notices


def _write(file: BinaryIO, folder: Path, outgoing: "Outgoing", progress: Progress) -> None:
    """Write a workbook to a file; the rows are gathered in a folder before."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    packing = Stage(progress, 0.6, 1.0)
    packed = _Watched(file, packing)
    workbook = Workbook(
        packed,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(folder),
        },
    )
    workbook.set_properties({"created": _MADE})
    sheet = workbook.add_worksheet()
    gathered = sheet.row_data_fh
    try:
        _fill(sheet, outgoing, Stage(progress, 0.0, 0.6))
        sheet.row_data_fh = _Watched(gathered, packing)
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from None
    except FileSizeError:
        raise ExportError(
            _("The table is larger than the 4 GB that XLSX holds. Export it as CSV or Parquet.")
        ) from None
    finally:
        packed.give_up()
        with contextlib.suppress(OSError):  # of rows that were still to be flushed to a full disk
            gathered.close()


class _Watched:
    """A file whose reading and writing reports, so that packing, one long call, can be cancelled."""

    def __init__(self, file: Any, progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._n_calls = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> Any:
        """Read on, unless cancelled."""
        self._report()
        return self._file.read(size)

    def write(self, data: bytes) -> int:
        """Write on, unless cancelled."""
        try:
            self._report()
            return int(self._file.write(data))
        except BaseException:
            self.give_up()
            raise

    def give_up(self) -> None:
        """Let come to nothing what the library still writes when it cleans up behind an error."""
        self._file, self._progress = _Nowhere(), silent

    def _report(self) -> None:
        self._n_calls += 1
        self._progress.report(1 - 1 / (1 + self._n_calls / 1_000))  # how many there will be is not known


class _Nowhere:
    """A file that keeps nothing."""

    def __init__(self) -> None:
        self._at = 0

    def seek(self, at: int) -> int:
        self._at = at
        return at

    def tell(self) -> int:
        return self._at

    def write(self, data: bytes) -> int:
        self._at += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def _is_fuller(folder: Path, other: Path) -> bool:
    """Whether less is free on the disk of one folder than on that of another."""
    return shutil.disk_usage(folder).free < shutil.disk_usage(other).free


def check_xlsx(outgoing: "Outgoing", options: "ExportOptions") -> tuple[Notice, ...]:
    """What a worksheet cannot hold of the table; raises ExportError where it must not be written."""
    if outgoing.n_rows + 1 > MAX_ROWS:
        raise ExportError(
            _(
                "XLSX holds {limit} rows and this table has {n}. Export it as CSV or Parquet, or filter it "
                "first."
            ).format(limit=f"{MAX_ROWS - 1:,}", n=f"{outgoing.n_rows:,}")
        )
    if len(outgoing.names) > MAX_COLUMNS:
        raise ExportError(
            _("XLSX holds {limit} columns and this table has {n}. Export it as CSV or Parquet.").format(
                limit=f"{MAX_COLUMNS:,}", n=f"{len(outgoing.names):,}"
            )
        )
    if odd := _unholdable_cells(outgoing):
        row, column = odd[0]
        raise ExportError(
            ngettext_(
                "XLSX cannot hold what stands in {n} cell (row {row}, column “{column}”): U+FFFE, U+FFFF or "
                "a text that reads like its own escape signs. Export as CSV or Parquet.",
                "XLSX cannot hold what stands in {n} cells, the first in row {row}, column “{column}”: "
                "U+FFFE, U+FFFF or a text that reads like its own escape signs. Export as CSV or Parquet.",
                len(odd),
            ).format(n=f"{len(odd):,}", row=f"{row:,}", column=outgoing.names[column])
        )
    long = long_cells(outgoing)
    if not long:
        return ()
    if not options.cuts_long_cells:
        raise ExportError(
            too_long_sentence(outgoing, long) + " " + _("Export as CSV or Parquet, or allow cutting.")
        )
    row, column = long[0]
    message = ngettext_(
        "{n} cell was cut after {limit} characters (row {row}, column “{column}”).",
        "{n} cells were cut after {limit} characters, the first in row {row}, column “{column}”.",
        len(long),
    ).format(n=f"{len(long):,}", row=f"{row:,}", column=outgoing.names[column], limit=f"{MAX_CELL_UNITS:,}")
    return (Notice("cells-cut", message, tuple(row for row, _column in long[:5])),)


def too_long_sentence(outgoing: "Outgoing", long: Sequence[tuple[int, int]]) -> str:
    """How many cells are longer than a worksheet's, and where the first is."""
    row, column = long[0]
    return ngettext_(
        "XLSX holds {limit} characters a cell; {n} cell is longer (row {row}, column “{column}”).",
        "XLSX holds {limit} characters a cell; {n} cells are longer, the first in row {row}, "
        "column “{column}”.",
        len(long),
    ).format(n=f"{len(long):,}", row=f"{row:,}", column=outgoing.names[column], limit=f"{MAX_CELL_UNITS:,}")


def long_cells(outgoing: "Outgoing") -> list[tuple[int, int]]:
    """Row in the sheet (the header is row 1) and column of each cell that is too long."""
    found: list[tuple[int, int]] = [
        (1, position) for position, name in enumerate(outgoing.names) if _n_units(name) > MAX_CELL_UNITS
    ]
    for position, column in enumerate(outgoing.columns):
        if not pa.types.is_large_string(column.type):
            continue
        # a cell of so many UTF-16 units has at least half as many characters
        rows = pc.indices_nonzero(pc.greater(pc.utf8_length(column), MAX_CELL_UNITS // 2)).to_pylist()
        found += [(row + 2, position) for row in rows if _n_units(column[row].as_py()) > MAX_CELL_UNITS]
    return sorted(found)


def _unholdable_cells(outgoing: "Outgoing") -> list[tuple[int, int]]:
    """Where a cell comes back as another one: row in the sheet and column.

    XML has no U+FFFE and U+FFFF. A control character is written `_x0001_`, and a text that looks so is
    escaped; two such texts that share their underscore are not, by the library that writes.
    """
    names = pa.array(outgoing.names, type=pa.large_string())
    is_odd = pc.match_substring_regex(names, _UNHOLDABLE)
    found = [(1, position) for position in pc.indices_nonzero(is_odd).to_pylist()]
    for position, column in enumerate(outgoing.columns):
        if pa.types.is_large_string(column.type):
            is_odd = pc.match_substring_regex(column, _UNHOLDABLE)
            found += [(row + 2, position) for row in pc.indices_nonzero(is_odd).to_pylist()]
    return sorted(found)


def _n_units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def _cut(text: str) -> str:
    if len(text) * 2 <= MAX_CELL_UNITS or _n_units(text) <= MAX_CELL_UNITS:
        return text
    return text.encode("utf-16-le")[: MAX_CELL_UNITS * 2].decode("utf-16-le", "ignore")


def _fill(sheet: Any, outgoing: "Outgoing", progress: Progress) -> None:
    for position, name in enumerate(outgoing.names):
        sheet.write_string(0, position, _cut(name))
    is_text = [pa.types.is_large_string(column.type) for column in outgoing.columns]
    for start in range(0, outgoing.n_rows, BLOCK_ROWS):
        progress.report(start / outgoing.n_rows)
        block = [_values(column.slice(start, BLOCK_ROWS)) for column in outgoing.columns]
        for offset, row in enumerate(zip(*block, strict=True)):
            _write_row(sheet, start + offset + 1, row, is_text)


def _write_row(sheet: Any, row: int, values: Sequence[Any], is_text: Sequence[bool]) -> None:
    for position, value in enumerate(values):
        if is_text[position]:
            sheet.write_string(row, position, _cut(value))
        elif value is not None and math.isfinite(value):
            sheet.write_number(row, position, value)


def _values(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_float32(column.type):  # by way of its shortest digits, so that 0.1 stays 0.1
        return [None if text is None else float(text) for text in column.cast(pa.string()).to_pylist()]
    return column.to_pylist()
