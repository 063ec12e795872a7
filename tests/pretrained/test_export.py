"""A model's confidence is fitted to all sets alike, however large one of them is."""

from pathlib import Path

import numpy as np
import pytest

from textminer.corpus.vocabulary import Vocabulary
from textminer.pretrained.export import export
from textminer.sentiment.calibration import Calibration
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.examples import Examples
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.scoring import logits_of
from textminer.sentiment.settings import NetworkSettings

WORDS = ["good", "bad", "so", "film", "room", "food"]


def calibrated(folder: Path, copies: int) -> Calibration:
    """The calibration of one network on two sets, the second read `copies` times."""
    counts = np.arange(len(WORDS), 0, -1) * 10
    vocabulary = Vocabulary.from_counts(WORDS, counts, 100, 1)
    settings = NetworkSettings(embedding_size=4, hidden_size=3)
    network = LstmNetwork(settings, len(vocabulary), 3)
    network.reset(1, np.random.default_rng(1).normal(size=(len(vocabulary), 4)).astype(np.float32))
    chance = np.random.default_rng(2)
    ids = chance.integers(2, len(vocabulary), size=(2000, 3)).astype(np.int32)
    documents = EncodedDocuments(ids.ravel(), np.arange(2001, dtype=np.int64) * 3)
    logits = 20 * logits_of(network, documents)  # surer than the network says
    logits[1000:, 0] -= 1  # and the second set is of other shares
    classes = (logits + chance.gumbel(size=logits.shape)).argmax(axis=1)
    place = np.concatenate([np.arange(1000), np.tile(np.arange(1000, 2000), copies)])
    held_out = Examples.of_classes(documents.take(place), classes[place], 3)
    domains = (place >= 1000).astype(int)
    return export(
        folder / f"{copies}.safetensors", network, vocabulary, held_out, domains, ("en",), "simple", "", {}
    )


def test_a_set_that_is_larger_does_not_count_for_more(tmp_path: Path) -> None:
    one, five = calibrated(tmp_path, 1), calibrated(tmp_path, 5)
    assert five.temperature == pytest.approx(one.temperature, rel=0.05)
    assert five.biases == pytest.approx(one.biases, abs=0.03)
