"""Every score is in one bin: the one that holds it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textminer.analysis.score_spread import score_spread

scores = st.lists(st.floats(-1, 1, width=32), max_size=50)


@given(values=scores)
def test_counts_agree_with_numpys_histogram(values: list[float]) -> None:
    # in thousandths, off the edges between bins, where float32 decides
    array = np.round(np.array(values, dtype=np.float64), 2) + 0.003
    array = np.clip(array, -1, 1).astype(np.float32)
    spread = score_spread(array, np.arange(len(array)))
    expected, _edges = np.histogram(array, bins=spread.edges)
    assert spread.counts.tolist() == expected.tolist()


def test_edges_belong_to_the_bin_above_and_one_to_the_last() -> None:
    spread = score_spread(np.array([-1, -0.9, 0.1, 1.0], dtype=np.float32), np.arange(4))
    assert spread.codes.tolist() == [0, 1, 11, 19]
    assert spread.positions(19).tolist() == [3]


def test_documents_without_a_score_or_outside_the_filter_are_in_no_bin() -> None:
    spread = score_spread(np.array([0.5, np.nan, 0.5]), np.array([0, 1]))
    assert spread.codes.tolist() == [15, -1, -1]
    assert spread.counts.sum() == 1
