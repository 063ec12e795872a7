"""Spans of time hold each document once, and are as long as the whole asks for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.analysis.time_bins import MOST_BINS, MOST_OF_FINER, UNITS, time_bins

DAY = 86_400


def times_of(first: str, days: float, n: int = 3000) -> np.ndarray:
    seconds = np.linspace(0, days * DAY, n).astype("timedelta64[s]")
    return np.datetime64(first, "s") + seconds


@given(
    seconds=st.lists(st.integers(-(10**10), 5 * 10**9), min_size=1, max_size=60),
    has_clock=st.booleans(),
)
def test_every_dated_document_is_in_the_span_that_holds_its_time(seconds: list[int], has_clock: bool) -> None:
    times = np.array([*seconds, 0], dtype="int64").astype("datetime64[s]")
    times[-1] = np.datetime64("NaT")
    bins = time_bins(times, np.arange(len(times)), has_clock)
    assert bins.unit in UNITS
    assert bins.codes[-1] == -1
    for position in range(len(seconds)):
        place = bins.codes[position]
        assert bins.starts[place] <= times[position] < bins.ends[place]
    assert (bins.starts[1:] == bins.ends[:-1]).all()
    assert bins.n_bins <= MOST_OF_FINER


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        (1, "hour"),
        (10, "6 hours"),
        (30, "day"),
        (200, "week"),
        (1000, "month"),
        (4000, "quarter"),
        (15_000, "year"),
    ],
)
def test_spans_grow_with_the_whole(days: float, unit: str) -> None:
    bins = time_bins(times_of("2010-01-01", days), np.arange(3000))
    assert bins.unit == unit
    assert 8 <= bins.n_bins <= MOST_BINS


def test_without_a_clock_no_span_is_shorter_than_a_day() -> None:
    assert time_bins(times_of("2024-01-01", 2), np.arange(3000), has_clock=False).unit == "day"


def test_few_documents_are_sorted_into_longer_spans() -> None:
    times = times_of("2024-01-01", 364, 100)
    assert time_bins(times, np.arange(100)).unit == "month"


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    weeks = time_bins(times_of("2024-01-03", 200), np.arange(3000))
    assert {moment.item().weekday() for moment in weeks.starts} == {0}
    months = time_bins(times_of("2024-01-03", 1000), np.arange(3000))
    assert {moment.item().day for moment in months.starts} == {1}


def test_a_placeholder_of_1900_does_not_stretch_the_axis() -> None:
    times = np.append(times_of("2023-01-01", 365), np.datetime64("1900-01-01", "s"))
    bins = time_bins(times, np.arange(len(times)))
    assert bins.n_outside == 1
    assert bins.codes[-1] == -1
    assert bins.unit == "week"


def test_without_a_date_there_is_no_span() -> None:
    bins = time_bins(np.array(["NaT", "NaT"], dtype="datetime64[s]"), np.arange(2))
    assert (bins.n_bins, bins.codes.tolist()) == (0, [-1, -1])
