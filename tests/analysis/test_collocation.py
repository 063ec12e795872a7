"""Collocates and pairs are counted and scored as NLTK does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures

from textminer.analysis.collocation import association, collocates, has_word_near
from textminer.analysis.concordance import lines_of_types
from textminer.analysis.token_index import TokenIndex, token_index
from textminer.corpus.token_table import TokenTable

WORDS = ["cup", "good", "of", "tea", "the", "very"]
documents_strategy = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=6)


def index_of(documents: list[list[str]]) -> TokenIndex:
    ids = np.array([WORDS.index(word) for document in documents for word in document], dtype=np.int32)
    offsets = np.cumsum([0, *(len(document) for document in documents)])
    places = np.arange(len(ids), dtype=np.int32)
    return token_index(TokenTable(WORDS, ids, offsets, places, places + 1, "tweet"))


def node(word: str) -> list[list[np.ndarray | None]]:
    return [[np.array([other == word for other in WORDS])]]


@given(documents_strategy, st.integers(1, 5))
@settings(max_examples=80, deadline=None)
def test_collocates_to_the_right_are_nltks_bigrams_in_a_window(documents: list[list[str]], span: int) -> None:
    finder = BigramCollocationFinder.from_documents([])  # the counts of NLTK, document by document
    for document in documents:
        part = BigramCollocationFinder.from_words(document, window_size=span + 1)
        finder.word_fd.update(part.word_fd)
        finder.ngram_fd.update(part.ngram_fd)
    finder.window_size, finder.N = span + 1, finder.word_fd.N()
    index = index_of(documents)
    found = collocates(index, lines_of_types(index, node("tea")), index.exact, left=0, right=span)
    assert dict(zip(found.words, found.counts.tolist(), strict=True)) == {
        second: count for (first, second), count in finder.ngram_fd.items() if first == "tea"
    }
    for name, measure in (
        ("mutual_information", BigramAssocMeasures.pmi),
        ("t_score", BigramAssocMeasures.student_t),
    ):
        for word, value in zip(found.words, getattr(found.association, name).tolist(), strict=True):
            assert value == pytest.approx(finder.score_ngram(measure, "tea", word), abs=1e-9)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=8),
    st.integers(900, 100_000),
)
@settings(max_examples=80, deadline=None)
def test_measures_are_those_of_nltk(pairs: list[tuple[int, int, int]], n_tokens: int) -> None:
    joint = np.array([joint for joint, _first, _second in pairs], dtype=float)
    first = joint + [first for _joint, first, _second in pairs]
    second = joint + [second for _joint, _first, second in pairs]
    found = association(joint, first, second, n_tokens)
    for place in range(len(pairs)):
        marginals = (joint[place], (first[place], second[place]), n_tokens)
        likelihood = BigramAssocMeasures.likelihood_ratio(*marginals)
        assert abs(found.log_likelihood[place]) == pytest.approx(likelihood, abs=1e-6)
        assert found.mutual_information[place] == pytest.approx(BigramAssocMeasures.pmi(*marginals), abs=1e-9)
        assert found.t_score[place] == pytest.approx(BigramAssocMeasures.student_t(*marginals), abs=1e-9)
        dice = BigramAssocMeasures.dice(*marginals)
        assert found.log_dice[place] == pytest.approx(14 + np.log2(dice), abs=1e-9)


def test_new_companies_has_the_scores_of_the_textbook() -> None:
    """Manning & Schütze (1999), section 5.3.1: t = 0.999932 for 8 "new companies" in 14,307,668 words; the
    counts also as NLTK's documentation quotes them."""
    found = association(np.array([8.0]), np.array([15_828]), np.array([4_675]), 14_307_668)
    assert found.t_score[0] == pytest.approx(0.999932, abs=1e-5)


@pytest.mark.parametrize(
    ("pair", "first", "second", "t_score", "mutual_information"),
    [
        ("Ayatollah Ruhollah", 42, 20, 4.4721, 18.38),
        ("Bette Midler", 41, 27, 4.4721, 17.98),
        ("Agatha Christie", 30, 117, 4.4721, 16.31),
        ("videocassette recorder", 77, 59, 4.4720, 15.94),
        ("unsalted butter", 24, 320, 4.4720, 15.19),
        ("first made", 14_907, 9_017, 2.3714, 1.09),
        ("over many", 13_484, 10_570, 2.2446, 1.01),
        ("into them", 14_734, 13_478, 1.3685, 0.53),
        ("like people", 14_093, 14_776, 1.2176, 0.46),
        ("time last", 15_019, 15_629, 0.8036, 0.29),
    ],
)
def test_pairs_of_the_textbook_have_its_scores(
    pair: str, first: int, second: int, t_score: float, mutual_information: float
) -> None:
    """Manning & Schütze (1999), tables 5.6 and 5.14: pairs that occur 20 times in 14,307,668 words. The first
    and last pair also stand in NLTK's documentation, "first made" (t) and "over many" (MI) in the tests of
    other projects; of the rest, both scores agree with the counts."""
    found = association(np.array([20.0]), np.array([first]), np.array([second]), 14_307_668)
    assert found.t_score[0] == pytest.approx(t_score, abs=1.5e-4), pair
    assert found.mutual_information[0] == pytest.approx(mutual_information, abs=0.005), pair


