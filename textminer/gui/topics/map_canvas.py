"""The drawn map under the pointer: nearest document, lasso, words of regions."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from textminer.figures.map import Limits, map_limits
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.translation import _

LASSO_FROM = 5  # pixels that the pointer has moved: a shorter way is a click
CORNER_EVERY = 4
REACH = 12  # pixels around the pointer in which a document is found


class MapCanvas(FigureCanvas):
    """Speaks of places in the coordinates of the map.

    lassoed       corners of a drawn line, float (n_corners, 2), and whether to add to what is selected
    clicked       x, y and how far around a document may be
    double_clicked, pointed_at  likewise
    cleared       Escape
    """

    lassoed = Signal(object, bool)
    clicked = Signal(float, float, float)
    double_clicked = Signal(float, float, float)
    pointed_at = Signal(float, float, float)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Map of the documents"), parent)
        self._extent: Limits | None = None
        self._line: list[QPointF] = []
        self._current: tuple[float, float] | None = None

    def set_extent(self, extent: Limits) -> None:
        """Say which part of the plane the drawing shows."""
        self._extent = extent

    def set_current(self, point: tuple[float, float] | None) -> None:
        """Mark where the current document lies; None for nowhere."""
        self._current = point
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """The pixel of a place on the map."""
        left, right, bottom, top = self._limits()
        return QPointF((x - left) / (right - left) * self.width(), (top - y) / (top - bottom) * self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._extent is not None:
            self._line = [event.position()]
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._line:
            super().mouseMoveEvent(event)
            if self._extent is not None:
                self.pointed_at.emit(*self._around(event.position()))
            return
        if (event.position() - self._line[-1]).manhattanLength() >= CORNER_EVERY:
            self._line.append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        line, self._line = self._line, []
        self.update()
        if not line or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        way = max((corner - line[0]).manhattanLength() for corner in line)
        if way < LASSO_FROM:
            gid = self._gid_under(event)
            if gid:
                self.picked.emit(gid)
            else:
                self.clicked.emit(*self._around(line[0]))
        elif len(line) >= 3:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.lassoed.emit(np.array([self._around(corner)[:2] for corner in line]), adds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._extent is not None and event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit(*self._around(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._line = []
            self.update()
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.setToolTip("")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._extent is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(current_colours().accent)
        if self._current is not None:
            painter.setPen(QPen(QColor(current_colours().text), px(2)))
            painter.drawEllipse(self.place_of(*self._current), px(8), px(8))
        if len(self._line) > 1:
            painter.setPen(QPen(accent, px(2)))
            ground = QColor(accent)
            ground.setAlpha(36)
            painter.setBrush(ground)
            painter.drawPolygon(QPolygonF(self._line))
        painter.end()

    def _limits(self) -> Limits:
        assert self._extent is not None
        return map_limits(self._extent, max(self.width(), 1) / max(self.height(), 1))

    def _around(self, pixel: QPointF) -> tuple[float, float, float]:
        """The place under a pixel, and how far the reach of the pointer goes there."""
        left, right, bottom, top = self._limits()
        unit = (right - left) / max(self.width(), 1)
        return (
            left + pixel.x() * unit,
            top - pixel.y() * (top - bottom) / max(self.height(), 1),
            unit * px(REACH),
        )
