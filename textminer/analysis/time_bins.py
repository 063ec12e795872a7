"""Documents by time: spans of one length, as long as the whole asks for."""

from dataclasses import dataclass

import numpy as np

MOST_BINS = 60  # more are no longer told apart
FEWEST_BINS = 12  # fewer show no course of things, where shorter spans would
MOST_OF_FINER = 100  # bins up to which shorter spans are taken rather than too few long ones
TAIL = 0.002  # share of the documents at either end that may not stretch the axis …
STRETCH = 4.0  # … where they lie so many times further out than the others reach
FEWEST_FOR_TAILS = 200
FEWEST_IN_BIN = 8.0  # documents in a span on average, below which a mean says nothing: then longer spans

UNITS = ("hour", "6 hours", "day", "week", "month", "quarter", "year", "decade", "century")
_HOURS = {"hour": 1, "6 hours": 6, "day": 24, "week": 168}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_MONDAY = 4  # days from Thursday, 1 January 1970, to the Monday after


@dataclass(frozen=True, eq=False)
class TimeBins:
    """Which span of time each document is in.

    unit:       one of UNITS
    starts:     datetime64[s] (n_bins,) first moments of the spans, one after the other without a gap; weeks
                begin on Monday
    ends:       datetime64[s] (n_bins,) first moments after them
    codes:      int32 (n_documents,) span of each document, -1 without a time or not looked at
    n_outside:  documents far before or after all others, which no span holds
    """

    unit: str
    starts: np.ndarray
    ends: np.ndarray
    codes: np.ndarray
    n_outside: int

    @property
    def n_bins(self) -> int:
        """How many spans there are, empty ones between filled ones included."""
        return len(self.starts)

    def positions(self, place: int) -> np.ndarray:
        """The documents of one span, ascending int64."""
        return np.flatnonzero(self.codes == place)


def time_bins(times: np.ndarray, positions: np.ndarray, has_clock: bool = True) -> TimeBins:
    """Sort the documents at `positions` into spans of time, about 12 to 60 of them.

    times:      datetime64[s] (n_documents,), NaT where there is none
    has_clock:  whether the times name hours; without them no span is shorter than a day
    """
    codes = np.full(len(times), -1, dtype=np.int32)
    chosen = times[positions]
    dated = positions[~np.isnat(chosen)]
    if not len(dated):
        nothing = np.empty(0, dtype="datetime64[s]")
        return TimeBins("day", nothing, nothing, codes, 0)
    seconds = times[dated].astype(np.int64)
    inside = _is_in_bulk(seconds)
    kept = seconds[inside]
    unit = _unit_for(int(kept.min()), int(kept.max()), len(kept), has_clock)
    numbers = _numbers(kept, unit)
    lowest, highest = int(numbers.min()), int(numbers.max())
    codes[dated[inside]] = numbers - lowest
    edges = _moments(np.arange(lowest, highest + 2), unit)
    return TimeBins(unit, edges[:-1], edges[1:], codes, int((~inside).sum()))


def _is_in_bulk(seconds: np.ndarray) -> np.ndarray:
    """Which documents lie where the others do, rather than far outside, as a placeholder of 1900: bool."""
    if len(seconds) < FEWEST_FOR_TAILS:
        return np.ones(len(seconds), dtype=bool)
    low, high = (int(value) for value in np.quantile(seconds, [TAIL, 1 - TAIL]))
    room = STRETCH * (high - low + 86_400)
    return (seconds >= low - room) & (seconds <= high + room)


def _unit_for(first: int, last: int, n_documents: int, has_clock: bool) -> str:
    """The shortest spans of which there are not too many; longer ones where they would hold too little."""
    ends = np.array([first, last])
    units = UNITS if has_clock else UNITS[UNITS.index("day") :]
    n_bins = [int(np.diff(_numbers(ends, unit))[0]) + 1 for unit in units]
    place = next((place for place, n in enumerate(n_bins) if n <= MOST_BINS), len(units) - 1)
    if place and n_bins[place] < FEWEST_BINS and n_bins[place - 1] <= MOST_OF_FINER:
        place -= 1
    while (
        place + 1 < len(units)
        and n_documents / n_bins[place] < FEWEST_IN_BIN
        and n_bins[place + 1] >= FEWEST_BINS
    ):
        place += 1
    return units[place]


def _numbers(seconds: np.ndarray, unit: str) -> np.ndarray:
    """Spans of a unit counted from one about 1970: int64."""
    if unit in _HOURS:
        shift = _MONDAY * 86_400 if unit == "week" else 0
        return (seconds - shift) // (3600 * _HOURS[unit])
    months = seconds.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return (months + 1970 * 12) // _MONTHS[unit]


def _moments(numbers: np.ndarray, unit: str) -> np.ndarray:
    """First moments of spans: datetime64[s]."""
    if unit in _HOURS:
        shift = _MONDAY * 86_400 if unit == "week" else 0
        return (numbers * 3600 * _HOURS[unit] + shift).astype("datetime64[s]")
    months = numbers * _MONTHS[unit] - 1970 * 12
    return months.astype("datetime64[M]").astype("datetime64[s]")
