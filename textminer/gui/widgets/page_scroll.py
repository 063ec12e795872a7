"""Lets content scroll as a whole once it has too little room, as a page does at a large scale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from textminer.gui.theme import set_kind


class PageScroll(QScrollArea):
    """Gives its content the room there is, but never less than it asks for at least."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = _LeastHeight(content)
        self.setWidget(self._frame)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)

    def prefer(self, is_generous: bool) -> None:
        """Give the content the height that it prefers, as where one part stands below the other."""
        if is_generous != self._frame.is_generous:
            self._frame.is_generous = is_generous
            self._frame.updateGeometry()


class _LeastHeight(QWidget):
    """A scroll area asks content whose lines wrap for the height it prefers: this tells the least instead."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.is_generous = False
        set_kind(self, "page")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        if layout is None:
            return -1
        return layout.heightForWidth(width) if self.is_generous else layout.minimumHeightForWidth(width)
