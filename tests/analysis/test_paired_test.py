"""The exact McNemar test, against the sums of binomial coefficients that define it."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.analysis.paired_test import mcnemar


def test_the_approval_ratings_of_agresti() -> None:
    """Agresti, Categorical Data Analysis (1990), table 10.1: 150 changed their minds one way, 86 the other; the
    exact p as the documentation of R's exact2x2 gives it."""
    assert mcnemar(86, 150) == pytest.approx(3.716e-05, abs=5e-9)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_chance_is_that_of_the_binomial_tails(first: int, second: int) -> None:
    n = first + second
    tail = sum(comb(n, k) for k in range(min(first, second) + 1)) / 2**n
    assert mcnemar(first, second) == pytest.approx(min(1.0, 2 * tail))
    assert mcnemar(first, second) == pytest.approx(mcnemar(second, first))
