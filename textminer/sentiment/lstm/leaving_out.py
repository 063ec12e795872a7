"""How much each token contributed: what the margin loses when the token is read as <unk>.

Shapes: T tokens, H hidden, n tokens of a block.

For a token, only the states from its place on differ, and after some steps hardly so: each direction goes on
for a few tokens from the state before the token, for all tokens of a block at once. The features are linear
in the margin, so that the directions add up.
Source: Li, Monroe & Jurafsky (2016), Understanding neural networks through representation erasure.
"""

from collections.abc import Callable

import numpy as np

from textminer.sentiment.encoding import PAD, UNKNOWN
from textminer.sentiment.lstm.numpy_reader import Direction, NumpyReader, Step, Table

FOLLOWED_TOKENS = 24  # behind a token left out; those further on change by less than the ranks can tell
BLOCK_TOKENS = 1024  # that are left out at a time; bounds the memory for very long documents


def margin_losses(
    reader: NumpyReader, ids: np.ndarray, favoured: int, other: int, check: Callable[[], None]
) -> np.ndarray:
    """What the raw margin of class `favoured` against `other` loses without each token: float64 (T,).

    ids:    of one document, as the network reads it; <pad> loses nothing
    check:  called between blocks; it may raise to stop
    """
    weights = reader.margin_weights(favoured, other)
    losses = np.zeros(len(ids))
    table = reader.table_of(np.append(ids, UNKNOWN))
    for number, direction in enumerate(reader.directions):
        turned = ids[::-1] if direction.is_turned else ids
        found = _Pass(direction, table, number, turned, weights[number], check).losses()
        losses += found[::-1] if direction.is_turned else found
    losses[ids == PAD] = 0
    return losses


def summing_to(losses: np.ndarray, margin: float) -> np.ndarray:
    """Losses with the gains scaled up and the others down, or the other way, until they sum to the margin.

    Neither a sign nor a rank changes. Losses that cannot be scaled so are moved instead, all alike.
    """
    gains, costs = losses[losses > 0].sum(), -losses[losses < 0].sum()
    if gains > 0 and (costs > 0 or margin > 0):
        factor = (margin + np.sqrt(margin**2 + 4 * gains * costs)) / (2 * gains)
        scaled = losses.copy()
        if factor > 0:
            scaled[losses > 0] *= factor
            scaled[losses < 0] /= factor  # of these alone: a factor may be too small to divide a gain by
    elif costs > 0 and margin < 0:
        scaled = losses * (-margin / costs)
    else:
        scaled = losses
    moved: np.ndarray = scaled + (margin - scaled.sum()) / max(len(losses), 1)
    return moved


class _Pass:
    """One direction over one document: as it is, then block by block from the end without each token."""

    def __init__(
        self, direction: Direction, table: Table, number: int, ids: np.ndarray,
        weights: tuple[np.ndarray, np.ndarray, np.ndarray], check: Callable[[], None],
    ) -> None:  # fmt: skip
        self._U = direction.U
        self._rows = table.rows[number]
        self._places = table.place_by_id[ids]
        self._unknown = table.place_by_id[UNKNOWN]
        self._weights = weights
        self._check = check
        self._T = len(ids)

    def losses(self) -> np.ndarray:
        """What the margin loses by this direction's features: float64 (T,)."""
        H = len(self._U)
        starts = list(range(0, self._T, BLOCK_TOKENS))
        before = [(np.zeros((1, H), np.float32), np.zeros((1, H), np.float32))]
        tops = [np.full(H, -np.inf, np.float32)]
        for start in starts:
            states, cells = self._states(start, *before[-1])
            before.append((states[-1:], cells[-1:]))
            tops.append(np.maximum(tops[-1], states[1:].max(axis=0)))
        losses = np.empty(self._T)
        following = np.zeros((0, H), np.float32)
        highest_from = np.full((1, H), -np.inf, np.float32)
        for block in range(len(starts) - 1, -1, -1):
            if len(starts) > 1:
                states, cells = self._states(starts[block], *before[block])
            n = len(states) - 1
            highest_before = np.maximum.accumulate(np.concatenate([tops[block][None], states[1:-1]]), axis=0)
            joined = np.concatenate([states[1:], highest_from[:1]])[::-1]
            own = np.maximum.accumulate(joined, axis=0)[:0:-1]
            highest_from = np.concatenate([own, highest_from])
            following = np.concatenate([states[1:], following])
            losses[starts[block] : starts[block] + n] = self._losses_of(
                starts[block], states, cells, following, highest_before, highest_from, tops[-1]
            )
            following, highest_from = following[:FOLLOWED_TOKENS], highest_from[: FOLLOWED_TOKENS + 1]
        return losses

    def _states(self, start: int, h: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Doubled states and cell states (n + 1, H) of a block, those before it first."""
        self._check()
        places = self._places[start : start + BLOCK_TOKENS]
        step = Step(1, len(self._U))
        states, cells = (np.repeat(x, len(places) + 1, axis=0) for x in (h, c))
        h, c = h.copy(), c.copy()
        for at in range(len(places)):
            step.take(self._rows, places[at : at + 1], self._U, h, c)
            states[at + 1], cells[at + 1] = h[0], c[0]
        return states, cells

    def _losses_of(
        self, start: int, states: np.ndarray, cells: np.ndarray, following: np.ndarray,
        highest_before: np.ndarray, highest_from: np.ndarray, top: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        """Losses of a block's tokens (n,).

        following:       doubled states behind each token of the block and some tokens further on
        highest_before:  (n, H) highest states before each token
        highest_from:    highest states from each token of the block, and some further on, to the end
        top:             (H,) highest states of the document
        """
        n, H = len(highest_before), len(self._U)
        h, c, step = states[:n].copy(), cells[:n].copy(), Step(n, H)
        highest, change = highest_before.copy(), np.zeros((n, H), np.float32)
        for further in range(min(FOLLOWED_TOKENS, self._T - start)):
            left = min(n, self._T - start - further)  # tokens that far before the end or more
            if further == 0:
                places = np.full(left, self._unknown)
            else:
                places = self._places[start + further : start + further + left]
            step.take(self._rows, places, self._U, h[:left], c[:left])
            np.maximum(highest[:left], h[:left], out=highest[:left])
            change[:left] += h[:left]
            change[:left] -= following[further : further + left]
        behind = min(n, max(0, len(highest_from) - FOLLOWED_TOKENS))
        np.maximum(
            highest[:behind], highest_from[FOLLOWED_TOKENS : FOLLOWED_TOKENS + behind], out=highest[:behind]
        )
        of_top, of_mean, of_last = self._weights
        gone = (highest - top) @ of_top + change @ of_mean / self._T
        is_followed_to_the_end = np.arange(n) + FOLLOWED_TOKENS >= self._T - start
        if is_followed_to_the_end.any():
            last = following[self._T - start - 1]
            gone[is_followed_to_the_end] += (h[is_followed_to_the_end] - last) @ of_last
        losses: np.ndarray = -gone.astype(np.float64) / 2  # of doubled states
        return losses
