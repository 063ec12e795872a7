"""How the mark that the keyboard is on is shown: an outline, and what is said of it beside it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from textminer.figures.marks import Mark
from textminer.gui.theme import current_colours, px

ROOM = 3  # between a mark and its outline
GAP = 6  # between the outline and the caption


def paint_mark(painter: QPainter, mark: Mark, scale: float, area: QRectF) -> None:
    """Paint over a drawn figure.

    scale:  logical pixels for one of the figure
    area:   of the figure in the widget
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for corners in mark.outlines:
        _paint_outline(painter, corners * scale, area)
    if mark.says:
        _paint_caption(painter, mark.says, _box(mark.outlines[0] * scale).intersected(area), area)
    painter.restore()


def _paint_outline(painter: QPainter, corners: np.ndarray, area: QRectF) -> None:
    colours = current_colours()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # the ground's colour around the accent's, so that it shows on bars of any colour
    for colour, width in ((colours.surface, px(5)), (colours.text, px(2))):
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if len(corners) == 2:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in corners.tolist()]))
        else:
            room, edge = px(ROOM), px(2)
            box = _box(corners).adjusted(-room, -room, room, room)
            painter.drawRoundedRect(box.intersected(area.adjusted(edge, edge, -edge, -edge)), px(3), px(3))


def _paint_caption(painter: QPainter, says: str, box: QRectF, area: QRectF) -> None:
    """Above the mark where there is room, else below it, else at the upper edge."""
    colours = current_colours()
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(says, Qt.TextElideMode.ElideRight, area.width() - px(24))
    width, height = metrics.horizontalAdvance(shown) + px(16), metrics.height() + px(8)
    left = min(max(box.center().x() - width / 2, area.left() + px(4)), area.right() - width - px(4))
    top = box.top() - px(GAP) - height
    if top < area.top() + px(4):
        top = box.bottom() + px(GAP)
    if top + height > area.bottom() - px(4):
        top = area.top() + px(4)
    ground = QRectF(left, top, width, height)
    painter.setPen(QPen(QColor(colours.line), 1))
    painter.setBrush(QColor(colours.text))
    painter.drawRoundedRect(ground, px(5), px(5))
    painter.setPen(QColor(colours.surface))
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), shown)


def _box(corners: np.ndarray) -> QRectF:
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return QRectF(left, top, right - left, bottom - top)
