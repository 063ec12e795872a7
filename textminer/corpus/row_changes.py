"""Which rows of a table are others than they were, told from one number a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from textminer.corpus.document_table import DocumentTable
from textminer.progress import Progress, silent
from textminer.translation import _, ngettext_

BLOCK_ROWS = 65_536
MAX_ROWS_NAMED = 5


@dataclass(frozen=True)
class RowChanges:
    """How a table differs from an earlier one.

    changed:    positions, in the table of now, of rows that differ from those before, ascending
    n_added:    how many rows there are more
    n_removed:  how many there are less
    """

    changed: tuple[int, ...]
    n_added: int
    n_removed: int

    @property
    def sentence(self) -> str:
        """ "2 rows differ (rows 5, 9); 1 row was added"; that no row differs where none does."""
        parts = []
        if self.changed:
            words = ngettext_(
                "{n} row differs (row {rows})", "{n} rows differ (rows {rows})", len(self.changed)
            )
            parts.append(words.format(n=f"{len(self.changed):,}", rows=rows_named(self.changed)))
        if self.n_added:
            words = ngettext_("{n} row was added", "{n} rows were added", self.n_added)
            parts.append(words.format(n=f"{self.n_added:,}"))
        if self.n_removed:
            words = ngettext_("{n} row is gone", "{n} rows are gone", self.n_removed)
            parts.append(words.format(n=f"{self.n_removed:,}"))
        return "; ".join(parts) or _("no row differs")


def row_hashes(table: DocumentTable, progress: Progress = silent) -> np.ndarray:
    """One number for the cells of each row: uint64 (n_documents,), the same in every process and version."""
    parts: list[np.ndarray] = [np.empty(0, dtype=np.uint64)]
    for start in range(0, table.n_documents, BLOCK_ROWS):
        progress.report(start / table.n_documents)
        block = table.frame.iloc[start : start + BLOCK_ROWS].astype(object)
        hashes = pd.util.hash_pandas_object(block, index=False, categorize=False)
        parts.append(hashes.to_numpy(dtype=np.uint64))
    progress.report(1.0)
    return np.concatenate(parts)


def changes_between(before: np.ndarray, now: np.ndarray) -> RowChanges:
    """Compare two tables by their row hashes, each uint64 (n_rows,).

    Rows in front of and behind what differs are matched; what lies between is matched place by place, so that
    rows put in or taken out in one place count as added or removed.
    """
    shorter = min(len(before), len(now))
    n_front = _n_equal(before[:shorter], now[:shorter])
    rest = shorter - n_front
    n_back = _n_equal(before[len(before) - rest :][::-1], now[len(now) - rest :][::-1]) if rest else 0
    old, new = before[n_front : len(before) - n_back], now[n_front : len(now) - n_back]
    both = min(len(old), len(new))
    changed = np.flatnonzero(old[:both] != new[:both]) + n_front
    return RowChanges(tuple(changed.tolist()), len(new) - both, len(old) - both)


def moved_positions(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Where each row of a table stands now, told from the row hashes: int64 (n_before,), -1 where it is gone.

    before, now:  uint64 (n_rows,)

    Of several equal rows the first is the first, the second the second, and so on.
    """
    old_order, new_order = np.argsort(before, kind="stable"), np.argsort(now, kind="stable")
    old, new = before[old_order], now[new_order]
    nth = np.arange(len(old)) - np.searchsorted(old, old, side="left")
    places = np.searchsorted(new, old, side="left") + nth
    is_there = places < np.searchsorted(new, old, side="right")
    moved = np.full(len(before), -1, dtype=np.int64)
    moved[old_order[is_there]] = new_order[places[is_there]]
    return moved


def rows_named(positions: Sequence[int]) -> str:
    """The first few rows as users count them."""
    shown = ", ".join(f"{position + 1:,}" for position in positions[:MAX_ROWS_NAMED])
    return shown + (", …" if len(positions) > MAX_ROWS_NAMED else "")


def _n_equal(one: np.ndarray, other: np.ndarray) -> int:
    """How many numbers agree before the first that does not."""
    differs = np.flatnonzero(one != other)
    return int(differs[0]) if len(differs) else len(one)
