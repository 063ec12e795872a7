"""A few views side by side, one of which is shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from textminer.gui.widgets.pill import Pill


class Segments(QWidget):
    """Pills of which one is on; `chosen` carries its place when the user chose another."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for place, title in enumerate(titles):
            pill = Pill(title, is_checkable=True, parent=self)
            pill.setChecked(place == 0)
            self._group.addButton(pill, place)
            layout.addWidget(pill)
        layout.addStretch(1)
        self._group.idClicked.connect(self.chosen)

    def choose(self, place: int) -> None:
        """Choose one, as a click does."""
        self._group.button(place).click()

    def buttons(self) -> list[QAbstractButton]:
        """The pills, from left to right."""
        return self._group.buttons()

    @property
    def current(self) -> int:
        """Place of the one that is on."""
        return self._group.checkedId()
