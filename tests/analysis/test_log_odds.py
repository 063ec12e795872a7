"""Weighted log-odds are those of the formula, and say which side a word is on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.analysis.log_odds import MOST_PRIOR, PRIOR_SHARE, log_odds

counts = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=12)


def by_the_formula(target: np.ndarray, reference: np.ndarray, background: np.ndarray, word: int) -> float:
    """Monroe, Colaresi & Quinn (2008), equations 16, 20 and 22, word by word."""
    total = background.sum()
    weight = min(MOST_PRIOR, PRIOR_SHARE * total)
    prior = weight * background[word] / total
    ours, theirs = target[word] + prior, reference[word] + prior
    odds_ours = ours / (target.sum() + weight - ours)
    odds_theirs = theirs / (reference.sum() + weight - theirs)
    return (math.log(odds_ours) - math.log(odds_theirs)) / math.sqrt(1 / ours + 1 / theirs)


@given(pairs=counts)
def test_scores_are_those_of_the_formula(pairs: list[tuple[int, int]]) -> None:
    target, reference = np.array(pairs).T
    background = target + reference + 1
    found = log_odds(target, reference, background)
    expected = [by_the_formula(target, reference, background, word) for word in range(len(target))]
    assert found == pytest.approx(expected)


@given(pairs=counts)
def test_changing_sides_changes_the_sign(pairs: list[tuple[int, int]]) -> None:
    target, reference = np.array(pairs).T
    background = target + reference
    assert log_odds(target, reference, background) == pytest.approx(-log_odds(reference, target, background))


def test_a_word_of_one_side_stands_out_the_more_often_it_occurs() -> None:
    target, reference = np.array([1, 10, 50, 100]), np.array([0, 0, 0, 100])
    scores = log_odds(target, reference, target + reference)
    assert 0 < scores[0] < scores[1] < scores[2]
    assert scores[0] < 1 < scores[2]


def test_nothing_counted_and_a_single_word_score_nothing() -> None:
    assert log_odds(np.zeros(3), np.zeros(3), np.zeros(3)).tolist() == [0, 0, 0]
    assert log_odds(np.array([4]), np.array([2]), np.array([6])).tolist() == [0]
