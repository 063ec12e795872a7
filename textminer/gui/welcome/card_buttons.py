"""Buttons that look like cards: a sample, and a recent file."""

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from textminer.gui.fonts import font
from textminer.gui.theme import current_colours, px
from textminer.gui.welcome.samples import Sample

SAMPLE_HEIGHT = 68
ROW_HEIGHT = 36
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _CardButton(QAbstractButton):
    """A button without Qt's look, that Return presses as Space does."""

    def __init__(self, name: str, description: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _draw_text(self, painter: QPainter, box: QRectF, text: str, alignment: Qt.AlignmentFlag) -> float:
        """Draw one line, elided where it does not fit; returns its width."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, round(box.width()))
        painter.drawText(box, alignment | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def _draw_focus(self, painter: QPainter, box: QRectF, radius: float) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(current_colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, radius, radius)


class SampleCard(_CardButton):
    """A sample: its title, and what is in it."""

    def __init__(self, sample: Sample, parent: QWidget | None = None) -> None:
        super().__init__(sample.title, sample.description, parent)
        self.sample = sample
        self.setText(sample.title)
        self.setToolTip(sample.description)

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(SAMPLE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        lifted = self.underMouse() or self.isDown()
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.hover if lifted else colours.surface))
        painter.drawRoundedRect(box, px(12), px(12))
        self._draw_focus(painter, box, px(12))
        inner = box.adjusted(px(16), px(12), -px(16), -px(12))
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        painter.setPen(QColor(colours.text))
        painter.setFont(font(px(13), QFont.Weight.DemiBold))
        self._draw_text(painter, upper, self.sample.title, _LEFT)
        painter.setPen(QColor(colours.secondary))
        painter.setFont(font(px(12)))
        self._draw_text(painter, upper.translated(0, upper.height()), self.sample.facts, _LEFT)
        painter.end()


class RecentRow(_CardButton):
    """A file that was open before: its name and folder, and when it was last changed."""

    def __init__(self, path: Path, change: str, parent: QWidget | None = None) -> None:
        super().__init__(path.name, change, parent)
        self.path = path
        self._folder = _folder_name(path)
        self._change = change
        self.setText(path.name)
        self.setToolTip(str(path))

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(ROW_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(px(4), px(2), -px(4), -px(2))
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(box, px(8), px(8))
        self._draw_focus(painter, box, px(8))
        rest = QRectF(self.rect()).adjusted(px(16), 0, -px(16), 0)
        painter.setPen(QColor(colours.secondary))
        painter.setFont(font(px(12), tabular=True))
        rest.setRight(rest.right() - self._draw_text(painter, rest, self._change, _RIGHT) - px(16))
        painter.setPen(QColor(colours.text))
        painter.setFont(font(px(13)))
        rest.setLeft(rest.left() + self._draw_text(painter, rest, self.path.name, _LEFT) + px(10))
        if rest.width() > px(60):
            painter.setPen(QColor(colours.secondary))
            painter.setFont(font(px(12)))
            self._draw_text(painter, rest, self._folder, _LEFT)
        painter.end()


def _folder_name(path: Path) -> str:
    """The folder as people say it: from the home folder on where it lies there."""
    try:
        return str(Path("~") / path.parent.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # elsewhere, or a system without home folders
        return str(path.parent)