@pytest.mark.parametrize(
    ("pair", "both", "first_alone", "second_alone", "neither", "published"),
    [
        ("the swiss", 110, 2442, 111, 29114, 270.72),
        ("can be", 29, 13, 123, 31612, 263.90),
        ("previous year", 31, 23, 139, 31584, 256.84),
        ("mineral water", 10, 0, 3, 31764, 167.23),
        ("at the", 76, 104, 2476, 29121, 157.21),
        ("real terms", 16, 16, 51, 31694, 157.03),
        ("natural gas", 9, 0, 5, 31763, 146.80),
        ("owing to", 16, 0, 865, 30896, 115.02),
        ("health insurance", 10, 9, 41, 31717, 104.53),
        ("stiff competition", 8, 2, 27, 31740, 100.96),
        ("is likely", 12, 111, 14, 31640, 98.72),
        ("the united", 16, 2536, 1, 29224, 73.35),
        ("great deal", 4, 11, 1, 31761, 57.44),
        ("affected by", 9, 12, 429, 31327, 48.94),
        ("scanner cash", 2, 0, 1, 31774, 38.87),
    ],
)
def test_pairs_of_dunning_have_his_log_likelihoods(
    pair: str, both: int, first_alone: int, second_alone: int, neither: int, published: float
) -> None:
    """Dunning (1993), table 1: bigrams of 31,777 in a text of a Swiss bank. Compared with the whole table as
    the tests of R's text2vec have it."""
    first, second = np.array([both + first_alone]), np.array([both + second_alone])
    found = association(np.array([float(both)]), first, second, both + first_alone + second_alone + neither)
    assert found.log_likelihood[0] == pytest.approx(published, abs=0.005), pair


def test_collocates_on_both_sides_have_nltks_likelihood_of_both_orders() -> None:
    """NLTK divides by the places of its window, which lie after a word; we look at as many before it."""
    chance = np.random.default_rng(5)
    documents = [
        [WORDS[word] for word in chance.choice(6, 60, p=[0.1, 0.1, 0.2, 0.1, 0.4, 0.1])] for _ in range(40)
    ]
    reach = 3
    pairs: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    for document in documents:
        finder = BigramCollocationFinder.from_words(document, window_size=reach + 1)
        for pair, count in finder.ngram_fd.items():
            pairs[pair] = pairs.get(pair, 0) + count
        for word, count in finder.word_fd.items():
            totals[word] = totals.get(word, 0) + count
    n_tokens = sum(totals.values())
    index = index_of(documents)
    found = collocates(index, lines_of_types(index, node("tea")), index.exact, left=reach, right=reach)
    assert set(found.words) == set(WORDS)
    for place, word in enumerate(found.words):
        met = pairs.get(("tea", word), 0) + pairs.get((word, "tea"), 0)
        assert found.counts[place] == met
        marginals = (met / (2 * reach), (totals["tea"], totals[word]), n_tokens)
        likelihood = BigramAssocMeasures.likelihood_ratio(*marginals)
        is_attracted = met / (2 * reach) >= totals["tea"] * totals[word] / n_tokens
        expected = likelihood if is_attracted else -likelihood
        assert found.association.log_likelihood[place] == pytest.approx(expected, abs=1e-6)


@given(documents_strategy, st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_counts_are_what_stands_around_each_node(documents: list[list[str]], left: int, right: int) -> None:
    counts: dict[str, int] = {}
    places: dict[str, set[int]] = {}
    for position, document in enumerate(documents):
        for place, word in enumerate(document):
            if word == "tea":
                for other in document[max(0, place - left) : place] + document[place + 1 : place + 1 + right]:
                    counts[other] = counts.get(other, 0) + 1
                    places.setdefault(other, set()).add(position)
    index = index_of(documents)
    lines = lines_of_types(index, node("tea"))
    found = collocates(index, lines, index.folded, left, right)
    assert dict(zip(found.words, found.counts.tolist(), strict=True)) == counts
    assert dict(zip(found.words, found.document_counts.tolist(), strict=True)) == {
        word: len(positions) for word, positions in places.items()
    }
    for word, number in zip(found.words, found.ids.tolist(), strict=True):
        near = has_word_near(index, lines, index.folded, number, left, right)
        assert set(lines.documents[near].tolist()) == places[word]


def test_words_that_avoid_each_other_have_a_negative_log_likelihood() -> None:
    found = association(np.array([1.0, 40.0]), np.array([100, 100]), np.array([100, 100]), 1_000)
    assert found.log_likelihood[0] < 0 < found.log_likelihood[1]


def test_only_documents_in_scope_are_counted() -> None:
    index = index_of([["tea", "good"], ["tea", "very"]])
    scope = np.array([False, True])
    found = collocates(index, lines_of_types(index, node("tea"), scope), index.exact, is_in_scope=scope)
    assert found.words == ("very",)
    assert found.totals.tolist() == [1]
