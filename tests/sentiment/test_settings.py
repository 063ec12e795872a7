"""Settings say what is wrong with them, and survive a trip through JSON."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from textminer.errors import SettingsError
from textminer.sentiment.lstm.weights import weight_shapes
from textminer.sentiment.settings import CELLS, PRESETS, NetworkSettings, TrainingSettings


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("cell", CELLS)
def test_settings_survive_json(preset: str, cell: str) -> None:
    network, training = NetworkSettings.of_preset(preset, cell), TrainingSettings.of_preset(preset)
    assert NetworkSettings.from_dict(json.loads(json.dumps(asdict(network)))) == network
    assert TrainingSettings.from_dict(json.loads(json.dumps(training.to_dict()))) == training


def test_the_article_preset_is_the_article() -> None:
    network, training = NetworkSettings.of_preset("article"), TrainingSettings.of_preset("article")
    assert (network.max_vocabulary, network.fixed_length, network.hidden_size) == (20_000, 50, 100)
    assert (network.embedding_size, network.sigmoid, network.bidirectional) == (128, True, False)
    assert (training.epochs, training.batch_documents, training.adam_epsilon) == (10, 32, 1e-7)
    assert (training.learning_rate, training.schedule, training.patience) == (1e-3, False, None)
    assert (training.label_smoothing, training.averaging, network.dropout) == (0, 0, 0)


def test_a_given_length_replaces_that_of_the_preset() -> None:
    assert TrainingSettings.of_preset("article", steps=7).steps == 7
    assert TrainingSettings.of_preset("article", steps=7).epochs is None
    assert TrainingSettings.of_preset("quick", minutes=2).minutes == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"cell": "gru"},
        {"hidden_size": 0},
        {"dropout": 1.0},
        {"pooling": "sum"},
        {"max_vocabulary": 2},
        {"fixed_length": 0},
    ],
)
def test_a_wrong_network_is_refused_with_its_name_and_value(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=str(next(iter(wrong.values())))):
        NetworkSettings(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("lengths", [{}, {"epochs": 1, "steps": 2}, {"minutes": 1, "epochs": 1}])
def test_a_training_needs_exactly_one_length(lengths: dict[str, int]) -> None:
    with pytest.raises(SettingsError):
        TrainingSettings(**lengths)


def test_settings_of_a_later_version_are_refused() -> None:
    with pytest.raises(SettingsError, match="novelty"):
        NetworkSettings.from_dict({"novelty": 1})


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(
    "shape",
    [
        {"n_layers": 2, "bidirectional": False},
        {"n_layers": 3},
        {"n_layers": 2, "separate_directions": True},
        {"n_layers": 1, "backward": True, "bidirectional": False},
    ],
)
def test_a_token_costs_each_weight_of_the_layers_once(cell: str, shape: dict[str, Any]) -> None:
    settings = NetworkSettings(cell=cell, embedding_size=5, hidden_size=7, **shape)
    matrices = [
        size
        for name, size in weight_shapes(settings, 9, 2).items()
        if name.startswith("layers") and len(size) == 2 and not name.endswith(".p")
    ]
    assert settings.operations_per_token == sum(rows * columns for rows, columns in matrices)
