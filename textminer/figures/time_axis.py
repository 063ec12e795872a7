"""What spans of time are called: on an axis, and one by itself."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from textminer.analysis.time_bins import TimeBins
from textminer.translation import _

TICK_WIDTH = 44  # points that a label needs
ROUND_STEPS = {  # by which named spans may follow each other, up to a whole day or year
    "hour": (1, 2, 3, 4, 6, 12, 24),
    "6 hours": (1, 2, 4),
    "month": (1, 2, 3, 4, 6, 12),
    "quarter": (1, 2, 4),
}


def label_time_axis(axes: Axes, bins: TimeBins, width: float) -> None:
    """Name as many of the spans, which stand at 0, 1, 2 …, as there is room for; the year where it changes.

    width:  of the axes, in points
    """
    if not bins.n_bins:
        axes.set_xticks([])
        return
    most = max(2, int(width / TICK_WIDTH))
    step = -(-bins.n_bins // most)
    if bins.unit in ROUND_STEPS:
        steps = ROUND_STEPS[bins.unit]
        step = next((n for n in steps if n >= step), steps[-1] * -(-step // steps[-1]))
    offset = _offset(bins, step)
    places = list(range(offset, bins.n_bins, step))
    axes.set_xticks(places, tick_words(bins, places))


def tick_words(bins: TimeBins, places: Sequence[int]) -> list[str]:
    """Short names of some spans, one after the other: what the last one said is not said again."""
    words = []
    last: tuple[str, ...] = ()
    for place in places:
        short, *wholes = parts = _parts(bins, place)
        new = next((n for n in range(len(wholes), 0, -1) if parts[n:] != last[n:]), 0)
        words.append("\n".join([short, *wholes[:new]]))
        last = parts
    return words


def span_word(bins: TimeBins, place: int) -> str:
    """One span by itself: "5 January 2024", "week of 5 January 2024", "2024"."""
    name = " ".join(_parts(bins, place))
    return _("week of {day}").format(day=name) if bins.unit == "week" else name


def unit_word(unit: str) -> str:
    """What one span is: "by month"."""
    words = {
        "hour": _("by hour"),
        "6 hours": _("by 6 hours"),
        "day": _("by day"),
        "week": _("by week"),
        "month": _("by month"),
        "quarter": _("by quarter"),
        "year": _("by year"),
        "decade": _("by decade"),
        "century": _("by century"),
    }
    return words[unit]


def _offset(bins: TimeBins, step: int) -> int:
    """The first span to name, so that midnight, January or the first quarter is among them."""
    if step == 1:
        return 0
    if bins.unit in ("hour", "6 hours"):
        midnights = np.flatnonzero(bins.starts == bins.starts.astype("datetime64[D]"))
        return int(midnights[0]) % step if len(midnights) else 0
    if bins.unit not in ("month", "quarter"):
        return 0
    months = bins.starts.astype("datetime64[M]").astype(np.int64) % 12
    januaries = np.flatnonzero(months == 0)
    return int(januaries[0]) % step if len(januaries) else 0


def _parts(bins: TimeBins, place: int) -> tuple[str, ...]:
    """What is said of a span, and what is said once for several: its day, its year."""
    start = bins.starts[place].astype("datetime64[s]").item()
    year = f"{start.year}"
    if bins.unit in ("hour", "6 hours"):
        return f"{start.hour:02d}:00", day_word(start.day, start.month), year
    if bins.unit in ("day", "week"):
        return day_word(start.day, start.month), year
    if bins.unit == "month":
        return month_word(start.month), year
    if bins.unit == "quarter":
        return _("Q{n}").format(n=(start.month + 2) // 3), year
    if bins.unit == "year":
        return (year,)
    return (_("{year}s").format(year=year) if bins.unit == "decade" else year,)


def day_word(day: int, month: int) -> str:
    """ "5 Jan"."""
    return _("{day} {month}").format(day=day, month=month_word(month))


def month_word(month: int) -> str:
    """A month, 1 to 12, in three letters."""
    words = (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"), _("Oct"),
        _("Nov"), _("Dec"),
    )  # fmt: skip
    return words[month - 1]
