"""Long quoted cells, taken out by where their ends and their quotes stand: half the time that Arrow takes."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from textminer.storage.bit_masks import Bits, behind, count, holds, n_below, positions

MIN_BYTES = 48  # of the usual cell: among shorter ones Arrow is faster


@dataclass(frozen=True)
class CellBounds:
    """Where the cells of some clean records stand.

    ends:      what stands between cells and between records
    row_ends:  of these, what ends a record
    kept:      the characters of cells; no mark, and one of two doubled quotes
    is_open:   the last record has no line end
    """

    ends: Bits
    row_ends: Bits
    kept: Bits
    is_open: bool


def bounds_of_long(
    size: int,
    quotes: Bits,
    inside: Bits,
    delimiters: Bits,
    newlines: Bits,
    returns: Bits | None,
    is_open: bool,
) -> CellBounds | None:
    """The bounds of the cells in `size` bytes by the marks; None where they are short.

    inside:  from an opening quote to the place before the closing one
    """
    ends = (delimiters | newlines) & ~inside
    if size < MIN_BYTES * (count(ends) + is_open):
        return None
    doubled = quotes & inside & behind(quotes & ~inside, is_first=False)  # it opens where another one closed
    marks = ends | (quotes & ~doubled)
    if returns is not None:
        marks |= returns & ~inside
    return CellBounds(ends, newlines & ~inside, ~marks, is_open)


def read_cells(block: pa.Buffer, bounds: CellBounds, width: int) -> pa.Table | None:
    """The records, one large_string column a cell; None where one has not `width` cells."""
    ends = positions(bounds.ends)
    n_rows = count(bounds.row_ends) + bounds.is_open
    if (
        len(ends) + bounds.is_open != n_rows * width
        or not holds(bounds.row_ends, ends[width - 1 :: width]).all()
    ):
        return None
    if bounds.is_open:
        ends = np.append(ends, block.size)
    offsets = np.zeros(len(ends) + 1, dtype=np.int64)
    offsets[1:] = n_below(bounds.kept, ends)
    is_kept = pa.Array.from_buffers(pa.bool_(), block.size, [None, pa.py_buffer(bounds.kept)])
    text = pa.Array.from_buffers(pa.uint8(), block.size, [None, block]).filter(is_kept).buffers()[1]
    cells = pa.Array.from_buffers(pa.large_string(), len(ends), [None, pa.py_buffer(offsets), text])
    columns = [cells.take(pa.array(np.arange(place, len(ends), width))) for place in range(width)]
    return pa.table(columns, names=[str(place) for place in range(width)])
