"""The network: word vectors, recurrent layers, pooling over the real tokens, one linear layer.

Shapes: B documents in the batch, T tokens, E embedding, H hidden, C classes.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from textminer.sentiment.encoding import PAD, UNKNOWN
from textminer.sentiment.lstm.cells import recurrent_layer
from textminer.sentiment.model_file import half_precision
from textminer.sentiment.settings import NetworkSettings


class Noise:
    """The randomness of one training step: the same for the same seed and step."""

    def __init__(self, seed: int, step: int, word_dropout: float, device: torch.device | str = "cpu") -> None:
        self._generator = torch.Generator(device).manual_seed(seed * 1_000_003 + step)
        self._word_dropout = word_dropout

    def uniform(self, *shape: int) -> Tensor:
        """Numbers between 0 and 1."""
        return torch.empty(shape, device=self._generator.device).uniform_(generator=self._generator)

    def without_words(self, ids: Tensor) -> Tensor:
        """Token ids (B, T) of which some real ones are now <unk>."""
        if self._word_dropout == 0:
            return ids
        dropped = self.uniform(*ids.shape) < self._word_dropout
        return torch.where(dropped & (ids != PAD), UNKNOWN, ids)

    def silenced(self, x: Tensor, share: float) -> Tensor:
        """Inverted dropout: a share of the values at zero, the others scaled up.

        Where there are tokens (B, T, D), one mask serves all tokens of a document (Gal & Ghahramani 2016).
        """
        if share == 0:
            return x
        shape = (x.shape[0], *(1 for _ in x.shape[1:-1]), x.shape[-1])
        kept = torch.empty(shape, dtype=x.dtype, device=x.device)
        kept.bernoulli_(1 - share, generator=self._generator)
        return x * kept.div_(1 - share)


class LstmNetwork(nn.Module):
    """Token ids to logits, one row per document; padding behind a document never changes its row."""

    def __init__(self, settings: NetworkSettings, n_types: int, n_classes: int) -> None:
        super().__init__()
        self.settings = settings
        self.n_classes = n_classes
        directions = 2 if settings.bidirectional else 1
        self.embedding = nn.Embedding(n_types, settings.embedding_size)
        layers: list[nn.ModuleList] = []
        size = settings.embedding_size
        for _layer in range(settings.n_layers):
            layers.append(
                nn.ModuleList(
                    recurrent_layer(settings.cell, size, settings.hidden_size) for _ in range(directions)
                )
            )
            size = directions * settings.hidden_size
        self.layers: Any = nn.ModuleList(layers)  # of lists of one or two directions
        features = 3 * size if settings.pooling == "max_mean_last" else size
        self.head = nn.Linear(features, 1 if settings.sigmoid and n_classes == 2 else n_classes)

    def reset(self, seed: int, vectors: np.ndarray | None = None) -> None:
        """Draw all weights anew; `vectors` (n_types, E) becomes the embedding where given."""
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            self.embedding.weight.uniform_(-0.05, 0.05, generator=generator)  # Keras's initialiser
            if vectors is not None:
                self.embedding.weight.copy_(torch.from_numpy(vectors))
            for layer in self.layers:
                for direction in layer:
                    direction.reset(generator)
            nn.init.xavier_uniform_(self.head.weight, generator=generator)
            nn.init.zeros_(self.head.bias)

    def round_vectors(self) -> None:
        """Round the word vectors as a model file stores them: a loaded model then gives the same scores."""
        with torch.no_grad():
            stored = half_precision(self.embedding.weight.numpy())
            self.embedding.weight.copy_(torch.from_numpy(stored))

    def forward(self, ids: Tensor, lengths: Tensor, noise: Noise | None = None) -> Tensor:
        """Logits (B, C) of documents (B, T) with `lengths` (B,) real tokens each, padded behind.

        noise:  given in training only
        """
        if noise is not None:
            ids = noise.without_words(ids)
        return self.logits(self.embedding(ids), lengths, noise)

    def logits(self, x: Tensor, lengths: Tensor, noise: Noise | None = None) -> Tensor:
        """Logits (B, C) from word vectors (B, T, E)."""
        dropout = self.settings.dropout
        if noise is not None:
            x = noise.silenced(x, dropout / 2)
        turned = reversed_order(lengths, x.shape[1])
        if self.settings.backward:
            x = in_order(x, turned)
        outputs: list[Tensor] = []
        for layer in self.layers:
            if outputs:
                x = torch.cat([outputs[0], *(in_order(output, turned) for output in outputs[1:])], dim=-1)
                if noise is not None:
                    x = noise.silenced(x, dropout / 2)
            outputs = [layer[0](x)]
            if len(layer) == 2:
                # the text is turned round within its own length, so that padding stays behind it
                outputs.append(layer[1](in_order(x, turned)))
        features = self.pool(outputs, lengths)
        if noise is not None:
            features = noise.silenced(features, dropout)
        logits = self.head(features).float()
        if logits.shape[1] < self.n_classes:  # a sigmoid's one output is the log-odds of the second class
            logits = torch.cat([torch.zeros_like(logits), logits], dim=1)
        return logits

    def pool(self, outputs: list[Tensor], lengths: Tensor) -> Tensor:
        """Features (B, F) of the real tokens, from the states (B, T, H) of each direction in its order."""
        rows = torch.arange(len(lengths), device=lengths.device)
        last = [states[rows, lengths - 1] for states in outputs]
        if self.settings.pooling == "last":
            return torch.cat(last, dim=-1)
        # only columns behind the shortest document hold padding: the others need no mask
        shortest, T = int(lengths.min()), outputs[0].shape[1]
        columns = torch.arange(shortest, T, device=lengths.device)
        padding = (columns >= lengths[:, None])[:, :, None]
        highest, means = [], []
        for states in outputs:
            head, tail = states[:, :shortest], states[:, shortest:]
            top, total = head.amax(dim=1), head.sum(dim=1)
            if shortest < T:
                top = torch.maximum(top, tail.masked_fill(padding, float("-inf")).amax(dim=1))
                total = total + tail.masked_fill(padding, 0).sum(dim=1)
            highest.append(top)
            means.append((total / lengths[:, None]).to(states.dtype))
        return torch.cat([*highest, *means, *last], dim=-1)


def reversed_order(lengths: Tensor, width: int) -> Tensor:
    """Index (B, T) that turns each document round within its length; its own inverse."""
    columns = torch.arange(width, device=lengths.device)
    turned = lengths[:, None] - 1 - columns
    return torch.where(turned >= 0, turned, columns)


def in_order(x: Tensor, order: Tensor) -> Tensor:
    """(B, T, D) with its tokens in the given order (B, T)."""
    return x[torch.arange(len(x), device=x.device)[:, None], order]
