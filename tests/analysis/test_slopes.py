"""Changes over time: against scipy's regression, and only where they are more than chance."""

import numpy as np
import pytest
from scipy.stats import linregress

from textminer.analysis.slopes import group_changes, steepest

START = np.datetime64("2024-01-01", "s")


def dated(days: np.ndarray) -> np.ndarray:
    return START + days.astype("timedelta64[D]").astype("timedelta64[s]")


def test_a_change_is_the_fall_of_the_line_of_least_squares_over_the_whole_time() -> None:
    rng = np.random.default_rng(7)
    days = rng.integers(0, 731, 900)
    days[:2] = 0, 730
    codes = rng.integers(0, 3, 900)
    values = np.clip(0.5 - 0.9 * days / 730 * (codes == 1) + rng.normal(0, 0.3, 900), -1, 1)
    values[5], codes[6] = np.nan, -1
    times = dated(days)
    times[8] = np.datetime64("NaT")
    changes = group_changes(values, times, codes, 3)
    kept = (codes == 1) & ~np.isnan(values) & ~np.isnat(times)
    line = linregress(days[kept] / 730, values[kept])
    assert changes[1] == pytest.approx(line.slope)
    assert line.pvalue < 0.001
    assert np.isnan(changes[[0, 2]]).all()
    assert steepest(changes) == (1, None)


def test_no_change_is_larger_than_the_values_allow() -> None:
    days = np.arange(100)
    values = np.where(days < 50, 1.0, -1.0)  # the line itself falls from 1.5 to -1.5
    changes = group_changes(values, dated(days), np.zeros(100, dtype=int), 1)
    assert changes[0] == pytest.approx(-2.0)


def test_chance_alone_is_hardly_ever_told() -> None:
    rng = np.random.default_rng(3)
    n_told = 0
    for _round in range(200):
        days, codes = rng.integers(0, 365, 300), rng.integers(0, 5, 300)
        n_told += not np.isnan(group_changes(rng.normal(0, 0.5, 300), dated(days), codes, 5)).all()
    assert n_told <= 20  # 5 % are expected


def test_few_values_one_moment_and_nothing_show_no_change() -> None:
    ones = np.ones(30)
    assert np.isnan(group_changes(ones[:5], dated(np.arange(5)), np.zeros(5, dtype=int), 1)).all()
    assert np.isnan(group_changes(ones, dated(np.zeros(30)), np.zeros(30, dtype=int), 1)).all()
    assert np.isnan(group_changes(ones[:0], dated(np.arange(0)), np.zeros(0, dtype=int), 2)).all()
    assert steepest(np.array([np.nan, 0.05])) == (None, None)
    assert steepest(np.empty(0)) == (None, None)
