"""Contributions add up to the margin, and follow the words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentiment.lstm.tiny_models import WORDS, tiny_classifier
from textminer.corpus.tokenizer import tokenizer_named
from textminer.sentiment.lstm.explanation import contributions

CLASSIFIER = tiny_classifier()
texts = st.lists(st.sampled_from([*WORDS, "unseen"]), min_size=1, max_size=30).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(texts)
def test_contributions_sum_to_the_margin_of_the_prediction(text: str) -> None:
    tokens = tokenizer_named("tweet").tokenize([text])
    explanation = CLASSIFIER.explain(tokens, 0)
    assert explanation.contributions.astype(np.float64).sum() == explanation.margin
    prediction = CLASSIFIER.predict(tokens)
    if prediction.is_scored[0]:
        negative, _neutral, positive = prediction.probabilities[0].astype(np.float64)
        assert explanation.margin == pytest.approx(np.log(positive / negative), abs=1e-3)
        assert (explanation.favoured, explanation.other) == ("positive", "negative")


def test_spans_are_those_of_the_document_asked_for() -> None:
    tokens = tokenizer_named("tweet").tokenize(["the film", "a very good story"])
    explanation = CLASSIFIER.explain(tokens, 1)
    text = "a very good story"
    words = [text[start:end] for start, end in zip(explanation.starts, explanation.ends, strict=True)]
    assert words == ["a", "very", "good", "story"]


def test_the_path_integral_is_found_by_few_points() -> None:
    """What is left to be shared out is small: the integral along the path is the difference of its ends."""
    network = CLASSIFIER.network
    ids = np.array([5, 6, 7, 9, 12, 14, 5, 8])
    vectors = network.embedding.weight.numpy()
    words, unknown = vectors[ids], vectors[np.ones_like(ids)]
    parts, margin = contributions(network, words, 2, 0)
    _base_parts, base = contributions(network, unknown, 2, 0)
    raw, shifted = contributions(network, words, 2, 0, shift=-base)
    assert shifted == pytest.approx(margin - base, abs=1e-5)
    # with the margin of the empty path taken away, next to nothing had to be shared: tripling it changes shares alone
    assert raw.sum() == pytest.approx(margin - base, abs=1e-4)
    assert np.corrcoef(raw, parts)[0, 1] > 0.9


def test_classes_without_polarity_compare_the_winner_with_the_next() -> None:
    classifier = tiny_classifier(labels=("sport", "politics", "science"))
    tokens = tokenizer_named("tweet").tokenize(["the film was very good"])
    probabilities = classifier.predict(tokens).probabilities[0]
    explanation = classifier.explain(tokens, 0)
    order = np.argsort(-probabilities)
    assert explanation.favoured == classifier.labels[order[0]]
    assert explanation.other == classifier.labels[order[1]]
    assert explanation.margin > 0


def test_a_document_without_known_words_has_contributions_of_nothing() -> None:
    tokens = tokenizer_named("tweet").tokenize(["qqq zzz", ""])
    assert CLASSIFIER.explain(tokens, 0).contributions.tolist() == [0, 0]
    assert CLASSIFIER.explain(tokens, 1).contributions.tolist() == []


@pytest.mark.parametrize("n_words", [2, 9])
def test_a_fixed_length_gives_cut_words_nothing_and_still_adds_up(n_words: int) -> None:
    classifier = tiny_classifier(fixed_length=5, pooling="last", bidirectional=False)
    tokens = tokenizer_named("tweet").tokenize([" ".join(WORDS[:n_words])])
    explanation = classifier.explain(tokens, 0)
    assert len(explanation.contributions) == n_words
    assert (explanation.contributions[: n_words - 5] == 0).all()
    assert explanation.contributions.sum() == pytest.approx(explanation.margin, abs=1e-5)
