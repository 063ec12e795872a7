"""The matrix of documents and words against scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from textminer.analysis.document_words import document_words, group_counts, mean_scores_of_words
from textminer.analysis.grouping import Grouping
from textminer.corpus.token_table import TokenTable
from textminer.workflows.scoring import tokens_of

DOCUMENTS = st.lists(st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), max_size=8), min_size=1, max_size=8)


def table(documents: list[list[str]]) -> TokenTable:
    return tokens_of([" ".join(words) for words in documents], "tweet")


@given(DOCUMENTS, st.integers(1, 3))
def test_counts_are_scikit_learns(documents: list[list[str]], n: int) -> None:
    found = document_words(table(documents), n=n)
    try:
        vectorizer = CountVectorizer(ngram_range=(n, n), token_pattern=r"\S+")
        counts = vectorizer.fit_transform([" ".join(words) for words in documents]).toarray()
    except ValueError:  # scikit-learn refuses texts without a word
        assert found.words == ()
        return
    ours = np.zeros((len(documents), found.n_words), dtype=int)
    ours[found.documents, found.entry_words()] = found.counts
    order = [found.words.index(name) for name in vectorizer.get_feature_names_out()]
    assert sorted(order) == list(range(found.n_words))
    assert np.array_equal(ours[:, order], counts)
    assert found.lengths.tolist() == counts.sum(axis=1).tolist()


@given(DOCUMENTS, st.data())
def test_groups_count_their_own_documents(documents: list[list[str]], data: st.DataObject) -> None:
    codes = np.array(
        data.draw(st.lists(st.integers(-1, 1), min_size=len(documents), max_size=len(documents)))
    )
    found = document_words(table(documents))
    counted = group_counts(found, Grouping(("x", "y"), codes.astype(np.int32)))
    for group in range(2):
        mine = [words for words, code in zip(documents, codes, strict=True) if code == group]
        assert counted.n_tokens[group] == sum(len(words) for words in mine)
        for place, word in enumerate(found.words):
            assert counted.counts[place, group] == sum(words.count(word) for words in mine)
            assert counted.document_counts[place, group] == sum(word in words for words in mine)


def test_rare_words_have_no_column_and_still_count_as_words() -> None:
    found = document_words(table([["ab", "ab", "cd"], ["ab"]]), fewest=2)
    assert found.words == ("ab",)
    assert found.lengths.tolist() == [3, 1]
    assert found.documents_with(np.array([0])).tolist() == [0, 1]


def test_presence_says_which_chosen_document_holds_which_chosen_word() -> None:
    found = document_words(table([["ab", "ab"], ["cd"], ["ab", "cd"]]))
    words = np.array([found.words.index("cd"), found.words.index("ab")])
    assert found.presence(np.array([0, 2]), words).toarray().tolist() == [[0, 1], [1, 1]]


def test_the_score_of_a_word_is_the_mean_over_its_grouped_and_scored_documents() -> None:
    found = document_words(table([["ab", "ab"], ["ab"], ["ab"], ["cd"]]))
    means = mean_scores_of_words(
        found, np.array([0.5, -0.1, 0.9, np.nan]), Grouping(("x",), np.array([0, 0, -1, 0], dtype=np.int32))
    )
    assert means[found.words.index("ab")] == pytest.approx(0.2)
    assert np.isnan(means[found.words.index("cd")])


def test_no_documents_and_empty_ones_hold_no_words() -> None:
    assert document_words(table([])).n_words == 0
    empty = document_words(table([[], []]))
    assert (empty.n_words, empty.n_documents) == (0, 2)
    assert group_counts(empty, Grouping(("x",), np.zeros(2, dtype=np.int32))).counts.shape == (0, 1)


@given(DOCUMENTS, st.data())
def test_documents_are_counted_by_group_as_the_whole_count_has_them(
    documents: list[list[str]], data: st.DataObject
) -> None:
    codes = np.array(
        data.draw(st.lists(st.integers(-1, 1), min_size=len(documents), max_size=len(documents))), np.int32
    )
    found = document_words(table(documents))
    counted = group_counts(found, Grouping(("x", "y"), codes))
    assert np.array_equal(found.documents_by_group(codes, 2), counted.document_counts.T)
