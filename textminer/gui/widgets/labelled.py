"""A control with its words beside it, which a line that is too short does not part."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from textminer.gui.theme import set_kind


class Labelled(QWidget):
    """Words, a control and perhaps more words; the first words are the control's, for its keys."""

    def __init__(self, title: str, control: QWidget, after: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        before = _words(title, self)
        before.setBuddy(control)
        layout.addWidget(before)
        layout.addWidget(control)
        if after:
            layout.addWidget(_words(after, self))


def _words(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    set_kind(label, "secondary")
    return label
