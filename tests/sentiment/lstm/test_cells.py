"""Each cell equals its formulas written in NumPy, forward and backward."""

import numpy as np
import pytest
import torch

from textminer.sentiment.lstm.cells import STEPS, CellWeights, recurrent_layer, replay

CELLS = ("rnn", "lstm", "peephole")
B, T, D, H = 3, 7, 4, 5


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def states_in_numpy(cell: str, x: np.ndarray, weights: dict[str, np.ndarray]) -> np.ndarray:
    """The textbook's formulas, document by document and step by step: (B, T, H)."""
    W, U, b = weights["W"], weights["U"], weights["b"]
    result = np.zeros((x.shape[0], x.shape[1], U.shape[1]))
    for row in range(x.shape[0]):
        h, c = np.zeros(U.shape[1]), np.zeros(U.shape[1])
        for t in range(x.shape[1]):
            z = W @ x[row, t] + U @ h + b
            if cell == "rnn":
                h = np.tanh(z)
            else:
                p_i, p_f, p_o = weights["p"] if cell == "peephole" else np.zeros((3, U.shape[1]))
                z_i, z_f, z_c, z_o = np.split(z, 4)
                i = sigmoid(z_i + p_i * c)
                f = sigmoid(z_f + p_f * c)
                c = f * c + i * np.tanh(z_c)
                h = sigmoid(z_o + p_o * c) * np.tanh(c)
            result[row, t] = h
    return result


def layer_and_input(cell: str) -> tuple[torch.nn.Module, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    layer = recurrent_layer(cell, D, H).double()
    layer.reset(generator)
    with torch.no_grad():
        for parameter in layer.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.empty_like(parameter).uniform_(-0.5, 0.5, generator=generator))
    return layer, torch.randn(B, T, D, generator=generator, dtype=torch.double)


def in_numpy(weights: CellWeights) -> dict[str, np.ndarray]:
    return {
        name: getattr(weights, name).detach().numpy().copy()
        for name in ("W", "U", "b", "p")
        if getattr(weights, name) is not None
    }


@pytest.mark.parametrize("cell", CELLS)
def test_the_fast_layer_equals_the_formulas(cell: str) -> None:
    layer, x = layer_and_input(cell)
    expected = states_in_numpy(cell, x.numpy(), in_numpy(layer.weights()))
    assert layer(x).detach().numpy() == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_the_readable_steps_equal_the_fast_layer(cell: str) -> None:
    layer, x = layer_and_input(cell)
    steps = replay(cell, x, layer.weights())
    states = torch.stack([step.h for step in steps], dim=1)
    assert torch.allclose(states, layer(x), atol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_gradients_equal_finite_differences_of_the_formulas(cell: str) -> None:
    layer, x = layer_and_input(cell)
    chance = np.random.default_rng(1)
    direction = chance.normal(size=(B, T, H))
    x.requires_grad_(True)
    (layer(x) * torch.from_numpy(direction)).sum().backward()
    weights = in_numpy(layer.weights())
    gradients = {name: getattr(layer.weights(), name).grad.numpy() for name in weights}
    gradients["x"] = x.grad.numpy()
    values = {**weights, "x": x.detach().numpy().copy()}

    def loss() -> float:
        return float((states_in_numpy(cell, values["x"], values) * direction).sum())

    for name, value in values.items():
        for place in chance.choice(value.size, min(value.size, 12), replace=False):
            before, step = value.flat[place], 1e-6
            value.flat[place] = before + step
            above = loss()
            value.flat[place] = before - step
            below = loss()
            value.flat[place] = before
            assert gradients[name].flat[place] == pytest.approx(
                (above - below) / (2 * step), rel=1e-5, abs=1e-7
            )


def test_a_peephole_cell_without_peepholes_is_an_lstm() -> None:
    layer, x = layer_and_input("peephole")
    with torch.no_grad():
        layer.p.zero_()
    steps = replay("lstm", x, layer.weights())
    assert torch.allclose(torch.stack([step.h for step in steps], dim=1), layer(x), atol=1e-12)


def test_gates_lie_between_closed_and_open() -> None:
    layer, x = layer_and_input("peephole")
    for step in replay("peephole", x, layer.weights()):
        assert set(step.gates) == {"input", "forget", "candidate", "output"}
        for name in ("input", "forget", "output"):
            assert bool(((step.gates[name] > 0) & (step.gates[name] < 1)).all())


def test_the_output_gate_sees_the_new_cell_state() -> None:
    one = torch.ones(1, 1, dtype=torch.double)
    zero = torch.zeros(4, 1, dtype=torch.double)
    weights = CellWeights(
        zero, zero, torch.zeros(4, dtype=torch.double), torch.ones(3, 1, dtype=torch.double)
    )
    step = STEPS["peephole"](one, 0 * one, one, weights)
    forget = torch.sigmoid(one)  # of the old state, 1
    assert torch.allclose(step.c, forget * one)
    assert torch.allclose(step.gates["output"], torch.sigmoid(step.c))


@pytest.mark.parametrize("cell", ["lstm", "peephole"])
def test_the_forget_gate_begins_open(cell: str) -> None:
    layer = recurrent_layer(cell, D, H)
    layer.reset(torch.Generator().manual_seed(0))
    assert layer.weights().b.tolist() == [0] * H + [1] * H + [0] * 2 * H
    U = layer.weights().U
    assert torch.allclose(U.T @ U, torch.eye(H), atol=1e-5)
