"""Rows are found again wherever they stand, equal ones in their order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.row_changes import moved_positions

rows = st.lists(st.integers(0, 5), max_size=12).map(lambda found: np.array(found, dtype=np.uint64))


@given(rows, rows)
def test_each_row_is_matched_with_the_first_equal_one_that_is_free(
    before: np.ndarray, now: np.ndarray
) -> None:
    free = list(enumerate(now.tolist()))
    expected = []
    for row in before.tolist():
        found = next((place for place in free if place[1] == row), None)
        expected.append(-1 if found is None else found[0])
        if found is not None:
            free.remove(found)
    assert moved_positions(before, now).tolist() == expected
