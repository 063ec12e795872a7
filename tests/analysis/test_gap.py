"""The gap between two groups is laid to words without losing or inventing any of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.linear_model import Ridge

from textminer.analysis.document_words import DocumentWords, document_words
from textminer.analysis.gap import PULL, Gap, gap_by_words
from textminer.workflows.scoring import tokens_of

WORDS = ["ab", "cd", "ef", "gh", "ij"]
DOCUMENTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6), min_size=2, max_size=20)


def matrix_of(documents: list[list[str]]) -> DocumentWords:
    return document_words(tokens_of([" ".join(words) for words in documents], "tweet"))


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.integers(1, 3), st.data())
def test_parts_and_rest_add_up_to_the_gap(
    documents: list[list[str]], fewest: int, data: st.DataObject
) -> None:
    n = len(documents)
    scores = np.array(data.draw(st.lists(st.floats(-1, 1) | st.just(np.nan), min_size=n, max_size=n)))
    codes = np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    target, reference = np.flatnonzero(codes == 0), np.flatnonzero(codes == 1)
    found = gap_by_words(matrix_of(documents), scores, target, reference, fewest, draws=20)
    known = [side[~np.isnan(scores[side])] for side in (target, reference)]
    if found is None:
        assert not all(len(side) for side in known)
        return
    gap = scores[known[0]].mean() - scores[known[1]].mean()
    assert found.gap == pytest.approx(gap, abs=1e-9)
    assert found.parts.sum() + found.rest == pytest.approx(gap, abs=1e-9)
    assert found.often + found.spoken == pytest.approx(found.parts, abs=1e-9)
    shares, values = found.shares, found.values
    assert shares[:, 0] * values[:, 0] - shares[:, 1] * values[:, 1] == pytest.approx(found.parts, abs=1e-9)


def simulated(
    n: int, seed: int, noise: float = 0.2
) -> tuple[DocumentWords, np.ndarray, np.ndarray, np.ndarray]:
    """Two groups that mention three words differently often; each mention moves the score."""
    chance = np.random.default_rng(seed)
    shares = np.array([[0.5, 0.2, 0.3, 1.0], [0.2, 0.4, 0.3, 1.0]])
    worth = np.array([-0.3, 0.2, 0.0, 0.0])
    side = np.repeat([0, 1], n)
    holds = chance.random((2 * n, 4)) < shares[side]
    scores = holds @ worth + chance.normal(0, noise, 2 * n)
    documents = [[WORDS[word] for word in np.flatnonzero(row)] for row in holds]
    return matrix_of(documents), scores, np.arange(n), np.arange(n, 2 * n)


def by_word(found: Gap, matrix: DocumentWords) -> dict[str, int]:
    return {matrix.words[place]: line for line, place in enumerate(found.words.tolist())}


def test_a_word_carries_what_its_mentions_are_worth_times_how_much_more_often_it_stands() -> None:
    matrix, scores, target, reference = simulated(4000, 1)
    found = gap_by_words(matrix, scores, target, reference)
    assert found is not None
    line_of = by_word(found, matrix)
    assert found.parts[line_of["ab"]] == pytest.approx(-0.3 * 0.3, abs=0.015)
    assert found.parts[line_of["cd"]] == pytest.approx(0.2 * -0.2, abs=0.015)
    assert found.parts[line_of["ef"]] == pytest.approx(0, abs=0.005)
    assert found.rest == pytest.approx(0, abs=0.02)
    assert found.often[line_of["ab"]] == pytest.approx(found.parts[line_of["ab"]], abs=0.01)


def test_a_shift_that_no_word_tells_is_rest() -> None:
    matrix, scores, target, reference = simulated(2000, 2)
    shifted = scores.copy()
    shifted[target] += 0.4
    plain = gap_by_words(matrix, scores, target, reference)
    found = gap_by_words(matrix, shifted, target, reference)
    assert found is not None
    assert plain is not None
    assert found.rest - plain.rest == pytest.approx(0.4, abs=1e-6)
    assert found.parts == pytest.approx(plain.parts, abs=1e-6)


def test_worths_are_scikit_learns_ridge_with_the_group_left_free() -> None:
    matrix, scores, target, reference = simulated(300, 3)
    found = gap_by_words(matrix, scores, target, reference)
    assert found is not None
    presence = np.zeros((600, matrix.n_words))
    presence[matrix.documents, matrix.entry_words()] = 1
    side = np.repeat([0, 1], 300)
    centred = presence - np.stack([presence[side == group].mean(axis=0) for group in (0, 1)])[side]
    ridge = Ridge(alpha=PULL, fit_intercept=False).fit(
        centred, scores - np.array([scores[:300].mean(), scores[300:].mean()])[side]
    )
    shares = presence[:300].mean(axis=0) - presence[300:].mean(axis=0)
    assert found.gap - found.rest == pytest.approx(float(shares @ ridge.coef_), abs=1e-5)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """95 % intervals over 60 simulated corpora: between 52 and 60 of them hold the true part of a word."""
    held = 0
    for seed in range(60):
        matrix, scores, target, reference = simulated(250, 100 + seed, noise=0.4)
        found = gap_by_words(matrix, scores, target, reference, draws=200)
        assert found is not None
        line = by_word(found, matrix)["ab"]
        held += bool(found.lows[line] <= -0.09 <= found.highs[line])
    assert 52 <= held <= 60


def test_the_interval_of_the_gap_is_scipys_bootstrap() -> None:
    """Both draw by chance: the ends agree within a tenth of the width."""
    matrix, scores, target, reference = simulated(200, 8, noise=0.4)
    found = gap_by_words(matrix, scores, target, reference, draws=2_000)
    assert found is not None
    theirs = stats.bootstrap(
        (scores[target], scores[reference]),
        lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis),
        n_resamples=2_000,
        method="percentile",
        rng=np.random.default_rng(3),
    ).confidence_interval
    width = theirs.high - theirs.low
    assert found.gap_interval == pytest.approx((theirs.low, theirs.high), abs=0.1 * width)


def test_the_same_seed_draws_the_same_intervals() -> None:
    matrix, scores, target, reference = simulated(100, 5)
    first, second = (gap_by_words(matrix, scores, target, reference) for _time in range(2))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.lows, second.lows)
    assert first.gap_interval[0] < first.gap < first.gap_interval[1]


def test_parts_come_before_their_intervals() -> None:
    matrix, scores, target, reference = simulated(200, 3)
    early: list[Gap] = []
    found = gap_by_words(matrix, scores, target, reference, on_parts=early.append)
    assert found is not None
    assert len(early) == 1
    assert early[0].parts.tolist() == found.parts.tolist()
    assert (early[0].gap, early[0].rest) == (found.gap, found.rest)
    assert np.isnan([*early[0].lows, *early[0].highs, *early[0].gap_interval]).all()
    assert np.isfinite([*found.lows, *found.highs, *found.gap_interval]).all()


def test_a_group_without_scores_has_no_gap() -> None:
    matrix, scores, target, reference = simulated(10, 6)
    scores[target] = np.nan
    assert gap_by_words(matrix, scores, target, reference) is None
