"""Sort orders: stable permutations, numbers as numbers, empty cells last."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import table_of
from textminer.analysis.cells import value_counts
from textminer.analysis.ordering import SortKey, restricted, sort_order

cells = st.lists(st.sampled_from(["b", "A", "a", "", "B", " ", "ü", "10", "9", "好"]), max_size=30)


def ordered(values: list[str], descending: bool = False) -> list[str]:
    order = sort_order(table_of(c=values), SortKey(0, descending))
    return [values[position] for position in order]


@given(cells, st.booleans())
def test_every_order_is_a_permutation_that_keeps_equal_cells_in_file_order(
    values: list[str], descending: bool
) -> None:
    order = sort_order(table_of(c=values), SortKey(0, descending))
    assert sorted(order) == list(range(len(values)))
    for one, other in itertools.pairwise(order):
        if values[one].strip().lower() == values[other].strip().lower():
            assert one < other


@given(st.lists(st.integers(-1000, 1000) | st.none(), max_size=30), st.booleans())
def test_numbers_are_sorted_as_numbers_and_empty_cells_come_last(
    numbers: list[int | None], descending: bool
) -> None:
    values = ["" if number is None else str(number) for number in numbers]
    found = ordered(values, descending)
    filled = sorted((number for number in numbers if number is not None), reverse=descending)
    assert found == [str(number) for number in filled] + [""] * numbers.count(None)


def test_one_cell_that_is_no_number_makes_the_column_text() -> None:
    assert ordered(["10", "9", "n/a"]) == ["10", "9", "n/a"]
    assert ordered(["10", "9", ""]) == ["9", "10", ""]


@pytest.mark.parametrize(
    "dates",
    [
        ["2025-12-31", "2026-01-01", "2026-02-03"],
        ["31.12.2025", "01.01.2026", "03.02.2026"],
        ["12/31/2025", "01/01/2026", "02/03/2026"],
        ["31 Dec 2025", "1 Jan 2026", "3 Feb 2026"],
        ["2025年12月31日", "2026年1月1日", "2026年2月3日"],
    ],
)
def test_dates_of_one_form_are_sorted_as_dates(dates: list[str]) -> None:
    assert ordered([dates[2], "", dates[0], dates[1]]) == [*dates, ""]


def test_our_scores_are_sorted_as_numbers_and_those_that_wait_come_last_both_ways() -> None:
    scores = np.array([0.5, np.nan, -1, 0.25], dtype=np.float32)
    table = table_of(c=["", "", "", ""]).with_own({"score": pd.Series(scores)})
    assert list(sort_order(table, SortKey("score"))) == [2, 3, 0, 1]
    assert list(sort_order(table, SortKey("score", descending=True))) == [0, 3, 2, 1]


def test_our_classes_are_sorted_in_the_order_of_the_model() -> None:
    classes = pd.Categorical.from_codes([2, -1, 0, 1], categories=["negative", "neutral", "positive"])
    table = table_of(c=["", "", "", ""]).with_own({"sentiment": pd.Series(classes)})
    assert list(sort_order(table, SortKey("sentiment"))) == [2, 3, 0, 1]


def test_without_scores_nothing_is_reordered() -> None:
    assert list(sort_order(table_of(c=["b", "a"]), SortKey("score"))) == [0, 1]


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)))
def test_a_filter_keeps_the_order_of_what_it_lets_pass(order: list[int], wanted: set[int]) -> None:
    positions = np.array(sorted(wanted), dtype=np.int64)
    found = restricted(np.array(order), positions, 12)
    assert list(found) == [position for position in order if position in wanted]
    assert list(restricted(None, positions, 12)) == list(positions)


def test_values_are_counted_unless_there_are_too_many() -> None:
    table = table_of(city=["Porto", "Faro", "Porto", ""])
    found = value_counts(table, 0, 3)
    assert found is not None
    assert found.values == (("Porto", 2), ("", 1), ("Faro", 1))
    assert value_counts(table, 0, 2) is None
