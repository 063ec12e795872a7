"""The evidence river: the running score from the first word to the last, and each sentence below it."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from textminer.figures.style import blend
from textminer.gui.fonts import font
from textminer.gui.theme import current_colours, px

HEIGHT = 76
STRIP = 7  # height of the sentences' strip
SCALE_WIDTH = 22  # of the numbers at the left
DOTS_UPTO = 40  # points that are drawn as dots as well
LINES_UPTO = 40  # sentences whose borders are drawn through the curve
NOTHING = np.empty(0)


class EvidenceRiver(QWidget):
    """A small curve over the words of a text, mirrored where that is read from the right.

    pointed          number of the point under the pointer or the key's mark, -1 for none
    point_chosen     number of the point that was clicked, or chosen with Enter
    sentence_chosen  number of the sentence whose strip was clicked
    """

    pointed = Signal(int)
    point_chosen = Signal(int)
    sentence_pointed = Signal(int)
    sentence_chosen = Signal(int)

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._n_words = 0
        self._lengths, self._values = NOTHING, NOTHING
        self._sentences, self._sentence_values = np.empty((0, 2)), NOTHING
        self._lowest = -1.0
        self._is_mirrored = False
        self._mark = -1

    def clear(self) -> None:
        """Show nothing."""
        self.set_curve(0, NOTHING, NOTHING)
        self.set_sentences(np.empty((0, 2)), NOTHING)

    def set_curve(self, n_words: int, lengths: np.ndarray, values: np.ndarray, lowest: float = -1.0) -> None:
        """Show a curve.

        lengths:  int   (n_points,) words read at each point, ascending, up to n_words
        values:   float (n_points,) from `lowest` to 1; NaN where there is none
        """
        self._n_words, self._lengths, self._values, self._lowest = n_words, lengths, values, lowest
        self._point_at(-1)
        self.update()

    def set_sentences(self, words: np.ndarray, values: np.ndarray) -> None:
        """Show sentences in the colour of their scores.

        words:   int   (n_sentences, 2) first word and the one after the last
        values:  float (n_sentences,) -1 to 1; NaN where there is none
        """
        self._sentences, self._sentence_values = words, values
        self.update()

    def set_mirrored(self, is_mirrored: bool) -> None:
        """Let the first word stand at the right."""
        self._is_mirrored = is_mirrored
        self.update()

    @property
    def mark(self) -> int:
        """The point that is pointed at, -1 for none."""
        return self._mark

    @property
    def values(self) -> np.ndarray:
        """What the curve shows: float (n_points,)."""
        return self._values

    def point_position(self, number: int) -> QPointF:
        """Where a point is drawn."""
        value = self._values[number]
        return QPointF(self._x(self._lengths[number]), self._y(0.0 if np.isnan(value) else float(value)))

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_scale(painter)
        if self._n_words:
            self._paint_sentences(painter)
            self._paint_curve(painter)
            self._paint_mark(painter)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        sentence = self._sentence_at(event.position())
        self._point_at(-1 if sentence >= 0 else self._nearest(event.position().x()))
        self.sentence_pointed.emit(sentence)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(-1)
        self.sentence_pointed.emit(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        sentence = self._sentence_at(event.position())
        if sentence >= 0:
            self.sentence_chosen.emit(sentence)
        elif (number := self._nearest(event.position().x())) >= 0:
            self.point_chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, key = len(self._lengths) - 1, event.key()
        onward = -1 if self._is_mirrored else 1
        steps = {Qt.Key.Key_Left: -onward, Qt.Key.Key_Right: onward}
        if last < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            here = self._mark if self._mark >= 0 else (last + 1 if steps[Qt.Key(key)] < 0 else -1)
            self._point_at(min(max(here + steps[Qt.Key(key)], 0), last))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._point_at(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._mark >= 0:
            self.point_chosen.emit(self._mark)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self.update()

    def _point_at(self, number: int) -> None:
        if number != self._mark:
            self._mark = number
            self.pointed.emit(number)
            self.update()

    def _plot(self) -> QRectF:
        """Where the curve runs."""
        bottom = self.height() - px(STRIP + 8)
        return QRectF(px(SCALE_WIDTH), px(6), self.width() - px(SCALE_WIDTH) - px(4), bottom - px(6))

    def _strip(self) -> QRectF:
        plot = self._plot()
        return QRectF(plot.left(), self.height() - px(STRIP + 1), plot.width(), px(STRIP))

    def _x(self, n_words: float) -> float:
        plot, share = self._plot(), n_words / max(self._n_words, 1)
        return (
            plot.right() - share * plot.width() if self._is_mirrored else plot.left() + share * plot.width()
        )

    def _y(self, value: float) -> float:
        plot = self._plot()
        return plot.bottom() - (value - self._lowest) / (1 - self._lowest) * plot.height()

    def _nearest(self, x: float) -> int:
        """The point nearest to a place, -1 where there is none."""
        if not len(self._lengths):
            return -1
        plot = self._plot()
        share = (plot.right() - x if self._is_mirrored else x - plot.left()) / max(plot.width(), 1.0)
        return int(np.abs(self._lengths - share * self._n_words).argmin())

    def _sentence_at(self, place: QPointF) -> int:
        """The sentence whose strip is at a place, -1 where there is none."""
        if place.y() < self._strip().top() - 2 or not self._n_words:
            return -1
        for number, (first, end) in enumerate(self._sentences.tolist()):
            left, right = sorted((self._x(first), self._x(end)))
            if left <= place.x() < right:
                return number
        return -1

    def _paint_scale(self, painter: QPainter) -> None:
        colours, plot = current_colours(), self._plot()
        zero = self._y(0.0)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(plot.left(), zero), QPointF(plot.right(), zero))
        painter.setPen(QColor(colours.secondary))
        painter.setFont(font(px(10), tabular=True))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        marks = {1.0: "+1", -1.0: "−1"} if self._lowest < 0 else {1.0: "1", 0.0: "0"}
        for value, text in marks.items():
            box = QRectF(0, self._y(value) - px(6), px(SCALE_WIDTH - 5), px(12))
            painter.drawText(box, int(flags), text)

    def _paint_sentences(self, painter: QPainter) -> None:
        colours, strip, plot = current_colours(), self._strip(), self._plot()
        gap = 1.0 if len(self._sentences) * 4 < strip.width() else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for (first, end), value in zip(self._sentences.tolist(), self._sentence_values.tolist(), strict=True):
            left, right = sorted((self._x(first), self._x(end)))
            colour = colours.track
            if not np.isnan(value):
                side = colours.positive if value > 0 else colours.negative
                colour = blend(side, colours.track, min(abs(value), 1.0) ** 0.7)
            box = QRectF(left + gap / 2, strip.top(), max(right - left - gap, 0.5), strip.height())
            painter.fillRect(box, QColor(colour))
        if len(self._sentences) <= LINES_UPTO:
            painter.setPen(QPen(QColor(colours.line), 1))
            for first in self._sentences[1:, 0].tolist():
                painter.drawLine(QPointF(self._x(first), plot.top()), QPointF(self._x(first), plot.bottom()))

    def _paint_curve(self, painter: QPainter) -> None:
        colours = current_colours()
        is_known = ~np.isnan(self._values)
        places = [
            QPointF(self._x(length), self._y(value))
            for length, value in zip(
                self._lengths[is_known].tolist(), self._values[is_known].tolist(), strict=True
            )
        ]
        if not places:
            return
        self._paint_sides(painter, places)
        line = QPainterPath(places[0])
        for place in places[1:]:
            line.lineTo(place)
        painter.setPen(QPen(QColor(colours.accent), px(10) / 6, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
        if len(places) <= DOTS_UPTO:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            for place in places:
                painter.drawEllipse(place, px(9) / 4, px(9) / 4)

    def _paint_sides(self, painter: QPainter, places: list[QPointF]) -> None:
        """Between the curve and zero: the colour of the side on which the score is."""
        colours, plot, zero = current_colours(), self._plot(), self._y(0.0)
        if self._lowest >= 0:
            return
        area = QPainterPath(QPointF(places[0].x(), zero))
        for place in places:
            area.lineTo(place)
        area.lineTo(QPointF(places[-1].x(), zero))
        for colour, top, bottom in (
            (colours.positive, plot.top() - 2, zero),
            (colours.negative, zero, plot.bottom() + 2),
        ):
            painter.save()
            painter.setClipRect(QRectF(0, top, self.width(), bottom - top))
            ground = QColor(colour)
            ground.setAlphaF(0.20)
            painter.fillPath(area, ground)
            painter.restore()

    def _paint_mark(self, painter: QPainter) -> None:
        colours, plot = current_colours(), self._plot()
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), px(6), px(6))
        if not 0 <= self._mark < len(self._values):
            return
        place = self.point_position(self._mark)
        painter.setPen(QPen(QColor(colours.secondary), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(place.x(), plot.top()), QPointF(place.x(), plot.bottom()))
        if not np.isnan(self._values[self._mark]):
            painter.setPen(QPen(QColor(colours.surface), px(10) / 6))
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(place, px(4), px(4))
