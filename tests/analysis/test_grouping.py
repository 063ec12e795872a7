"""Groups hold every document once, in the order a reader expects."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from textminer.analysis.grouping import grouping_by_sets, grouping_by_values

CELLS = st.lists(st.sampled_from(["a", "b ", " b", "", "  ", "ç", "中"]), max_size=30)


@given(CELLS)
def test_each_document_is_in_the_group_of_its_trimmed_cell(cells: list[str]) -> None:
    grouping = grouping_by_values(pd.Series(cells, dtype="str"))
    named = [grouping.names[code] if code >= 0 else "" for code in grouping.codes]
    assert named == [cell.strip() for cell in cells]
    assert list(grouping.names) == list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    assert grouping.sizes().sum() == sum(bool(cell.strip()) for cell in cells)


@given(CELLS, st.integers(0, 4))
def test_the_largest_groups_keep_their_documents(cells: list[str], n_groups: int) -> None:
    grouping = grouping_by_values(pd.Series(cells, dtype="str"))
    largest = grouping.largest(n_groups)
    assert list(largest.sizes()) == sorted(grouping.sizes(), reverse=True)[:n_groups]
    for place, name in enumerate(largest.names):
        assert np.array_equal(largest.positions(place), grouping.positions(grouping.names.index(name)))


def test_a_document_of_two_sets_counts_for_the_first() -> None:
    grouping = grouping_by_sets({"first": np.array([0, 1]), "second": np.array([1, 3])}, 4)
    assert grouping.codes.tolist() == [0, 0, -1, 1]


def test_restricting_keeps_the_names_of_groups_that_become_empty() -> None:
    grouping = grouping_by_values(pd.Series(["x", "y", "x"], dtype="str")).restricted(np.array([1]))
    assert grouping.names == ("x", "y")
    assert grouping.codes.tolist() == [-1, 1, -1]
