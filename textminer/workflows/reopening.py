"""An earlier export of ours read as the table that it was made from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress, silent
from textminer.storage.exports import CSV_ENDINGS
from textminer.storage.formula_guard import unguarded, unguarded_cells
from textminer.storage.receipts import columns_of_ours, read_receipt, receipt_path
from textminer.storage.tables import TableRead, frame_of, source_hash
from textminer.translation import _, ngettext_


def as_written(path: Path, imports: ImportSettings, progress: Progress = silent) -> ImportSettings:
    """The settings, and of what they leave open what the receipt beside an export tells: nothing is guessed.

    A file that has changed since it was written is read like any other.
    """
    if not receipt_path(path).is_file():
        return imports
    try:
        receipt = read_receipt(receipt_path(path))
        if source_hash(path, progress) != receipt.export_sha256:
            return imports
    except TableError:
        return imports
    told: dict[str, Any] = {"has_header": True}
    if path.suffix.lower() in CSV_ENDINGS:
        told |= {name: receipt.options.get(name) for name in ("delimiter", "quote")}
        told |= {} if path.suffix.lower() == ".csv" else {"delimiter": "\t"}
    return replace(imports, **{name: value for name, value in told.items() if getattr(imports, name) is None})


def as_before_export(read: TableRead, path: Path, is_guarded: bool | None = None) -> TableRead:
    """The table without our columns and our guards against formulas; notices tell of both.

    is_guarded:  whether cells stand guarded for spreadsheets; None lets the receipt beside the file say
    """
    ours = columns_of_ours(path, read.columns)
    guarded = was_guarded(path) if is_guarded is None else is_guarded
    if guarded:
        read = _without_guards(read)
    return _without(read, ours) if ours else read


def was_guarded(path: Path) -> bool:
    """Whether the receipt beside a file says that it was written for spreadsheets."""
    if not receipt_path(path).is_file():
        return False
    try:
        return bool(read_receipt(receipt_path(path)).options.get("for_spreadsheets"))
    except TableError:
        return False


def named(names: list[str]) -> str:
    """Headers as a list in a sentence, the first twenty."""
    shown = ", ".join(name if name.strip() else _("(no name)") for name in names[:20])
    return shown + (", …" if len(names) > 20 else "")


def _without(read: TableRead, ours: set[str]) -> TableRead:
    kept = [place for place, name in enumerate(read.columns) if name not in ours]
    frame = read.frame.iloc[:, kept]
    message = _("Written by TextMiner earlier, so they will be replaced: {columns}.").format(
        columns=named([name for name in read.columns if name in ours])
    )
    return replace(
        read,
        columns=[read.columns[place] for place in kept],
        frame=frame.set_axis(range(len(kept)), axis="columns"),
        notices=(*read.notices, Notice("our-columns", message)),
    )


def _without_guards(read: TableRead) -> TableRead:
    n_changed = 0
    columns: list[pa.ChunkedArray] = []
    for place in range(read.frame.shape[1]):
        found = pa.array(read.frame.iloc[:, place], type=pa.large_string(), from_pandas=True)
        cells = found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
        bare = unguarded_cells(cells)
        n_changed += int(np.count_nonzero(pc.not_equal(bare, cells).to_numpy()))
        columns.append(bare)
    names = [unguarded(name) for name in read.columns]
    n_changed += sum(name != old for name, old in zip(names, read.columns, strict=True))
    settings = replace(read.settings, is_guarded=True)
    if not n_changed:
        return replace(read, settings=settings)
    message = ngettext_(
        "{n} cell was guarded for spreadsheets by an earlier export; its leading apostrophe was taken off.",
        "{n} cells were guarded for spreadsheets by an earlier export; their leading apostrophes were "
        "taken off.",
        n_changed,
    ).format(n=f"{n_changed:,}")
    return replace(
        read,
        columns=names,
        frame=frame_of(columns),
        settings=settings,
        notices=(*read.notices, Notice("unguarded", message)),
    )
