"""Dispersion as in the published worked example."""

import numpy as np
import pytest
from scipy.sparse import csc_matrix

from textminer.analysis.dispersion import deviation_of_proportions, in_equal_parts, juilland_d

# The corpus of five parts in Gries (2008), Dispersions and adjusted frequencies in corpora, table 1, and in
# Gries (2020), Analyzing dispersion, section 5.2.1.
GRIES = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]


def matrix_of(parts: list[str]) -> tuple[csc_matrix, np.ndarray, list[str]]:
    letters = sorted(set("".join(parts)))
    counts = np.array([[part.count(letter) for letter in letters] for part in parts])
    return csc_matrix(counts), counts.sum(axis=1), letters


def test_the_example_of_gries() -> None:
    counts, sizes, letters = matrix_of(GRIES)
    assert sizes.tolist() == [9, 10, 10, 10, 11]
    a = letters.index("a")
    assert counts.toarray()[:, a].tolist() == [1, 2, 3, 4, 5]
    dp = deviation_of_proportions(counts, sizes)
    assert dp[a] == pytest.approx(0.18 / (1 - 0.18), abs=0.0005)  # DP .18, normalised .22
    assert juilland_d(counts, sizes)[a] == pytest.approx(0.785, abs=0.0005)


def test_a_word_in_one_part_alone_is_as_uneven_as_can_be() -> None:
    counts, sizes, letters = matrix_of(["xa", "aa", "aa", "aa"])
    dp, d = deviation_of_proportions(counts, sizes), juilland_d(counts, sizes)
    assert dp[letters.index("x")] == pytest.approx(1.0)
    assert d[letters.index("x")] == pytest.approx(0.0)


def test_a_word_that_takes_the_same_share_everywhere_is_even() -> None:
    counts, sizes, letters = matrix_of(["ab", "aabb", "aaabbb"])
    assert deviation_of_proportions(counts, sizes) == pytest.approx([0.0, 0.0])
    assert juilland_d(counts, sizes) == pytest.approx([1.0, 1.0])


def test_one_part_alone_has_no_dispersion() -> None:
    counts, sizes, _letters = matrix_of(["aab"])
    assert np.isnan(deviation_of_proportions(counts, sizes)).all()
    assert np.isnan(juilland_d(counts, sizes)).all()


def test_equal_parts_keep_all_counts_and_the_order_of_documents() -> None:
    generator = np.random.default_rng(1)
    counts = csc_matrix(generator.integers(0, 5, (1_000, 7)))
    sizes = np.asarray(counts.sum(axis=1)).ravel()
    parts, part_sizes = in_equal_parts(counts, sizes, 10)
    assert parts.shape == (10, 7)
    assert part_sizes.sum() == sizes.sum()
    assert np.array_equal(parts.sum(axis=0), counts.sum(axis=0))
    assert part_sizes.max() - part_sizes.min() < 0.02 * sizes.sum()
    few, _few_sizes = in_equal_parts(counts[:3], sizes[:3], 10)
    assert few.shape[0] == 3
    assert np.array_equal(few.toarray(), counts[:3].toarray())
