"""Keyness as the field computes it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from textminer.analysis.document_words import GroupCounts
from textminer.analysis.keyness import (
    Comparison,
    KeynessOptions,
    adjusted_p_values,
    keyness,
    log_likelihood,
    log_ratio,
    p_value,
)

COUNTS = st.tuples(
    st.integers(0, 400), st.integers(0, 400), st.integers(401, 10_000), st.integers(401, 10_000)
)


def counted(
    counts: list[list[int]], documents: list[list[int]] | None = None, sizes: tuple[int, ...] = (1000, 1000)
) -> GroupCounts:
    held = np.array(counts)
    return GroupCounts(
        tuple("abcdef"[: held.shape[1]]),
        held,
        np.minimum(held, 50) if documents is None else np.array(documents),
        np.array(sizes),
        np.full(held.shape[1], 100),
    )


def test_a_lancaster_worked_example() -> None:
    """52 of 50,000 words against 57 of 75,000: +2.65, which is not significant at p < .05 (teaching slides
    of Lancaster's CASS on Rayson's calculator)."""
    found = log_likelihood(np.array([[52, 57]]), np.array([[50_000, 75_000]]))
    assert found[0] == pytest.approx(2.65, abs=0.005)
    assert p_value(found)[0] > 0.05


@settings(deadline=None)  # the machine may be busy
@given(COUNTS)
def test_log_likelihood_is_the_two_cell_power_divergence(cells: tuple[int, int, int, int]) -> None:
    a, b, n_a, n_b = cells
    found = log_likelihood(np.array([[a, b]]), np.array([[n_a, n_b]]))[0]
    if a + b == 0:
        assert found == 0
        return
    expected = [n_a * (a + b) / (n_a + n_b), n_b * (a + b) / (n_a + n_b)]
    reference = stats.power_divergence([a, b], expected, lambda_="log-likelihood")
    assert found == pytest.approx(max(reference.statistic, 0), abs=1e-9, rel=1e-9)
    assert p_value(np.array([found]))[0] == pytest.approx(stats.chi2.sf(found, 1), abs=1e-12)


@settings(deadline=None)  # the machine may be busy
@given(COUNTS)
def test_the_interval_of_a_log_ratio_is_that_of_a_relative_risk(cells: tuple[int, int, int, int]) -> None:
    a, b, n_a, n_b = cells
    ratio, low, high = log_ratio(np.array([[a, b]]), np.array([[n_a, n_b]]))
    if a and b:
        reference = stats.contingency.relative_risk(a, n_a, b, n_b)
        interval = reference.confidence_interval(0.95)
        assert ratio[0] == pytest.approx(np.log2(reference.relative_risk))
        assert low[0] == pytest.approx(np.log2(interval.low), abs=1e-5)
        assert high[0] == pytest.approx(np.log2(interval.high), abs=1e-5)
    assert low[0] <= ratio[0] <= high[0]


def test_the_heart_disease_study_of_sahai_and_khurshid() -> None:
    """Sahai & Khurshid (1996), example 3.1, as scipy's documentation gives it: 27 of 122 and 44 of 487 are a
    relative risk of 2.4495, 95 % interval 1.5837 to 3.7887."""
    found = log_ratio(np.array([[27, 44]]), np.array([[122, 487]]))
    assert [float(2 ** value[0]) for value in found] == pytest.approx([2.4495, 1.5837, 3.7887], abs=5e-5)


def test_one_more_in_log_ratio_is_twice_as_often() -> None:
    """Hardie (2014): 0 is as often, 1 twice, 2 four times, 3 eight times as often; −1 half as often."""
    sizes = np.full((4, 2), 10_000)
    ratios, _low, _high = log_ratio(np.array([[50, 50], [100, 50], [400, 50], [50, 100]]), sizes)
    assert ratios.tolist() == pytest.approx([0, 1, 3, -1])


def test_a_word_that_one_group_lacks_counts_as_half_an_occurrence_there() -> None:
    ratios, _low, _high = log_ratio(np.array([[8, 0]]), np.array([[1000, 1000]]))
    assert ratios[0] == pytest.approx(4)


def test_the_example_of_benjamini_and_hochberg() -> None:
    """Their 15 comparisons of thrombolysis (1995, section 4.1): the four smallest are rejected at q = .05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert int((adjusted_p_values(np.array(p)) <= 0.05).sum()) == 4


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_corrected_p_values_are_scipys(p: list[float]) -> None:
    assert adjusted_p_values(np.array(p)) == pytest.approx(stats.false_discovery_control(p))


def test_no_tests_need_no_correction() -> None:
    assert adjusted_p_values(np.empty(0)).tolist() == []


def test_documents_are_compared_by_all_four_cells() -> None:
    found = keyness(counted([[90, 10]], [[60, 20]]), [Comparison(0, 1)], KeynessOptions(by_documents=True))
    table = [[60, 20], [40, 80]]
    reference = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert found.log_likelihoods[0] == pytest.approx(reference.statistic)


def test_one_verbose_document_is_key_by_occurrences_and_not_by_documents() -> None:
    one = counted([[80, 5]], [[1, 1]])
    by_occurrences = keyness(one, [Comparison(0, 1)], KeynessOptions(fewest_documents=1))
    by_documents = keyness(one, [Comparison(0, 1)], KeynessOptions(by_documents=True, fewest_documents=1))
    assert by_occurrences.p_values[0] < 0.001
    assert by_documents.p_values[0] == pytest.approx(1.0)


def test_rare_words_are_not_tested_and_do_not_make_the_others_less_sure() -> None:
    rows = [[30, 5], *([[1, 0]] * 50)]
    found = keyness(counted(rows), [Comparison(0, 1)])
    assert found.words.tolist() == [0]
    assert found.p_values[0] == pytest.approx(p_value(found.log_likelihoods)[0])


def test_each_group_against_all_others_is_what_it_is_with_the_others_joined() -> None:
    rows = [[30, 5, 9], [4, 40, 1], [10, 10, 10]]
    each = keyness(counted(rows, sizes=(500, 700, 900)), [Comparison(group) for group in range(3)])
    for group in range(3):
        others = [place for place in range(3) if place != group]
        joined = [[row[group], sum(row[place] for place in others)] for row in rows]
        sizes = (500, 700, 900)
        pair = keyness(
            counted(joined, sizes=(sizes[group], sum(sizes[place] for place in others))), [Comparison(0, 1)]
        )
        lines = each.lines_of(group)
        assert each.words[lines].tolist() == pair.words.tolist()
        assert each.log_likelihoods[lines] == pytest.approx(pair.log_likelihoods)
        assert each.log_ratios[lines] == pytest.approx(pair.log_ratios)


def test_an_empty_group_makes_no_word_key() -> None:
    found = keyness(counted([[9, 0]], sizes=(100, 0)), [Comparison(0, 1)])
    assert found.log_likelihoods.tolist() == [0]
    assert np.isfinite(found.log_ratios).all()
