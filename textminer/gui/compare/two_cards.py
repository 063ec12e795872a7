"""The frame of the views: a table on the left with what is said of it, a figure on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card


def table_and_figure(
    table: QWidget,
    said: Sequence[QWidget],
    figure: QWidget,
    heading: str,
    note: str,
) -> QSplitter:
    """Both in cards of their own, the border between them can be moved.

    said:  what stands below the table
    """
    table_card = Card(is_flush=True)
    table_card.body.addWidget(table, 1)
    for widget in said:
        table_card.body.addWidget(widget)
    figure_card = Card(heading, note)
    figure_card.body.addWidget(figure, 1)
    figure_card.setMinimumWidth(px(320))
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(px(14))
    splitter.addWidget(table_card)
    splitter.addWidget(figure_card)
    splitter.setSizes([px(620), px(520)])
    splitter.setStretchFactor(1, 1)
    set_kind(splitter, "page")
    return splitter
