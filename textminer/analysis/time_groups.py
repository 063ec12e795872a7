"""Documents in groups by when they were written: a few spans of the calendar that can be compared."""

import numpy as np

from textminer.analysis.grouping import Grouping

FEWEST = 3  # spans from which on a unit is fine enough
MOST = 60


def grouping_by_time(times: np.ndarray) -> Grouping:
    """Documents by decade, year, quarter, month or day, the coarsest of these that makes three groups.

    times:  datetime64[s] (n_documents,), NaT where there is none; such a document is in no group

    Where even days make less than three, what makes most; where days make too many, months.
    """
    dated = np.flatnonzero(~np.isnat(times))
    codes = np.full(len(times), -1, dtype=np.int32)
    best: tuple[list[str], np.ndarray] = ([], np.empty(0, dtype=np.int64))
    months = times[dated].astype("datetime64[M]").astype(np.int64) + 1970 * 12
    days = times[dated].astype("datetime64[D]").astype(np.int64)
    for unit, numbers in (
        ("decade", months // 120),
        ("year", months // 12),
        ("quarter", months // 3),
        ("month", months),
        ("day", days),
    ):
        spans, members = np.unique(numbers, return_inverse=True)
        if len(spans) > MOST and best[0]:
            break
        if len(spans) > len(best[0]):
            best = [_name(unit, span) for span in spans.tolist()], members
        if len(spans) >= FEWEST:
            break
    codes[dated] = best[1]
    return Grouping(tuple(best[0]), codes)


def _name(unit: str, span: int) -> str:
    if unit == "decade":
        return f"{span}0s"
    if unit == "year":
        return str(span)
    if unit == "quarter":
        return f"{span // 4} Q{span % 4 + 1}"
    if unit == "month":
        return f"{span // 12}-{span % 12 + 1:02}"
    return str(np.datetime64(span, "D"))
