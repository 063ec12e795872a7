"""What the cells of a column hold: how often each value, and whether they are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.document_table import DocumentTable
from textminer.progress import Progress, silent, tracked

MAX_GROUPS = 60  # values that are seen at once; a column of more must have each of them twice on average
MAX_VALUES = 1_000  # products of a shop, airlines, towns: more are looked for by a search, not in a list
FIRST_CELLS = 2_000  # a column with too many values shows it here, without counting a million
MAX_COLUMNS = 200  # looked at for groups


@dataclass(frozen=True)
class ColumnValues:
    """The distinct cells of an original column (by position) and how many documents have each.

    values:  (cell, count), most frequent first
    """

    column: int
    values: tuple[tuple[str, int], ...]


def cells_of(table: DocumentTable, column: int) -> pa.Array:
    """An original column as one Arrow array of text: (n_documents,)."""
    return _arrow(table.column(column))


def without_blanks(cells: pa.Array) -> pa.Array:
    """Cells without the blanks around them; null where nothing is left."""
    trimmed = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.large_string()), trimmed)


def looks_numeric(table: DocumentTable, column: int, n_cells: int = 100) -> bool:
    """Whether the first filled cells of an original column are all numbers."""
    filled = pc.drop_null(without_blanks(_arrow(table.column(column).iloc[:n_cells])))
    try:
        pc.cast(filled, pa.float64())
    except pa.ArrowInvalid:
        return False
    return len(filled) > 0


def value_counts(table: DocumentTable, column: int, most: int = MAX_VALUES) -> ColumnValues | None:
    """Distinct cells of an original column; None where there are more than `most`: then it is no grouping."""
    cells = cells_of(table, column)
    if pc.count_distinct(cells.slice(0, FIRST_CELLS)).as_py() > most:
        return None
    counted = pc.value_counts(cells)
    if len(counted) > most:
        return None
    pairs = zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)
    ordered = sorted(((value or "", count) for value, count in pairs), key=lambda pair: (-pair[1], pair[0]))
    return ColumnValues(column, tuple(ordered))


def grouping_columns(
    table: DocumentTable, without: Sequence[int] = (), progress: Progress = silent
) -> tuple[ColumnValues, ...]:
    """The original columns whose values repeat: 2 to 1,000 of them, and not a new one in each document."""
    columns = [column for column in range(min(table.n_columns, MAX_COLUMNS)) if column not in without]
    found = (value_counts(table, column) for column in tracked(columns, progress))
    return tuple(group for group in found if group is not None and repeats(group, table.n_documents))


def repeats(group: ColumnValues, n_documents: int) -> bool:
    """Whether values stand for groups of documents: up to 60 unless each is new, more if each has two."""
    n_values = len(group.values)
    if n_values > MAX_GROUPS:
        return 2 * n_values <= n_documents
    return 2 <= n_values < max(n_documents, 3)


def own_value_counts(table: DocumentTable, key: str) -> dict[str, int]:
    """How many documents have each value of a column of ours, as the model orders them; {} without it."""
    if key not in table.own or not isinstance(table.own[key].dtype, pd.CategoricalDtype):
        return {}
    values = table.own[key].cat
    codes = values.codes.to_numpy()
    counts = np.bincount(codes[codes >= 0], minlength=len(values.categories))
    return dict(zip(map(str, values.categories), map(int, counts), strict=True))


def _arrow(column: pd.Series) -> pa.Array:
    return pa.array(column, type=pa.large_string(), from_pandas=True)
