"""Word frequencies agree with NLTK's own counting."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.util import ngrams

from textminer.analysis.frequency import documents_with, word_frequencies
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.token_table import TokenTable

EVERYTHING = Cleaning(lower_case=False, drop_stop_words=False, drop_punctuation=False)
WORDS = ["good", "bad", "Film", "room", "tea"]


def table_of(documents: list[list[str]]) -> TokenTable:
    ids = [WORDS.index(word) for document in documents for word in document]
    offsets = np.cumsum([0, *(len(document) for document in documents)])
    places = np.arange(len(ids), dtype=np.int32)
    return TokenTable(WORDS, np.array(ids, dtype=np.int32), offsets, places, places, "tweet")


documents_strategy = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), max_size=8)


@given(documents_strategy, st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_counts_equal_counting_the_ngrams_of_each_document(documents: list[list[str]], n: int) -> None:
    expected = Counter(" ".join(run) for document in documents for run in ngrams(document, n))
    found = word_frequencies(table_of(documents), cleaning=EVERYTHING, n=n)
    assert dict(zip(found.words, found.counts.tolist(), strict=True)) == dict(expected)
    assert found.n_tokens == sum(expected.values())


@given(documents_strategy, st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_document_counts_are_the_documents_a_click_selects(documents: list[list[str]], n: int) -> None:
    table = table_of(documents)
    found = word_frequencies(table, cleaning=EVERYTHING, n=n)
    for word, count in zip(found.words, found.document_counts, strict=True):
        positions = documents_with(table, [word], EVERYTHING, n=n)
        assert len(positions) == count
        for position in positions:
            assert word in {" ".join(run) for run in ngrams(documents[position], n)}


def test_most_frequent_words_come_first_and_ties_are_alphabetical() -> None:
    found = word_frequencies(table_of([["tea", "good", "tea"], ["bad"]]), cleaning=EVERYTHING)
    assert found.words == ("tea", "bad", "good")


def test_a_part_of_the_corpus_is_counted_alone() -> None:
    table = table_of([["tea"], ["good", "good"], ["bad"]])
    found = word_frequencies(table, np.array([1, 2]), EVERYTHING)
    assert dict(zip(found.words, found.counts.tolist(), strict=True)) == {"good": 2, "bad": 1}
    assert found.n_documents == 2


def test_mean_scores_leave_out_documents_that_were_not_scored() -> None:
    table = table_of([["tea"], ["tea", "tea"], ["tea", "bad"]])
    found = word_frequencies(table, cleaning=EVERYTHING, scores=np.array([0.5, -0.1, np.nan]))
    assert found.mean_scores is not None
    assert np.isclose(found.mean_scores[found.words.index("tea")], 0.2)
    assert np.isnan(found.mean_scores[found.words.index("bad")])


def test_rates_are_per_million_counted_tokens() -> None:
    found = word_frequencies(table_of([["tea", "tea", "bad", "good"]]), cleaning=EVERYTHING)
    assert found.rates_per_million()[0] == 500_000
