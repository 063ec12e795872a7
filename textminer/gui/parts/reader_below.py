"""What stands below the text in the reader: one of several things, chosen by pills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from textminer.gui.theme import px
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.pill import Pill

GAP = 6


@dataclass(frozen=True, eq=False)
class Below:
    """One thing that may stand below the text.

    height:  what it would like to have, in pixels now; 0 where there is nothing to show
    """

    name: str
    widget: QWidget
    height: Callable[[], int]


class ReaderBelow(QWidget):
    """Pills in a row, and under it the thing whose pill is on; `changed` when that is another one."""

    changed = Signal()

    def __init__(self, parts: Sequence[Below], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = list(parts)
        self._row = QWidget(self)
        pills = FlowLayout(self._row, gap=px(GAP))
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self.pills: list[Pill] = []
        for number, part in enumerate(self._parts):
            pill = Pill(part.name, is_checkable=True, parent=self._row)
            self._group.addButton(pill, number)
            self._stack.addWidget(part.widget)
            pills.addWidget(pill)
            self.pills.append(pill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(GAP))
        layout.addWidget(self._row)
        layout.addWidget(self._stack, 1)
        # what it shows scrolls: with little height the pills are not to be cut
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.pills[0].setChecked(True)
        self._group.idToggled.connect(self._on_toggled)

    @property
    def shown(self) -> QWidget:
        """What stands there now."""
        return self._parts[self._stack.currentIndex()].widget

    def show_part(self, widget: QWidget) -> None:
        """Let one of the things stand there."""
        self.pills[[part.widget for part in self._parts].index(widget)].setChecked(True)

    def natural_height(self) -> int:
        """The height it would like to have at the width there is."""
        pills = self._row.layout()
        row = pills.heightForWidth(max(self.width(), px(200))) if pills is not None else 0
        return row + px(GAP) + self._parts[self._stack.currentIndex()].height()

    def _on_toggled(self, number: int, is_on: bool) -> None:
        if is_on:
            self._stack.setCurrentIndex(number)
            self.changed.emit()
