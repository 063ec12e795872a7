"""Which rows of a changed file differ."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import table_of
from textminer.corpus.row_changes import RowChanges, changes_between, row_hashes

numbers = st.lists(st.integers(0, 3), max_size=12).map(lambda found: np.array(found, dtype=np.uint64))


def test_a_cell_moved_to_the_next_column_changes_the_row() -> None:
    one, other = table_of(a=["x", "a"], b=["", "b"]), table_of(a=["", "a"], b=["x", "b"])
    differs = row_hashes(one) != row_hashes(other)
    assert differs.tolist() == [True, False]


def test_row_hashes_are_the_same_in_another_process() -> None:
    script = (
        "from tests.builders import table_of; from textminer.corpus.row_changes import row_hashes;"
        "print(row_hashes(table_of(a=['x', '好'], b=['', 'b'])).tolist())"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(row_hashes(table_of(a=["x", "好"], b=["", "b"])).tolist())


@given(numbers, numbers)
def test_what_is_told_of_a_change_fits_both_tables(before: np.ndarray, now: np.ndarray) -> None:
    found = changes_between(before, now)
    assert len(before) + found.n_added - found.n_removed == len(now)
    assert all(0 <= position < len(now) for position in found.changed)
    assert (found == RowChanges((), 0, 0)) == np.array_equal(before, now)


@given(numbers, st.integers(0, 12), st.integers(4, 6))
def test_a_row_put_in_anywhere_is_one_row_more_and_nothing_else(
    before: np.ndarray, at: int, new: int
) -> None:
    now = np.insert(before, min(at, len(before)), new).astype(np.uint64)
    assert changes_between(before, now) == RowChanges((), 1, 0)
    assert changes_between(now, before) == RowChanges((), 0, 1)


def test_the_sentence_names_the_first_rows() -> None:
    assert RowChanges((4,), 0, 0).sentence == "1 row differs (row 5)"
    assert RowChanges(tuple(range(9)), 2, 1).sentence == (
        "9 rows differ (rows 1, 2, 3, 4, 5, …); 2 rows were added; 1 row is gone"
    )
