"""The frame of the views: a table with what is said of it, and a figure."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.halves import Halves


def table_and_figure(
    table: QWidget,
    said: Sequence[QWidget],
    figure: QWidget,
    heading: str,
    note: str,
) -> Halves:
    """Both in cards of their own, the border between them can be moved.

    said:  what stands below the table
    """
    table_card = Card(is_flush=True)
    table_card.body.addWidget(table, 1)
    for widget in said:
        table_card.body.addWidget(widget)
    figure_card = Card(heading, note)
    figure_card.body.addWidget(figure, 1)
    at_scale(figure_card, lambda it: it.setMinimumWidth(px(284)))
    return Halves(table_card, figure_card, (806, 300), (440, 360))
