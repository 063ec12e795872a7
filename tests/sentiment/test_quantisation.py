"""Weights in few bits come back within half a step, and storing them again changes nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as drawn

from textminer.sentiment.quantisation import quantised, restored

MATRICES = drawn.arrays(
    np.float32, st.tuples(st.integers(1, 7), st.sampled_from([8, 16])), elements=st.floats(-8, 8, width=16)
)


@given(values=MATRICES)
def test_eight_bits_lose_half_a_step_at_most(values: np.ndarray) -> None:
    codes, scales = quantised(values, 8, values.shape[1])
    assert (codes.dtype, scales.shape) == (np.int8, (len(values), 1))
    step = np.abs(values).max(axis=1, keepdims=True) / 127
    assert (np.abs(restored(codes, scales) - values) <= 0.57 * step + 1e-4).all()  # scales are rounded, too


@given(values=MATRICES, bits=st.sampled_from([4, 8]))
def test_storing_again_changes_nothing(values: np.ndarray, bits: int) -> None:
    once = restored(*quantised(values, bits, 8))
    assert np.array_equal(restored(*quantised(once, bits, 8)), once)


def test_four_bits_lose_less_than_without_cutting_extremes() -> None:
    values = np.random.default_rng(1).standard_normal((200, 64)).astype(np.float32)
    codes, scales = quantised(values, 4, 64)
    assert codes.nbytes == values.size / 2
    step = np.abs(values).max(axis=1, keepdims=True) / 7
    uncut = np.rint(values / step) * step
    lost, lost_uncut = (np.square(kept - values).mean() for kept in (restored(codes, scales), uncut))
    assert lost < 0.95 * lost_uncut
    assert np.sqrt(lost) == pytest.approx(0.11, abs=0.015)
