"""Means and their intervals agree with SciPy."""

import numpy as np
import pytest
from scipy import stats

from textminer.analysis.means import group_means


def test_means_and_intervals_are_those_of_students_t() -> None:
    chance = np.random.default_rng(4)
    values, codes = chance.normal(size=300), chance.integers(-1, 5, 300)
    values[::17] = np.nan
    found = group_means(values, codes, 5)
    for group in range(5):
        own = values[(codes == group) & ~np.isnan(values)]
        expected = stats.ttest_1samp(own, 0).confidence_interval(0.95)
        assert found.counts[group] == len(own)
        assert found.means[group] == pytest.approx(own.mean())
        assert (found.lows[group], found.highs[group]) == pytest.approx((expected.low, expected.high))


def test_one_value_has_a_mean_without_an_interval_and_none_has_neither() -> None:
    found = group_means(np.array([0.5, np.nan]), np.array([0, 1]), 2)
    assert found.counts.tolist() == [1, 0]
    assert found.means[0] == 0.5
    assert np.isnan([found.means[1], *found.lows, *found.highs]).all()
