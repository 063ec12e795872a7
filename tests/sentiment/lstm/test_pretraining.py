"""The language model learns what follows what, in either direction, and goes on as if it had not been stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from textminer.errors import ModelFileError, SettingsError
from textminer.progress import Cancelled
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.cells import replay
from textminer.sentiment.lstm.device import chosen_device
from textminer.sentiment.lstm.language_model import LanguageModel, LanguageModelSettings
from textminer.sentiment.lstm.network import LstmNetwork, Noise
from textminer.sentiment.lstm.pieces import read_pieces, write_pieces
from textminer.sentiment.lstm.pretraining import (
    SEPARATOR,
    Pretraining,
    PretrainingSettings,
    in_rows,
    stream_of,
)
from textminer.sentiment.lstm.saved_run import one_cycle
from textminer.sentiment.settings import NetworkSettings

N_TYPES = 12
NETWORK = LanguageModelSettings(embedding_size=16, hidden_size=24, n_layers=2)
SETTINGS = PretrainingSettings(
    epochs=2,
    rows=8,
    window=10,
    learning_rate=0.02,
    point_every=5,
    held_out_every=10,
    seed=3,
    held_out_tokens=1000,
)
CPU = torch.device("cpu")


def documents_of(rows: list[list[int]]) -> EncodedDocuments:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return EncodedDocuments(np.concatenate([np.array(row, dtype=np.int32) for row in rows]), offsets)


ALPHABET = documents_of([list(range(2, 12))] * 100)  # each type is followed by the next one


def training_of(
    folder: Path, settings: PretrainingSettings = SETTINGS, save_every_s: float = 1e9
) -> Pretraining:
    return Pretraining(
        ALPHABET, ALPHABET.take(np.arange(9)), N_TYPES, NETWORK, settings, folder, CPU, 1, save_every_s
    )


class CancelAt:
    def __init__(self, n: int) -> None:
        self.left = n

    def report(self, fraction: float, message: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def without_speed(points: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: value for name, value in point.items() if name != "tokens_per_s"} for point in points]


@pytest.mark.parametrize("sampled", [0, 24])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_repetitive_text_is_learnt(tmp_path: Path, direction: str, sampled: int) -> None:
    training = training_of(tmp_path, replace(SETTINGS, epochs=10, direction=direction, sampled=sampled))
    before = training.perplexity()
    points: list[dict[str, float]] = []
    assert training.run(on_point=points.append)
    assert before is not None
    assert before > 8
    assert points[-1]["held_out_perplexity"] < 3
    assert points[-1]["loss"] < points[0]["loss"] / 2


def test_the_backward_stream_is_the_forward_one_from_its_end() -> None:
    documents = documents_of([[2, 3, 4], [5, 6]])
    order = np.array([1, 0])
    assert stream_of(documents, order, "forward").tolist() == [SEPARATOR, 5, 6, SEPARATOR, 2, 3, 4, SEPARATOR]
    assert stream_of(documents, order, "backward").tolist() == [
        SEPARATOR,
        4,
        3,
        2,
        SEPARATOR,
        6,
        5,
        SEPARATOR,
    ]


def test_each_direction_expects_its_own_neighbour(tmp_path: Path) -> None:
    expected = {}
    read = {"forward": [SEPARATOR, 2, 3, 4, 5, 6], "backward": [SEPARATOR, 11, 10, 9, 8, 7, 6]}
    for direction, ids in read.items():
        training = training_of(tmp_path, replace(SETTINGS, epochs=10, direction=direction))
        training.run()
        model = training.model
        outputs, _states, _state = model(torch.tensor([ids]), model.first_state(1))
        losses = model.losses(outputs[0, -1:].expand(N_TYPES, -1), torch.arange(N_TYPES))
        expected[direction] = int(losses.argmin())
    assert expected == {"forward": 7, "backward": 5}


@pytest.mark.parametrize("interrupted", ["stopped", "cancelled"])
def test_a_resumed_training_equals_an_unbroken_one(tmp_path: Path, interrupted: str) -> None:
    unbroken = training_of(tmp_path / "unbroken")
    points: list[dict[str, object]] = []
    unbroken.run(on_point=points.append)
    broken = training_of(tmp_path / "broken", save_every_s=0)
    again: list[dict[str, object]] = []
    if interrupted == "stopped":
        for _piece in range(2 * unbroken.n_steps):  # pieces of a step or so each
            if training_of(tmp_path / "broken").run(minutes=1e-5, on_point=again.append):
                break
    else:
        with pytest.raises(Cancelled):
            broken.run(progress=CancelAt(unbroken.steps_an_epoch + 3), on_point=again.append)
    resumed = training_of(tmp_path / "broken")
    assert resumed.run(on_point=again.append)
    assert without_speed(again) == without_speed(points)
    for name, value in unbroken.model.state_dict().items():
        assert torch.equal(value, resumed.model.state_dict()[name])


def test_a_state_of_other_settings_is_refused_by_name(tmp_path: Path) -> None:
    training_of(tmp_path).run(minutes=0)
    with pytest.raises(ModelFileError, match="learning_rate"):
        training_of(tmp_path, replace(SETTINGS, learning_rate=0.5)).run()


def test_a_text_is_read_the_same_in_windows_and_at_once() -> None:
    model = LanguageModel(NETWORK, N_TYPES)
    model.reset(1)
    ids = torch.randint(0, N_TYPES, (3, 10))
    whole, _states, left = model(ids, model.first_state(3))
    first, _states, state = model(ids[:, :4], model.first_state(3))
    second, _states, after = model(ids[:, 4:], state)
    assert torch.allclose(torch.cat([first, second], dim=1), whole, atol=1e-6)
    assert torch.allclose(after, left, atol=1e-6)


@pytest.mark.parametrize("backward", [False, True])
def test_the_encoder_gives_a_classifier_the_states_of_the_language_model(backward: bool) -> None:
    model = LanguageModel(NETWORK, N_TYPES)
    model.reset(1)
    settings = NetworkSettings(
        embedding_size=16, hidden_size=24, n_layers=2, bidirectional=False, backward=backward, pooling="last"
    )
    network = LstmNetwork(settings, N_TYPES, 2)
    network.reset(2)
    missing = network.load_state_dict(model.encoder(), strict=False)
    assert (missing.missing_keys, missing.unexpected_keys) == (["head.weight", "head.bias"], [])
    ids = torch.tensor([[4, 7, 3, 0, 0]])
    text = [3, 7, 4] if backward else [4, 7, 3]
    _outputs, states, _state = model(torch.tensor([text]), model.first_state(1))
    assert torch.allclose(network(ids, torch.tensor([3])), network.head(states[:, -1]), atol=1e-6)
    layer = network.layers[0][0]
    steps = replay("lstm", model.embedding(torch.tensor([text])), layer.weights())
    assert torch.allclose(steps[-1].h, layer(model.embedding(torch.tensor([text])))[:, -1], atol=1e-6)


def test_dropped_recurrent_weights_change_the_states_but_not_the_weights() -> None:
    model = LanguageModel(
        replace(
            NETWORK,
            embedding_dropout=0,
            input_dropout=0,
            hidden_dropout=0,
            output_dropout=0,
            weight_dropout=0.5,
        ),
        N_TYPES,
    )
    model.reset(1)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    ids = torch.arange(6)[None]
    plain, _states, _state = model(ids, model.first_state(1))
    noisy, _states, _state = model(ids, model.first_state(1), Noise(1, 0, 0.0))
    assert torch.allclose(plain[:, 0], noisy[:, 0])  # the first state has no state before it
    assert not torch.allclose(plain[:, 1], noisy[:, 1])
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_the_sampled_loss_is_the_full_one_where_each_type_is_drawn_as_often_as_expected() -> None:
    model = LanguageModel(NETWORK, N_TYPES)
    model.reset(1)
    outputs = torch.randn(5, 16, generator=torch.Generator().manual_seed(1))
    targets = torch.tensor([0, 3, 3, 7, 11])
    sampled = model.sampled_losses(outputs, targets, torch.arange(N_TYPES), torch.ones(N_TYPES))
    assert torch.allclose(sampled, model.losses(outputs, targets), atol=1e-5)


def test_a_training_in_reduced_precision_learns_as_well(tmp_path: Path) -> None:
    training = training_of(tmp_path, replace(SETTINGS, epochs=10, bfloat16=True))
    training.run()
    assert (training.perplexity() or 99) < 2


def test_rows_are_stretches_of_the_stream() -> None:
    assert in_rows(np.arange(11), 3).tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_the_learning_rate_rises_once_and_falls_nearly_to_nothing() -> None:
    factors = [one_cycle(step, 40) for step in range(40)]
    top = int(np.argmax(factors))
    assert factors[top] == 1
    assert np.all(np.diff(factors[: top + 1]) > 0)
    assert np.all(np.diff(factors[top:]) < 0)
    assert factors[-1] < 0.01


def test_pieces_are_small_and_give_back_the_weights(tmp_path: Path) -> None:
    generator = torch.Generator().manual_seed(1)
    tensors = {"a": torch.randn(50, 7, generator=generator), "b": torch.randn(9, generator=generator)}
    paths = write_pieces(tmp_path, "part", tensors, {"fact": 1}, piece_bytes=100)
    assert len(paths) > 3
    found, facts = read_pieces(tmp_path, "part")
    assert facts == {"fact": 1}
    assert all(torch.equal(found[name], value.half().float()) for name, value in tensors.items())
    assert len(write_pieces(tmp_path, "part", {"b": tensors["b"]}, {})) == 1
    assert list(read_pieces(tmp_path, "part")[0]) == ["b"]


def test_a_missing_piece_is_noticed(tmp_path: Path) -> None:
    paths = write_pieces(tmp_path, "part", {"a": torch.ones(50, 7)}, {}, piece_bytes=100)
    paths[1].unlink()
    with pytest.raises(ModelFileError, match="not complete"):
        read_pieces(tmp_path, "part")


def test_a_device_that_is_not_there_is_refused() -> None:
    assert chosen_device("cpu") == CPU
    with pytest.raises(SettingsError, match="tpu"):
        chosen_device("tpu")
