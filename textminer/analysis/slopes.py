"""How much a number changes over time in each group, where that is more than chance."""

import numpy as np
from scipy.special import stdtrit

FEWEST = 20  # values of a group from which a line through them means something
LEVEL = 0.05  # chance of seeing any change where there is none, over all groups (Bonferroni)


def group_changes(values: np.ndarray, times: np.ndarray, codes: np.ndarray, n_groups: int) -> np.ndarray:
    """Change of the values from the first to the last moment, along each group's line of least squares, as
    far as the line lies between the smallest and the largest value.

    returns: float64 (n_groups,), NaN where it may be chance or where there are too few values

    values:  float (n_documents,); NaN where a document has none
    times:   datetime64[s] (n_documents,); NaT where a document has none
    codes:   int (n_documents,) group of each document, -1 for none

    Source of the test of a slope: Draper and Smith, Applied Regression Analysis (1998), section 1.4.
    """
    counted = (codes >= 0) & ~np.isnan(values) & ~np.isnat(times)
    changes = np.full(n_groups, np.nan)
    if not counted.any():
        return changes
    groups, numbers = codes[counted], values[counted].astype(np.float64)
    moments = times[counted].astype("datetime64[s]").astype(np.float64)
    span = moments.max() - moments.min()
    if not span:
        return changes
    places = (moments - moments.min()) / span
    counts = np.bincount(groups, minlength=n_groups)
    filled = np.maximum(counts, 1)
    middles = np.bincount(groups, places, n_groups) / filled
    levels = np.bincount(groups, numbers, n_groups) / filled
    across, up = places - middles[groups], numbers - levels[groups]
    squares = np.bincount(groups, across**2, n_groups)
    known = (counts >= FEWEST) & (squares > 0)
    squares = np.where(known, squares, 1.0)
    slopes = np.bincount(groups, across * up, n_groups) / squares
    rest = np.bincount(groups, (up - slopes[groups] * across) ** 2, n_groups)
    freedom = np.maximum(counts - 2, 1)
    errors = np.sqrt(rest / freedom / squares)
    surer = np.abs(slopes) > stdtrit(freedom, 1 - LEVEL / 2 / max(int(known.sum()), 1)) * errors
    told = known & surer
    begins, ends = levels - slopes * middles, levels + slopes * (1 - middles)
    within = np.clip([begins, ends], numbers.min(), numbers.max())
    changes[told] = (within[1] - within[0])[told]
    return changes


def steepest(changes: np.ndarray, smallest: float = 0.1) -> tuple[int | None, int | None]:
    """Places of the group that falls most and of the one that rises most; None where none does so far."""
    falling, rising = np.nan_to_num(-changes), np.nan_to_num(changes)
    found = [
        int(side.argmax()) if len(side) and side.max() >= smallest else None for side in (falling, rising)
    ]
    return found[0], found[1]
