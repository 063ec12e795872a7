"""How a cell is painted: text, a centred bar, the ground of what is selected."""

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from textminer.gui.fonts import font
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.column_table import ColumnTableModel
from textminer.gui.widgets.one_line import draw_one_line

ROW_HEIGHT = 36
BAR_WIDTH = 72
BAR_HEIGHT = 8
PADDING = 12
EDGE = 3  # marks the row of the current document
# as numbers: flags are joined and asked for in Python, a quarter of the time that a cell takes
SELECTED, HOVERED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value


class CellDelegate(QStyledItemDelegate):
    """Paints cells of a ColumnTableModel; the view says which positions are selected and which is current."""

    def __init__(self, model: ColumnTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.selected = np.zeros(0, dtype=bool)  # by position; for selections too scattered for Qt
        self.current = -1
        self.ground = "surface"  # the colour behind the cell that is painted
        self.rescale()

    def rescale(self) -> None:
        """Take the fonts of the scale that the user chose."""
        self._font = font(px(13))
        self._figures = font(px(13), tabular=True)
        self._metrics = QFontMetrics(self._font)
        self._figure_metrics = QFontMetrics(self._figures)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._metrics.horizontalAdvance(self._model.cell(index.row(), index.column()))
        return QSize(width + px(2 * PADDING), px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, place = index.row(), index.column()
        if row >= self._model.rowCount() or place >= self._model.columnCount():
            return
        colours = current_colours()
        box: QRect = option.rect
        state: int = option.state.value
        position = self._model.position_at(row)
        is_chosen = state & SELECTED or self._is_marked(position)
        self.ground = "accent_ground" if is_chosen else "hover" if state & HOVERED else "surface"
        if self.ground != "surface":
            painter.fillRect(box, QColor(getattr(colours, self.ground)))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.line))
        if place == 0 and position == self.current:
            painter.fillRect(box.left(), box.top(), px(EDGE), box.height(), QColor(colours.accent))
        rest = box.adjusted(px(PADDING), 0, -px(PADDING), -1)
        if self._model.columns[place].score is not None:
            is_neutral = self._model.colour(row, place) == "secondary"
            self._draw_bar(painter, rest, self._model.score(row, place), is_neutral)
            rest.setLeft(rest.left() + px(BAR_WIDTH + 10))
        self.draw_text(painter, rest, row, place)

    def _is_marked(self, position: int) -> bool:
        return position < self.selected.size and bool(self.selected[position])

    def draw_text(self, painter: QPainter, box: QRect, row: int, place: int) -> None:
        """Write what stands in a cell, in one line; `box` is the room for it."""
        colours = current_colours()
        column = self._model.columns[place]
        text = self._model.cell(row, place)
        if not text or box.width() <= 0:
            return
        metrics = self._figure_metrics if column.number else self._metrics
        painter.setFont(self._figures if column.number else self._font)
        painter.setPen(QColor(getattr(colours, self._model.colour(row, place), colours.text)))
        draw_one_line(painter, box, text, metrics, column.number)

    def _draw_bar(self, painter: QPainter, box: QRect, score: float | None, is_neutral: bool) -> None:
        """A track with its middle marked; the bar goes right for positive, left for negative."""
        colours = current_colours()
        width, height = px(BAR_WIDTH), px(BAR_HEIGHT)
        top = box.center().y() - height / 2 + 1
        track = QRectF(box.left(), top, width, height)
        radius = height / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.track))
        painter.setOpacity(0.45 if score is None else 1.0)
        painter.drawRoundedRect(track, radius, radius)
        middle = track.center().x()
        if score is not None:
            reach = max(min(abs(score), 1.0) * width / 2, px(2))
            left = middle if score >= 0 else middle - reach
            side = colours.positive if score >= 0 else colours.negative
            painter.setBrush(QColor(colours.neutral if is_neutral else side))
            small = min(radius, reach / 2)
            painter.drawRoundedRect(QRectF(left, top, reach, height), small, small)
        painter.fillRect(QRectF(middle - 0.5, top - 3, 1, height + 6), QColor(colours.neutral))
        painter.restore()
