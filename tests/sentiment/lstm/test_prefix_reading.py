"""Prefixes read together get what each gets as a document of its own, in networks of every shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentiment.lstm.tiny_models import WORDS, tiny_classifier
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Cancelled
from textminer.sentiment.lstm import prefix_reading
from textminer.sentiment.lstm.scoring import LstmClassifier
from textminer.sentiment.passages import prefixes_of, sentences_of

SHAPES = [
    {},
    {"bidirectional": False},
    {"bidirectional": False, "backward": True, "pooling": "last"},
    {"pooling": "last"},
    {"subword_buckets": 64},
    {"n_layers": 2},
    {"cell": "peephole"},
    {"fixed_length": 12},
]
CLASSIFIER = tiny_classifier()
texts = st.lists(st.sampled_from([*WORDS, "unseen", "...", "7"]), min_size=1, max_size=60).map(" ".join)


def table_of(text: str) -> TokenTable:
    return tokenizer_named("tweet").tokenize([text])


def check_all_prefixes(classifier: LstmClassifier, text: str) -> None:
    tokens = table_of(text)
    lengths = np.arange(1, tokens.n_tokens + 1)
    (together,) = classifier.predict_prefixes(tokens, [lengths])
    alone = classifier.predict(prefixes_of(tokens, lengths))
    assert together.statuses.tolist() == alone.statuses.tolist()
    assert np.allclose(together.probabilities, alone.probabilities, atol=1e-5, equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_prefixes_read_together_score_as_documents_of_their_own(text: str) -> None:
    check_all_prefixes(CLASSIFIER, text)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_in_networks_of_every_shape(shape: dict[str, object]) -> None:
    drawn = np.random.default_rng(5).choice([*WORDS, "unseen"], 90)
    check_all_prefixes(tiny_classifier(**shape), " ".join(drawn))


def test_readings_that_meet_that_of_the_whole_text_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small network forgets within some fifty words: nearly all prefixes of this text take the short way."""
    read: list[int] = []
    read_on = prefix_reading._Readings.read_on

    def counting(self: prefix_reading._Readings, *arguments: object) -> np.ndarray:
        read.append(len(self.rows))
        return read_on(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(prefix_reading._Readings, "read_on", counting)
    monkeypatch.setattr(prefix_reading, "BLOCK_TOKENS", 100)
    text = " ".join(np.random.default_rng(2).choice([*WORDS, "unseen"], 1500))
    check_all_prefixes(CLASSIFIER, text)
    assert sum(read) * prefix_reading.COMPARED_EVERY < 0.3 * 1500 * 1500 / 2


def test_rounds_are_read_in_their_order() -> None:
    tokens = table_of("the film was not very good . a long story !")
    rounds = [np.array([3, 7, 11]), np.array([1, 5])]
    read = list(CLASSIFIER.predict_prefixes(tokens, rounds))
    for lengths, prediction in zip(rounds, read, strict=True):
        assert np.allclose(
            prediction.probabilities,
            CLASSIFIER.predict(prefixes_of(tokens, lengths)).probabilities,
            atol=1e-5,
        )
    assert list(CLASSIFIER.predict_prefixes(table_of(""), [])) == []


def test_a_long_text_can_be_given_up() -> None:
    class Stopping:
        n = 0

        def report(self, fraction: float, message: str = "") -> None:
            self.n += 1
            if self.n > 2:
                raise Cancelled

    tokens = table_of("good film " * 2000)
    with pytest.raises(Cancelled):
        list(CLASSIFIER.predict_prefixes(tokens, [np.array([10, 4000])], Stopping()))


def test_passages_are_of_one_document() -> None:
    two = tokenizer_named("tweet").tokenize(["good film", "bad"])
    with pytest.raises(ValueError):
        prefixes_of(two, np.array([1]))
    sentences, places = sentences_of(table_of("Good film. Bad story!"), np.array([[0, 10], [11, 21]]))
    assert [sentences.document_tokens(n) for n in (0, 1)] == [["Good", "film", "."], ["Bad", "story", "!"]]
    assert places.tolist() == [[0, 3], [3, 6]]
