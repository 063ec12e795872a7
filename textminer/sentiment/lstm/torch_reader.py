"""How documents are read by a network of any shape, with torch."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from textminer.sentiment.encoding import EncodedDocuments, padded
from textminer.sentiment.lstm.device import reduced_precision
from textminer.sentiment.lstm.network import LstmNetwork, reversed_order
from textminer.sentiment.lstm.numpy_reader import no_check
from textminer.sentiment.lstm.threads import use_threads
from textminer.sentiment.threads import reading_threads

STEPS_AT_ONCE, TOKENS_AT_ONCE = 256, 4096  # of a batch, until it is asked again whether to go on
OPERATIONS_AT_ONCE = 2e10  # … as well: half a second of one core


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
        use_threads(reading_threads())
        for positions in batches:
            check()
            yield self._pooled(positions, check)

    @torch.inference_mode()
    def _logits(self, pooled: np.ndarray) -> np.ndarray:
        with reduced_precision(False):  # close calls are decided whole
            return np.asarray(self._network.classified(self._there(pooled)).float().cpu().numpy())

    @torch.inference_mode()
    def _pooled(self, positions: np.ndarray, check: Callable[[], None]) -> np.ndarray:
        order = np.argsort(-self._documents.lengths[positions], kind="stable")
        starts = self._documents.offsets[positions[order]]
        ids, lengths = padded(self._documents.ids, starts, starts + self._documents.lengths[positions[order]])
        if is_read_in_chunks(self._network):
            pooled = self._in_chunks(self._there(ids), lengths, check)
        else:
            pooled = self._network.pooled(self._vectors[self._there(ids)], self._there(lengths))
        rows = np.empty(pooled.shape, dtype=np.float32)
        rows[order] = pooled.float().cpu().numpy()
        return rows

    def _there(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values).to(self._device)

    def _in_chunks(self, ids: Tensor, lengths: np.ndarray, check: Callable[[], None]) -> Tensor:
        """Pooled states (B, F) of documents (B, T) by falling length, in memory for a chunk of them.

        A cell's state is all that a chunk knows of those before it, so the result is that of reading at once.
        """
        network, counts = self._network, self._there(lengths)
        separate, backward = network.settings.separate_directions, network.settings.backward
        rows = torch.arange(len(ids), device=self._device)[:, None]
        n_tokens = min(TOKENS_AT_ONCE, int(OPERATIONS_AT_ONCE / network.settings.operations_per_token))
        n_steps = max(1, min(STEPS_AT_ONCE, n_tokens // len(ids)))
        tops, totals, lasts = [], [], []
        for direction in range(len(network.layers[0])):
            is_turned = backward != (direction == 1)
            read = ids[rows, reversed_order(counts, ids.shape[1])] if is_turned else ids
            pooled = _Pooled(len(ids), network.settings.hidden_size, self._device)
            states: list[Any] = [None] * len(network.layers)
            for begin in range(0, ids.shape[1], n_steps):
                check()
                n = int((lengths > begin).sum())
                x = self._vectors[read[:n, begin : begin + n_steps]]
                x = x.chunk(2, dim=-1)[direction] if separate else x
                for depth, layer in enumerate(network.layers):
                    x, states[depth] = layer[direction].read_on(x, _of_first(states[depth], n))
                pooled.take(x, counts[:n] - begin)
            tops.append(pooled.top)
            totals.append(pooled.total)
            lasts.append(pooled.last)
        return network.features(tops, totals, lasts, counts)


class _Pooled:
    """Highest, summed and last states of B documents so far: (B, H) each."""

    def __init__(self, B: int, H: int, device: torch.device) -> None:
        self.top = torch.full((B, H), float("-inf"), device=device)
        self.total = torch.zeros((B, H), dtype=torch.float64, device=device)
        self.last = torch.zeros((B, H), device=device)

    def take(self, states: Tensor, left: Tensor) -> None:
        """Add the next states (n, S, H) of the first documents, of which `left` (n,) tokens are left."""
        n, S = states.shape[:2]
        is_over = (torch.arange(S, device=left.device) >= left[:, None])[:, :, None]
        top = states.masked_fill(is_over, float("-inf")).amax(dim=1)
        self.top[:n] = torch.maximum(self.top[:n], top)
        self.total[:n] += states.masked_fill(is_over, 0).sum(dim=1, dtype=torch.float32)
        ends = torch.clamp(left, max=S) - 1
        self.last[:n] = states[torch.arange(n, device=left.device), ends]


def _of_first(state: Any, n: int) -> Any:
    """A cell's state of the first n documents alone, as torch wants it: one tensor or several, or None."""
    if isinstance(state, tuple):
        return tuple(_of_first(part, n) for part in state)
    return None if state is None else state[..., :n, :].contiguous()


def is_read_in_chunks(network: LstmNetwork) -> bool:
    """Whether no layer needs the whole text of the one below: one that both directions feed does."""
    settings = network.settings
    return settings.n_layers == 1 or not settings.bidirectional or settings.separate_directions
