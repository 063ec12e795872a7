"""How sentiment differs between groups of documents."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.grouping import Grouping
from textminer.analysis.means import GroupMeans, group_means
from textminer.sentiment.class_counts import class_counts

MOST_GROUPS = 12  # bars that are still read one by one


@dataclass(frozen=True, eq=False)
class GroupScores:
    """Documents by the cells of a column: the largest groups, the highest mean score first.

    column:        position of the original column, and `name` its header
    grouping:      names and documents of the groups that are shown
    means:         mean score of each; None without a polarity or before scoring
    class_counts:  int64 (n_groups, n_classes)
    sizes:         int64 (n_groups,) documents, not scored ones included
    n_groups_left, n_documents_left:  groups that are not shown, and the documents in them
    """

    column: int
    name: str
    grouping: Grouping
    means: GroupMeans | None
    class_counts: np.ndarray
    sizes: np.ndarray
    n_groups_left: int
    n_documents_left: int


def group_scores(
    grouping: Grouping, column: int, name: str, positions: np.ndarray, scores: np.ndarray | None,
    classes: np.ndarray, n_classes: int,
) -> GroupScores:  # fmt: skip
    """Look at the documents at `positions` group by group.

    scores:   float (n_documents,), NaN where there is none; None without a polarity
    classes:  int (n_documents,), -1 where not scored
    """
    inside = grouping.restricted(positions)
    all_sizes = inside.sizes()
    n_filled = int((all_sizes > 0).sum())
    n_shown = min(n_filled, MOST_GROUPS)
    shown = inside.largest(n_shown)
    if scores is not None:
        means = group_means(scores, shown.codes, n_shown).means
        shown = shown.in_order(np.argsort(-np.nan_to_num(means, nan=-2.0), kind="stable"))
    sizes = shown.sizes()
    return GroupScores(
        column=column,
        name=name,
        grouping=shown,
        means=None if scores is None else group_means(scores, shown.codes, n_shown),
        class_counts=class_counts(shown.codes, n_shown, classes, n_classes),
        sizes=sizes,
        n_groups_left=n_filled - n_shown,
        n_documents_left=int(all_sizes.sum() - sizes.sum()),
    )
