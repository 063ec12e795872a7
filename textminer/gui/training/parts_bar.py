"""How the labelled documents are shared out: learnt from, watched, judged by."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from textminer.gui.theme import at_scale, current_colours, px
from textminer.gui.widgets.card import Card, plain_label
from textminer.translation import _
from textminer.workflows.training import Labelled, TrainingRequest, planned_parts

HEIGHT = 10
COLOURS = ("accent", "neutral", "text")


class PartsCard(Card):
    """A bar of three parts, and a line on each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("How your labels are used"), parent=parent)
        self._bar = _PartsBar(self)
        self.body.addWidget(self._bar)
        self._counts: list[QLabel] = []
        row = QHBoxLayout()
        row.setSpacing(16)
        for colour, words in zip(
            COLOURS,
            (
                _("documents to learn from"),
                _("documents to see when to stop"),
                _("documents to judge the model by, which never sees them before"),
            ),
            strict=True,
        ):
            row.addLayout(self._column(colour, words), 1)
        self.body.addSpacing(2)
        self.body.addLayout(row)

    def show_parts(self, labelled: Labelled, request: TrainingRequest) -> None:
        """Show about how many documents fall into each part."""
        parts = planned_parts(labelled, request)
        self._bar.set_parts(parts)
        for label, n in zip(self._counts, parts, strict=True):
            label.setText(_("about {n}").format(n=f"{n:,}"))

    def _column(self, colour: str, words: str) -> QVBoxLayout:
        sign = _Sign(colour, self)
        count = plain_label("", "", self)
        self._counts.append(count)
        explanation = plain_label(words, "small", self)
        explanation.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(sign)
        top.addWidget(count, 1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(explanation)
        column.addStretch(1)
        return column


class _Sign(QWidget):
    """A small square in the colour of a part."""

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour
        at_scale(self, lambda it: it.setFixedSize(px(HEIGHT), px(HEIGHT)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(current_colours(), self._colour)))
        painter.drawRoundedRect(QRectF(self.rect()), px(3), px(3))
        painter.end()


class _PartsBar(QWidget):
    """One bar in as many parts as there are colours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: tuple[int, ...]) -> None:
        self._parts = parts
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(200), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        gap = px(3)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = self.width() - gap * (len(self._parts) - 1)
        left = 0.0
        for part, colour in zip(self._parts, COLOURS, strict=False):
            width = room * part / max(sum(self._parts), 1)
            painter.setBrush(QColor(getattr(colours, colour)))
            painter.drawRoundedRect(QRectF(left, 0, width, self.height()), px(3), px(3))
            left += width + gap
        painter.end()
