"""The language model an encoder learns from: which token comes next, in either direction.

Shapes: B rows of the stream read side by side, T tokens, E embedding, H hidden, L layers, V types.
Source: Merity, Keskar & Socher (2018), Regularizing and optimizing LSTM language models (AWD-LSTM).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from textminer.sentiment.lstm.cells import CellWeights, recurrent_layer
from textminer.sentiment.lstm.network import Noise

DIRECTIONS = ("forward", "backward")


@dataclass(frozen=True)
class LanguageModelSettings:
    """The shape of the language model, and what is silenced in its training, each 0 to 1.

    embedding_size:     E, of a word vector; the softmax has the same vectors
    hidden_size:        H, of a cell's state
    embedding_dropout:  share of types whose vector is silenced for a step
    input_dropout:      share of each word vector, the same for a window
    hidden_dropout:     share of the states between two layers
    weight_dropout:     share of the recurrent weights
    output_dropout:     share of the last states
    """

    embedding_size: int = 320
    hidden_size: int = 1024
    n_layers: int = 2
    embedding_dropout: float = 0.02
    input_dropout: float = 0.25
    hidden_dropout: float = 0.15
    weight_dropout: float = 0.2
    output_dropout: float = 0.1


class LanguageModel(nn.Module):
    """Word vectors, LSTM layers of one direction, and a softmax over all types tied with the vectors.

    The encoder's weights have the names that they have in an LstmNetwork of the same sizes. A linear layer
    brings the last states to the size of a word vector, so that all layers are of one size.
    """

    def __init__(self, settings: LanguageModelSettings, n_types: int) -> None:
        super().__init__()
        self.settings = settings
        E, H = settings.embedding_size, settings.hidden_size
        self.embedding = nn.Embedding(n_types, E)
        layers = [
            nn.ModuleList([recurrent_layer("lstm", H if depth else E, H)])
            for depth in range(settings.n_layers)
        ]
        self.layers: Any = nn.ModuleList(layers)  # of lists of one direction
        self.projection = nn.Linear(H, E, bias=False)
        self.bias = nn.Parameter(torch.empty(n_types))

    def reset(self, seed: int) -> None:
        """Draw all weights anew."""
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            self.embedding.weight.uniform_(-0.1, 0.1, generator=generator)
            for layer in self.layers:
                layer[0].reset(generator)
            nn.init.xavier_uniform_(self.projection.weight, generator=generator)
            nn.init.zeros_(self.bias)

    def encoder(self) -> dict[str, Tensor]:
        """The weights that a classifier begins with, by their names in an LstmNetwork."""
        state: dict[str, Tensor] = self.state_dict()
        return {name: value for name, value in state.items() if name.startswith(("embedding.", "layers."))}

    def first_state(self, n_rows: int) -> Tensor:
        """The state before the first token of a stream: (L, 2, B, H), h and c of each layer."""
        H = self.settings.hidden_size
        return self.bias.new_zeros(self.settings.n_layers, 2, n_rows, H)

    def forward(
        self, ids: Tensor, state: Tensor, noise: Noise | None = None, reduced: bool = False
    ) -> tuple[Tensor, Tensor, Tensor]:
        """What the model makes of a window that follows the tokens which left `state`.

        ids:      int64 (B, T)
        reduced:  run the recurrent layers in bfloat16
        returns:  outputs (B, T, E) to compare with the word vectors, the last layer's states (B, T, H) as
                  the projection sees them, and the state (L, 2, B, H) behind the window
        """
        settings = self.settings
        x = self.embedding(ids)
        if noise is not None:
            kept = noise.silenced(self.bias.new_ones(len(self.bias), 1), settings.embedding_dropout)
            x = noise.silenced(x * kept[ids], settings.input_dropout)
        states = []
        for depth, layer in enumerate(self.layers):
            if depth and noise is not None:
                x = noise.silenced(x, settings.hidden_dropout)
            weights = layer[0].weights()
            if noise is not None:
                U = noise.silenced(weights.U, settings.weight_dropout)
                weights = CellWeights(weights.W, U, weights.b)
            x, left = _lstm(x, state[depth], weights, reduced)
            states.append(left)
        if noise is not None:
            x = noise.silenced(x, settings.output_dropout)
        return self.projection(x), x, torch.stack(states).detach()

    def losses(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Cross-entropy in nats of the tokens that followed: outputs (N, E), targets (N,), returns (N,)."""
        logits = F.linear(outputs, self.embedding.weight, self.bias).float()
        return F.cross_entropy(logits, targets, reduction="none")

    def sampled_losses(self, outputs: Tensor, targets: Tensor, drawn: Tensor, expected: Tensor) -> Tensor:
        """The same against some drawn types instead of all: far cheaper on a processor, a little noisier.

        drawn:     int64 (n_drawn,) types drawn with repetition
        expected:  (V,) how often each type is expected among them
        Source: Jean et al. (2015), On using very large target vocabulary for neural machine translation.
        """
        vectors, shift = self.embedding.weight, self.bias - torch.log(expected)
        own = (outputs * vectors[targets]).sum(dim=1, keepdim=True) + shift[targets, None]
        others = F.linear(outputs, vectors[drawn], shift[drawn]).float()
        others = others.masked_fill(drawn[None, :] == targets[:, None], float("-inf"))
        logits = torch.cat([own.float(), others], dim=1)
        return torch.logsumexp(logits, dim=1) - logits[:, 0]


def _lstm(x: Tensor, state: Tensor, weights: CellWeights, reduced: bool) -> tuple[Tensor, Tensor]:
    """One layer on torch's fused kernel: (B, T, D) to (B, T, H), from one state (2, B, H) to the next."""
    # a zero second bias: torch's kernels want one, the formula has none
    tensors = [weights.W, weights.U, weights.b, torch.zeros_like(weights.b)]
    kind = torch.bfloat16 if reduced and has_reduced_kernel(x.device.type) else torch.float32
    # without autocast, which would take float16 on a GPU, whatever it is asked for, and lose small gradients
    with torch.autocast(x.device.type, enabled=False):
        h, c = state[:, None].to(kind)
        outputs, h, c = torch.lstm(
            x.to(kind), (h.contiguous(), c.contiguous()), [value.to(kind) for value in tensors],
            True, 1, 0.0, torch.is_grad_enabled(), False, True,
        )  # fmt: skip
    return outputs, torch.cat([h, c]).float()


@cache
def has_reduced_kernel(device: str) -> bool:
    """Whether the fused LSTM runs in bfloat16 on a device: on a GPU only since torch 2.10 with cuDNN 9.13."""
    one = torch.zeros(1, 1, 8, dtype=torch.bfloat16, device=device)
    weight, bias = one.new_zeros(32, 8), one.new_zeros(32)
    try:
        torch.lstm(one, (one, one), [weight, weight, bias, bias], True, 1, 0.0, False, False, True)
    except RuntimeError:
        return False
    return True
