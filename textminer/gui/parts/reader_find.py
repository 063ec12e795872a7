"""The find line of the reader: where a word stands in the text that is being read."""

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from textminer.analysis.finding import find_spans
from textminer.gui.icons import use_icon
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.gui.widgets.line_field import LineField
from textminer.translation import _

NOWHERE = np.empty((0, 2), dtype=np.int64)


class FindLine(QWidget):
    """Marks every place of what is typed, and goes from one to the next. Hidden until it is opened.

    closed  the marks of something else may be shown again
    """

    closed = Signal()

    def __init__(self, text: HighlightedText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._spans = NOWHERE
        self._place = -1
        self.box = LineField(self)
        self.box.setPlaceholderText(_("Find in this document"))
        self.box.setAccessibleName(_("Find in this document"))
        self.box.setMinimumWidth(px(80))
        self.count = plain_label("", "small", self)
        self.previous_button = self._button("chevron-up", _("Previous place"), lambda: self.step(-1))
        self.next_button = self._button("chevron-down", _("Next place"), lambda: self.step(1))
        self.close_button = self._button("x", _("Close the find line"), self.close_line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.box, 1)
        for widget in (self.count, self.previous_button, self.next_button, self.close_button):
            layout.addWidget(widget)
        self.box.textChanged.connect(lambda _text: self.search())
        text.edited.connect(self.search_again)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether the line is there."""
        return not self.isHidden()

    def open_line(self) -> None:
        """Show the line, with what is selected in the text if that is a word or two."""
        selected = self._text.selected_text()
        if selected and "\n" not in selected and len(selected) <= 80:
            self.box.setText(selected)
        self.show()
        self.search()
        self.box.setFocus()
        self.box.selectAll()

    def close_line(self) -> None:
        """Hide the line and its marks."""
        if self.is_open:
            self.hide()
            self._text.setFocus()
            self.closed.emit()

    def search(self) -> None:
        """Mark what is typed and show its first place."""
        self.search_again()
        self._place = -1
        self.step(1)

    def search_again(self) -> None:
        """Mark what is typed in the text as it is now, and stay where one is."""
        if not self.is_open:
            return
        self._spans = find_spans(self._text.text(), self.box.text())
        self._place = min(self._place, len(self._spans) - 1)
        self._text.set_marks(self._spans[:, 0], self._spans[:, 1])
        self._tell()

    def step(self, onward: int) -> None:
        """Go to the next (1) or the previous (-1) place; from the last to the first."""
        if len(self._spans):
            here = self._place if self._place >= 0 or onward > 0 else 0
            self._place = (here + onward) % len(self._spans)
            start, end = self._spans[self._place].tolist()
            self._text.select_characters(start, end)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_line()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.step(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Down:
            self.step(1)
        elif event.key() == Qt.Key.Key_Up:
            self.step(-1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.accept()  # at the end of the line: not another document
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "box"):
            self.box.setMinimumWidth(px(80))

    def _tell(self) -> None:
        n = len(self._spans)
        said = ""
        if self.box.text():
            said = _("{n} of {total}").format(n=f"{self._place + 1:,}", total=f"{n:,}") if n else _("nowhere")
        self.count.setText(said)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(n > 0)

    def _button(self, icon: str, name: str, action: object) -> QPushButton:
        button = QPushButton(self)
        set_kind(button, "icon")
        use_icon(button, icon, "secondary")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(action)
        return button
