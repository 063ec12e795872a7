"""A column of dates, in any common form: when each document was written."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.date_forms import FORMS, DateForm, month_named, parts_of
from textminer.corpus.text_cells import text_array
from textminer.progress import Progress, silent

FIRST_YEAR, LAST_YEAR = 1500, 2199
PIVOT = 69  # two-digit years from here on are of the last century, as in POSIX
SURE_SHARE = 0.9  # of the filled cells that must be plain numbers of a kind before they are read as dates
SAMPLE = 1_000  # cells by which a column is looked at for dates


@dataclass(frozen=True, eq=False)
class DateColumn:
    """When each document was written, as its cell says; a zone is left aside, the clock stays as written.

    times:        datetime64[s] (n_documents,), NaT where the cell is blank or no date
    is_day_first: how two numbers such as 3/4 were read; None where no cell has such
    is_decided:   whether the cells leave no other reading, as 31/12 does; else it was assumed
    is_year_first: whether three numbers of two digits, such as 24/12/31, were read from the year to the day
    n_blank:      cells without anything
    n_unread:     filled cells that are no dates
    has_clock:    whether some cell names an hour
    """

    times: np.ndarray
    is_day_first: bool | None
    is_decided: bool
    n_blank: int
    n_unread: int
    has_clock: bool
    is_year_first: bool = False


@dataclass(frozen=True, eq=False)
class _Fields:
    """What was read of the distinct cells: int64 (n_distinct,) each, 0 where there is nothing.

    clock:         seconds since midnight, or since 1970 where the cell is a Unix time (then without a day)
    first, other:  two numbers of which either may be the day
    is_short:      whether the year that stands after these has two digits: then the first may be the year
    """

    year: np.ndarray
    month: np.ndarray
    day: np.ndarray
    clock: np.ndarray
    first: np.ndarray
    other: np.ndarray
    is_read: np.ndarray
    is_unix: np.ndarray
    is_dotted: np.ndarray
    is_short: np.ndarray
    has_clock: np.ndarray

    @classmethod
    def empty(cls, n: int) -> _Fields:
        numbers = (np.zeros(n, dtype=np.int64) for _number in range(6))
        flags = (np.zeros(n, dtype=bool) for _flag in range(5))
        return cls(*numbers, *flags)


def parse_dates(cells: pd.Series, day_first: bool | None = None, progress: Progress = silent) -> DateColumn:
    """Read every cell of a column as a date.

    cells:      text (n_documents,)
    day_first:  how to read two numbers of which either may be the day; None decides it from the whole column

    Where no cell decides it: the number that never changes is the day (a column of firsts of the month),
    between dots the day comes first, otherwise the month. Three numbers of two digits begin with the year
    where only that fits, or where the last changes more, as days do. Each distinct cell is read once.
    """
    encoded = pc.dictionary_encode(text_array(cells))
    words = encoded.dictionary
    counts = np.bincount(encoded.indices.to_numpy(zero_copy_only=False), minlength=len(words))
    fields = _fields(words, counts, progress)
    is_year_first, is_decided = (False, True) if day_first is not None else _year_first(fields, counts)
    if is_year_first:
        fields = _from_the_year(fields)
    is_day_first, is_order_decided = _order_of(fields, counts)
    if is_year_first and is_day_first is None:
        is_day_first = False
    is_decided = is_decided and is_order_decided
    if day_first is not None and is_day_first is not None:
        is_decided = is_decided and is_day_first == day_first
        is_day_first = day_first
    times = _times(fields, bool(is_day_first))
    is_blank = np.asarray(pc.equal(words, "").to_numpy(zero_copy_only=False), dtype=bool)
    is_read = ~np.isnat(times)
    return DateColumn(
        times=times[encoded.indices.to_numpy(zero_copy_only=False)],
        is_day_first=is_day_first,
        is_decided=is_decided,
        n_blank=int(counts[is_blank].sum()),
        n_unread=int(counts[~is_blank & ~is_read].sum()),
        has_clock=bool((fields.has_clock & is_read).any()),
        is_year_first=is_year_first,
    )


def dates_of(cells: pd.Series, progress: Progress = silent) -> DateColumn:
    """`parse_dates` of a whole column as it stands in a table: read once for as long as the table lives.

    A million different cells take a second to read, and every filter by days asks for them.
    """
    array = cells.array
    for known, found in list(_read_columns.values()):
        if known() is array:
            return found
    found = parse_dates(cells, progress=progress)
    key = id(array)
    _read_columns[key] = (weakref.ref(array, lambda _gone: _read_columns.pop(key, None)), found)
    return found


_read_columns: dict[int, tuple[weakref.ref[object], DateColumn]] = {}


def looks_like_dates(cells: pd.Series) -> bool:
    """Whether most filled cells of a column are dates, by a sample spread over it."""
    step = max(1, len(cells) // SAMPLE)
    sample = cells.iloc[::step]
    found = parse_dates(sample)
    n_filled = len(sample) - found.n_blank
    return n_filled > 0 and n_filled - found.n_unread > n_filled / 2


def _fields(words: pa.Array, counts: np.ndarray, progress: Progress) -> _Fields:
    """Try the forms one after the other on the distinct cells that are still unread."""
    fields = _Fields.empty(len(words))
    plain = words if pc.all(pc.string_is_ascii(words)).as_py() else pc.utf8_normalize(words, form="NFKC")
    left = np.flatnonzero(_mask(pc.not_equal(words, "")))
    n_filled = int(counts[left].sum())
    for place, form in enumerate(_likeliest_first(plain)):
        progress.report(place / len(FORMS))
        if not len(left):
            break
        found = pc.extract_regex(plain.take(pa.array(left)), form.pattern)
        matched = _mask(pc.is_valid(found))
        is_rare = counts[left[matched]].sum() < SURE_SHARE * n_filled
        if not matched.any() or (form.is_uncertain and is_rare):
            continue
        matched[matched] = _take(fields, form, found.filter(pa.array(matched)), left[matched])
        left = left[~matched]
    return fields


def _likeliest_first(words: pa.Array) -> list[DateForm]:
    """The forms in their order, but the one that most of a sample has comes first: it may be the only one."""
    if len(words) <= SAMPLE:
        return list(FORMS)
    sample = words.take(pa.array(np.linspace(0, len(words) - 1, SAMPLE, dtype=np.int64)))
    hits = [int(pc.sum(pc.match_substring_regex(sample, form.pattern)).as_py()) for form in FORMS]
    best = FORMS[int(np.argmax(hits))]
    return [best, *(form for form in FORMS if form is not best)]


def _take(fields: _Fields, form: DateForm, found: pa.Array, places: np.ndarray) -> np.ndarray:
    """Put what the cells at these places say in the fields; which of them can be dates: bool (n_places,)."""
    parts = {name: pc.struct_field(found, name) for name in parts_of(form)}
    n = len(places)

    def number(name: str, default: int = 0) -> np.ndarray:
        return _numbers(parts[name], default) if name in parts else np.full(n, default, dtype=np.int64)

    if "seconds" in parts or "milliseconds" in parts:
        fields.clock[places] = number("seconds") + number("milliseconds") // 1000
        for flags in (fields.is_read, fields.is_unix, fields.has_clock):
            flags[places] = True
        return np.ones(n, dtype=bool)
    written, month, day = number("year"), number("month", 1), number("day", 1)
    year = _whole_year(written)
    first, other = number("first"), number("other")
    if "quarter" in parts:
        month = number("quarter") * 3 - 2
    if "name" in parts:
        month = _months(parts["name"])
    hour, minute, second = _hours(number("hour"), parts), number("minute"), number("second")
    good = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (hour < 24) & (minute < 60) & (second <= 60)
    if "first" in parts:
        is_short = written < 100
        good &= (
            _is_day(year, other, first)
            | _is_day(year, first, other)
            | (is_short & _is_day(_whole_year(first), other, written))
        )
        fields.is_short[places] = is_short
        fields.is_dotted[places] = _mask(pc.equal(parts["sep"], "."))
    else:
        good &= _is_day(year, month, day)
    clock = hour * 3600 + minute * 60 + second
    for field, values in (
        (fields.year, year), (fields.month, month), (fields.day, day), (fields.clock, clock),
        (fields.first, first), (fields.other, other),
    ):  # fmt: skip
        field[places] = values
    fields.is_read[places] = good
    fields.has_clock[places] = _mask(pc.not_equal(parts["hour"], "")) if "hour" in parts else False
    return good


def _year_first(fields: _Fields, counts: np.ndarray) -> tuple[bool, bool]:
    """Whether three numbers of two digits begin with the year, and whether no other reading is left."""
    asked = fields.is_read & fields.is_short
    first, other, last = fields.first[asked], fields.other[asked], fields.year[asked] % 100
    if not len(first):
        return False, True
    weights, year = counts[asked], fields.year[asked]
    n_year_first = int(weights[_is_day(_whole_year(first), other, last)].sum())
    n_day_first = int(weights[_is_day(year, other, first)].sum())
    n_month_first = int(weights[_is_day(year, first, other)].sum())
    n_year_last = max(n_day_first, n_month_first)
    if n_year_first != n_year_last:
        return n_year_first > n_year_last, True
    is_assumed = len(np.unique(first)) < len(np.unique(last))
    return is_assumed, not is_assumed


def _from_the_year(fields: _Fields) -> _Fields:
    """The fields where numbers of two digits begin with the year."""
    short = fields.is_short
    return replace(
        fields,
        year=np.where(short, _whole_year(fields.first), fields.year),
        month=np.where(short, fields.other, fields.month),
        day=np.where(short, fields.year % 100, fields.day),
        first=np.where(short, 0, fields.first),
        other=np.where(short, 0, fields.other),
    )


def _whole_year(year: np.ndarray) -> np.ndarray:
    """Years with their century where they have two digits."""
    return np.where(year < 100, year + np.where(year >= PIVOT, 1900, 2000), year)


def _order_of(fields: _Fields, counts: np.ndarray) -> tuple[bool | None, bool]:
    """Whether the day comes first where two numbers could be it, None where no cell has such; and whether
    the cells leave no other reading.
    """
    asked = fields.is_read & (fields.first > 0)
    if not asked.any():
        return None, True
    first, other, weights = fields.first[asked], fields.other[asked], counts[asked]
    n_day_first = int(weights[first > 12].sum())
    n_month_first = int(weights[other > 12].sum())
    if n_day_first != n_month_first:
        return n_day_first > n_month_first, True
    n_firsts, n_others = len(np.unique(first)), len(np.unique(other))
    if min(n_firsts, n_others) == 1 < max(n_firsts, n_others):
        return n_firsts == 1, False
    return bool(weights[fields.is_dotted[asked]].sum() * 2 > weights.sum()), False


def _times(fields: _Fields, is_day_first: bool) -> np.ndarray:
    """The moments: datetime64[s] (n_distinct,), NaT where this order of day and month leaves no date."""
    is_asked = fields.first > 0
    day_number, month_number = (fields.first, fields.other) if is_day_first else (fields.other, fields.first)
    day = np.where(is_asked, day_number, fields.day)
    month = np.where(is_asked, month_number, fields.month)
    good = fields.is_read & (fields.is_unix | _is_day(fields.year, month, day))
    months = (fields.year - 1970) * 12 + month - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + day - 1
    seconds = np.where(fields.is_unix, 0, days * 86_400) + fields.clock
    times = seconds.astype("datetime64[s]")
    times[~good] = np.datetime64("NaT")
    return times


def _is_day(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether there is such a day."""
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int64)
    is_month = (month >= 1) & (month <= 12)
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = lengths[np.where(is_month, month, 0)] + (is_leap & (month == 2))
    return is_month & (day >= 1) & (day <= length)


