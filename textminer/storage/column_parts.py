"""Columns of text put together part by part."""

import numpy as np
import pyarrow as pa


class ColumnParts:
    """Columns as they grow, part by part; a part may be wider than the ones before it.

    n_rows:   so far
    n_blank:  rows with an empty cell that stand behind these if another row follows
    """

    def __init__(self, width: int) -> None:
        self._parts: list[list[list[pa.Array]]] = [[] for _column in range(width)]
        self.n_rows = 0
        self.n_blank = 0

    def add(self, columns: list[list[pa.Array]], n_rows: int) -> None:
        """Add rows, each column as its chunks."""
        if self.n_blank:
            n_blank, self.n_blank = self.n_blank, 0
            self.add([], n_blank)
        while len(self._parts) < len(columns):
            self._parts.append([[blank_column(self.n_rows)]])
        for position, parts in enumerate(self._parts):
            parts.append(columns[position] if position < len(columns) else [blank_column(n_rows)])
        self.n_rows += n_rows

    def columns(self, max_rows: int | None = None) -> list[pa.ChunkedArray]:
        """All parts, or their first rows."""
        whole = [
            pa.chunked_array([chunk for part in parts for chunk in part], type=pa.large_string())
            for parts in self._parts
        ]
        return whole if max_rows is None else [column.slice(0, max_rows) for column in whole]


def blank_column(n_rows: int) -> pa.Array:
    """As many empty cells."""
    offsets = pa.py_buffer(np.zeros(n_rows + 1, dtype=np.int64))
    return pa.Array.from_buffers(pa.large_string(), n_rows, [None, offsets, pa.py_buffer(b"")])
