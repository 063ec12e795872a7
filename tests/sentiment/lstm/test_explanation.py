"""Contributions add up to the margin, and follow the words."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.sentiment.lstm.tiny_models import WORDS, tiny_classifier
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Cancelled
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm import leaving_out
from textminer.sentiment.lstm.explanation import path_integrals
from textminer.sentiment.lstm.leaving_out import summing_to
from textminer.sentiment.lstm.numpy_reader import NumpyReader, no_check
from textminer.sentiment.lstm.scoring import LstmClassifier, logits_of

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


def margins_of(classifier: LstmClassifier, rows: list[np.ndarray]) -> np.ndarray:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    documents = EncodedDocuments(np.concatenate(rows).astype(np.int32), offsets)
    logits = logits_of(classifier.network, documents)
    return logits[:, 2] - logits[:, 0]


@pytest.mark.parametrize(
    "shape", [{}, {"bidirectional": False}, {"bidirectional": False, "backward": True, "pooling": "last"}]
)
@pytest.mark.parametrize(("n_tokens", "block"), [(1, 1024), (40, 1024), (40, 7)])
def test_a_token_is_worth_what_the_margin_loses_without_it(
    shape: dict[str, object], n_tokens: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving_out, "BLOCK_TOKENS", block)
    monkeypatch.setattr(leaving_out, "FOLLOWED_TOKENS", 50)
    classifier = tiny_classifier(**shape)
    ids = np.random.default_rng(n_tokens).integers(1, 21, n_tokens).astype(np.int32)
    variants = [np.where(np.arange(n_tokens) == place, 1, ids) for place in range(n_tokens)]
    margins = margins_of(classifier, [ids, *variants])
    reader = NumpyReader(
        classifier.card.network, classifier.weights, EncodedDocuments(ids, np.array([0, n_tokens]))
    )
    losses = leaving_out.margin_losses(reader, ids, 2, 0, no_check)
    assert losses == pytest.approx(margins[0] - margins[1:], abs=1e-5)


@given(st.lists(st.floats(-3, 3).filter(lambda x: abs(x) > 1e-3), min_size=1, max_size=30), st.floats(-9, 9))
@example([1.0], 2.225073858507203e-309)
def test_what_sums_to_the_margin_keeps_signs_and_ranks_where_both_can(
    losses: list[float], margin: float
) -> None:
    scaled = summing_to(np.array(losses), margin)
    assert scaled.sum() == pytest.approx(margin, abs=1e-9)
    if min(losses) < 0 < max(losses):
        assert (np.sign(scaled) == np.sign(losses)).all()
        assert (np.diff(scaled[np.argsort(losses)]) >= -1e-9).all()


def test_path_integrals_sum_to_the_difference_of_the_ends_of_the_path() -> None:
    classifier = tiny_classifier(n_layers=2)
    ids = np.array([5, 6, 7, 9, 12, 14, 5, 8])
    vectors = classifier.weights["embedding.weight"][ids]
    parts = path_integrals(classifier.network, vectors, 2, 0, no_check)
    whole, unknown = margins_of(classifier, [ids, np.ones_like(ids)])
    assert parts.sum() == pytest.approx(whole - unknown, rel=0.02)


@pytest.mark.parametrize(
    "shape",
    [{"cell": "peephole"}, {"cell": "rnn"}, {"n_layers": 2}, {"n_layers": 2, "separate_directions": True}],
)
def test_networks_of_every_shape_are_explained(shape: dict[str, object]) -> None:
    tokens = tokenizer_named("tweet").tokenize(["the film was not very good ."])
    classifier = tiny_classifier(**shape)
    explanation = classifier.explain(tokens, 0)
    negative, _neutral, positive = classifier.predict(tokens).probabilities[0].astype(np.float64)
    assert explanation.margin == pytest.approx(np.log(positive / negative), abs=1e-3)
    assert len(set(explanation.contributions.tolist())) == 7


@pytest.mark.parametrize("shape", [{}, {"n_layers": 2}])
def test_explaining_can_be_cancelled(shape: dict[str, object]) -> None:
    class Impatient:
        n_reports = 0

        def report(self, fraction: float, message: str = "") -> None:
            self.n_reports += 1
            if self.n_reports > 2:
                raise Cancelled

    tokens = tokenizer_named("tweet").tokenize(["the film was very good . " * 20])
    with pytest.raises(Cancelled):
        tiny_classifier(**shape).explain(tokens, 0, Impatient())


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
