"""Mean of a number in each group, and how far chance may move it."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit


@dataclass(frozen=True, eq=False)
class GroupMeans:
    """One mean for each group; float64 (n_groups,) each but the counts.

    counts:      int64 (n_groups,) values in each group
    means:       NaN for a group without values
    lows, highs: 95 % interval of the mean (Student's t); NaN for fewer than two values. Too narrow for a few
                 values that happen to be equal
    """

    counts: np.ndarray
    means: np.ndarray
    lows: np.ndarray
    highs: np.ndarray


def group_means(values: np.ndarray, codes: np.ndarray, n_groups: int) -> GroupMeans:
    """The mean of the values of each group.

    values:  float (n_documents,); NaN where a document has none
    codes:   int (n_documents,) group of each document, -1 for none

    Source of the interval: Student (1908), The probable error of a mean.
    """
    counted = (codes >= 0) & ~np.isnan(values)
    groups, numbers = codes[counted], values[counted].astype(np.float64)
    counts = np.bincount(groups, minlength=n_groups)
    filled = np.maximum(counts, 1)
    means = np.bincount(groups, numbers, n_groups) / filled
    squares = np.bincount(groups, (numbers - means[groups]) ** 2, n_groups)
    freedom = np.maximum(counts - 1, 1)
    half = stdtrit(freedom, 0.975) * np.sqrt(squares / freedom / filled)
    half[counts < 2] = np.nan
    means[counts == 0] = np.nan
    return GroupMeans(counts, means, means - half, means + half)
