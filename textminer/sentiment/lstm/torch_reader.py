"""How documents are read by a network of any shape, with torch."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from textminer.sentiment.encoding import EncodedDocuments, padded
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.numpy_reader import CHUNK_TOKENS, no_check
from textminer.sentiment.lstm.threads import use_threads


class TorchReader:
    """Logits of some documents by one network, on the device where it lies."""

    @torch.inference_mode()
    def __init__(self, network: LstmNetwork, documents: EncodedDocuments) -> None:
        self._network = network
        self._documents = documents
        self._device = network.embedding.weight.device
        self._vectors = network.type_vectors(documents.unknown_words)

    def read(
        self, batches: Sequence[np.ndarray], check: Callable[[], None] = no_check
    ) -> Iterator[np.ndarray]:
        """Logits before calibration (n, n_classes) of each batch of documents with a token each.

        check:  called before each batch and within long documents; it may raise to stop the reading
        """
        for pooled in self.read_pooled(batches, check):
            yield self._logits(pooled)

    def read_pooled(
        self, batches: Sequence[np.ndarray], check: Callable[[], None] = no_check
    ) -> Iterator[np.ndarray]:
        """What the last layer decides by, the pooled states (n, n_features), of batches as in `read`."""
        use_threads()
        for positions in batches:
            check()
            yield self._pooled(positions, check)

    @torch.inference_mode()
    def _logits(self, pooled: np.ndarray) -> np.ndarray:
        return np.asarray(self._network.classified(self._there(pooled)).float().cpu().numpy())

    @torch.inference_mode()
    def _pooled(self, positions: np.ndarray, check: Callable[[], None]) -> np.ndarray:
        starts, ends = self._documents.offsets[positions], self._documents.offsets[positions + 1]
        if is_read_in_chunks(self._network) and (ends - starts).max() > CHUNK_TOKENS:
            rows = [self._in_chunks(start, end, check) for start, end in zip(starts, ends, strict=True)]
            return np.asarray(torch.cat(rows).cpu().numpy())
        ids, lengths = padded(self._documents.ids, starts, ends)
        vectors = self._vectors[self._there(ids)]
        return np.asarray(self._network.pooled(vectors, self._there(lengths)).float().cpu().numpy())

    def _there(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values).to(self._device)

    def _in_chunks(self, start: int, end: int, check: Callable[[], None]) -> Tensor:
        """Pooled states (1, F) of one document of any length, in memory for a chunk of it.

        A cell's state is all that a chunk knows of those before it, so the result is that of reading at once.
        """
        network = self._network
        ids = self._there(self._documents.ids[start:end].astype(np.int64))
        separate = network.settings.separate_directions
        tops, totals, lasts = [], [], []
        for direction in range(len(network.layers[0])):
            is_turned = network.settings.backward != (direction == 1)
            states = [None] * len(network.layers)
            top = torch.tensor(float("-inf"), device=self._device)
            total = torch.zeros((), dtype=torch.float64, device=self._device)
            for chunk in (ids.flip(0) if is_turned else ids).split(CHUNK_TOKENS):
                check()
                x = self._vectors[chunk][None]
                x = x.chunk(2, dim=-1)[direction] if separate else x
                for depth, layer in enumerate(network.layers):
                    x, states[depth] = layer[direction].read_on(x, states[depth])
                top, total = torch.maximum(top, x.amax(dim=1)), total + x.sum(dim=1)
            tops.append(top)
            totals.append(total)
            lasts.append(x[:, -1])
        return network.features(tops, totals, lasts, torch.tensor([len(ids)], device=self._device))


def is_read_in_chunks(network: LstmNetwork) -> bool:
    """Whether no layer needs the whole text of the one below: one that both directions feed does."""
    settings = network.settings
    return settings.n_layers == 1 or not settings.bidirectional or settings.separate_directions
