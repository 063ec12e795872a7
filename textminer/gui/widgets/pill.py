"""Pills: small rounded buttons for filters and choices, and the count that leads them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from textminer.gui.theme import set_kind
from textminer.translation import _


class Pill(QPushButton):
    """A choice that can be on or off, or a small command."""

    def __init__(self, text: str, is_checkable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(is_checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_kind(self, "pill")


class RemovablePill(QPushButton):
    """A condition that holds; a click takes it away."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_text(text)
        self.setToolTip(_("Remove this filter"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_kind(self, "pill")
        self.clicked.connect(lambda: self.removed.emit())

    def set_text(self, text: str) -> None:
        """Name another condition."""
        self.setText(f"{text}  ×")
        self.setAccessibleName(_("Remove filter: {filter}").format(filter=text))


class CountPill(QWidget):
    """How many of how many, on the accent ground: "3,418 matching of 12,431"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = QLabel(self)
        self._words = QLabel(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(6)
        for label in (self._number, self._words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "count")
        set_kind(self._number, "count-number")
        set_kind(self._words, "count-words")

    def set_count(self, number: str, words: str) -> None:
        """Show a number in bold and the words after it."""
        self._number.setText(number)
        self._words.setText(words)
        self.setAccessibleName(f"{number} {words}")
