"""Cards of settings: a title and a note on the left, what is chosen on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.elided_label import ElidedLabel


class SettingsCard(QFrame):
    """A card of rows with lines between them."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        title = QLabel(heading, self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(title, "heading")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(18), px(14), px(18), px(14))
        self._layout.setSpacing(px(10))
        self._layout.addWidget(title)
        self._n_rows = 0

    def add_row(
        self, title: str, note: str = "", control: QWidget | None = None, is_path: bool = False
    ) -> QLabel:
        """Add a row; `control` gets the title as its accessible name where it has none. Returns the note.

        is_path:  the note is a path: cut in its middle where it does not fit, and selectable as a whole
        """
        if self._n_rows:
            line = QFrame(self)
            set_kind(line, "line")
            self._layout.addWidget(line)
        self._n_rows += 1
        name = QLabel(title, self)
        name.setTextFormat(Qt.TextFormat.PlainText)
        told: QLabel = ElidedLabel(self) if is_path else QLabel(self)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setText(note)
        told.setToolTip(note if is_path else "")
        told.setWordWrap(not is_path)
        told.setVisible(bool(note))
        told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_kind(told, "small")
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(name)
        words.addWidget(told)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addLayout(words, 1)
        if control is not None:
            if not control.accessibleName():
                control.setAccessibleName(title)
            control.setAccessibleDescription(note)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(row)
        return told
