"""Two parts of a view and a handle: side by side where there is room, else one below the other."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from textminer.gui.theme import px, set_kind

BESIDE_FROM = 700  # width from which two parts have room side by side
HANDLE = 14
LEAST_HEIGHT = 220


class Halves(QSplitter):
    """Lengths are in pixels at scale 1. One below the other, parts ask for their heights: the page scrolls.

    widths:   of the parts side by side; None where they always stand one below the other
    heights:  of the parts one below the other
    grows:    place of the part that takes what the window gains; without widths both do, as their heights are
    """

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        widths: tuple[int, int] | None,
        heights: tuple[int, int] = (320, 320),
        grows: int = 1,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical if widths is None else Qt.Orientation.Horizontal)
        self._parts = (first, second)
        self._widths = widths
        self._heights = heights
        self._grows = grows
        self._is_moved = False
        set_kind(self, "page")
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self.addWidget(second)
        if widths is None:
            for place, height in enumerate(heights):
                self.setStretchFactor(place, height)
        else:
            self.setStretchFactor(grows, 1)
        self.splitterMoved.connect(lambda _place, _index: self._on_moved())
        self._divide()

    @property
    def is_beside(self) -> bool:
        """Whether the parts stand side by side."""
        return self.orientation() is Qt.Orientation.Horizontal

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        height = LEAST_HEIGHT if self.is_beside else sum(self._heights) + HANDLE
        if self._widths is not None:
            least.setWidth(max(part.minimumSizeHint().width() for part in self._parts))
        return QSize(least.width(), max(least.height(), px(height)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()
        if not self._is_moved:
            self._divide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_widths"):
            self.setHandleWidth(px(HANDLE))
            self._turn()
            if not self._is_moved:
                self._divide()
            self.updateGeometry()

    def _on_moved(self) -> None:
        self._is_moved = True

    def _turn(self) -> None:
        is_beside = self._widths is not None and self.width() >= px(BESIDE_FROM)
        if is_beside != self.is_beside:
            self.setOrientation(Qt.Orientation.Horizontal if is_beside else Qt.Orientation.Vertical)
            self._is_moved = False
            self._divide()
            self.updateGeometry()

    def _divide(self) -> None:
        """As designed while the user has not moved the border; what is missing, both go without alike."""
        self.setHandleWidth(px(HANDLE))
        lengths = self._widths if self.is_beside and self._widths is not None else self._heights
        sizes = [px(length) for length in lengths]
        room = (self.width() if self.is_beside else self.height()) - px(HANDLE)
        if self._widths is None or room <= sum(sizes):
            share = max(room, 0) / max(sum(sizes), 1)
            sizes = [round(share * size) for size in sizes]
        else:
            sizes[self._grows] += room - sum(sizes)
        self.setSizes(sizes)
