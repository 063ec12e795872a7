"""The shapes of weights that a file must hold are those of the network."""

import pytest

from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.weights import weight_shapes
from textminer.sentiment.settings import CELLS, NetworkSettings


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(
    "more",
    [{}, {"bidirectional": False, "pooling": "last", "sigmoid": True}, {"n_layers": 2, "subword_buckets": 9}],
)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_shapes_are_those_of_the_network(cell: str, more: dict[str, object], n_classes: int) -> None:
    settings = NetworkSettings(cell=cell, embedding_size=5, hidden_size=4, **more)  # type: ignore[arg-type]
    state = LstmNetwork(settings, 20, n_classes).state_dict()
    assert weight_shapes(settings, 20, n_classes) == {
        name: tuple(value.shape) for name, value in state.items()
    }
