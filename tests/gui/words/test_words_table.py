"""The columns of the frequency table."""

import numpy as np
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from textminer.analysis.frequency import WordFrequencies
from textminer.gui.fonts import BODY_PX, font
from textminer.gui.widgets.cell_delegate import PADDING
from textminer.gui.words.table import word_columns


def test_counts_of_a_large_corpus_are_not_cut(qtbot: QtBot) -> None:
    counts = np.array([12_345_678, 9])
    spread = np.array([0.1, 0.9])
    frequencies = WordFrequencies(
        ("the", "lamp"), counts, counts, spread, spread, None, None, int(counts.sum()), 2, 20_000_000
    )
    figures = QFontMetrics(font(BODY_PX, tabular=True))

    for column in word_columns(frequencies):
        if column.number:
            assert figures.horizontalAdvance(column.text(0)) <= column.width - 2 * PADDING, column.title
