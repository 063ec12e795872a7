"""Dates are read as Python's own strptime reads them, and the order of day and month as the column shows it."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import table_of
from textminer.corpus.dates import DateColumn, dates_of, looks_like_dates, parse_dates

DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%y", "%d. %B %Y",
    "%A, %B %d, %Y", "%Y年%m月%d日", "%Y%m%d", "%a, %d %b %Y", "%Y-%b-%d", "%b-%d-%Y",
)  # fmt: skip
CLOCK_FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000+02:00", "%d %b %Y %H:%M:%S",
    "%b %d, %Y %I:%M:%S %p", "%Y年%m月%d日 %H:%M:%S", "%a %b %d %H:%M:%S +0000 %Y", "%a %b %d %H:%M:%S PDT %Y",
    "%a, %d %b %Y %H:%M:%S GMT", "%Y%m%dT%H%M%S",
)  # fmt: skip
MONTH_FORMATS = ("%Y-%m", "%m/%Y", "%B %Y", "%b %Y", "%Y年%m月", "%b-%Y")
moments = st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)


def read(cells: Sequence[str], day_first: bool | None = None) -> DateColumn:
    return parse_dates(pd.Series(list(cells), dtype="str"), day_first)


def as_moments(found: DateColumn) -> list[datetime | None]:
    return found.times.tolist()


@pytest.mark.parametrize("form", DATE_FORMATS)
@settings(max_examples=12)
@given(dates=st.lists(moments, min_size=1, max_size=8))
def test_a_column_of_dates_is_read_as_strptime_reads_it(form: str, dates: list[datetime]) -> None:
    cells = [date.strftime(form) for date in dates]
    found = read(cells)
    assert as_moments(found) == [datetime.strptime(cell, form) for cell in cells]
    assert (found.n_unread, found.has_clock) == (0, False)


@pytest.mark.parametrize("form", CLOCK_FORMATS)
@settings(max_examples=12)
@given(dates=st.lists(moments, min_size=1, max_size=8))
def test_the_clock_is_read_as_it_stands_and_the_zone_left_aside(form: str, dates: list[datetime]) -> None:
    found = read([date.strftime(form) for date in dates])
    assert as_moments(found) == dates
    assert found.has_clock


@pytest.mark.parametrize("form", MONTH_FORMATS)
@settings(max_examples=12)
@given(dates=st.lists(moments, min_size=1, max_size=8))
def test_months_alone_begin_on_their_first_day(form: str, dates: list[datetime]) -> None:
    found = read([date.strftime(form) for date in dates])
    assert as_moments(found) == [datetime(date.year, date.month, 1) for date in dates]


@settings(max_examples=12)
@given(years=st.lists(st.integers(1600, 2150), min_size=1, max_size=8))
def test_years_alone_begin_in_january(years: list[int]) -> None:
    assert as_moments(read([str(year) for year in years])) == [datetime(year, 1, 1) for year in years]


@pytest.mark.parametrize("per_second", [1, 1000])
@settings(max_examples=12)
@given(dates=st.lists(st.datetimes(datetime(2001, 9, 10), datetime(2068, 1, 1)), min_size=1, max_size=8))
def test_unix_seconds_and_milliseconds_are_moments_of_universal_time(
    per_second: int, dates: list[datetime]
) -> None:
    whole = [date.replace(microsecond=0) for date in dates]
    seconds = [int(date.replace(tzinfo=timezone.utc).timestamp()) for date in whole]  # noqa: UP017
    assert as_moments(read([str(second * per_second) for second in seconds])) == whole


@pytest.mark.parametrize("separator", ["/", ".", "-"])
@settings(max_examples=12, deadline=None)
@given(dates=st.lists(moments, min_size=1, max_size=12), is_day_first=st.booleans(), is_short=st.booleans())
def test_one_day_after_the_twelfth_decides_the_order_of_a_whole_column(
    separator: str, dates: list[datetime], is_day_first: bool, is_short: bool
) -> None:
    dates = [*dates, datetime(1999, 3, 25)]  # and no day is a 99th
    form = ("%d{0}%m{0}" if is_day_first else "%m{0}%d{0}").format(separator) + ("%y" if is_short else "%Y")
    found = read([date.strftime(form) for date in dates])
    assert (found.is_day_first, found.is_decided) == (is_day_first, True)
    assert as_moments(found) == [date.replace(hour=0, minute=0, second=0) for date in dates]


@pytest.mark.parametrize(
    ("cells", "is_day_first"),
    [
        (["01/02/2024", "01/03/2024", "01/04/2024"], True),  # firsts of the month, written day first
        (["02/01/2024", "03/01/2024", "04/01/2024"], False),
        (["3.4.2024", "5.6.2024"], True),
        (["3/4/2024", "5/6/2024"], False),
    ],
)
def test_what_no_cell_decides_is_assumed_and_said_to_be(cells: list[str], is_day_first: bool) -> None:
    found = read(cells)
    assert (found.is_day_first, found.is_decided, found.n_unread) == (is_day_first, False, 0)


@pytest.mark.parametrize(
    ("cells", "is_decided", "moments"),
    [
        (["99/12/31", "24/02/05"], True, [datetime(1999, 12, 31), datetime(2024, 2, 5)]),  # no day is a 99th
        (["24/12/31", "24/12/30", "25/01/02"], False, [
            datetime(2024, 12, 31), datetime(2024, 12, 30), datetime(2025, 1, 2),
        ]),
    ],
)  # fmt: skip
def test_two_digits_begin_with_the_year_where_only_that_fits_or_days_change_more(
    cells: list[str], is_decided: bool, moments: list[datetime]
) -> None:
    found = read(cells)
    assert as_moments(found) == moments
    assert (found.is_year_first, found.is_decided, found.n_unread) == (True, is_decided, 0)


def test_a_year_of_two_digits_stays_last_where_days_change_more() -> None:
    found = read(["30/12/24", "31/12/24", "02/01/25"])
    assert as_moments(found) == [datetime(2024, 12, 30), datetime(2024, 12, 31), datetime(2025, 1, 2)]
    assert (found.is_year_first, found.is_day_first) == (False, True)


def test_year_first_gives_way_to_the_order_that_is_asked_for() -> None:
    found = read(["24/12/31", "24/12/30"], day_first=True)
    assert as_moments(found) == [datetime(2031, 12, 24), datetime(2030, 12, 24)]


def test_the_other_order_can_be_asked_for_and_tells_what_it_cannot_read() -> None:
    cells = ["12/31/2024", "3/4/2024", "5/6/2024"]
    assert read(cells).n_unread == 0
    flipped = read(cells, day_first=True)
    assert as_moments(flipped) == [None, datetime(2024, 4, 3), datetime(2024, 6, 5)]
    assert (flipped.is_day_first, flipped.is_decided, flipped.n_unread) == (True, False, 1)


def test_cells_that_are_no_dates_are_counted_and_blank_ones_apart() -> None:
    found = read(
        ["2024-01-05", "", "  ", "yesterday", "2023-02-29", "2024-02-29", "2024-13-01", "31.04.2024"]
    )
    assert np.flatnonzero(~np.isnat(found.times)).tolist() == [0, 5]
    assert (found.n_blank, found.n_unread) == (2, 4)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("5 de enero de 2024", datetime(2024, 1, 5)),
        ("5. März 2024", datetime(2024, 3, 5)),
        ("2 août 2019", datetime(2019, 8, 2)),
        ("January 5th, 2024", datetime(2024, 1, 5)),
        ("1/5/2024 12:05 AM", datetime(2024, 1, 5, 0, 5)),
        ("1/5/2024 12:05 PM", datetime(2024, 1, 5, 12, 5)),
        ("3. Dezember 2023 um 14:30", datetime(2023, 12, 3, 14, 30)),
        ("2024年1月5日 下午3:20", datetime(2024, 1, 5, 15, 20)),
        ("２０２４年１月５日", datetime(2024, 1, 5)),
        ("2024-Q3", datetime(2024, 7, 1)),
    ],
)
def test_forms_of_other_tongues_are_read(cell: str, moment: datetime) -> None:
    assert as_moments(read([cell])) == [moment]


def test_a_column_may_mix_forms() -> None:
    found = read(["2024-01-05", "Jan 6, 2024", "2024年1月7日", "8 January 2024"])
    assert as_moments(found) == [datetime(2024, 1, 5) + timedelta(days=n) for n in range(4)]


def test_columns_of_words_and_small_numbers_are_no_dates() -> None:
    assert not looks_like_dates(pd.Series(["good", "bad"] * 9, dtype="str"))
    assert not looks_like_dates(pd.Series([str(n) for n in range(100)], dtype="str"))
    assert not looks_like_dates(pd.Series([""] * 5, dtype="str"))
    assert looks_like_dates(pd.Series(["2024-01-05", "", "?"] * 5 + ["2024-02-03"], dtype="str"))


def test_dates_of_shop_reviews_are_numbers_with_a_comma() -> None:
    found = read(["09 13, 2013", "12 3, 2014", "01 31, 2010"])
    assert as_moments(found) == [datetime(2013, 9, 13), datetime(2014, 12, 3), datetime(2010, 1, 31)]
    assert looks_like_dates(pd.Series(["09 13, 2013", "12 3, 2014"], dtype="str"))
    assert read(["1 23,45", "2 14,50"]).n_unread == 2


@settings(max_examples=12)
@given(cells=st.lists(st.text(max_size=20), max_size=10))
def test_no_cell_at_all_breaks_the_reading(cells: list[str]) -> None:
    found = read(cells)
    assert len(found.times) == len(cells)
    assert int(np.isnat(found.times).sum()) == found.n_blank + found.n_unread


def test_a_column_of_a_table_is_read_once_and_forgotten_with_it() -> None:
    table = table_of(day=["2024-01-02", "?"])
    first = dates_of(table.column(0))
    assert dates_of(table.with_own({}).column(0)) is first
    assert dates_of(table_of(day=["2024-01-03", "?"]).column(0)).times[0] == np.datetime64("2024-01-03")
    assert first.times[0] == np.datetime64("2024-01-02")
