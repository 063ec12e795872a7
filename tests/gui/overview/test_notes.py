"""What is said below the cards of the overview."""

import numpy as np
import pandas as pd
import pytest

from textminer.analysis.grouping import grouping_by_values
from textminer.gui.overview.notes import groups_note
from textminer.sentiment.by_group import LARGEST, GroupScores


@pytest.mark.parametrize(
    ("n_groups", "n_documents", "said"),
    [
        (0, 0, "Documents"),
        (1, 1, "Documents · 1 more group with 1 document"),
        (1, 2, "Documents · 1 more group with 2 documents"),
        (3, 1_200, "Documents · 3 more groups with 1,200 documents"),
    ],
)
def test_groups_that_are_not_shown_are_counted_one_by_one(n_groups: int, n_documents: int, said: str) -> None:
    grouping = grouping_by_values(pd.Series(["a", "b"], dtype="str"))
    counts = np.ones((2, 2), dtype=np.int64)
    groups = GroupScores(
        0, "city", LARGEST, grouping, None, None, counts, counts[:, 0], n_groups, n_documents
    )
    assert groups_note(groups) == said
