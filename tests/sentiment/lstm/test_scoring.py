"""A score depends on the text alone: not on order, batch mates or how often the text occurs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentiment.lstm.tiny_models import WORDS, tiny_classifier
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Cancelled
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, SCORED, STATUSES, Prediction

CLASSIFIER = tiny_classifier()
texts_of_words = st.lists(
    st.lists(st.sampled_from([*WORDS, "unseen"]), max_size=40).map(" ".join), max_size=25
)


def tokens_of(texts: list[str]) -> TokenTable:
    return tokenizer_named("tweet").tokenize(texts)


@settings(max_examples=25, deadline=None)
@given(texts_of_words, st.randoms(use_true_random=False))
def test_order_and_batch_mates_change_no_score(texts: list[str], chance: object) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    here = CLASSIFIER.predict(tokens_of(texts))
    there = CLASSIFIER.predict(tokens_of([texts[place] for place in order]))
    assert here.probabilities[order] == pytest.approx(there.probabilities, abs=1e-5, nan_ok=True)
    assert (here.statuses[order] == there.statuses).all()


@settings(max_examples=25, deadline=None)
@given(texts_of_words)
def test_scored_documents_have_probabilities_that_sum_to_one(texts: list[str]) -> None:
    prediction = CLASSIFIER.predict(tokens_of(texts))
    assert prediction.probabilities[prediction.is_scored].sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert np.isnan(prediction.probabilities[~prediction.is_scored]).all()


def test_statuses_tell_why_a_document_has_no_score() -> None:
    texts = ["good film", "", "   ", "qqq zzz", "这很好", "@someone https://a.example/b"]
    prediction = CLASSIFIER.predict(tokens_of(texts))
    found = [STATUSES[status] for status in prediction.statuses]
    assert found == [SCORED, EMPTY, EMPTY, NO_KNOWN_WORD, NO_KNOWN_WORD, NO_KNOWN_WORD]


@pytest.mark.parametrize("text", ["这很好!", "¿Dónde está .", "!!!", "...", "2 .", "qqq 17 !"])
def test_signs_and_digits_alone_are_no_known_word(text: str) -> None:
    prediction = CLASSIFIER.predict(tokens_of([text]))
    assert STATUSES[prediction.statuses[0]] == NO_KNOWN_WORD


@pytest.mark.parametrize("text", [":)", "a !", "qqq film"])
def test_one_known_word_or_face_is_enough(text: str) -> None:
    assert CLASSIFIER.predict(tokens_of([text])).is_scored.all()


def test_parts_arrive_ascending_and_cover_every_document_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textminer.sentiment.lstm.scoring.PART_EVERY_S", 0.0)
    monkeypatch.setattr("textminer.sentiment.lstm.scoring.BATCH_DOCUMENTS", 3)
    texts = [" ".join(WORDS[: 1 + n % 9]) for n in range(40)] + ["", "qqq"]
    parts: list[tuple[np.ndarray, Prediction]] = []
    whole = CLASSIFIER.predict(tokens_of(texts), on_part=lambda where, part: parts.append((where, part)))
    assert len(parts) > 1
    positions = np.concatenate([where for where, _part in parts])
    assert sorted(positions.tolist()) == list(range(len(texts)))
    for where, part in parts:
        assert (np.diff(where) > 0).all()
        assert part.probabilities == pytest.approx(whole.probabilities[where], nan_ok=True)
        assert (part.statuses == whole.statuses[where]).all()


def test_equal_documents_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = tiny_classifier()
    read: list[int] = []
    original = classifier.network.forward

    def counted(ids: object, lengths: object, noise: object = None) -> object:
        read.append(len(ids))  # type: ignore[arg-type]
        return original(ids, lengths, noise)  # type: ignore[arg-type]

    monkeypatch.setattr(classifier.network, "forward", counted)
    prediction = classifier.predict(tokens_of(["good film", "bad film", "GOOD film"] * 5))
    assert sum(read) == 2
    assert (prediction.probabilities == np.tile(prediction.probabilities[:3], (5, 1))).all()


def test_scoring_can_be_cancelled_between_batches() -> None:
    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        CLASSIFIER.predict(tokens_of(["good film"]), Impatient())


def test_a_document_of_any_length_is_read_whole() -> None:
    long = "the film was very long . " * 400
    one, two = CLASSIFIER.predict(tokens_of([long, "good ! " + long])).probabilities
    assert not np.array_equal(one, two)


def test_a_fixed_length_reads_the_last_words_alone() -> None:
    classifier = tiny_classifier(fixed_length=3, pooling="last", bidirectional=False)
    texts = ["not very good film", "bad story very good film", "good", "film"]
    one, two, three, four = classifier.predict(tokens_of(texts)).probabilities
    assert one == pytest.approx(two)
    assert not np.allclose(three, four)
