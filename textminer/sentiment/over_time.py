"""How sentiment goes over time."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.means import GroupMeans, group_means
from textminer.analysis.time_bins import TimeBins, time_bins
from textminer.corpus.dates import DateColumn
from textminer.sentiment.class_counts import class_counts


@dataclass(frozen=True, eq=False)
class Timeline:
    """Documents over time.

    column:        position of the original column of dates, and `name` its header
    means:         mean score of each span; None without a polarity or before scoring
    class_counts:  int64 (n_bins, n_classes)
    n_undated:     documents that count and have no date, those of `bins.n_outside` not among them
    """

    column: int
    name: str
    dates: DateColumn
    bins: TimeBins
    means: GroupMeans | None
    class_counts: np.ndarray
    n_undated: int


def timeline(
    dates: DateColumn, column: int, name: str, positions: np.ndarray, scores: np.ndarray | None,
    classes: np.ndarray, n_classes: int,
) -> Timeline:  # fmt: skip
    """Sort the documents at `positions` by their dates.

    scores:   float (n_documents,), NaN where there is none; None without a polarity
    classes:  int (n_documents,), -1 where not scored
    """
    bins = time_bins(dates.times, positions, dates.has_clock)
    return Timeline(
        column=column,
        name=name,
        dates=dates,
        bins=bins,
        means=None if scores is None else group_means(scores, bins.codes, bins.n_bins),
        class_counts=class_counts(bins.codes, bins.n_bins, classes, n_classes),
        n_undated=len(positions) - int((bins.codes >= 0).sum()) - bins.n_outside,
    )
