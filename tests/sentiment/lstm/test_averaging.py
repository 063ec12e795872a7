"""The slow average of the weights is the one its formula gives."""

import pytest
import torch
from torch import nn

from textminer.sentiment.lstm.averaging import AVERAGED_EVERY, WeightAverage


def network_of(value: float) -> nn.Linear:
    network = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        network.weight.fill_(value)
    return network


def test_the_average_follows_its_formula() -> None:
    average, expected = WeightAverage(0.9), None
    for step in range(60):
        value = float(step % 7)
        average.update(network_of(value), step)
        if (step + 1) % AVERAGED_EVERY == 0:
            decay = min(0.9, (1 + step) / (10 + step)) ** AVERAGED_EVERY
            expected = value if expected is None else decay * expected + (1 - decay) * value
    assert expected is not None
    assert average.kept(network_of(-1.0))["weight"].item() == pytest.approx(expected, abs=1e-5)


def test_without_an_average_the_network_itself_is_kept() -> None:
    average, network = WeightAverage(0.0), network_of(3.0)
    for step in range(2 * AVERAGED_EVERY):
        average.update(network, step)
    assert average.kept(network)["weight"].item() == 3.0


def test_the_average_does_not_move_with_the_network() -> None:
    average, network = WeightAverage(0.99), network_of(1.0)
    average.update(network, AVERAGED_EVERY - 1)
    with torch.no_grad():
        network.weight.fill_(5.0)
    assert average.kept(network)["weight"].item() == 1.0
