"""The frequency table."""

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QFontMetrics

from textminer.analysis.frequency import WordFrequencies
from textminer.gui.fonts import BODY_PX, font
from textminer.gui.widgets.column_table import Column
from textminer.translation import _

CELL_PADDING = 28


def word_columns(frequencies: WordFrequencies) -> list[Column]:
    """Columns over places in the frequency list, from 0."""
    rates = frequencies.rates_per_million()
    columns = [
        Column(_("Word"), lambda place: frequencies.words[place], width=150),
        Column(_("Count"), _whole(frequencies.counts), width=_width(frequencies.counts, 76), number=True),
        Column(_("Per million"), _whole(rates.round()), width=102, number=True),
        Column(
            _("Documents"),
            _whole(frequencies.document_counts),
            width=_width(frequencies.document_counts, 100),
            number=True,
        ),
    ]
    means = frequencies.mean_scores
    if means is not None:
        columns.append(
            Column(
                _("Mean score"),
                lambda place: "" if np.isnan(means[place]) else f"{means[place]:+.2f}".replace("-", "−"),
                score=lambda place: None if np.isnan(means[place]) else float(means[place]),
                width=150,
            )
        )
    return columns


def sort_keys(frequencies: WordFrequencies, column: int) -> np.ndarray:
    """What a column of `word_columns` is sorted by: (n_words,) numbers."""
    if column == 0:
        ranks = np.empty(len(frequencies.words), dtype=np.int64)
        ranks[sorted(range(len(frequencies.words)), key=frequencies.words.__getitem__)] = np.arange(
            len(frequencies.words)
        )
        return ranks
    if column == 3:
        return frequencies.document_counts
    if column == 4 and frequencies.mean_scores is not None:
        return frequencies.mean_scores
    return frequencies.counts


def _width(values: np.ndarray, at_least: int) -> int:
    """Room for the largest of some whole numbers, in pixels at scale 1."""
    largest = f"{int(values.max(initial=0)):,}"
    figures = QFontMetrics(font(BODY_PX, tabular=True))
    return max(at_least, figures.horizontalAdvance(largest) + CELL_PADDING)


def _whole(values: np.ndarray) -> Callable[[int], str]:
    return lambda place: f"{int(values[place]):,}"
