"""A layout that goes on in the next line where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Widgets from left to right (right to left in such languages), line by line.

    It asks for the height that its last width needs. Qt's own way, a height for each width, would be asked of
    every such layout of every page at each change anywhere in the window.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._height = 0
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:
        """Of an item that Qt makes, the Python object may become invalid whenever Qt has asked for it."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        height = self._place(rect)
        if height != self._height:
            self._height = height
            self.update()

    def heightForWidth(self, width: int) -> int:
        """For those who ask; Qt does not, see above."""
        lines = [max(item.sizeHint().height() for item in line) for line in self._lines(width)]
        return sum(lines) + self._gap * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.expandedTo(QSize(0, self._height))

    def _place(self, rect: QRect) -> int:
        """Place the items in lines of the rectangle's width; returns the height they take."""
        top = rect.top()
        for line in self._lines(rect.width()):
            sizes = [item.sizeHint() for item in line]
            line_height, left = max(size.height() for size in sizes), rect.left()
            for item, size in zip(line, sizes, strict=True):
                corner = QPoint(left, top + (line_height - size.height()) // 2)
                item.setGeometry(QRect(corner, size))
                left += size.width() + self._gap
            top += line_height + self._gap
        return max(0, top - self._gap - rect.top())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """The items that are not hidden, by line; one that is wider than a line stands alone."""
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            needed = item.sizeHint().width()
            if not lines or left + needed > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += needed + self._gap
        return lines
