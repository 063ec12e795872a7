"""Spans of time that can be compared."""

import numpy as np
import pytest

from textminer.analysis.time_groups import grouping_by_time


@pytest.mark.parametrize(
    ("dates", "names"),
    [
        (["1994-01-02", "2003-05-06", "2011-07-08"], ("1990s", "2000s", "2010s")),
        (["2020-01-02", "2021-05-06", "2022-07-08", "2022-08-01"], ("2020", "2021", "2022")),
        (["2024-01-02", "2024-05-06", "2024-12-31"], ("2024 Q1", "2024 Q2", "2024 Q4")),
        (["2024-01-02", "2024-02-06", "2024-03-31"], ("2024-01", "2024-02", "2024-03")),
        (["2024-01-02", "2024-01-06", "2024-01-31"], ("2024-01-02", "2024-01-06", "2024-01-31")),
        (["2023-12-31", "2024-01-01"], ("2023", "2024")),
        (["2024-01-02", "2024-01-02"], ("2020s",)),
        ([], ()),
    ],
)
def test_the_coarsest_spans_that_make_three_groups(dates: list[str], names: tuple[str, ...]) -> None:
    times = np.array(dates, dtype="datetime64[s]")
    found = grouping_by_time(times)
    assert found.names == names
    assert found.codes.tolist() == [sorted(set(found.codes.tolist())).index(code) for code in found.codes]


def test_a_document_without_a_date_is_in_no_group() -> None:
    times = np.array(["2020-01-01", "NaT", "2021-01-01", "2022-06-01"], dtype="datetime64[s]")
    assert grouping_by_time(times).codes.tolist() == [0, -1, 1, 2]
