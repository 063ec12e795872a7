"""How documents are read by a network of one LSTM layer with numpy alone: fast, and without loading torch.

Shapes: B documents in the batch, T tokens, E embedding, H hidden.

The input's part of a cell's gates depends on the type alone, so it is computed once per type and looked up.
What is left is the recurrent part: a step for all documents at once, those that have ended no longer among
them, with the states kept for the pooling alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from textminer.sentiment.encoding import UNKNOWN, EncodedDocuments, gather_spans, padded
from textminer.sentiment.settings import NetworkSettings
from textminer.sentiment.subwords import spelling_of
from textminer.sentiment.threads import results_in_order, spare_cores

Weights = Mapping[str, np.ndarray]
"""A network's weights by the names of its file: float32, n-grams of known words folded into their vectors."""

TABLE_BYTES = 128 * 2**20  # of gates looked up at a time
CHUNK_TOKENS = 8192  # of a longer document that are read at once
SUMMED_STEPS = 256  # in single precision, before they are added to a sum in double precision
NGRAMS_AT_ONCE = 2048  # whose vectors are averaged at a time: few stay in the cache, and let others in


def no_check() -> None:
    """Go on: the default."""


@cache
def _blas() -> Any:
    return ThreadpoolController()  # looks through all loaded libraries, so once is enough


def one_blas_thread() -> Any:
    """A context in which products take one thread: they are small, and the cores are for other work."""
    return _blas().limit(limits=1, user_api="blas")


def is_read_by_numpy(settings: NetworkSettings) -> bool:
    """Whether a network can be read here: a second layer's gates depend on more than the type."""
    return settings.cell == "lstm" and settings.n_layers == 1 and not settings.separate_directions


def type_vectors(weights: Weights, unknown_words: Sequence[str]) -> np.ndarray:
    """The vectors of the vocabulary's words, then of unknown words by their n-grams: float32 (n, E)."""
    known = weights["embedding.weight"]
    if not unknown_words:
        return known
    ngrams = weights["embedding_ngrams.weight"]
    spelling = spelling_of(unknown_words, len(ngrams))
    vectors = np.empty((len(known) + len(unknown_words), known.shape[1]), dtype=np.float32)
    vectors[: len(known)] = known
    counts = np.diff(spelling.offsets)[:, None]
    begin = 0
    while begin < len(unknown_words):
        end = int(np.searchsorted(spelling.offsets, spelling.offsets[begin] + NGRAMS_AT_ONCE, side="right"))
        end = max(begin + 1, min(end - 1, len(unknown_words)))
        of_words = ngrams[spelling.buckets[spelling.offsets[begin] : spelling.offsets[end]]]
        sums = np.add.reduceat(of_words, spelling.offsets[begin:end] - spelling.offsets[begin], axis=0)
        vectors[len(known) + begin : len(known) + end] = known[UNKNOWN] + sums / counts[begin:end]
        begin = end
    return vectors


@dataclass(frozen=True, eq=False)
class Direction:
    """One direction's weights, scaled for `Step`.

    Of a document's gates one hyperbolic tangent is taken, since sigmoid(x) = (1 + tanh(x / 2)) / 2: the rows
    of the three sigmoids are halved here, and the recurrent weights once more, because the state is kept
    doubled. Factors of two change no digit. Gates are stacked as input, forget, output, candidate.

    W:          (E, 4H)
    U:          (H, 4H)
    b:          (4H,)
    is_turned:  whether it reads from the end
    """

    W: np.ndarray
    U: np.ndarray
    b: np.ndarray
    is_turned: bool

    @classmethod
    def of(cls, weights: Weights, number: int, is_turned: bool) -> "Direction":
        prefix = f"layers.0.{number}.fused."
        U = weights[f"{prefix}weight_hh_l0"]
        H = U.shape[1]
        order = np.r_[0 : 2 * H, 3 * H : 4 * H, 2 * H : 3 * H]
        factors = np.repeat(np.array([0.5, 1], dtype=np.float32), [3 * H, H])
        return cls(
            np.ascontiguousarray((weights[f"{prefix}weight_ih_l0"][order] * factors[:, None]).T),
            np.ascontiguousarray((U[order] * (factors / 2)[:, None]).T),
            weights[f"{prefix}bias_ih_l0"][order] * factors,
            is_turned,
        )


class _States:
    """What one direction has of B documents so far: (B, H) each."""

    def __init__(self, B: int, H: int) -> None:
        self.twice_h, self.c, self.total = (np.zeros((B, H), dtype=np.float32) for _array in range(3))
        self.top = np.full((B, H), -np.inf, dtype=np.float32)
        self.whole = np.zeros((B, H))


