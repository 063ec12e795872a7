"""The values of a column to be ticked, with a field to find them by: for more than a menu can show."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from textminer.analysis.cells import ColumnValues
from textminer.gui.parts.filter_words import value_word
from textminer.gui.theme import px
from textminer.gui.widgets.line_field import LineField
from textminer.translation import _, left_to_right

N_ROWS = 12  # seen without scrolling
VALUE = Qt.ItemDataRole.UserRole


class ValueList(QWidget):
    """Ticks stay where the search hides them; `toggled` carries a value and whether it is ticked."""

    toggled = Signal(str, bool)

    def __init__(self, group: ColumnValues, ticked: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = LineField(self)
        self.field.setPlaceholderText(_("Find one of {n} values").format(n=f"{len(group.values):,}"))
        self.field.setAccessibleName(_("Find a value"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Values"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for value, count in group.values:
            item = QListWidgetItem(left_to_right(f"{value_word(value)}  ({count:,})"), self.list)
            item.setData(VALUE, value)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
        self.list.setMinimumWidth(px(280))
        self.list.setSpacing(px(4))  # or the boxes touch
        self.list.setFixedHeight(N_ROWS * (self.list.sizeHintForRow(0) + 2 * px(4)) + px(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(6), px(8), px(6))
        layout.setSpacing(px(6))
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._search)
        self.list.itemChanged.connect(self._on_item)
        self.list.itemClicked.connect(self._on_clicked)
        self._ticked_by_box: QListWidgetItem | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the field to the first value found, Return ticks it."""
        items = [self.list.item(row) for row in range(self.list.count())]
        shown = [item for item in items if not item.isHidden()]
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus() and shown:
            self.list.setFocus()
            self.list.setCurrentItem(shown[0])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and shown:
            _flip(self.list.currentItem() if self.list.hasFocus() else shown[0])
        else:
            super().keyPressEvent(event)

    def _search(self, sought: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(sought.strip().casefold() not in item.text().casefold())

    def _on_item(self, item: QListWidgetItem) -> None:
        self._ticked_by_box = item
        self.toggled.emit(item.data(VALUE), item.checkState() == Qt.CheckState.Checked)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        """A click beside the box ticks as well; one on it has done so already."""
        if self._ticked_by_box is not item:
            _flip(item)
        self._ticked_by_box = None


def _flip(item: QListWidgetItem) -> None:
    is_ticked = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)
