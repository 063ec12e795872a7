"""Do copies find each other, and do signatures say how alike documents are?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textminer.analysis.duplicates import (
    LEAST_LIKENESS,
    Copies,
    Shingles,
    copies,
    likeness_of_pairs,
    shingles,
    signatures,
)
from textminer.progress import Cancelled

DOCUMENTS = st.lists(st.lists(st.integers(0, 5), max_size=12), min_size=1, max_size=12)


def runs_of(documents: list[list[int]]) -> Shingles:
    offsets = np.concatenate(([0], np.cumsum([len(words) for words in documents]))).astype(np.int64)
    ids = np.array([word for words in documents for word in words], dtype=np.int32)
    return shingles(ids, offsets, np.arange(int(ids.max(initial=0)) + 1, dtype=np.int32))


def run_set(words: list[int]) -> set[tuple[int, ...]]:
    """The reference: a document's runs of three words; itself where it is shorter."""
    if len(words) < 3:
        return {tuple(words)} if words else set()
    return {tuple(words[place : place + 3]) for place in range(len(words) - 2)}


def jaccard(one: list[int], other: list[int]) -> float:
    first, second = run_set(one), run_set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


@given(DOCUMENTS)
def test_likeness_is_the_jaccard_index_of_the_runs_of_words(documents: list[list[int]]) -> None:
    pairs = [(one, other) for one in range(len(documents)) for other in range(len(documents))]
    first, second = np.array(pairs).T
    expected = [jaccard(documents[one], documents[other]) for one, other in pairs]
    assert likeness_of_pairs(runs_of(documents), first, second) == pytest.approx(expected)


def test_signatures_agree_as_often_as_documents_are_alike() -> None:
    chance = np.random.default_rng(1)
    pairs = []
    for share in np.linspace(0.05, 0.95, 60):
        words = chance.integers(0, 50_000, 400)
        other = np.where(np.arange(400) < share * 400, words, chance.integers(0, 50_000, 400))
        pairs += [words.tolist(), other.tolist()]
    found = runs_of(pairs)
    signed = signatures(found)
    agreeing = (signed[::2] == signed[1::2]).mean(axis=1)
    exact = likeness_of_pairs(found, np.arange(0, 120, 2), np.arange(1, 120, 2))
    errors = agreeing - exact
    # 32 hashes: a standard error of at most .089 for one pair, .0115 for the mean of 60 pairs
    assert np.abs(errors).max() < 4 * 0.089
    assert abs(errors.mean()) < 3 * 0.0115


@given(DOCUMENTS, st.floats(LEAST_LIKENESS, 1))
def test_a_cluster_holds_documents_like_its_first_and_no_document_is_in_two(
    documents: list[list[int]], least: float
) -> None:
    found = copies(runs_of(documents), least_likeness=least)
    assert len(np.unique(found.positions)) == len(found.positions)
    assert (found.sizes() >= 2).all()
    assert (np.diff(found.sizes()) <= 0).all()
    for place in range(found.n_clusters):
        cluster = found.cluster(place)
        assert (np.diff(cluster) > 0).all()
        exact = [jaccard(documents[cluster[0]], documents[position]) for position in cluster]
        assert found.likeness[found.offsets[place] : found.offsets[place + 1]] == pytest.approx(exact)
        assert min(exact) >= least - 1e-6
    assert set(found.repeats()) == set(found.positions) - set(found.positions[found.offsets[:-1]])


@given(DOCUMENTS)
def test_equal_documents_are_always_found_and_empty_ones_never(documents: list[list[int]]) -> None:
    found = copies(runs_of(documents), least_likeness=1)
    same = {tuple(words) for words in documents if words and documents.count(words) > 1}
    in_clusters = {tuple(documents[position]) for position in found.positions}
    assert same <= in_clusters
    assert () not in in_clusters


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(8, 60))
def test_planted_near_copies_are_found_among_strangers(seed: int, length: int) -> None:
    chance = np.random.default_rng(seed)
    documents = [chance.integers(0, 10_000, length).tolist() for _document in range(60)]
    planted = list(documents[7])
    planted[length // 2] = 10_001  # one word of another breaks three runs
    documents[41] = planted
    documents[52] = [*documents[7], 10_002]
    found = copies(runs_of(documents))
    alike = {41: jaccard(documents[7], planted), 52: jaccard(documents[7], documents[52])}
    clear = {7, *(position for position, likeness in alike.items() if likeness >= 0.75)}
    assert clear <= set(found.positions.tolist()) | ({7} if len(clear) == 1 else set())
    assert set(found.positions.tolist()) <= {7, 41, 52}


def test_of_pairs_that_are_hardly_alike_enough_98_in_100_are_found() -> None:
    chance = np.random.default_rng(11)
    n_pairs, n_words = 1_500, 60
    texts = []
    for _pair in range(n_pairs):
        words = chance.integers(0, 50_000, n_words)
        other = words.copy()
        n_changed = chance.integers(16, 20)
        other[:n_changed] = chance.integers(0, 50_000, n_changed)
        texts += [words.tolist(), other.tolist()]
    found = runs_of(texts)
    exact = likeness_of_pairs(found, np.arange(0, 2 * n_pairs, 2), np.arange(1, 2 * n_pairs, 2))
    wanted = np.flatnonzero((exact >= 0.5) & (exact < 0.55))
    assert len(wanted) > 500
    together = np.isin(2 * wanted + 1, copies(found).repeats())
    assert together.mean() >= 0.98


def test_a_filter_takes_documents_out_of_their_clusters() -> None:
    found = Copies(
        np.array([2, 5, 9, 3, 4]), np.array([0, 3, 5]), np.array([1, 0.6, 0.9, 1, 1], dtype=np.float32)
    )
    assert found.restricted(np.array([2, 3, 5, 9]), 0.5).positions.tolist() == [2, 5, 9]
    assert found.restricted(np.arange(10), 0.8).positions.tolist() == [2, 9, 3, 4]
    assert found.restricted(np.array([4, 5])).n_clusters == 0


def test_looking_for_copies_can_be_stopped() -> None:
    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            if fraction > 0.5:
                raise Cancelled

    with pytest.raises(Cancelled):
        copies(runs_of([[1, 2, 3, 4]] * 50), Impatient())
