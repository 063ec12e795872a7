"""A score depends on the text alone: not on order, batch mates or how often the text occurs."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentiment.lstm.tiny_models import WORDS, tiny_classifier
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Cancelled
from textminer.sentiment.calibration import Calibration
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.equal_documents import equal_documents
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.lstm.numpy_reader import NumpyReader, no_check
from textminer.sentiment.lstm.scoring import LstmClassifier, logits_of
from textminer.sentiment.model_file import write_model
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, SCORED, STATUSES, Prediction

CLASSIFIER = tiny_classifier()
SPELLING_CLASSIFIER = tiny_classifier(subword_buckets=64)
classifiers = st.sampled_from([CLASSIFIER, SPELLING_CLASSIFIER])
texts_of_words = st.lists(
    st.lists(st.sampled_from([*WORDS, "unseen", "goood", "filmm", "😀😅", "#nogood"]), max_size=40).map(
        " ".join
    ),
    max_size=25,
)


def tokens_of(texts: list[str]) -> TokenTable:
    return tokenizer_named("tweet").tokenize(texts)


@settings(max_examples=25, deadline=None)
@given(classifiers, texts_of_words, st.randoms(use_true_random=False))
def test_order_and_batch_mates_change_no_score(
    classifier: LstmClassifier, texts: list[str], chance: object
) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    here = classifier.predict(tokens_of(texts))
    there = classifier.predict(tokens_of([texts[place] for place in order]))
    assert here.probabilities[order] == pytest.approx(there.probabilities, abs=1e-5, nan_ok=True)
    assert (here.statuses[order] == there.statuses).all()


@settings(max_examples=25, deadline=None)
@given(texts_of_words)
def test_scored_documents_have_probabilities_that_sum_to_one(texts: list[str]) -> None:
    prediction = CLASSIFIER.predict(tokens_of(texts))
    assert prediction.probabilities[prediction.is_scored].sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert np.isnan(prediction.probabilities[~prediction.is_scored]).all()


@pytest.mark.parametrize("classifier", [CLASSIFIER, SPELLING_CLASSIFIER])
def test_statuses_tell_why_a_document_has_no_score(classifier: LstmClassifier) -> None:
    texts = ["good film", "", "   ", "qqq zzz", "这很好", "@someone https://a.example/b"]
    prediction = classifier.predict(tokens_of(texts))
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


def test_unknown_words_are_told_apart_where_the_network_reads_ngrams() -> None:
    tokens = tokens_of(["the filmm was good", "the storyy was good"])
    one, two = CLASSIFIER.predict(tokens).probabilities
    assert np.array_equal(one, two)
    one, two = SPELLING_CLASSIFIER.predict(tokens).probabilities
    assert not np.allclose(one, two, atol=1e-4)


def test_a_loaded_model_gives_the_same_probabilities(tmp_path: Path) -> None:
    tokens = tokens_of(["the filmm was sooo good :)", "a storyy", "never goood", "😀😅 bad"])
    for classifier in (CLASSIFIER, SPELLING_CLASSIFIER):
        contents = classifier.contents()
        write_model(tmp_path / "tiny.safetensors", contents.card, contents.vocabulary, contents.weights)
        loaded = load_classifier(tmp_path / "tiny.safetensors")
        here, there = classifier.predict(tokens), loaded.predict(tokens)
        assert np.array_equal(here.probabilities, there.probabilities, equal_nan=True)


def test_equal_documents_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = tiny_classifier()
    read: list[int] = []
    original = NumpyReader.read

    def counted(
        reader: NumpyReader, batches: list[np.ndarray], check: Callable[[], None] = no_check
    ) -> Iterator[np.ndarray]:
        read.extend(len(batch) for batch in batches)
        return original(reader, batches, check)

    monkeypatch.setattr(NumpyReader, "read", counted)
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


def test_a_long_document_is_read_in_chunks_as_if_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["the film was very long . " * 40 + last for last in ("good !", "bad", "awful story :)")] + [
        "good"
    ]
    for shape in (
        {},
        {"bidirectional": False, "backward": True},
        {"cell": "peephole"},
        {"bidirectional": False, "n_layers": 2},
    ):
        classifier = tiny_classifier(**shape)
        whole = classifier.predict(tokens_of(texts)).probabilities
        with monkeypatch.context() as small:
            small.setattr("textminer.sentiment.lstm.numpy_reader.CHUNK_TOKENS", 16)
            small.setattr("textminer.sentiment.lstm.torch_reader.TOKENS_AT_ONCE", 16)
            assert classifier.predict(tokens_of(texts)).probabilities == pytest.approx(whole, abs=1e-5)


@pytest.mark.parametrize(
    "shape", [{}, {"bidirectional": False}, {"bidirectional": False, "backward": True}, {"pooling": "last"}]
)
def test_looked_up_gates_give_the_networks_own_logits(
    shape: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier = tiny_classifier(**shape)
    chance = np.random.default_rng(0)
    rows = [chance.integers(1, 21, length) for length in chance.integers(1, 60, 40)]
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    documents = EncodedDocuments(np.concatenate(rows).astype(np.int32), offsets)
    with torch.inference_mode():
        alone = [
            classifier.network(torch.from_numpy(row)[None], torch.tensor([len(row)]))[0].numpy()
            for row in rows
        ]
    assert logits_of(classifier.network, documents) == pytest.approx(np.stack(alone), abs=1e-5)
    monkeypatch.setattr(
        "textminer.sentiment.lstm.numpy_reader.TABLE_BYTES", 5 * 16 * 6
    )  # a few types at a time
    assert logits_of(classifier.network, documents) == pytest.approx(np.stack(alone), abs=1e-5)


def test_close_calls_are_decided_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding differs between reading alone and together; a label must not."""
    classifier = tiny_classifier()
    weights = dict(classifier.weights)
    weights["head.weight"] = np.tile(weights["head.weight"][:1], (3, 1))
    weights["head.bias"] = np.zeros(3, dtype=np.float32)
    even = LstmClassifier(replace(classifier.card, calibration=Calibration()), classifier.vocabulary, weights)
    texts = [" ".join(WORDS[place : place + 5]) for place in range(12)]
    together = even.predict(tokens_of(texts))
    for place, text in enumerate(texts):
        alone = even.predict(tokens_of([text]))
        assert np.array_equal(alone.probabilities[0], together.probabilities[place])


