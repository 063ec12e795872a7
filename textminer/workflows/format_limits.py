"""What a format cannot hold of a table, told before the export rather than after it."""

import numpy as np

from textminer.corpus.document_table import DocumentTable
from textminer.storage.exports import distinct_names, outgoing_of, own_names, written_keys
from textminer.storage.xlsx_export import MAX_COLUMNS, MAX_ROWS, long_cells, too_long_sentence
from textminer.translation import _


def too_large_for_excel(table: DocumentTable, n_rows: int) -> str:
    """Why a worksheet cannot hold so many rows of the table, in a sentence; "" where it can."""
    n_columns = table.n_columns + len(written_keys(table))
    if n_rows + 1 > MAX_ROWS:
        return _(
            "A worksheet holds {limit} rows; these are {n}. Choose another format or fewer rows."
        ).format(limit=f"{MAX_ROWS - 1:,}", n=f"{n_rows:,}")
    if n_columns > MAX_COLUMNS:
        return _("A worksheet holds {limit} columns; these are {n}. Choose another format.").format(
            limit=f"{MAX_COLUMNS:,}", n=f"{n_columns:,}"
        )
    return ""


def too_long_for_excel(table: DocumentTable, rows: np.ndarray | None = None) -> str:
    """How many cells of the documents at `rows` (None for all) have to be cut in a worksheet, and where the
    first stands; "" where all fit.
    """
    outgoing = outgoing_of(table, rows, own_names(table.names, written_keys(table)))
    long = long_cells(outgoing)
    return too_long_sentence(outgoing, long) if long else ""


def repeated_names(table: DocumentTable) -> str:
    """What happens to repeated column names in a format that needs distinct ones; "" where there are none."""
    names = [*table.names, *own_names(table.names, written_keys(table)).values()]
    _names, notices = distinct_names(names)
    return " ".join(notice.message for notice in notices)