def _months(names: pa.Array) -> np.ndarray:
    """Months of names, 0 for what is none: int64."""
    encoded = pc.dictionary_encode(names)
    months = np.array([month_named(name) for name in encoded.dictionary.to_pylist()], dtype=np.int64)
    return months[encoded.indices.to_numpy(zero_copy_only=False)]


def _hours(hour: np.ndarray, parts: dict[str, pa.Array]) -> np.ndarray:
    """Hours of the day from hours of a half of it; 12 a.m. is 0. What the clock does not have becomes 24."""
    for name in ("half", "half_before"):
        if name not in parts:
            continue
        half = pc.utf8_lower(parts[name])
        is_pm = _mask(pc.or_(pc.starts_with(half, "p"), pc.equal(half, "下午")))
        is_am = _mask(pc.or_(pc.starts_with(half, "a"), pc.equal(half, "上午")))
        hour = np.where(is_am & (hour > 12), 24, np.where(is_am & (hour == 12), 0, hour))
        hour = np.where(is_pm & (hour < 12), hour + 12, hour)
    return hour


def _numbers(column: pa.Array, default: int) -> np.ndarray:
    """Digits as numbers: int64; the default for a part that is not there."""
    filled = pc.if_else(pc.equal(column, ""), pa.scalar(str(default), column.type), column)
    return np.asarray(pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False))


def _mask(flags: pa.Array) -> np.ndarray:
    return np.array(flags.to_numpy(zero_copy_only=False), dtype=bool)
