"""Counts agree with NLTK and scikit-learn on the same tokens."""

from dataclasses import fields

import numpy as np
import pytest
from nltk import FreqDist
from nltk.util import ngrams
from scipy.sparse import csc_matrix
from sklearn.feature_extraction.text import CountVectorizer

from textminer.analysis.dispersion import deviation_of_proportions
from textminer.analysis.document_words import document_words, group_counts, mean_scores_of_words
from textminer.analysis.frequency import counts_by_document, word_frequencies
from textminer.analysis.grouping import Grouping
from textminer.analysis.word_counts import lengths_of, of_documents, totals_of, word_counts
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.resource_files import resource_path
from textminer.workflows.opening import open_corpus

EVERYTHING = Cleaning(lower_case=True, drop_punctuation=False)


@pytest.fixture(scope="module")
def tokens() -> TokenTable:
    corpus = open_corpus([resource_path("samples", "hotel-reviews.csv")])
    return tokenizer_named("tweet").tokenize(corpus.texts())


@pytest.fixture(scope="module")
def documents(tokens: TokenTable) -> list[list[str]]:
    return [
        [token.lower() for token in tokens.document_tokens(position)]
        for position in range(tokens.n_documents)
    ]


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_counts_are_those_of_freqdist(tokens: TokenTable, documents: list[list[str]], n: int) -> None:
    expected = FreqDist(" ".join(run) for document in documents for run in ngrams(document, n))
    found = word_frequencies(tokens, cleaning=EVERYTHING, n=n)
    assert dict(zip(found.words, found.counts.tolist(), strict=True)) == dict(expected)
    assert found.n_tokens == expected.N()
    assert found.n_words == expected.B()


@pytest.mark.parametrize("n", [1, 2])
def test_counts_by_document_are_those_of_count_vectorizer(
    tokens: TokenTable, documents: list[list[str]], n: int
) -> None:
    vectorizer = CountVectorizer(analyzer=lambda document: [" ".join(run) for run in ngrams(document, n)])
    expected = vectorizer.fit_transform(documents)
    words = vectorizer.get_feature_names_out().tolist()
    counts, lengths = counts_by_document(tokens, words, EVERYTHING, n=n)
    assert (counts != expected).nnz == 0
    assert np.array_equal(lengths, np.asarray(expected.sum(axis=1)).ravel())
    found = word_frequencies(tokens, cleaning=EVERYTHING, n=n)
    document_counts = dict(zip(found.words, found.document_counts.tolist(), strict=True))
    assert document_counts == dict(zip(words, np.diff(expected.tocsc().indptr).tolist(), strict=True))


def test_some_documents_are_counted_as_if_they_were_all(tokens: TokenTable) -> None:
    positions = np.arange(3, tokens.n_documents, 4)
    scores = np.linspace(-1, 1, tokens.n_documents)
    part = word_frequencies(tokens, positions, Cleaning(), scores=scores)
    alone = word_frequencies(tokens.take(positions), None, Cleaning(), scores=scores[positions])
    assert part.frame().equals(alone.frame())
    whole = word_counts(tokens, Cleaning()).counts
    assert (of_documents(whole, positions) != whole[positions]).nnz == 0


def test_intervals_are_those_of_students_t(tokens: TokenTable) -> None:
    from scipy import stats

    scores = np.random.default_rng(5).uniform(-1, 1, tokens.n_documents)
    scores[::7] = np.nan
    found = word_frequencies(tokens, None, Cleaning(), scores=scores)
    assert found.mean_scores is not None
    assert found.score_margins is not None
    place = found.words.index("breakfast")
    counts, _lengths = counts_by_document(tokens, ["breakfast"], Cleaning())
    held = scores[counts.indices]
    held = held[~np.isnan(held)]
    low, high = stats.t.interval(0.95, len(held) - 1, held.mean(), held.std(ddof=1) / np.sqrt(len(held)))
    mean, margin = found.mean_scores[place], found.score_margins[place]
    assert (mean - margin, mean + margin) == pytest.approx((low, high))
    once = found.words.index(
        next(word for word, n in zip(found.words, found.document_counts, strict=True) if n == 1)
    )
    assert np.isnan(found.score_margins[once])


def test_counts_put_together_of_blocks_are_those_of_one(
    tokens: TokenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = word_counts(tokens, EVERYTHING)
    again = TokenTable(*(getattr(tokens, field.name) for field in fields(tokens)))  # nothing is counted of it
    monkeypatch.setattr("textminer.analysis.word_counts.TOKENS_PER_BLOCK", 100)
    in_blocks = word_counts(again, EVERYTHING)
    assert in_blocks.words.equals(whole.words)
    assert (in_blocks.counts != whole.counts).nnz == 0


def test_figures_found_block_by_block_are_those_of_the_whole(
    tokens: TokenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = np.random.default_rng(7).uniform(-1, 1, tokens.n_documents)
    grouping = Grouping(("x", "y"), (np.arange(tokens.n_documents) % 3 - 1).astype(np.int32))

    def figures() -> list[np.ndarray]:
        matrix = document_words(tokens, EVERYTHING)
        counted = group_counts(matrix, grouping)
        means = mean_scores_of_words(matrix, scores, grouping)
        return [counted.counts, matrix.documents_by_group(grouping.codes, 2), means]

    whole, figures_of_groups = word_frequencies(tokens, None, EVERYTHING, scores=scores), figures()
    monkeypatch.setattr("textminer.analysis.word_counts.ENTRIES_PER_BLOCK", 100)
    assert word_frequencies(tokens, None, EVERYTHING, scores=scores).frame().equals(whole.frame())
    for found, expected in zip(figures(), figures_of_groups, strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("n_times", [65_535, 65_536])
def test_a_count_is_told_however_large(n_times: int) -> None:
    """Counts are held in 16 bits as long as they fit."""
    tokens = tokenizer_named("tweet").tokenize(["go " * n_times + "on", "go"])
    found = word_counts(tokens)
    assert found.words.to_pylist() == ["go", "on"]
    assert found.counts.toarray().tolist() == [[n_times, 1], [1, 0]]
    assert totals_of(found.counts).tolist() == [n_times + 1, 1]
    assert lengths_of(found.counts).tolist() == [n_times + 1, 1]
    frequencies = word_frequencies(tokens)
    assert dict(zip(frequencies.words, frequencies.counts.tolist(), strict=True)) == {
        "go": n_times + 1,
        "on": 1,
    }
    wide = csc_matrix(np.array([[n_times, 1], [1, 0]], dtype=np.int64))
    expected = deviation_of_proportions(wide, np.array([n_times + 1, 1]))
    assert frequencies.dispersions == pytest.approx(expected)


def test_forms_that_are_joined_may_need_more_room_than_their_parts() -> None:
    tokens = tokenizer_named("tweet").tokenize(["Go " * 40_000 + "go " * 40_000])
    assert word_counts(tokens).counts.toarray().tolist() == [[80_000]]
