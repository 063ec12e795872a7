"""Several files as one table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.storage.tables import TableRead, frame_of
from textminer.translation import _


def join_tables(reads: Sequence[TableRead], names: Sequence[str]) -> TableRead:
    """All rows of all tables in the given order, their columns joined by header name.

    names:  what the files are called, for the notices

    The second column of a name joins the second one of that name elsewhere. A cell that a file has no
    column for is "". A last column says which file a row is from. Settings and kind are the first file's.
    """
    if len(reads) == 1:
        return reads[0]
    keys: list[tuple[str, int]] = []
    for read in reads:
        keys += [key for key in _keys(read.columns) if key not in keys]
    columns: list[pa.ChunkedArray] = []
    for key in keys:
        chunks: list[pa.Array] = []
        for read in reads:
            own = _keys(read.columns)
            chunks += _chunks(read, own.index(key)) if key in own else [_empty(len(read.frame))]
        columns.append(pa.chunked_array(chunks, type=pa.large_string()))
    columns.append(_sources(reads, names))
    headers = [name for name, _n in keys]
    source = _("source file")
    while source in headers:
        source += "_"
    return replace(
        reads[0],
        columns=[*headers, source],
        frame=frame_of(columns),
        notices=_notices(reads, names, len(keys)),
    )


def _sources(reads: Sequence[TableRead], names: Sequence[str]) -> pa.ChunkedArray:
    """The name of its file for every row."""
    lengths = np.array([len(read.frame) for read in reads])
    shown = pa.array([name.encode(errors="replace").decode() for name in names], type=pa.large_string())
    return pa.chunked_array([shown.take(pa.array(np.repeat(np.arange(len(reads)), lengths)))])


def _keys(columns: Sequence[str]) -> list[tuple[str, int]]:
    """Each header with its occurrence, so that repeated ones stay apart."""
    seen: Counter[str] = Counter()
    keys = []
    for name in columns:
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def _chunks(read: TableRead, position: int) -> list[pa.Array]:
    found = pa.array(read.frame.iloc[:, position], type=pa.large_string(), from_pandas=True)
    return list(found.chunks) if isinstance(found, pa.ChunkedArray) else [found]


def _empty(n_rows: int) -> pa.Array:
    return pa.array(np.full(n_rows, "", dtype=object), type=pa.large_string())


def _notices(reads: Sequence[TableRead], names: Sequence[str], n_columns: int) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if any(read.columns != reads[0].columns for read in reads):
        message = _(
            "The {n} files have different columns; they were joined by name, with empty cells where one "
            "is missing."
        )
        notices.append(Notice("joined-by-name", message.format(n=len(reads))))
    first = 0
    for read, name in zip(reads, names, strict=True):
        notices += [
            replace(
                notice,
                message=_("{file}: {message}").format(file=name, message=notice.message),
                rows=tuple(first + row for row in notice.rows),
            )
            for notice in read.notices
        ]
        first += len(read.frame)
    return tuple(notices)
