"""Pairs are counted as NLTK counts them, and the network lies the same way every time."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures

from textminer.analysis.cooccurrence import (
    collocations,
    documents_with_pair,
    documents_with_word,
    mean_scores,
    pairs_of_frequent_words,
    word_network,
)
from textminer.analysis.word_sequence import WordSequence

WORDS = ("cup", "good", "of", "tea", "very")
documents_strategy = st.lists(st.lists(st.sampled_from(WORDS), max_size=10), min_size=1, max_size=6)


def sequence_of(documents: list[list[str]]) -> WordSequence:
    ids = [WORDS.index(word) for document in documents for word in document]
    positions = np.repeat(
        np.arange(len(documents), dtype=np.int32), [len(document) for document in documents]
    )
    return WordSequence(
        pa.array(WORDS, type=pa.large_string()), np.array(ids, dtype=np.int32), positions, len(documents)
    )


@given(documents_strategy, st.integers(2, 5))
@settings(max_examples=80, deadline=None)
def test_collocations_are_those_of_nltk(documents: list[list[str]], window: int) -> None:
    finder = BigramCollocationFinder.from_documents([])
    for document in documents:
        part = BigramCollocationFinder.from_words(document, window_size=window)
        finder.word_fd.update(part.word_fd)
        finder.ngram_fd.update(part.ngram_fd)
    finder.window_size, finder.N = window, finder.word_fd.N()
    found = collocations(sequence_of(documents), window, minimum=1)
    ends = zip(found.firsts.tolist(), found.seconds.tolist(), strict=True)
    pairs = [(found.words[a], found.words[b]) for a, b in ends]
    assert dict(zip(pairs, found.counts.tolist(), strict=True)) == dict(finder.ngram_fd)
    for place, pair in enumerate(pairs):
        assert found.association.mutual_information[place] == pytest.approx(
            finder.score_ngram(BigramAssocMeasures.pmi, *pair), abs=1e-9
        )
        dice = finder.score_ngram(BigramAssocMeasures.dice, *pair)
        assert found.association.log_dice[place] == pytest.approx(14 + np.log2(dice), abs=1e-9)


@given(documents_strategy, st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_pairs_meet_as_often_as_one_can_count(documents: list[list[str]], window: int) -> None:
    expected: dict[tuple[str, str], int] = {}
    holders: dict[tuple[str, str], set[int]] = {}
    for position, document in enumerate(documents):
        if window == 0:
            met = {tuple(sorted((a, b))) for a in document for b in document if a != b}
        else:
            met = [
                tuple(sorted((document[i], document[j])))
                for i in range(len(document))
                for j in range(i + 1, min(i + window, len(document) - 1) + 1)
                if document[i] != document[j]
            ]
        for pair in met:
            expected[pair] = expected.get(pair, 0) + 1  # type: ignore[index]
            holders.setdefault(pair, set()).add(position)  # type: ignore[arg-type]
    sequence = sequence_of(documents)
    found = pairs_of_frequent_words(sequence, 5, window, minimum=1)
    pairs = [
        (found.words[a], found.words[b])
        for a, b in zip(found.firsts.tolist(), found.seconds.tolist(), strict=True)
    ]
    assert {
        tuple(sorted(pair)): count for pair, count in zip(pairs, found.counts.tolist(), strict=True)
    } == expected
    for first, second in pairs:
        positions = documents_with_pair(sequence, first, second, window)
        assert set(positions.tolist()) == holders[tuple(sorted((first, second)))]  # type: ignore[index]


def network_of(documents: list[list[str]]):  # type: ignore[no-untyped-def]
    sequence = sequence_of(documents)
    pairs = pairs_of_frequent_words(sequence, 5, 0, minimum=1)
    scores = mean_scores(sequence, pairs.words, np.linspace(-1, 1, len(documents)))
    return word_network(pairs, scores)


def test_a_network_lies_the_same_way_every_time_and_keeps_neighbours_together() -> None:
    documents = [["cup", "tea"]] * 5 + [["good", "very"]] * 5 + [["cup", "tea", "good", "very"], ["of"], []]
    one, other = network_of(documents), network_of(documents)
    assert np.array_equal(one.places, other.places)
    assert np.abs(one.places).max() <= 1 + 1e-9
    assert "of" not in one.words
    at = dict(zip(one.words, one.places, strict=True))
    assert np.linalg.norm(at["cup"] - at["tea"]) < np.linalg.norm(at["cup"] - at["very"])


@pytest.mark.parametrize("documents", [[[]], [["tea"]], [["tea"], ["cup"]], [["tea", "cup"]]])
def test_small_networks_are_laid_out_too(documents: list[list[str]]) -> None:
    network = network_of(documents)
    assert np.isfinite(network.places).all()
    assert len(network.words) in (0, 2)


def test_mean_scores_are_of_the_documents_that_hold_the_word() -> None:
    sequence = sequence_of([["tea", "tea"], ["tea", "cup"], ["of"]])
    found = mean_scores(sequence, ("cup", "tea", "of"), np.array([0.4, 0.0, np.nan]))
    assert found[:2].tolist() == pytest.approx([0.0, 0.2])
    assert np.isnan(found[2])
    assert documents_with_word(sequence, "tea").tolist() == [0, 1]


@pytest.mark.parametrize("at_once", [1, 3])
def test_pairs_counted_some_words_at_a_time_are_those_of_all(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequence = sequence_of(
        [list(WORDS), ["tea", "of", "tea", "cup", "cup"], ["very", "good", "tea", "of"]] * 2
    )
    whole = collocations(sequence, 3, minimum=2)
    monkeypatch.setattr("textminer.analysis.cooccurrence.PAIRS_AT_ONCE", at_once)
    assert collocations(sequence, 3, minimum=2).frame().equals(whole.frame())
    assert whole.n_pairs > 3
