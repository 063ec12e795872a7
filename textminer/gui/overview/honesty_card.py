"""The honesty card: how far the figures can be trusted, and by which labels they are judged."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.translation import _
from textminer.workflows.honesty import HonestyLine

BETWEEN = 16  # two columns of lines


class HonestyCard(Card):
    """Names and values in lines. `picked` carries the mark of a value that was clicked; `judge_chosen` the
    data of the labels that were chosen.
    """

    picked = Signal(str)
    judge_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("How far to trust this"), parent=parent)
        set_kind(self.heading, "small")
        self._layout.setContentsMargins(18, 10, 18, 12)
        self._layout.setSpacing(4)
        self.judge = QComboBox(self)
        self.judge.setAccessibleName(_("Judged by"))
        self.judge.setToolTip(_("The labels that the model is judged by"))
        set_kind(self.judge, "small")
        self.judge.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._by = plain_label(_("judged by"), "small", self)
        self.heading_row.addWidget(self._by)
        self.heading_row.addWidget(self.judge)
        self._lines: list[HonestyLine] = []
        self._names: list[QLabel] = []
        self._values: list[QLabel] = []
        self._links: list[QPushButton] = []
        self._is_wide = False
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(2)
        self._grid.setHorizontalSpacing(12)
        self.body.addLayout(self._grid)
        self.hint = plain_label("", "small", self)
        self.hint.setWordWrap(True)
        self.body.addWidget(self.hint)
        self.body.addStretch(1)
        self.judge.activated.connect(lambda place: self.judge_chosen.emit(self.judge.itemData(place)))
        self.show_judges((), None)

    def show_lines(self, lines: Sequence[HonestyLine], hint: str = "") -> None:
        """Show these; a hint below them, "" for none."""
        self._lines = list(lines)
        while len(self._names) < len(lines):
            self._add_line(len(self._names))
        for place, (name, value, link) in enumerate(zip(self._names, self._values, self._links, strict=True)):
            line = lines[place] if place < len(lines) else None
            name.setVisible(line is not None)
            value.setVisible(line is not None and not line.mark)
            link.setVisible(line is not None and bool(line.mark))
            if line is not None:
                name.setText(line.name)
                value.setText(line.value)
                link.setText(line.value)
                link.setAccessibleName(f"{line.name}: {line.value}")
                for widget in (name, value, link):
                    widget.setToolTip(line.tip)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._place()

    def set_wide(self, is_wide: bool) -> None:
        """Set the lines in two columns, where the card has a row of its own."""
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._place()

    def show_judges(self, judges: Sequence[tuple[str, object]], current: object) -> None:
        """Offer the labels that the model can be judged by: their names, and what stands for them."""
        for widget in (self._by, self.judge):
            widget.setVisible(len(judges) > 0)
        shown = [(self.judge.itemText(n), self.judge.itemData(n)) for n in range(self.judge.count())]
        if shown != list(judges):
            self.judge.clear()
            for name, data in judges:
                self.judge.addItem(name, data)
        self.judge.setCurrentIndex(max(self.judge.findData(current), 0))

    def lines(self) -> list[HonestyLine]:
        """What is shown."""
        return list(self._lines)

    def controls(self) -> list[QWidget]:
        """What Tab reaches in it."""
        return [self.judge, *self._links]

    def link_of(self, mark: str) -> QPushButton | None:
        """The value that selects the documents of a mark, if it is shown."""
        place = next((n for n, line in enumerate(self._lines) if line.mark == mark), None)
        return None if place is None else self._links[place]

    def _add_line(self, place: int) -> None:
        name, value = plain_label("", "secondary", self), plain_label("", "strong", self)
        link = QPushButton(self)
        set_kind(link, "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda _checked=False: self.picked.emit(self._lines[place].mark))
        self._names.append(name)
        self._values.append(value)
        self._links.append(link)

    def _place(self) -> None:
        """Line by line, the second half beside the first where there is room."""
        n_lines = len(self._lines)
        n_rows = (n_lines + 1) // 2 if self._is_wide else n_lines
        right = Qt.AlignmentFlag.AlignRight
        for place, widgets in enumerate(zip(self._names, self._values, self._links, strict=True)):
            second, row = divmod(place, max(n_rows, 1)) if place < n_lines else (0, place)
            name, value, link = widgets
            for widget in widgets:
                self._grid.removeWidget(widget)
            self._grid.addWidget(name, row, 3 * second)
            self._grid.addWidget(value, row, 3 * second + 1, right)
            self._grid.addWidget(link, row, 3 * second + 1, right)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(3, 1 if self._is_wide else 0)
        self._grid.setColumnMinimumWidth(2, px(BETWEEN) if self._is_wide else 0)
