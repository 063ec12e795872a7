"""What a format cannot hold of a table, told before the export rather than after it."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.document_table import DocumentTable
from textminer.storage.exports import own_names
from textminer.storage.xlsx_export import MAX_CELL_UNITS, MAX_COLUMNS, MAX_ROWS
from textminer.translation import _, ngettext_


def too_large_for_excel(table: DocumentTable, n_rows: int) -> str:
    """Why a worksheet cannot hold so many rows of the table, in a sentence; "" where it can."""
    n_columns = table.n_columns + len(table.own)
    if n_rows + 1 > MAX_ROWS:
        return _(
            "A worksheet holds {limit} rows; these are {n}. Choose another format or fewer rows."
        ).format(limit=f"{MAX_ROWS - 1:,}", n=f"{n_rows:,}")
    if n_columns > MAX_COLUMNS:
        return _("A worksheet holds {limit} columns; these are {n}. Choose another format.").format(
            limit=f"{MAX_COLUMNS:,}", n=f"{n_columns:,}"
        )
    return ""


def n_too_long_for_excel(table: DocumentTable, rows: np.ndarray | None = None) -> int:
    """How many original cells of the documents at `rows` (None for all) may have to be cut in a worksheet.

    Counts characters; one outside the basic plane takes two of Excel's, so this may count a few too few.
    """
    chosen = None if rows is None else pa.array(np.asarray(rows, dtype=np.int64))
    count = 0
    for position in range(table.n_columns):
        cells = pa.array(table.column(position), type=pa.large_string(), from_pandas=True)
        lengths = pc.utf8_length(cells if chosen is None else cells.take(chosen))
        count += int(pc.sum(pc.greater(lengths, MAX_CELL_UNITS)).as_py() or 0)
    return count


def repeated_names(table: DocumentTable) -> str:
    """What happens to repeated column names in a format that needs distinct ones; "" where there are none."""
    names = [*table.names, *own_names(table.names, list(table.own)).values()]
    n_repeated = sum(count - 1 for count in Counter(names).values())
    if not n_repeated:
        return ""
    return ngettext_(
        "The format needs distinct names: {n} repeated column name gets a number.",
        "The format needs distinct names: {n} repeated column names get numbers.",
        n_repeated,
    ).format(n=f"{n_repeated:,}")
