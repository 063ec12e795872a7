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


def test_the_sleep_of_student() -> None:
    """Student (1908): ten patients' hours of sleep gained by one drug beyond another; the mean of his paper,
    the interval as R's own example of these data, `t.test(extra ~ group, sleep, paired)`, gives it."""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = group_means(second - first, np.zeros(10, dtype=int), 1)
    assert found.means[0] == pytest.approx(1.58)
    assert (found.lows[0], found.highs[0]) == pytest.approx((0.7001142, 2.4598858), abs=1e-7)