@dataclass(frozen=True, eq=False)
class Table:
    """The input's part of the gates, by type.

    place_by_id:  int64 (n_types + n_unknown_words,) meaningless for types that are not in the table
    rows:         float32 (n, 4H) by place, for each direction
    """

    place_by_id: np.ndarray
    rows: list[np.ndarray]


class NumpyReader:
    """Logits of some documents by one network of one LSTM layer."""

    def __init__(self, settings: NetworkSettings, weights: Weights, documents: EncodedDocuments) -> None:
        self._settings = settings
        self._weights = weights
        self._documents = documents
        self._vectors = type_vectors(weights, documents.unknown_words)
        turned = (False, True) if settings.bidirectional else (settings.backward,)
        self.directions = [Direction.of(weights, number, turns) for number, turns in enumerate(turned)]

    def read(
        self, batches: Sequence[np.ndarray], check: Callable[[], None] = no_check
    ) -> Iterator[np.ndarray]:
        """Logits before calibration (n, n_classes) of each batch of documents with a token each.

        check:  called before each batch and within long documents; it may raise to stop the reading
        """
        return self._each(self._logits, batches, check)

    def read_pooled(
        self, batches: Sequence[np.ndarray], check: Callable[[], None] = no_check
    ) -> Iterator[np.ndarray]:
        """What the last layer decides by, the pooled states (n, n_features), of batches as in `read`."""
        return self._each(self._features, batches, check)

    def _each(
        self,
        work: Callable[[Table | None, np.ndarray, Callable[[], None]], np.ndarray],
        batches: Sequence[np.ndarray],
        check: Callable[[], None],
    ) -> Iterator[np.ndarray]:
        with one_blas_thread():  # the batches are spread over the cores instead
            for block, table in self._blocks(batches):
                yield from results_in_order(partial(work, table), block, spare_cores(), check)

    def margin_weights(self, favoured: int, other: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """What a direction's highest, mean and last states weigh in a raw margin: (H,) each, by direction."""
        head, H = self._weights["head.weight"], self._settings.hidden_size
        if len(head) == 1:
            head = np.concatenate([np.zeros_like(head), head])
        parts = (head[favoured] - head[other]).reshape(-1, len(self.directions), H)
        if self._settings.pooling == "last":
            parts = np.concatenate([np.zeros((2, *parts.shape[1:]), np.float32), parts])
        return [tuple(parts[:, number]) for number in range(len(self.directions))]

    def _blocks(self, batches: Sequence[np.ndarray]) -> Iterator[tuple[Sequence[np.ndarray], Table | None]]:
        """Batches that one table serves; without a table where a batch has too many types for one."""
        most = TABLE_BYTES // (16 * self._settings.hidden_size * len(self.directions))
        block: list[np.ndarray] = []
        in_block = np.zeros(len(self._vectors), dtype=bool)
        for batch in batches:
            spans, _offsets = gather_spans(self._documents.offsets[batch], self._documents.offsets[batch + 1])
            in_batch = np.zeros_like(in_block)
            in_batch[self._documents.ids[spans]] = True
            if block and np.count_nonzero(in_block | in_batch) > most:
                yield block, self._table(in_block) if np.count_nonzero(in_block) <= most else None
                block, in_block = [], np.zeros_like(in_block)
            block.append(batch)
            in_block |= in_batch
        if block:
            yield block, self._table(in_block) if np.count_nonzero(in_block) <= most else None

    def _table(self, is_in_it: np.ndarray) -> Table:
        types = np.flatnonzero(is_in_it)
        place_by_id = np.zeros(len(is_in_it), dtype=np.int64)
        place_by_id[types] = np.arange(len(types))
        vectors = self._vectors[types]
        rows = [vectors @ direction.W for direction in self.directions]
        for of_direction, direction in zip(rows, self.directions, strict=True):
            of_direction += direction.b
        return Table(place_by_id, rows)

    def _logits(self, table: Table | None, positions: np.ndarray, check: Callable[[], None]) -> np.ndarray:
        return self._classified(self._features(table, positions, check))

    def _features(self, table: Table | None, positions: np.ndarray, check: Callable[[], None]) -> np.ndarray:
        order = np.argsort(-self._documents.lengths[positions], kind="stable")
        starts = self._documents.offsets[positions[order]]
        ends = self._documents.offsets[positions[order] + 1]
        rows = self._joined(*self._pooled(table, starts, ends, check))
        features = np.empty_like(rows)
        features[order] = rows
        return features

    def logits_of_pooled(
        self, tops: list[np.ndarray], means: list[np.ndarray], lasts: list[np.ndarray]
    ) -> np.ndarray:
        """Logits (n, n_classes) of the highest, mean and last states (n, H) of each direction."""
        return self._classified(self._joined(tops, means, lasts))

    def _joined(self, tops: list[np.ndarray], means: list[np.ndarray], lasts: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(lasts if self._settings.pooling == "last" else [*tops, *means, *lasts], axis=1)

    def _classified(self, features: np.ndarray) -> np.ndarray:
        rows = features @ self._weights["head.weight"].T + self._weights["head.bias"]
        if rows.shape[1] == 1:  # a sigmoid's one output is the log-odds of the second class
            rows = np.concatenate([np.zeros_like(rows), rows], axis=1)
        return rows

    def _pooled(
        self, table: Table | None, starts: np.ndarray, ends: np.ndarray, check: Callable[[], None]
    ) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
        """Highest, mean and last states of each direction, of spans of the ids by falling length."""
        tops, means, lasts = [], [], []
        lengths = ends - starts
        for number, direction in enumerate(self.directions):
            states = _States(len(starts), self._settings.hidden_size)
            for begin in range(0, int(lengths[0]), CHUNK_TOKENS):
                check()
                n = int(np.searchsorted(-lengths, -begin, side="left"))
                width = np.minimum(lengths[:n] - begin, CHUNK_TOKENS)
                if direction.is_turned:
                    first = ends[:n] - begin - width
                else:
                    first = starts[:n] + begin
                ids, within = padded(self._documents.ids, first, first + width)
                if direction.is_turned:
                    columns = within[:, None] - 1 - np.arange(ids.shape[1])
                    ids = np.take_along_axis(ids, np.maximum(columns, 0), axis=1)
                _read_on(table or self.table_of(ids), number, direction.U, ids, within, states)
            tops.append(states.top / 2)
            means.append(((states.whole + states.total) / 2 / lengths[:, None]).astype(np.float32))
            lasts.append(states.twice_h / 2)
        return tops, means, lasts

    def table_of(self, ids: np.ndarray) -> Table:
        """The table of some ids alone."""
        is_used = np.zeros(len(self._vectors), dtype=bool)
        is_used[ids] = True
        return self._table(is_used)


def _read_on(
    table: Table, number: int, U: np.ndarray, ids: np.ndarray, lengths: np.ndarray, states: _States
) -> None:
    """Read the next tokens (B, T) of the first documents, by falling length, on from their states."""
    rows, steps = table.rows[number], table.place_by_id[ids.T]
    # how many documents have a token at each place
    counts = np.searchsorted(-lengths, -np.arange(int(lengths[0])), side="left").tolist()
    step, n = Step(counts[0], len(U)), 0
    for place, count in enumerate(counts):
        if count != n:
            n = count
            h, c, top, total = states.twice_h[:n], states.c[:n], states.top[:n], states.total[:n]
        step.take(rows, steps[place, :n], U, h, c)
        np.maximum(top, h, out=top)
        total += h
        if place % SUMMED_STEPS == SUMMED_STEPS - 1:
            states.whole += states.total
            states.total[:] = 0


class Step:
    """One step of a direction for up to B documents; its arrays serve all steps."""

    def __init__(self, B: int, H: int) -> None:
        self._H = H
        self._arrays = [np.empty((B, width), np.float32) for width in (4 * H, 4 * H, H, H)]
        self._use(B)

    def _use(self, n: int) -> None:
        self._n = n
        self._gates, self._recurrent, self._new, self._kept = (array[:n] for array in self._arrays)
        H, gates = self._H, self._gates
        self._i, self._f, self._o, self._g = (gates[:, k * H : (k + 1) * H] for k in range(4))

    def take(self, rows: np.ndarray, places: np.ndarray, U: np.ndarray, h: np.ndarray, c: np.ndarray) -> None:
        """Read a token, the input's part of whose gates is a row: `h` and `c` then are those behind it.

        With doubled state h, cell state c and tanh's i, f, o, g of the scaled gates:
        c' = (c + f c + g + i g) / 2 and h' = tanh(c') + o tanh(c').
        """
        if len(places) != self._n:
            self._use(len(places))
        gates, recurrent, new, kept = self._gates, self._recurrent, self._new, self._kept
        rows.take(places, axis=0, out=gates, mode="clip")
        np.matmul(h, U, out=recurrent)
        gates += recurrent
        np.tanh(gates, out=gates)
        np.multiply(self._f, c, out=kept)
        c += kept
        np.multiply(self._i, self._g, out=new)
        new += self._g
        c += new
        c *= 0.5
        np.tanh(c, out=new)
        np.multiply(self._o, new, out=h)
        h += new
