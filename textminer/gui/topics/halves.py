"""Two parts of a view with a handle between them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from textminer.gui.theme import px, set_kind


def halves(orientation: Qt.Orientation, first: QWidget, second: QWidget, sizes: tuple[int, int]) -> QSplitter:
    """A splitter whose second part takes what the window gains; sizes in pixels at scale 1."""
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(px(14))
    splitter.addWidget(first)
    splitter.addWidget(second)
    splitter.setSizes([px(size) for size in sizes])
    splitter.setStretchFactor(1, 1)
    set_kind(splitter, "page")
    return splitter
