"""Whether long arrays laid end to end are as numpy lays them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus import offsets
from textminer.corpus.offsets import offsets_of, repeated

lengths = st.lists(st.integers(0, 9), max_size=40).map(lambda found: np.array(found, dtype=np.int32))


@given(lengths)
def test_offsets_are_the_running_totals(found: np.ndarray) -> None:
    assert offsets_of(found).tolist() == [0, *np.cumsum(found).tolist()]


def test_offsets_of_a_mask_count_what_stands_before() -> None:
    assert offsets_of(np.array([True, False, True, True])).tolist() == [0, 1, 1, 2, 3]


@given(lengths, st.integers(1, 12))
def test_values_are_repeated_the_same_in_portions_as_at_once(found: np.ndarray, portion: int) -> None:
    values = np.arange(len(found), dtype=np.int16) * 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offsets, "PORTION", portion)
        again = repeated(values, found)
    assert again.dtype == values.dtype
    np.testing.assert_array_equal(again, np.repeat(values, found))
