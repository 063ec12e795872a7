"""The drawn map under the pointer: nearest document, lasso, words of regions."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from textminer.figures.map import WHOLE, Limits, MapDrawing, MapScene, Zoom, map_limits, moved, zoomed
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.figure_sheet import Picture
from textminer.translation import _

LASSO_FROM = 5  # pixels that the pointer has moved: a shorter way is a click
CORNER_EVERY = 4
REACH = 12  # pixels around the pointer in which a document is found
STEP = 1.5  # times as large at a key or a click
NOTCH = 1.2  # … and at a notch of the wheel, 120 eighths of a degree
SHIFT = 0.2  # of the width that a key moves the map


class MapCanvas(FigureCanvas):
    """Speaks of places in the coordinates of the map.

    The wheel zooms around the pointer, +, - and 0 around the middle; dragged with Ctrl, or with the middle
    button, or pushed by Shift and an arrow, the map moves.

    lassoed       corners of a drawn line, float (n_corners, 2), and whether to add to what is selected
    clicked       x, y and how far around a document may be
    double_clicked, pointed_at  likewise
    cleared       Escape
    zoom_changed  another part is shown
    """

    lassoed = Signal(object, bool)
    clicked = Signal(float, float, float)
    double_clicked = Signal(float, float, float)
    pointed_at = Signal(float, float, float)
    cleared = Signal()
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Map of the documents"), parent)
        self._extent: Limits | None = None
        self._scene: MapScene | None = None
        self._of: object = None
        self._cells: Callable[[], pd.DataFrame] | None = None
        self._zoom = WHOLE
        self._dragged_from: QPointF | None = None
        self._line: list[QPointF] = []
        self._current: tuple[float, float] | None = None

    def show_map(self, scene: MapScene, of: object, data: Callable[[], pd.DataFrame]) -> None:
        """Draw another scene; of the same extent, the same part of it.

        of:  what places and regions mean; until it is on the screen, nothing of it can be chosen
        """
        if scene.extent != self._extent:
            self._extent = scene.extent
            self._zoom = WHOLE
            self.zoom_changed.emit()
        self._scene, self._of, self._cells = scene, of, data
        self.show_figure(MapDrawing(scene, self._zoom), of, data)

    @property
    def zoom(self) -> Zoom:
        """Which part is shown."""
        return self._zoom

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Show the map so many times as large; a place of the widget, or its middle, stays where it is."""
        if self._extent is not None:
            x, y, _reach = self._around(around or QPointF(self.width() / 2, self.height() / 2))
            wanted = self._zoom.factor * factor
            self._set_zoom(zoomed(self._limits(), self._extent, self._aspect(), wanted, x, y))

    def show_all(self) -> None:
        """Show the whole map."""
        self._set_zoom(WHOLE)

    def move_by(self, right: float, down: float) -> None:
        """Move what is shown by so many pixels of the widget."""
        if self._extent is not None:
            unit = self._unit()
            self._set_zoom(moved(self._zoom, self._extent, -right * unit, down * unit))

    def _set_zoom(self, zoom: Zoom) -> None:
        if zoom != self._zoom and self._scene is not None:
            self._zoom = zoom
            self.show_figure(MapDrawing(self._scene, zoom), self._of, self._cells)
            self.update()  # the picture that there is, larger or elsewhere, until the new one is drawn
            self.zoom_changed.emit()

    def set_current(self, point: tuple[float, float] | None) -> None:
        """Mark where the current document lies; None for nowhere."""
        self._current = point
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """The pixel of a place on the map."""
        left, right, bottom, top = self._limits()
        return QPointF((x - left) / (right - left) * self.width(), (top - y) / (top - bottom) * self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.zoom_by(NOTCH ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() is Qt.MouseButton.MiddleButton or (
            held and event.button() is Qt.MouseButton.LeftButton
        ):
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton and self.can_pick:
            self._line = [event.position()]
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            way = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.move_by(way.x(), way.y())
            return
        if not self._line:
            super().mouseMoveEvent(event)
            if self.can_pick:
                self.pointed_at.emit(*self._around(event.position()))
            return
        if (event.position() - self._line[-1]).manhattanLength() >= CORNER_EVERY:
            self._line.append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            self._dragged_from = None
            self.unsetCursor()
            return
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
        if self.can_pick and event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit(*self._around(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        is_pushed = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and event.key() in ways
        if event.key() == Qt.Key.Key_Escape:
            self._line = []
            self.update()
            self.cleared.emit()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(1 / STEP)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        elif is_pushed:
            across, down = ways[Qt.Key(event.key())]
            self.move_by(across * SHIFT * self.width(), down * SHIFT * self.width())
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

    def _picture_area(self, picture: Picture) -> QRectF:
        drawing = picture.draw
        if not isinstance(drawing, MapDrawing) or drawing.zoom == self._zoom or self._extent is None:
            return super()._picture_area(picture)
        left, right, bottom, top = drawing.limits(picture.width / picture.height)
        return QRectF(self.place_of(left, top), self.place_of(right, bottom))

    def _aspect(self) -> float:
        return max(self.width(), 1) / max(self.height(), 1)

    def _limits(self) -> Limits:
        assert self._extent is not None
        return map_limits(self._extent, self._aspect(), self._zoom)

    def _unit(self) -> float:
        """How far a pixel is on the map."""
        left, right, _bottom, _top = self._limits()
        return (right - left) / max(self.width(), 1)

    def _around(self, pixel: QPointF) -> tuple[float, float, float]:
        """The place under a pixel, and how far the reach of the pointer goes there."""
        left, _right, bottom, top = self._limits()
        unit = self._unit()
        return (
            left + pixel.x() * unit,
            top - pixel.y() * (top - bottom) / max(self.height(), 1),
            unit * px(REACH),
        )
