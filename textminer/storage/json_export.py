"""Tables as JSON Lines: one object a row."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from textminer.atomic import BeforeNaming, atomic_path
from textminer.corpus.notice import Notice
from textminer.progress import Progress
from textminer.translation import _

if TYPE_CHECKING:
    from textminer.storage.exports import Outgoing

BLOCK_ROWS = 4_096


def write_json_lines(
    outgoing: "Outgoing", target: Path, progress: Progress, before_naming: BeforeNaming | None = None
) -> tuple[Notice, ...]:
    """Write one object per row with a key per column; numbers of ours are numbers, null where there is none.

    Raises OSError where the disk refuses.
    """
    from textminer.storage.exports import distinct_names

    names, notices = distinct_names(outgoing.names)
    if outgoing.n_rows == 0:
        notices += (
            Notice("no-rows", _("JSON Lines cannot hold column names without rows; the file is empty.")),
        )
    with atomic_path(target, before_naming=before_naming) as temporary, temporary.open("wb") as file:
        for line in json_lines(names, _blocks(outgoing, progress)):
            file.write(line)
        progress.report(1.0)
    return notices


def json_lines(names: Sequence[str], parts: Iterable[Sequence[pa.ChunkedArray]]) -> Iterator[bytes]:
    """One object a row; the same bytes however the rows are parted.

    names:  distinct, one a column
    """
    keys = [json.dumps(name, ensure_ascii=False) for name in names]
    for part in parts:
        for row in zip(*map(_values, part), strict=True):
            pairs = ", ".join(f"{key}: {value}" for key, value in zip(keys, row, strict=True))
            yield f"{{{pairs}}}\n".encode()


def _blocks(outgoing: "Outgoing", progress: Progress) -> Iterator[list[pa.ChunkedArray]]:
    for start in range(0, outgoing.n_rows, BLOCK_ROWS):
        progress.report(start / outgoing.n_rows)
        yield [column.slice(start, BLOCK_ROWS) for column in outgoing.columns]


def _values(column: pa.Array | pa.ChunkedArray) -> list[str]:
    if pa.types.is_large_string(column.type):
        return [json.dumps(value, ensure_ascii=False) for value in column.to_pylist()]
    if pa.types.is_float32(column.type):
        # by way of its shortest digits: 0.1 is not to become 0.10000000149011612
        return [
            _number(None if text is None else float(text)) for text in column.cast(pa.string()).to_pylist()
        ]
    return [_number(value) for value in column.to_pylist()]


def _number(value: Any) -> str:
    return "null" if value is None or not math.isfinite(value) else repr(value)
