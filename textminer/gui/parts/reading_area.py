"""Where a document's text and what is told below it stand: that follows the last line if both have room."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from textminer.gui.parts.reader_below import ReaderBelow
from textminer.gui.theme import px
from textminer.gui.widgets.card import separator

GAP = 12
BELOW_SHARE = 0.36  # of the height, that what stands below may take from a long text


class ReadingArea(QWidget):
    """Gives the text the height of its lines, as far as there is room; each part scrolls by itself."""

    def __init__(
        self, text: QTextEdit, reason: QLabel, below: ReaderBelow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._reason = reason
        self._below = below
        self._line = separator(self)
        reason.setWordWrap(True)
        reason.hide()
        for widget in (text, reason, below):
            widget.setParent(self)
        # not at once: a scroll bar that came while the text is being laid out would not be heeded
        self._refit = QTimer(self, singleShot=True, interval=0)
        self._refit.timeout.connect(self.fit)
        text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._refit.start())
        below.changed.connect(self.fit)

    def set_text_shown(self, is_shown: bool) -> None:
        """Show the text, or only what stands below it."""
        if self._text.isVisibleTo(self) != is_shown:
            self._text.setVisible(is_shown)
            self.fit()

    def set_reason(self, sentence: str) -> None:
        """Say below the text what is the matter; "" for nothing."""
        if sentence != self._reason.text() or self._reason.isVisibleTo(self) != bool(sentence):
            self._reason.setText(sentence)
            self._reason.setVisible(bool(sentence))
            self.fit()

    def fit(self) -> None:
        """Place everything anew."""
        width, height = self.width(), self.height()
        below = self._below.natural_height()
        between = px(GAP) * 2 + 1
        reason = self._reason.heightForWidth(width) + px(GAP) if self._reason.isVisibleTo(self) else 0
        text = self._natural_text_height() if self._text.isVisibleTo(self) else 0
        if text + reason + between + below > height:
            below = min(below, max(round(height * BELOW_SHARE), height - text - reason - between))
            text = max(0, min(text, height - reason - between - below))
        is_cut = text < self._natural_text_height()
        self._text.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn if is_cut else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self._text.setGeometry(0, 0, width, text)
        self._reason.setGeometry(0, text + px(GAP) // 2, width, max(0, reason - px(GAP) // 2))
        top = text + reason
        self._line.setGeometry(0, top + px(GAP), width, 1)
        self._below.setGeometry(0, top + between, width, below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(120))

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(400))

    def _natural_text_height(self) -> int:
        height = self._text.document().size().height() + 2 * self._text.frameWidth()
        return int(min(height, 1_000_000)) + px(10)  # proportional lines end close below their letters
