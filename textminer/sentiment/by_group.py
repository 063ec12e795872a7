"""How sentiment differs between groups of documents."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.grouping import Grouping
from textminer.analysis.means import GroupMeans, group_means
from textminer.analysis.slopes import group_changes
from textminer.sentiment.class_counts import class_counts

MOST_GROUPS = 10  # bars that are still read one by one, also in a small card
FEWEST_RANKED = (
    10  # scored documents of a group from which its mean is ranked: one bad review is no worst group
)

LARGEST, LOWEST, HIGHEST, FALLING, RISING = "largest", "lowest", "highest", "falling", "rising"
ORDERS = (LARGEST, LOWEST, HIGHEST, FALLING, RISING)


@dataclass(frozen=True, eq=False)
class GroupScores:
    """Documents by the cells of a column: the groups that the order asks for.

    column:        position of the original column, and `name` its header
    order:         LARGEST: the largest, the highest mean score first; LOWEST, HIGHEST: by mean score, of
                   those with FEWEST_RANKED scored documents; FALLING, RISING: by the change of the mean
                   score over time, of those where it is more than chance
    grouping:      names and documents of the groups that are shown
    means:         mean score of each; None without a polarity or before scoring
    changes:       of each group's mean score over time, float64 (n_groups,), NaN where it may be chance; None
                   without scores or dates
    class_counts:  int64 (n_groups, n_classes)
    sizes:         int64 (n_groups,) documents, not scored ones included
    n_groups_left, n_documents_left:  groups that are not shown, and the documents in them
    """

    column: int
    name: str
    order: str
    grouping: Grouping
    means: GroupMeans | None
    changes: np.ndarray | None
    class_counts: np.ndarray
    sizes: np.ndarray
    n_groups_left: int
    n_documents_left: int


def group_scores(
    grouping: Grouping, column: int, name: str, positions: np.ndarray, scores: np.ndarray | None,
    classes: np.ndarray, n_classes: int, order: str = LARGEST, times: np.ndarray | None = None,
) -> GroupScores:  # fmt: skip
    """Look at the documents at `positions` group by group.

    scores:   float (n_documents,), NaN where there is none; None without a polarity
    classes:  int (n_documents,), -1 where not scored
    order:    one of ORDERS; LARGEST where there is nothing to order by
    times:    datetime64[s] (n_documents,), NaT where there is none; None without dates
    """
    inside = grouping.restricted(positions)
    all_sizes = inside.sizes()
    n_filled = int((all_sizes > 0).sum())
    changes = None
    if scores is None or (times is None and order in (FALLING, RISING)):
        order = LARGEST
    if order in (FALLING, RISING) and scores is not None and times is not None:
        changes = group_changes(scores, times, inside.codes, inside.n_groups)
        places = _steepest(changes, order)
        shown, changes = inside.in_order(places), changes[places]
    else:
        shown = inside.in_order(_ranked(inside, scores, order, n_filled))
        if scores is not None and times is not None:
            changes = group_changes(scores, times, shown.codes, shown.n_groups)
    n_shown = shown.n_groups
    sizes = shown.sizes()
    return GroupScores(
        column=column,
        name=name,
        order=order,
        grouping=shown,
        means=None if scores is None else group_means(scores, shown.codes, n_shown),
        changes=changes,
        class_counts=class_counts(shown.codes, n_shown, classes, n_classes),
        sizes=sizes,
        n_groups_left=n_filled - n_shown,
        n_documents_left=int(all_sizes.sum() - sizes.sum()),
    )


def _ranked(inside: Grouping, scores: np.ndarray | None, order: str, n_filled: int) -> np.ndarray:
    """Places of the groups to show, in order."""
    largest = np.argsort(-inside.sizes(), kind="stable")[: min(n_filled, MOST_GROUPS)]
    if scores is None:
        return largest
    found = group_means(scores, inside.codes, inside.n_groups)
    means = np.nan_to_num(found.means, nan=-2.0)
    if order == LARGEST:
        return largest[np.argsort(-means[largest], kind="stable")]
    known = np.flatnonzero(found.counts >= FEWEST_RANKED)
    sign = 1 if order == LOWEST else -1
    return known[np.argsort(sign * means[known], kind="stable")][:MOST_GROUPS]


def _steepest(changes: np.ndarray, order: str) -> np.ndarray:
    """Places of the groups that change most, in order."""
    signed = changes if order == FALLING else -changes
    known = np.flatnonzero(signed < 0)
    return known[np.argsort(signed[known], kind="stable")][:MOST_GROUPS]
