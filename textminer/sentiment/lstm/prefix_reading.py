"""Logits of a document's prefixes, for far less than reading each of them: exact but for rounding.

Shapes: T tokens, H hidden, n prefixes.

The direction that reads from the first word reads all prefixes at once. The other begins anew at the end of
each; but an LSTM forgets, so that after some hundred words its states are those of the reading from the last
word of the whole text, and from there on it is that reading.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from textminer.sentiment.lstm.numpy_reader import Direction, NumpyReader, Step, Table, one_blas_thread

BLOCK_TOKENS = 1024  # read between two checks
COMPARED_EVERY = 32  # steps between two looks whether a reading has met that of the whole text
SAME = 1e-6  # states that differ by less are the same: probabilities then differ by less than rounding does


@dataclass(frozen=True, eq=False)
class _Pooled:
    """Doubled states of one direction, pooled: (n, H) each; `whole` is their sum."""

    top: np.ndarray
    whole: np.ndarray
    last: np.ndarray

    def take(self, places: np.ndarray) -> "_Pooled":
        return _Pooled(self.top[places], self.whole[places], self.last[places])


class PrefixReader:
    """Reads one document's prefixes, of as many lengths as are given, some at a time.

    ids:      int (T,) the document as the network reads it
    lengths:  int64 (n,) ascending, 1 to T
    check:    called between blocks; it may raise to stop
    """

    def __init__(
        self, reader: NumpyReader, ids: np.ndarray, lengths: np.ndarray, check: Callable[[], None]
    ) -> None:
        self._reader = reader
        self._ids = ids
        self._lengths = lengths
        self._check = check
        self._table = reader.table_of(ids)
        self._onward: dict[int, _Pooled] = {}
        self._turned: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        with one_blas_thread():
            for number, direction in enumerate(reader.directions):
                if direction.is_turned:
                    h, c = self._states(number, direction, ids[::-1])
                    self._turned[number] = h[::-1], c[::-1]
                else:
                    self._onward[number] = self._pooled_onward(number, direction)

    def logits(self, lengths: np.ndarray) -> np.ndarray:
        """Logits before calibration of some of the prefixes: float32 (n, n_classes)."""
        places = np.searchsorted(self._lengths, lengths)
        with one_blas_thread():
            pooled = [
                self._pooled_turned(number, direction, lengths)
                if direction.is_turned
                else self._onward[number].take(places)
                for number, direction in enumerate(self._reader.directions)
            ]
        tops = [part.top / 2 for part in pooled]
        means = [(part.whole / 2 / lengths[:, None]).astype(np.float32) for part in pooled]
        return self._reader.logits_of_pooled(tops, means, [part.last / 2 for part in pooled])

    def _states(self, number: int, direction: Direction, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Doubled states and cell states (T, H) behind each of the ids."""
        T, H = len(ids), len(direction.U)
        rows, places = self._table.rows[number], self._table.place_by_id[ids]
        states, cells = np.empty((T, H), np.float32), np.empty((T, H), np.float32)
        h, c, step = np.zeros((1, H), np.float32), np.zeros((1, H), np.float32), Step(1, H)
        for at in range(T):
            if at % BLOCK_TOKENS == 0:
                self._check()
            step.take(rows, places[at : at + 1], direction.U, h, c)
            states[at], cells[at] = h[0], c[0]
        return states, cells

    def _pooled_onward(self, number: int, direction: Direction) -> _Pooled:
        states, _cells = self._states(number, direction, self._ids[: self._lengths[-1]])
        top, whole = _pooled_before(states, self._lengths)
        return _Pooled(top, whole, states[self._lengths - 1])

    def _pooled_turned(self, number: int, direction: Direction, lengths: np.ndarray) -> _Pooled:
        """Read each prefix from its end until it meets the reading of the whole text, or to its begin."""
        H, n = len(direction.U), len(lengths)
        of_all, cells_of_all = self._turned[number]
        top = np.full((n, H), -np.inf, np.float32)
        whole, last = np.zeros((n, H)), np.empty((n, H), np.float32)
        met_at = np.zeros(n, dtype=np.int64)  # the first words, so many, are read as in the whole text
        own = _Readings(np.argsort(-lengths, kind="stable"), lengths, H)
        while len(own.rows):
            self._check()
            n_steps = min(COMPARED_EVERY, int(own.left[0]))
            total = own.read_on(self._table, number, direction.U, self._ids, n_steps, top)
            whole[own.rows] += total
            has_ended = own.left == 0
            last[own.rows[has_ended]] = own.h[has_ended]
            places = np.maximum(own.left, 0)
            differences = np.maximum(
                np.abs(of_all[places] - own.h).max(axis=1), np.abs(cells_of_all[places] - own.c).max(axis=1)
            )
            has_met = (differences <= SAME) & ~has_ended
            met_at[own.rows[has_met]] = own.left[has_met]
            own.keep(~(has_ended | has_met))
        met = np.flatnonzero(met_at)
        if len(met):
            met = met[np.argsort(met_at[met], kind="stable")]
            top_before, whole_before = _pooled_before(of_all, met_at[met])
            top[met] = np.maximum(top[met], top_before)
            whole[met] += whole_before
            last[met] = of_all[0]
        return _Pooled(top, whole, last)


class _Readings:
    """Prefixes that are being read from their ends, by falling number of words left.

    rows:  int64 (n,) place of each among all
    left:  int64 (n,) words that are not read yet
    """

    def __init__(self, rows: np.ndarray, lengths: np.ndarray, H: int) -> None:
        self.rows = rows
        self.left = lengths[rows].astype(np.int64)
        self.h, self.c = np.zeros((len(rows), H), np.float32), np.zeros((len(rows), H), np.float32)

    def read_on(
        self, table: Table, number: int, U: np.ndarray, ids: np.ndarray, n_steps: int, top: np.ndarray
    ) -> np.ndarray:
        """Read so many words more of each, as far as there are; returns the sums of the states (n, H).

        top:  (n_prefixes, H) highest states by place among all, kept up to date
        """
        n, H = self.h.shape
        step, total, highest = Step(n, H), np.zeros((n, H), np.float32), top[self.rows]
        for further in range(n_steps):
            count = int(np.searchsorted(-self.left, -further, side="left"))
            words = ids[self.left[:count] - 1 - further]
            h = self.h[:count]
            step.take(table.rows[number], table.place_by_id[words], U, h, self.c[:count])
            np.maximum(highest[:count], h, out=highest[:count])
            total[:count] += h
        top[self.rows] = highest
        self.left = np.maximum(self.left - n_steps, 0)
        return total

    def keep(self, is_kept: np.ndarray) -> None:
        """Go on with some of them only."""
        self.rows, self.left = self.rows[is_kept], self.left[is_kept]
        self.h, self.c = self.h[is_kept], self.c[is_kept]


def _pooled_before(states: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Highest state and sum of the states before each place: float32 and float64 (n, H).

    ends:  int64 (n,) ascending, 1 to T; a place may repeat
    """
    places, back = np.unique(ends, return_inverse=True)
    starts = np.append(0, places[:-1])
    tops = np.maximum.reduceat(states[: places[-1]], starts, axis=0)
    wholes = np.add.reduceat(states[: places[-1]], starts, axis=0, dtype=np.float64)
    return np.maximum.accumulate(tops, axis=0)[back], np.cumsum(wholes, axis=0)[back]
