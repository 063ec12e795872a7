"""A model from one's own labels learns them, is usable at once and the same after saving."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.errors import LabelError
from textminer.progress import Cancelled
from textminer.sentiment.evaluation import evaluate
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.lstm.own_labels import train_classifier
from textminer.sentiment.settings import NetworkSettings, TrainingSettings

GOOD, BAD = (
    ["lovely", "great", "charming", "superb", "delightful"],
    ["dreadful", "poor", "tedious", "bland", "dire"],
)
FILLERS = [
    "the",
    "a",
    "film",
    "room",
    "meal",
    "was",
    "had",
    "we",
    "it",
    "there",
    "this",
    "that",
    "place",
    "very",
    "quite",
]


def labelled_texts(n: int, n_unlabelled: int = 0) -> tuple[TokenTable, np.ndarray]:
    chance = np.random.default_rng(0)
    texts, labels = [], []
    for position in range(n + n_unlabelled):
        label = position % 2
        words = [*chance.choice(FILLERS, 8), *chance.choice(GOOD if label else BAD, 2)]
        texts.append(" ".join(chance.permutation(words)) + f" n{position}")
        labels.append(label if position < n else -1)
    return tokenizer_named("tweet").tokenize(texts), np.array(labels)


def small(preset: str, **training: object) -> tuple[TrainingSettings, NetworkSettings]:
    network = replace(NetworkSettings.of_preset(preset), embedding_size=16, hidden_size=12)
    settings = replace(
        TrainingSettings.of_preset(preset, steps=60), learning_rate=0.01, threads=1, **training
    )
    return settings, network


@pytest.mark.parametrize("preset", ["quick", "accurate", "article"])
def test_every_preset_learns_from_300_texts(preset: str, tmp_path: Path) -> None:
    tokens, labels = labelled_texts(300, n_unlabelled=50)
    settings, network = small(preset)
    trained = train_classifier(tokens, labels, ("negative", "positive"), settings, network)
    found = evaluate(labels[trained.positions], trained.held_out)
    assert found.accuracy > 0.9
    assert trained.classifier.card.facts["figures"]["accuracy"] == found.accuracy
    assert trained.classifier.polarity is not None
    trained.save(tmp_path / "own.safetensors", "own")
    loaded = load_classifier(tmp_path / "own.safetensors")
    assert loaded.name == "own"
    again = loaded.predict(tokens.take(trained.positions))
    assert np.array_equal(again.probabilities, trained.held_out.probabilities, equal_nan=True)


def test_misspelt_words_that_no_training_text_holds_move_the_score_as_the_right_ones_do(
    tmp_path: Path,
) -> None:
    tokens, labels = labelled_texts(300)
    settings, network = small("quick", word_dropout=0.2)
    trained = train_classifier(
        tokens, labels, ("negative", "positive"), settings, replace(network, subword_buckets=512)
    )
    misspelt = ["lovley", "chaming", "superbb", "delightfull", "dreadfull", "tedius", "blandd", "poorr"]
    texts = tokenizer_named("tweet").tokenize([f"the film was {word} and quite {word}" for word in misspelt])
    prediction = trained.classifier.predict(texts)
    score = prediction.score()
    assert score is not None
    assert (np.sign(score) == [1, 1, 1, 1, -1, -1, -1, -1]).all()
    trained.save(tmp_path / "own.safetensors", "own")
    again = load_classifier(tmp_path / "own.safetensors").predict(texts)
    assert np.array_equal(again.probabilities, prediction.probabilities)


def test_parts_do_not_meet_and_leave_nothing_labelled_out() -> None:
    tokens, labels = labelled_texts(100, n_unlabelled=10)
    settings, network = small("quick")
    split = train_classifier(tokens, labels, ("a", "b"), settings, network).split
    together = np.concatenate([split.training, split.validation, split.held_out])
    assert sorted(together.tolist()) == list(range(100))


def test_words_of_judged_documents_alone_are_unknown() -> None:
    tokens, labels = labelled_texts(100)
    settings, network = small("quick")
    trained = train_classifier(tokens, labels, ("a", "b"), settings, replace(network, min_count=1))
    known = set(trained.classifier.vocabulary.words)
    for position in range(100):
        assert (f"n{position}" in known) == (position in trained.split.training)


def test_one_class_is_refused() -> None:
    tokens, _labels = labelled_texts(40)
    settings, network = small("quick")
    with pytest.raises(LabelError):
        train_classifier(tokens, np.zeros(40, dtype=int), ("a", "b"), settings, network)


def test_three_classes_without_sentiment_are_learnt_as_well() -> None:
    tokens, labels = labelled_texts(300)
    settings, network = small("quick")
    names = ("sport", "art", "food")
    trained = train_classifier(tokens, labels + (np.arange(300) % 3 == 0), names, settings, network)
    assert trained.classifier.polarity is None
    assert trained.held_out.probabilities.shape[1] == 3


class CancelAt:
    """A watcher that cancels once a step is told of."""

    def __init__(self, said: str) -> None:
        self.said = said

    def report(self, fraction: float, message: str = "") -> None:
        if self.said in message:
            raise Cancelled


@pytest.mark.parametrize("preset", ["quick", "accurate"])
def test_an_interrupted_training_goes_on_without_counting_its_word_vectors_again(
    preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textminer.sentiment.lstm.own_labels.CHECKPOINT_EVERY_S", 0.0)
    tokens, labels = labelled_texts(60)
    task = tokens, labels, ("negative", "positive"), *small(preset, patience=None)
    unbroken = train_classifier(*task)
    with pytest.raises(Cancelled):
        train_classifier(*task, CancelAt("step 20 of 60"), checkpoints=tmp_path)
    monkeypatch.setattr("textminer.sentiment.lstm.own_labels.word_vectors", None)
    resumed = train_classifier(*task, checkpoints=tmp_path)
    one, other = unbroken.classifier.contents().weights, resumed.classifier.contents().weights
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert np.array_equal(unbroken.held_out.probabilities, resumed.held_out.probabilities)
