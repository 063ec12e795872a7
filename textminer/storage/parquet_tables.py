"""Parquet files as tables of text."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from textminer.errors import TableError
from textminer.progress import Progress
from textminer.storage.odd_characters import marked_rows, notice_of_lines
from textminer.storage.raw_table import RawTable
from textminer.storage.text_encoding import MARKING
from textminer.translation import _, ngettext_


def read_parquet(path: Path, progress: Progress, max_rows: int | None = None) -> RawTable:
    """The table in a Parquet file; raises TableError where the file is damaged.

    Strings stay as they are; numbers have their shortest digits, dates are ISO, nested values JSON, nulls "".
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            n_groups = file.num_row_groups
            names = list(file.schema_arrow.names)
            groups: list[pa.Table] = []
            n_rows = 0
            for group in range(n_groups):
                progress.report(group / n_groups)
                groups.append(file.read_row_group(group))
                n_rows += groups[-1].num_rows
                if max_rows is not None and n_rows >= max_rows:
                    break
            table = pa.concat_tables(groups) if groups else file.schema_arrow.empty_table()
            names = list(table.column_names)  # a group without members has a name, but holds nothing
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TableError(
            _("“{name}” is damaged or no Parquet file that can be read: {reason}.").format(
                name=path.name, reason=reason
            )
        ) from None
    if not names:
        raise TableError(_("“{name}” has no columns.").format(name=path.name))
    if max_rows is not None:
        table = table.slice(0, max_rows)
    columns = [_as_text(path, name, column) for name, column in zip(names, table.columns, strict=True)]
    progress.report(1.0)
    raw = [_is_binary(column.type) or _is_broken(column) for column in table.columns]
    marked = marked_rows([column for column, is_raw in zip(columns, raw, strict=True) if is_raw])
    if not marked:
        return RawTable(names, columns)
    message = ngettext_(
        "{n} row holds bytes that are no text; they are shown as � with their values (row {lines}).",
        "{n} rows hold bytes that are no text; they are shown as � with their values (rows {lines}).",
        len(marked),
    )
    told = notice_of_lines("undecodable-bytes", message, [row + 1 for row in marked], marked)
    return RawTable(names, columns, (told,))


def _as_text(path: Path, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = kind.value_type
    try:
        if _is_string(kind):
            text = _decoded(column)  # a writer may have put bytes there that are no UTF-8
        elif _is_binary(kind):
            text = _decoded(column)
        elif pa.types.is_floating(kind):
            shortest = column.cast(pa.float32() if pa.types.is_float16(kind) else kind).cast(
                pa.large_string()
            )
            text = pc.if_else(pc.equal(shortest, "nan"), "", shortest)
        elif pa.types.is_nested(kind) or pa.types.is_temporal(kind):
            written = [None if value is None else _written(value) for value in column.to_pylist()]
            text = pa.chunked_array([pa.array(written, type=pa.large_string())])
        else:
            text = column.cast(pa.large_string())
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        raise TableError(
            _(
                "Column “{column}” of “{name}” holds values of type {type} that cannot be shown as text."
            ).format(column=name, name=path.name, type=str(kind))
        ) from None
    return text.fill_null("")


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
    )


def _is_broken(column: pa.ChunkedArray) -> bool:
    """Whether a column of texts holds bytes that are no UTF-8."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    try:
        for chunk in column.chunks if _is_string(kind) else ():
            chunk.validate(full=True)
    except pa.ArrowInvalid:
        return True
    return False


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bytes as UTF-8 text; those that are none are marked."""
    column = column.cast(pa.large_binary())
    try:
        return column.cast(pa.large_string())
    except pa.ArrowInvalid:
        texts = [None if value is None else value.decode("utf-8", MARKING) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, type=pa.large_string())])


def _written(value: Any) -> str:
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
