"""What is seen while files are dragged over the window."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from textminer.gui.fonts import font
from textminer.gui.theme import current_colours, px
from textminer.translation import _


class DropOverlay(QWidget):
    """A dashed frame over the whole window that says what letting go would do; never in the way of events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAcceptDrops(False)
        self.hide()

    def set_shown(self, shown: bool) -> None:
        """Come to the front, or go."""
        self.setVisible(shown)
        if shown:
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colours.accent_ground)
        ground.setAlphaF(0.96)
        painter.fillRect(self.rect(), ground)
        pen = QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        edge = px(16)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), px(16), px(16))
        painter.setPen(QColor(colours.text))
        painter.setFont(font(px(22), QFont.Weight.DemiBold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Drop to open"))
        painter.end()
