"""The other columns of a document as names and values."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.translation import _, ngettext_

MAX_FIELDS = 100  # a row of 10,000 columns is read in the grid or in an export
MAX_CHARACTERS = 1_000
NAME_WIDTH = 96
NAME_SHARE = 0.42  # of the width, that long names may take


class FieldList(QScrollArea):
    """Names at the left, values at the right, plain text throughout; labels are reused from row to row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Other columns"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_kind(self, "scrolled")
        self._inside = QWidget(self)
        set_kind(self._inside, "page")
        self._layout = QGridLayout(self._inside)
        self._layout.setContentsMargins(0, 2, 0, 2)
        self._layout.setHorizontalSpacing(12)
        self._layout.setVerticalSpacing(6)
        self._layout.setColumnStretch(1, 1)
        self._names: list[ElidedLabel] = []
        self._values: list[QLabel] = []
        self._more = plain_label("", "small", self._inside)
        self._n_fields = 0
        self._shown_names: list[str] = []
        self.setWidget(self._inside)

    def values(self) -> list[tuple[str, str]]:
        """The names and values that are shown."""
        shown = zip(self._names, self._values, strict=True)
        return [(name.text(), value.text()) for name, value in shown][: self._n_fields]

    def natural_height(self) -> int:
        """The height at which nothing is cut, at the width there is; 0 without fields."""
        if not self._n_fields:
            return 0
        # as wide as beside a scroll bar: else a value that just fits calls for one, and wraps because of it
        width = max(self.width(), px(200)) - self.verticalScrollBar().sizeHint().width()
        # Qt gives the inside no less than its minimum, which knows nothing of the width
        inside = max(self._layout.heightForWidth(width), self._layout.minimumSize().height())
        return inside + 2 * self.frameWidth()

    def set_fields(self, names: list[str], values: list[str]) -> None:
        """Show other fields, as many as can be read."""
        self._n_fields = min(len(names), MAX_FIELDS)
        is_renamed = names[: self._n_fields] != self._shown_names
        self._shown_names = names[: self._n_fields]
        while len(self._names) < self._n_fields:
            self._add_row()
        for number, (name_label, value_label) in enumerate(zip(self._names, self._values, strict=True)):
            is_shown = number < self._n_fields
            name_label.setVisible(is_shown)
            value_label.setVisible(is_shown)
            if is_shown:
                value = values[number]
                name_label.setText(names[number])
                value_label.setText(value[:MAX_CHARACTERS] + ("…" if len(value) > MAX_CHARACTERS else ""))
                value_label.setAccessibleName(names[number])
        n_more = len(names) - self._n_fields
        self._more.setVisible(n_more > 0)
        more = ngettext_("and {n} more column", "and {n} more columns", n_more)
        self._more.setText(more.format(n=f"{n_more:,}"))
        self._layout.addWidget(self._more, len(self._names), 0, 1, 2)
        if is_renamed:
            self._fit_names()
        self._layout.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """Give the names what the longest asks for, but leave the values the greater part."""
        if self._names:
            metrics = self._names[0].fontMetrics()
            longest = max((metrics.horizontalAdvance(name) for name in self._shown_names), default=0)
            width = max(px(NAME_WIDTH), min(longest + px(4), round(self.width() * NAME_SHARE)))
            for label in self._names:
                label.setFixedWidth(width)

    def _add_row(self) -> None:
        row = len(self._names)
        name = ElidedLabel(self._inside, Qt.TextElideMode.ElideRight)
        set_kind(name, "secondary")
        value = plain_label("", "", self._inside)
        value.setWordWrap(True)
        value.setMinimumWidth(0)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        self._names.append(name)
        self._values.append(value)
