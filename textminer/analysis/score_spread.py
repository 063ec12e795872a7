"""How scores are spread: how many documents have which."""

from dataclasses import dataclass

import numpy as np

BINS = 20  # a tenth of the score each


@dataclass(frozen=True, eq=False)
class ScoreSpread:
    """Documents by their score, in bins of one width.

    edges:   float64 (n_bins + 1,)
    counts:  int64 (n_bins,)
    codes:   int32 (n_documents,) bin of each document, -1 where it has no score or is not looked at
    """

    edges: np.ndarray
    counts: np.ndarray
    codes: np.ndarray

    def positions(self, place: int) -> np.ndarray:
        """The documents of one bin, ascending int64."""
        return np.flatnonzero(self.codes == place)


def score_spread(
    scores: np.ndarray, positions: np.ndarray, low: float = -1.0, high: float = 1.0, n_bins: int = BINS
) -> ScoreSpread:
    """Sort the documents at `positions` into bins; the upper edge of the last bin belongs to it.

    scores:  float (n_documents,) from low to high; NaN where there is none
    """
    codes = np.full(len(scores), -1, dtype=np.int32)
    chosen = scores[positions]
    known = ~np.isnan(chosen)
    # float32 scores such as 0.1 lie a little beside the edge that they mean
    places = np.floor((chosen[known].astype(np.float64) - low) / (high - low) * n_bins + 1e-6)
    codes[positions[known]] = np.clip(places, 0, n_bins - 1)
    counts = np.bincount(codes[codes >= 0], minlength=n_bins)
    return ScoreSpread(np.linspace(low, high, n_bins + 1), counts, codes)
