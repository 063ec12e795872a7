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


def test_the_certified_line_of_nist() -> None:
    """NIST, Statistical Reference Datasets, Norris: a slope of 1.00211681802045; data and slope also as the
    tests of scipy's `linregress` have them. Two more values, of another group, lie beyond both ends of the
    line, which is otherwise told only as far as the values go."""
    x = [
        0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9,
        338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0,
        11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
    ]  # fmt: skip
    y = [
        0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8,
        339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9,
        10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
    ]  # fmt: skip
    tenths = np.rint(np.array([*x, 500.0, 500.0]) * 10).astype("timedelta64[s]")
    values, codes = np.array([*y, -100.0, 2000.0]), np.array([0] * len(x) + [1, 1])
    changes = group_changes(values, START + tenths, codes, 2)
    assert changes[0] == pytest.approx(1.00211681802045 * (999.0 - 0.2), rel=1e-12)


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
