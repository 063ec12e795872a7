"""The running score is that of the very prefixes, whatever the model; sentences are scored on their own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import WordClassifier
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Cancelled
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.mixed_classifier import MixedClassifier
from textminer.sentiment.prediction import NO_KNOWN_WORD, STATUSES
from textminer.workflows.close_reading import (
    FIRST_OPERATIONS,
    REREAD_TOKENS,
    RunningScores,
    Sentences,
    TextReading,
    prefix_rounds,
    read_closely,
    read_text,
)
from textminer.workflows.models import load_model

ENGLISH = (
    "Breakfast was great, the staff were lovely and the room was quiet. But the lift was broken all week! "
    "Nobody answered the phone. Would I return? No, never again."
)
CHINESE = "早餐很好，服务员也很热情。可是电梯坏了一个星期！没有人接电话。我不会再来了。"


@pytest.fixture(scope="module")
def english() -> SentimentClassifier:
    return load_model("english")


def scores_of(texts: list[str], classifier: SentimentClassifier) -> np.ndarray:
    score = classifier.predict(tokenizer_named(classifier.tokenizer).tokenize(texts)).score()
    assert score is not None
    return score


@pytest.mark.parametrize(("name", "text"), [("english", ENGLISH), ("chinese", CHINESE)])
def test_each_prefix_has_the_score_of_its_text(name: str, text: str) -> None:
    classifier = load_model(name)
    running = read_closely(text, classifier)
    assert running.lengths.tolist() == list(range(1, running.n_tokens + 1))
    prefixes = [text[:end] for end in running.ends]
    tokens = tokenizer_named(classifier.tokenizer).tokenize(prefixes)
    # jieba may cut the end of a prefix otherwise than the whole text; the curve follows the words of the whole
    is_alike = tokens.lengths() == running.lengths
    is_alike &= [
        list(tokens.document_spans(n)[:, 1]) == list(running.ends[: n + 1]) for n in range(len(prefixes))
    ]
    assert is_alike.mean() > 0.9
    of_texts = scores_of(prefixes, classifier)
    assert np.allclose(running.values()[is_alike], of_texts[is_alike], atol=1e-5, equal_nan=True)
    assert abs(running.values()[-1] - scores_of([text], classifier)[0]) < 1e-5


def test_in_a_mixed_corpus_the_model_of_the_language_reads_the_prefixes(english: SentimentClassifier) -> None:
    mixed = MixedClassifier({"en": english, "zh": load_model("chinese")})
    for text in (ENGLISH, CHINESE):
        running = read_closely(text, mixed)
        assert abs(running.values()[-1] - scores_of([text], mixed)[0]) < 1e-5
        own = english if text is ENGLISH else load_model("chinese")
        assert np.allclose(running.values(), read_closely(text, own).values(), atol=1e-5, equal_nan=True)


def test_a_long_text_streams_finer_and_finer_curves_that_end_with_the_whole(
    english: SentimentClassifier,
) -> None:
    text = ENGLISH * 12
    curves: list[RunningScores] = []
    cost = english.operations_per_token
    last = read_closely(
        text,
        english,
        on_running=curves.append,
        first_operations=4_000 * cost,
        refining_operations=30_000 * cost,
    )
    assert len(curves) > 1
    assert [len(curve.lengths) for curve in curves] == sorted({len(curve.lengths) for curve in curves})
    assert all(curve.lengths[-1] == curve.n_tokens for curve in curves)
    assert int(curves[0].lengths.sum()) < 2 * 4_000
    whole = scores_of([text], english)[0]
    assert all(abs(curve.values()[-1] - whole) < 1e-5 for curve in curves)
    place = len(last.lengths) // 2
    prefix = text[: last.ends[last.lengths[place] - 1]]
    assert abs(last.values()[place] - scores_of([prefix], english)[0]) < 1e-5


def test_a_dear_network_reads_fewer_prefixes_at_first() -> None:
    class Dear(WordClassifier):
        @property
        def operations_per_token(self) -> int:
            return 28_000_000

    text, first = "good bad " * 150, []
    for classifier in (WordClassifier({"good": 1.0}), Dear({"good": 1.0})):
        curves: list[RunningScores] = []
        read_closely(text, classifier, on_running=curves.append)
        first.append(curves[0].lengths)
        assert curves[-1].lengths[-1] == 300
    assert len(first[0]) == 300
    assert len(first[1]) >= 2
    assert first[1].sum() * 28_000_000 <= FIRST_OPERATIONS


def test_sentences_are_scored_as_if_they_stood_alone(english: SentimentClassifier) -> None:
    found: list[Sentences] = []
    read_closely(ENGLISH, english, on_sentences=found.append)
    (sentences,) = found
    texts = [ENGLISH[start:end] for start, end in sentences.spans]
    assert texts[1] == "But the lift was broken all week!"
    assert np.allclose(sentences.prediction.score(), scores_of(texts, english), atol=1e-5)
    assert sentences.tokens[0, 0] == 0
    assert (sentences.tokens[1:, 0] == sentences.tokens[:-1, 1]).all()


def test_markup_is_not_read(english: SentimentClassifier) -> None:
    found: list[Sentences] = []
    read_closely("Great.<br /><br />Bad room.", english, on_sentences=found.append)
    assert found[0].spans.tolist() == [[0, 6], [18, 27]]


def test_a_prefix_without_a_known_word_has_no_value() -> None:
    running = read_closely("hm , good bad bad", WordClassifier({"good": 1.0, "bad": -1.0}))
    assert running.prediction.statuses[0] == STATUSES.index(NO_KNOWN_WORD)
    assert np.isnan(running.values()[:2]).all()
    assert running.values()[2:].tolist() == pytest.approx([np.tanh(1), 0, np.tanh(-1)], abs=1e-6)


def test_without_a_polarity_the_curve_is_the_probability_of_the_final_class() -> None:
    running = read_closely("bad good good", WordClassifier({"good": 1.0, "bad": -1.0}, ("a", "b"), None))
    assert np.allclose(running.values(), running.prediction.probabilities[:, 1])


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_a_text_without_words_has_no_curve(text: str, english: SentimentClassifier) -> None:
    running = read_closely(text, english)
    assert running.n_tokens == len(running.values()) == 0


def test_it_stops_when_told(english: SentimentClassifier) -> None:
    class Stopping:
        n = 0

        def report(self, fraction: float, message: str = "") -> None:
            self.n += 1
            if self.n > 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        read_closely(ENGLISH * 20, english, Stopping())


def test_an_edited_text_gets_its_score_and_then_the_reasons(english: SentimentClassifier) -> None:
    scored: list[TextReading] = []
    reading = read_text("The lift was fixed.", english, on_score=scored.append)
    assert [(early.explanation, early.prediction) for early in scored] == [(None, reading.prediction)]
    assert reading.prediction.score()[0] == scores_of(["The lift was fixed."], english)[0]
    assert reading.explanation is not None
    assert reading.explanation.contributions.astype(float).sum() == pytest.approx(reading.explanation.margin)


@given(st.integers(0, 3_000), st.integers(1, 100_000), st.integers(0, 100_000))
def test_no_prefix_is_read_twice_and_the_first_curve_ends_with_the_whole(
    n_tokens: int, first: int, refining: int
) -> None:
    rounds = prefix_rounds(n_tokens, first, refining)
    lengths = np.concatenate([np.zeros(0, np.int64), *rounds])
    assert len(np.unique(lengths)) == len(lengths)
    assert ((lengths >= 1) & (lengths <= n_tokens)).all()
    assert not n_tokens or rounds[0][-1] == n_tokens
    assert sum(int(np.minimum(part, REREAD_TOKENS).sum()) for part in rounds[1:]) <= refining
