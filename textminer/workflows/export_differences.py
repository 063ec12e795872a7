"""In which cells two tables of scored documents differ."""

from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import pandas as pd

from textminer.storage.tables import TableRead

MOST_DIFFERENCES = 2_000  # cells that are kept to be looked at; the rows are all counted
SAME_NUMBER = 1e-5  # what other hardware may change of a probability, and never a label


@dataclass(frozen=True)
class Difference:
    """A cell that is not what it was.

    row:       position in the export; None for the header
    was, now:  the cell in the export, and in what the receipt gives now; None where there is no such row
    """

    row: int | None
    column: str
    was: str | None
    now: str | None


@dataclass(frozen=True)
class Comparison:
    """How an export differs from what its receipt gives now, as `Replay` explains it."""

    differing: tuple[int, ...] = ()
    largest: float = 0.0
    differences: tuple[Difference, ...] = ()


def compare(was: TableRead, now: TableRead, n_own: int) -> Comparison:
    """What differs between an export and what its receipt gives now.

    n_own:  how many columns at the end are ours: only in these is a number more than its characters

    Rows that only one of the two has differ; where the headers do, all rows do.
    """
    n_was, n_now = len(was.frame), len(now.frame)
    n_rows = max(n_was, n_now)
    if was.columns != now.columns:
        names = zip_longest(was.columns, now.columns)
        headers = [Difference(None, one or other or "", one, other) for one, other in names if one != other]
        return Comparison(tuple(range(max(n_rows, 1))), 0.0, tuple(headers))
    both = min(n_was, n_now)
    differs = np.zeros(n_rows, dtype=bool)
    differs[both:] = True
    largest = 0.0
    cells: list[Difference] = []
    n_columns = was.frame.shape[1]
    for place in range(n_columns):
        one = was.frame.iloc[:both, place].reset_index(drop=True)
        other = now.frame.iloc[:both, place].reset_index(drop=True)
        unequal = (one != other).to_numpy(dtype=bool)
        if not unequal.any():
            continue
        if place < n_columns - n_own:
            differs[np.flatnonzero(unequal)] = True
            cells += _cells(was.columns[place], one, other, np.flatnonzero(unequal))
            continue
        gaps = _gaps(one[unequal], other[unequal])
        is_close = gaps <= SAME_NUMBER
        largest = max(largest, float(gaps[is_close].max(initial=0.0)))
        differs[np.flatnonzero(unequal)[~is_close]] = True
        cells += _cells(was.columns[place], one, other, np.flatnonzero(unequal)[~is_close])
    for row in range(both, min(n_rows, both + MOST_DIFFERENCES)):
        only = was if row < n_was else now
        words = " · ".join(only.frame.iloc[row, : only.frame.shape[1] - n_own])
        cells.append(Difference(row, "", *((words, None) if only is was else (None, words))))
    cells.sort(key=lambda cell: -1 if cell.row is None else cell.row)
    return Comparison(tuple(np.flatnonzero(differs).tolist()), largest, tuple(cells[:MOST_DIFFERENCES]))


def _cells(column: str, one: pd.Series, other: pd.Series, rows: np.ndarray) -> list[Difference]:
    """The first cells of a column that differ."""
    return [Difference(int(row), column, one[row], other[row]) for row in rows[:MOST_DIFFERENCES]]


def _gaps(one: pd.Series, other: pd.Series) -> np.ndarray:
    """How far two columns of numbers lie apart; infinite where a cell is none."""
    gaps = (pd.to_numeric(one, errors="coerce") - pd.to_numeric(other, errors="coerce")).abs()
    return gaps.fillna(np.inf).to_numpy(dtype=float)
