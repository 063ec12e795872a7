"""The recurrent cells: plain RNN, LSTM, and the article's LSTM whose gates also see the cell state.

Shapes: B documents in the batch, T tokens, D size of the input, H of the state.
Each cell stands here twice: as a step that can be read beside its formulas, and as a layer that is fast.
A test holds the two equal.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from textminer.sentiment.lstm.peephole import PeepholeSteps, State, peephole_steps


@dataclass(frozen=True)
class Step:
    """What one time step leaves behind.

    h, c:     (B, H) state and cell state; an rnn has no cell state and repeats its state
    gates:    (B, H) each, by name: "input", "forget", "output" in 0 to 1, "candidate" in -1 to 1;
              empty for an rnn
    """

    h: Tensor
    c: Tensor
    gates: dict[str, Tensor]


@dataclass(frozen=True)
class CellWeights:
    """The weights of one direction of one layer; gates stacked as input, forget, candidate, output.

    W:  (G*H, D) input weights, G = 4, or 1 for an rnn
    U:  (G*H, H) recurrent weights
    b:  (G*H,)   bias
    p:  (3, H)   peepholes of the input, forget and output gate; None for the other cells
    """

    W: Tensor
    U: Tensor
    b: Tensor
    p: Tensor | None = None


def rnn_step(x: Tensor, h: Tensor, c: Tensor, weights: CellWeights) -> Step:
    """h_t = tanh(W x_t + U h_{t-1} + b)"""
    h = torch.tanh(x @ weights.W.T + h @ weights.U.T + weights.b)
    return Step(h, h, {})


def lstm_step(x: Tensor, h: Tensor, c: Tensor, weights: CellWeights) -> Step:
    """The standard LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000)."""
    i, f, g, o = (x @ weights.W.T + h @ weights.U.T + weights.b).chunk(4, dim=-1)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    c = f * c + i * g
    return Step(o * torch.tanh(c), c, {"input": i, "forget": f, "candidate": g, "output": o})


def peephole_step(x: Tensor, h: Tensor, c: Tensor, weights: CellWeights) -> Step:
    """The LSTM whose gates also see the cell state (Gers & Schmidhuber 2000, Graves 2013)."""
    assert weights.p is not None
    p_i, p_f, p_o = weights.p
    i, f, g, o = (x @ weights.W.T + h @ weights.U.T + weights.b).chunk(4, dim=-1)
    i = torch.sigmoid(i + p_i * c)
    f = torch.sigmoid(f + p_f * c)
    g = torch.tanh(g)
    c = f * c + i * g
    o = torch.sigmoid(o + p_o * c)  # the new cell state: the output gate decides last
    return Step(o * torch.tanh(c), c, {"input": i, "forget": f, "candidate": g, "output": o})


STEPS = {"rnn": rnn_step, "lstm": lstm_step, "peephole": peephole_step}


class FusedLayer(nn.Module):
    """One direction of an rnn or lstm layer on torch's fused kernel: (B, T, D) to (B, T, H).

    torch adds two biases; the second is held at zero, so that the layer is the formula's and Keras's.
    """

    def __init__(self, cell: str, input_size: int, hidden_size: int) -> None:
        super().__init__()
        kind: Any = {"rnn": nn.RNN, "lstm": nn.LSTM}[cell]
        self.fused = kind(input_size, hidden_size, batch_first=True)
        self.fused.bias_hh_l0.requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        return self.fused(x)[0]

    def read_on(self, x: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """The layer, going on from the state that an earlier call returned, and the state behind x."""
        outputs, state = self.fused(x, state)
        return outputs, state

    def weights(self) -> CellWeights:
        """The weights in the order of the readable step."""
        fused = self.fused
        return CellWeights(fused.weight_ih_l0, fused.weight_hh_l0, fused.bias_ih_l0)

    def reset(self, generator: torch.Generator) -> None:
        """Draw new weights."""
        nn.init.zeros_(self.fused.bias_hh_l0)
        _initialise(self.weights(), generator)


class PeepholeLayer(nn.Module):
    """One direction of a peephole layer: (B, T, D) to (B, T, H)."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.W = nn.Parameter(torch.empty(4 * hidden_size, input_size))
        self.U = nn.Parameter(torch.empty(4 * hidden_size, hidden_size))
        self.b = nn.Parameter(torch.empty(4 * hidden_size))
        self.p = nn.Parameter(torch.empty(3, hidden_size))

    def forward(self, x: Tensor) -> Tensor:
        return PeepholeSteps.apply(self._projected(x), self.U, self.p).transpose(0, 1)

    def read_on(self, x: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """The layer, going on from the state that an earlier call returned, and the state behind x."""
        _gates, cells, states = peephole_steps(self._projected(x), self.U, self.p, state)
        return states[1:].transpose(0, 1), (states[-1], cells[-1])

    def _projected(self, x: Tensor) -> Tensor:
        # the input's part of all gates, for all steps, in one product
        projected = nn.functional.linear(x, self.W, self.b).transpose(0, 1).contiguous()
        return projected.float() if projected.dtype == torch.bfloat16 else projected

    def weights(self) -> CellWeights:
        """The weights in the order of the readable step."""
        return CellWeights(self.W, self.U, self.b, self.p)

    def reset(self, generator: torch.Generator) -> None:
        """Draw new weights; peepholes begin closed, so that the cell begins as an LSTM."""
        _initialise(self.weights(), generator)
        nn.init.zeros_(self.p)


def recurrent_layer(cell: str, input_size: int, hidden_size: int) -> FusedLayer | PeepholeLayer:
    """A new layer of one direction; `reset` gives it weights."""
    if cell == "peephole":
        return PeepholeLayer(input_size, hidden_size)
    return FusedLayer(cell, input_size, hidden_size)


def replay(cell: str, x: Tensor, weights: CellWeights) -> list[Step]:
    """Run the readable step over a batch (B, T, D): one Step per token, with its gates."""
    h = x.new_zeros(x.shape[0], weights.U.shape[1])
    c = torch.zeros_like(h)
    steps = []
    for t in range(x.shape[1]):
        step = STEPS[cell](x[:, t], h, c, weights)
        h, c = step.h, step.c
        steps.append(step)
    return steps


@torch.no_grad()
def _initialise(weights: CellWeights, generator: torch.Generator) -> None:
    """Keras's initialisers: Glorot uniform for W, orthogonal for U, zero bias with the forget gate at one."""
    H = weights.U.shape[1]
    nn.init.xavier_uniform_(weights.W, generator=generator)
    nn.init.orthogonal_(weights.U, generator=generator)
    nn.init.zeros_(weights.b)
    if len(weights.b) == 4 * H:
        weights.b[H : 2 * H] = 1.0
