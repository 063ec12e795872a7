"""Documents of some days: a condition on a column of dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
import pandas as pd

from textminer.corpus.dates import DateColumn, dates_of


@dataclass(frozen=True)
class DateSpan:
    """Documents whose original cell in `column` (by position) is a date of these days.

    first, last:  ISO days such as "2024-03-01", both in the span; "" where it is open

    Raises ValueError for anything else. Dates are read as the whole column decides, see `dates_of`.
    """

    column: int
    first: str = ""
    last: str = ""

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            if day:
                date.fromisoformat(day)

    def mask(self, cells: pd.Series) -> np.ndarray:
        """Which cells are dates in the span: bool (n_documents,)."""
        days = _days(dates_of(cells))
        passing = ~np.isnat(days)
        if self.first:
            passing &= days >= np.datetime64(self.first)
        if self.last:
            passing &= days <= np.datetime64(self.last)
        return passing

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A span from `dataclasses.asdict` after a trip through JSON."""
        return cls(int(values["column"]), str(values["first"]), str(values["last"]))


@dataclass(frozen=True)
class DateExtent:
    """From which ISO day to which a column goes, and how it was read.

    is_day_first:  whether 3/4 is the third of April; None where no cell has such
    """

    first: str
    last: str
    is_day_first: bool | None


def date_extent(cells: pd.Series) -> DateExtent | None:
    """The first and the last day of a column; None where no cell is a date."""
    found = dates_of(cells)
    days = _days(found)
    days = days[~np.isnat(days)]
    if not len(days):
        return None
    return DateExtent(str(days.min()), str(days.max()), found.is_day_first)


def _days(found: DateColumn) -> np.ndarray:
    return found.times.astype("datetime64[D]")
