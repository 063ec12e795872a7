"""Named shares as bars under each other: class counts, accuracies."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from textminer.gui.fonts import font
from textminer.gui.theme import current_colours, px

ROW_HEIGHT = 26
BAR_HEIGHT = 8
GAP = 12
NAME_SHARE = 0.36  # of the width, at most


@dataclass(frozen=True)
class Bar:
    """One row.

    share:   length of the bar, 0 to 1
    value:   what stands behind it, with its unit
    span:    a 95 % interval drawn over the end of the bar, 0 to 1; None for none
    colour:  field of Colours
    """

    name: str
    share: float
    value: str
    colour: str = "neutral"
    span: tuple[float, float] | None = None


class Bars(QWidget):
    """Rows of name, bar and value; as high as it needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these, the first on top."""
        self._bars = tuple(bars)
        self.setAccessibleName("; ".join(f"{bar.name}: {bar.value}" for bar in self._bars))
        self.updateGeometry()
        self.update()

    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def sizeHint(self) -> QSize:
        return QSize(px(260), px(ROW_HEIGHT) * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(ROW_HEIGHT) * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(px(13), tabular=True))
        metrics = painter.fontMetrics()
        widest_name = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0) + px(4)
        widest_value = max((metrics.horizontalAdvance(bar.value) for bar in self._bars), default=0)
        name_width = min(widest_name, round(self.width() * NAME_SHARE))
        left = name_width + px(GAP)
        room = max(1.0, self.width() - left - widest_value - px(GAP))
        for row, bar in enumerate(self._bars):
            line = QRectF(0, row * px(ROW_HEIGHT), self.width(), px(ROW_HEIGHT))
            self._draw(painter, bar, line, name_width, left, room)
        painter.end()

    def _draw(
        self, painter: QPainter, bar: Bar, line: QRectF, name_width: int, left: float, room: float
    ) -> None:
        colours = current_colours()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.text))
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, name_width)
        painter.drawText(QRectF(0, line.top(), name_width, line.height()), middle, name)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, bar.value)
        height = px(BAR_HEIGHT)
        box = QRectF(left, line.center().y() - height / 2, room, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(box, height / 2, height / 2)
        if bar.share > 0:
            painter.setBrush(QColor(getattr(colours, bar.colour)))
            filled = QRectF(box.left(), box.top(), max(height, room * min(bar.share, 1.0)), height)
            painter.drawRoundedRect(filled, height / 2, height / 2)
        if bar.span is not None:
            self._draw_span(painter, bar.span, box)

    def _draw_span(self, painter: QPainter, span: tuple[float, float], box: QRectF) -> None:
        painter.setPen(QPen(QColor(current_colours().text), 1.5))
        low, high = (box.left() + box.width() * min(max(end, 0.0), 1.0) for end in span)
        y, tick = box.center().y(), box.height() / 2 + px(2)
        painter.drawLine(round(low), round(y), round(high), round(y))
        for x in (low, high):
            painter.drawLine(round(x), round(y - tick), round(x), round(y + tick))
