"""Two networks of one direction each are joined into one that scores as their mean does."""

import numpy as np
import pytest
import torch

from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm import torch_reader
from textminer.sentiment.lstm.joining import joined_directions
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.scoring import logits_of
from textminer.sentiment.lstm.weights import weight_shapes
from textminer.sentiment.settings import NetworkSettings


def network_of(backward: bool) -> LstmNetwork:
    settings = NetworkSettings(
        embedding_size=8, hidden_size=6, n_layers=2, bidirectional=False, backward=backward
    )
    network = LstmNetwork(settings, 50, 2)
    network.reset(1 + backward)
    with torch.no_grad():
        network.embedding.weight.normal_(generator=torch.Generator().manual_seed(3 + backward))
        network.head.bias.copy_(torch.tensor([0.3, -0.2 - backward]))
    return network


def documents_of(lengths: list[int]) -> EncodedDocuments:
    ids = np.random.default_rng(1).integers(2, 50, sum(lengths)).astype(np.int32)
    return EncodedDocuments(ids, np.concatenate([[0], np.cumsum(lengths)]))


@pytest.mark.parametrize("at_once", [4096, 10, 1])
def test_the_joined_network_scores_as_the_mean_of_both(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_reader, "TOKENS_AT_ONCE", at_once)
    forward, backward = network_of(False), network_of(True)
    network = joined_directions(forward, backward, (0.8, 1.25))
    documents = documents_of([9, 3, 1, 12, 7])
    expected = (logits_of(forward, documents) / 0.8 + logits_of(backward, documents) / 1.25) / 2
    assert np.allclose(logits_of(network, documents), expected, atol=1e-5)


def test_its_weights_have_the_shapes_that_a_model_file_expects() -> None:
    network = joined_directions(network_of(False), network_of(True), (1, 1))
    found = {name: value.shape for name, value in network.stored_weights().items()}
    assert found == weight_shapes(network.settings, 50, 2)