@given(st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=3), min_size=1, max_size=30), st.booleans())
def test_equal_documents_are_found_whatever_the_sums_say(rows: list[list[int]], collide: bool) -> None:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    documents = EncodedDocuments(np.array([i for row in rows for i in row], dtype=np.int32), offsets)
    with pytest.MonkeyPatch.context() as patched:
        if collide:
            patched.setattr("textminer.sentiment.equal_documents._mixed", lambda keys: keys & np.uint64(1))
        first, copies, begins = equal_documents(documents, np.arange(len(rows)))
    assert sorted(copies.tolist()) == list(range(len(rows)))
    for number, position in enumerate(first.tolist()):
        group = copies[begins[number] : begins[number + 1]].tolist()
        assert group[0] == position
        assert all(rows[other] == rows[position] for other in group)
    if not collide:
        assert len(first) == len({tuple(row) for row in rows})


def test_scoring_loads_nothing_that_takes_longer_than_scoring() -> None:
    script = (
        "import sys\n"
        "from textminer.corpus.tokenizer import tokenizer_named\n"
        "from textminer.sentiment.lstm.loading import load_classifier\n"
        "from textminer.sentiment.model_file import find_model\n"
        "classifier = load_classifier(find_model('english'))\n"
        "tokens = tokenizer_named(classifier.tokenizer).tokenize(['A good film.', 'bad'])\n"
        "assert classifier.predict(tokens).is_scored.all()\n"
        "classifier.explain(tokens, 0)\n"
        "assert not {'torch', 'pandas', 'scipy.optimize'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_fixed_length_reads_the_last_words_alone() -> None:
    classifier = tiny_classifier(fixed_length=3, pooling="last", bidirectional=False)
    texts = ["not very good film", "bad story very good film", "good", "film"]
    one, two, three, four = classifier.predict(tokens_of(texts)).probabilities
    assert one == pytest.approx(two)
    assert not np.allclose(three, four)
