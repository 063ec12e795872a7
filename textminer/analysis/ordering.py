"""In which order the documents stand: stable sort orders of any column, original or ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from textminer.analysis.cells import cells_of, without_blanks
from textminer.corpus.document_table import DocumentTable
from textminer.progress import Progress, silent

SAMPLE_CELLS = 1_000  # filled cells tried before a whole column is parsed: most text columns fail here

POSITION = "position"  # as a column: the order of the file

DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y年%m月%d日",
)  # tried in turn, so that 2/3/2026 is day first unless another cell says that it cannot be


@dataclass(frozen=True)
class SortKey:
    """What documents are sorted by.

    column:  position of an original column, the key of one of ours ("score", "confidence", …), or POSITION
    """

    column: int | str
    descending: bool = False


def sort_order(table: DocumentTable, key: SortKey, progress: Progress = silent) -> np.ndarray:
    """Positions of all documents in the order of a column: int64 (n_documents,), a permutation.

    Stable: documents that do not differ keep the order of the file, also when descending. Empty cells come
    last both ways. An original column whose filled cells are all numbers, or all dates of one form, is sorted
    as such, any other as text without regard to case. Where a column of ours is missing nothing is reordered.
    """
    progress.report(0.0)
    if key.column == POSITION:
        positions = np.arange(table.n_documents, dtype=np.int64)
        return positions[::-1].copy() if key.descending else positions
    values: pa.Array | None
    if isinstance(key.column, str):
        values = _own_values(table.own, key.column)
    else:
        values = _comparable(cells_of(table, key.column))
    progress.report(0.3)
    if values is None:
        return np.arange(table.n_documents, dtype=np.int64)
    order = _sorted(values, key.descending)
    progress.report(1.0)
    return order


def restricted(order: np.ndarray | None, positions: np.ndarray, n_documents: int) -> np.ndarray:
    """The documents at `positions` (ascending) in the order of a permutation of all; None is the file's."""
    if order is None:
        return positions
    if len(positions) == n_documents:
        return order
    is_wanted = np.zeros(n_documents, dtype=bool)
    is_wanted[positions] = True
    return order[is_wanted[order]]


def _sorted(values: pa.Array, descending: bool) -> np.ndarray:
    """Arrow's sort is stable, and leaves the interpreter to others while it works."""
    indices = pc.array_sort_indices(
        values, order="descending" if descending else "ascending", null_placement="at_end"
    )
    return np.asarray(indices.to_numpy(), dtype=np.int64)


def _own_values(own: Mapping[str, pd.Series], key: str) -> pa.Array | None:
    if key not in own:
        return None
    values = own[key]
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = values.cat.codes.to_numpy()
        return pa.array(codes, mask=codes < 0)
    numbers = values.to_numpy(dtype=np.float64)
    return pa.array(numbers, mask=np.isnan(numbers))


def _comparable(cells: pa.Array) -> pa.Array:
    """Cells as what they are compared by; empty ones as null."""
    filled = without_blanks(cells)
    sample = pc.drop_null(filled.slice(0, 8 * SAMPLE_CELLS)).slice(0, SAMPLE_CELLS)
    for kind in (pa.int64(), pa.float64()):
        if _cast(sample, kind) is not None:
            numbers = _cast(filled, kind)
            if numbers is not None:
                return _without_nan(numbers)
    for form in DATE_FORMATS:
        if _dates(sample, form) is not None:
            dates = _dates(filled, form)
            if dates is not None:
                return dates
    return pc.utf8_lower(filled)


def _cast(cells: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        return pc.cast(cells, kind)
    except pa.ArrowInvalid:
        return None


def _without_nan(numbers: pa.Array) -> pa.Array:
    if not pa.types.is_floating(numbers.type):
        return numbers
    return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)


def _dates(cells: pa.Array, form: str) -> pa.Array | None:
    try:
        dates = pc.strptime(cells.cast(pa.string()), format=form, unit="s")
    except pa.ArrowInvalid:
        return None
    return dates if len(cells) > cells.null_count else None
