"""Is what documents are compared by what the network decides by?"""

import numpy as np
import pytest
import torch

from tests.sentiment.lstm.tiny_models import tiny_classifier
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Cancelled
from textminer.sentiment.encoding import padded
from textminer.sentiment.lstm.scoring import LstmClassifier
from textminer.sentiment.mixed_classifier import MixedClassifier

TEXTS = [
    "a good film",
    "",
    "not very good !",
    "字",
    "the story was long . the film was short . awful !",
    "good",
]
NETWORKS = (
    {"bidirectional": True, "pooling": "max_mean_last"},
    {"bidirectional": False, "pooling": "last"},
    {"bidirectional": True, "pooling": "max_mean_last", "subword_buckets": 64},
    {"bidirectional": True, "pooling": "max_mean_last", "n_layers": 2},
    {"bidirectional": False, "backward": True, "pooling": "max_mean_last"},
)


def pooled_by_torch(classifier: LstmClassifier, text: str) -> np.ndarray:
    documents, _statuses = classifier.read(tokenizer_named("tweet").tokenize([text]))
    vectors = classifier.network.type_vectors(documents.unknown_words)
    ids, lengths = padded(documents.ids, documents.offsets[:-1], documents.offsets[1:])
    with torch.inference_mode():
        pooled = classifier.network.pooled(vectors[torch.from_numpy(ids)], torch.from_numpy(lengths))
    return pooled[0].numpy()


@pytest.mark.parametrize("network", NETWORKS)
def test_representation_is_the_pooled_state_of_the_network(network: dict[str, object]) -> None:
    classifier = tiny_classifier(**network)
    seen = classifier.representation(tokenizer_named("tweet").tokenize(TEXTS))
    statuses = classifier.predict(tokenizer_named("tweet").tokenize(TEXTS)).is_scored
    assert (np.isfinite(seen).all(axis=1) == statuses).all()
    assert statuses.sum() >= 4
    for position in np.flatnonzero(statuses):
        assert seen[position] == pytest.approx(pooled_by_torch(classifier, TEXTS[position]), abs=1e-5)


@pytest.mark.parametrize("network", NETWORKS)
def test_the_last_layer_makes_the_scores_of_it(network: dict[str, object]) -> None:
    classifier = tiny_classifier(**network)
    tokens = tokenizer_named("tweet").tokenize(TEXTS)
    seen, prediction = classifier.representation(tokens), classifier.predict(tokens)
    head = classifier.weights
    logits = seen[prediction.is_scored] @ head["head.weight"].T + head["head.bias"]
    probabilities = classifier.card.calibration.probabilities(logits)
    assert prediction.probabilities[prediction.is_scored] == pytest.approx(probabilities, abs=1e-5)


def test_models_of_two_languages_see_in_columns_of_their_own() -> None:
    one, other = tiny_classifier(bidirectional=True), tiny_classifier(seed=2, bidirectional=True)
    mixed = MixedClassifier({"en": one, "de": other})
    tokens = tokenizer_named("tweet").tokenize(["a good film", "the film was long"])
    both = type(tokens)(
        tokens.types, tokens.ids, tokens.offsets, tokens.starts, tokens.ends, "en+de", np.array(["en", "de"])
    )
    seen = mixed.representation(both)
    half = seen.shape[1] // 2
    assert seen[0, :half] == pytest.approx(one.representation(tokens)[0], abs=1e-6)
    assert seen[1, half:] == pytest.approx(other.representation(tokens)[1], abs=1e-6)
    assert not seen[0, half:].any()
    assert not seen[1, :half].any()


def test_reading_can_be_stopped() -> None:
    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        tiny_classifier().representation(tokenizer_named("tweet").tokenize(TEXTS), Impatient())
