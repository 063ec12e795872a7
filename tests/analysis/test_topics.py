"""Are topics found again that texts were made of, and are they the same every time?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import nnls
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from tests.builders import corpus_of
from textminer.analysis.document_terms import DocumentTerms, document_terms
from textminer.analysis.topics import Topics, non_negative_coefficients, topic_shares, topics, usual_topics
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.token_table import TokenTable
from textminer.progress import Cancelled
from textminer.workflows.scoring import tokens_of
from textminer.workflows.topics import TopicOptions, find_topics, topic_sizes

THEMES = (
    "breakfast coffee bread eggs juice buffet waiter table",
    "train station bus taxi airport ride driver street",
    "pool beach sun towel sea sand water umbrella",
)


def planted(n_documents: int = 240, seed: int = 3) -> tuple[list[str], np.ndarray]:
    """Texts of words of one theme each, and some of all: texts and theme of each."""
    chance = np.random.default_rng(seed)
    of_all = [f"filler{letter}" for letter in "abcdefghijklmnopqrst"]
    themes = chance.integers(0, len(THEMES), n_documents)
    texts = [
        " ".join(chance.permutation([*chance.choice(THEMES[theme].split(), 8), *chance.choice(of_all, 4)]))
        for theme in themes
    ]
    return texts, themes


def terms_of(texts: list[str]) -> DocumentTerms:
    return document_terms(tokens_of(texts, "tweet"), Cleaning())


def test_counts_and_weights_are_those_of_scikit_learn() -> None:
    texts, _themes = planted()
    terms = terms_of(texts)
    reference = CountVectorizer(tokenizer=str.split, token_pattern=None, min_df=2)
    counts = reference.fit_transform(texts)
    assert list(terms.words) == list(reference.get_feature_names_out())
    assert (terms.counts != counts).nnz == 0
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    assert terms.tf_idf().toarray() == pytest.approx(weights.toarray(), abs=1e-6)


def test_words_of_nearly_all_documents_and_of_one_alone_are_left_out() -> None:
    texts = [f"the {'inn' if place % 3 else 'bar'} {'x' * (place + 2)}" for place in range(60)]
    assert terms_of(texts).words == ("bar",)


def test_planted_topics_are_found_again() -> None:
    texts, themes = planted()
    found = topics(terms_of(texts), 3)
    names = [{word for word, _weight in found.strongest_words(topic, 8)} for topic in range(3)]
    assert sorted(names, key=sorted) == sorted((set(theme.split()) for theme in THEMES), key=sorted)
    theme_of_topic = [
        next(t for t, theme in enumerate(THEMES) if set(theme.split()) == name) for name in names
    ]
    assert (np.array(theme_of_topic)[found.main] == themes).mean() > 0.99


def test_the_same_texts_give_the_same_bits_whatever_was_read_before() -> None:
    texts, _themes = planted()
    tokens = tokens_of(["umbrella train words of another text", *texts], "tweet")
    later = tokens.take(np.arange(1, len(texts) + 1))  # its types are in another order
    first, second = topics(terms_of(texts), 5), topics(document_terms(later, Cleaning()), 5)
    assert first.words == second.words
    for one, other in ((first.weights, second.weights), (first.main_share, second.main_share)):
        assert one.tobytes() == other.tobytes()


def test_the_fit_is_as_close_as_scikit_learns_own() -> None:
    terms = terms_of(planted()[0])
    matrix = terms.tf_idf()
    found = topics(terms, 3)
    reference = NMF(3, init="nndsvda", max_iter=400, random_state=0).fit(matrix)
    coefficients = non_negative_coefficients(matrix @ found.weights.T, found.weights @ found.weights.T)
    error = np.linalg.norm(matrix.toarray() - coefficients @ found.weights)
    assert error == pytest.approx(reference.reconstruction_err_, rel=0.005)


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_coefficients_are_the_non_negative_least_squares(seed: int, n_factors: int) -> None:
    chance = np.random.default_rng(seed)
    factors = chance.random((n_factors, 12)) + np.eye(n_factors, 12)
    rows = chance.normal(size=(5, 12))
    found = non_negative_coefficients(rows @ factors.T, factors @ factors.T, sweeps=600)
    expected = [nnls(factors.T, row)[0] for row in rows]
    assert found == pytest.approx(np.array(expected), abs=5e-3)


def test_a_document_of_no_known_word_has_no_topic() -> None:
    texts, _themes = planted(60)
    found = topics(terms_of([*texts, "", "unheard"]), 3)
    assert found.main[-2:].tolist() == [-1, -1]
    assert not found.main_share[-2:].any()
    assert (found.main_share[:-2] >= 1 / 3).all()  # the largest of three that sum to 1
    sizes = topic_sizes(corpus_of([*texts, "", "unheard"]), found, np.arange(62))
    assert sizes.counts.sum() == 60
    assert sizes.counts.tolist() == sorted(sizes.counts.tolist(), reverse=True)


@pytest.mark.parametrize(
    "texts", [[], [""], [""] * 30, ["good room"], ["a", "b", "c"] * 2, ["good bed"] * 12]
)
def test_few_and_empty_texts_give_few_topics_or_none(texts: list[str]) -> None:
    tokens: TokenTable = tokens_of(texts, "tweet")
    found = find_topics(corpus_of(texts), tokens, TopicOptions(5))
    assert isinstance(found, Topics)
    assert found.n_topics <= 5
    assert len(found.main) == len(texts)
    if len(texts) == 12:
        assert found.n_topics == 1
        assert [word for word, _weight in found.strongest_words(0)] == ["bed", "good"]


def test_the_number_of_topics_grows_slowly_with_the_corpus() -> None:
    numbers = [usual_topics(n) for n in (0, 3, 12, 100, 1_000, 25_000, 1_000_000)]
    assert numbers == sorted(numbers)
    assert numbers[:3] == [0, 0, 3]
    assert numbers[-1] == 30


def test_finding_topics_can_be_stopped() -> None:
    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            if fraction > 0.5:
                raise Cancelled

    with pytest.raises(Cancelled):
        topics(terms_of(planted()[0]), 3, progress=Impatient())


def test_a_share_is_the_length_of_a_topics_part_of_the_row() -> None:
    """By the sum of its weights, a broad topic would be the main one of documents that say little of it."""
    chance = np.random.default_rng(5)
    of_any = [f"any{letter}{other}" for letter in "abcdef" for other in "ghijkl"]
    own = (("strings gauge", 1), ("pedal distortion", 1), ("strap leather", 1), ("", 16))
    texts = [f"{words} {' '.join(chance.choice(of_any, n, replace=False))}" for words, n in own * 40]
    terms = terms_of(texts)
    found = topics(terms, 4)
    lengths_of_topics = np.linalg.norm(found.weights, axis=1)
    assert lengths_of_topics.max() > 2 * lengths_of_topics.min()
    of_length_1 = found.weights / lengths_of_topics[:, None]
    matrix = terms.tf_idf()
    [(_block, every_share)] = topic_shares(matrix, found.weights)
    assert np.array_equal(every_share.argmax(axis=1), found.main)
    assert np.array_equal(every_share.max(axis=1), found.main_share)
    for row, shares in zip(matrix.toarray(), every_share, strict=True):
        lengths = nnls(of_length_1.T, row.astype(float))[0]
        assert shares == pytest.approx(lengths / lengths.sum(), abs=1e-3)
