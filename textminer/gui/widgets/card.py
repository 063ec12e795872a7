"""A card: a quiet frame around one thing, with a heading and room for buttons beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from textminer.gui.theme import at_scale, px, set_kind

FLUSH_INDENT = 13  # of cells, and of what stands above and below a table


class Card(QFrame):
    """Put content into `body`; `heading_row` takes buttons at its right end. No heading, no row.

    is_flush:  content reaches the edges, as tables do
    """

    def __init__(
        self, heading: str = "", note: str = "", is_flush: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self._layout = QVBoxLayout(self)
        # a flush table must not paint over the rounded corners below it
        self._layout.setContentsMargins(*((1, 1, 1, 8) if is_flush else (18, 16, 18, 16)))
        self._layout.setSpacing(8)
        self.heading = plain_label(heading, "heading", self)
        self.note = plain_label(note, "small", self)
        self.note.setWordWrap(True)
        self.heading_row = QHBoxLayout()
        self.heading_row.setSpacing(8)
        self.heading_row.addWidget(self.heading)
        self.heading_row.addStretch(1)
        if is_flush and heading:  # in line with the cells
            at_scale(
                self.heading_row,
                lambda it: it.setContentsMargins(px(FLUSH_INDENT), px(12), px(FLUSH_INDENT), px(4)),
            )
            at_scale(self.note, lambda it: it.setContentsMargins(px(FLUSH_INDENT), 0, px(FLUSH_INDENT), 0))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._layout.addLayout(self.heading_row)
        self._layout.addWidget(self.note)
        self._layout.addLayout(self.body, 1)
        self.set_heading(heading, note)

    def set_heading(self, heading: str, note: str = "") -> None:
        """Change what stands above the content; "" hides it."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.setAccessibleName(heading)


def plain_label(text: str, kind: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that never reads its text as HTML, in a kind of the style sheet."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if kind:
        set_kind(label, kind)
    return label


def separator(parent: QWidget | None = None) -> QFrame:
    """A line between two parts of a card."""
    line = QFrame(parent)
    set_kind(line, "line")
    return line
