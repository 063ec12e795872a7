"""The table of pairs."""

from collections.abc import Callable

import numpy as np

from textminer.analysis.cooccurrence import WordPairs
from textminer.gui.widgets.column_table import Column, short_number
from textminer.translation import _


def pair_columns(pairs: WordPairs) -> list[Column]:
    """Columns over places in the list of pairs, from 0."""
    measures = pairs.association
    return [
        Column(_("First"), lambda place: pairs.words[pairs.firsts[place]], width=0),
        Column(_("Second"), lambda place: pairs.words[pairs.seconds[place]], width=0),
        Column(_("Count"), lambda place: f"{pairs.counts[place]:,}", width=64, number=True),
        Column(_("G²"), _decimal(measures.log_likelihood), width=62, number=True),
        Column(_("Log-dice"), _decimal(measures.log_dice), width=80, number=True),
        Column(_("MI"), _decimal(measures.mutual_information), width=60, number=True),
        Column(_("t"), _decimal(measures.t_score), width=54, number=True),
    ]


def pair_keys(pairs: WordPairs, column: int) -> np.ndarray:
    """What a column of `pair_columns` is sorted by: (n_pairs,) numbers."""
    measures = pairs.association
    if column < 2:
        ranks = np.empty(len(pairs.words), dtype=np.int64)
        order = sorted(range(len(pairs.words)), key=pairs.words.__getitem__)
        ranks[order] = np.arange(len(pairs.words))
        return ranks[pairs.firsts if column == 0 else pairs.seconds]
    keys = (
        pairs.counts,
        measures.log_likelihood,
        measures.log_dice,
        measures.mutual_information,
        measures.t_score,
    )
    return np.asarray(keys[column - 2])


def _decimal(values: np.ndarray) -> Callable[[int], str]:
    return lambda place: short_number(float(values[place]))
