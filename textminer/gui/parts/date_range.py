"""A span of days, set by two dates."""

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from textminer.corpus.date_span import DateExtent, DateSpan
from textminer.gui.theme import px
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.day_box import DayBox
from textminer.translation import _


class DateRange(QWidget):
    """From … to …; `changed` at each step, so that the count of what matches can be watched."""

    changed = Signal()

    def __init__(self, column: int, extent: DateExtent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column
        self._extent = extent
        self.first = self._box(_("First day"), extent.first)
        self.last = self._box(_("Last day"), extent.last)
        layout = QGridLayout(self)
        layout.setContentsMargins(px(12), px(8), px(12), px(8))
        layout.setHorizontalSpacing(px(8))
        layout.addWidget(plain_label(_("from"), "secondary", self), 0, 0)
        layout.addWidget(self.first, 0, 1)
        layout.addWidget(plain_label(_("to"), "secondary", self), 0, 2)
        layout.addWidget(self.last, 0, 3)
        if extent.is_day_first is not None:
            words = _("read as day first") if extent.is_day_first else _("read as month first")
            layout.addWidget(plain_label(words, "small", self), 1, 1, 1, 3)
        self.first.dateChanged.connect(self._on_first)
        self.last.dateChanged.connect(self._on_last)

    def span(self) -> DateSpan | None:
        """The days, both ends in it; an end that is the column's own is open. None where both are."""
        first, last = (box.date().toString(Qt.DateFormat.ISODate) for box in (self.first, self.last))
        first = "" if first == self._extent.first else first
        last = "" if last == self._extent.last else last
        return DateSpan(self._column, first, last) if first or last else None

    def set_span(self, span: DateSpan | None) -> None:
        """Show a span that holds elsewhere."""
        if span == self.span():
            return
        first, last = (span.first, span.last) if span is not None else ("", "")
        self.last.setDate(_date(last or self._extent.last))
        self.first.setDate(_date(first or self._extent.first))

    def _box(self, name: str, day: str) -> DayBox:
        box = DayBox(name, _date(day), self)
        box.setDateRange(_date(self._extent.first), _date(self._extent.last))
        box.setMinimumWidth(px(132))
        return box

    def _on_first(self, first: QDate) -> None:
        if first > self.last.date():
            self.last.setDate(first)
        else:
            self.changed.emit()

    def _on_last(self, last: QDate) -> None:
        if last < self.first.date():
            self.first.setDate(last)
        else:
            self.changed.emit()


def _date(day: str) -> QDate:
    return QDate.fromString(day, Qt.DateFormat.ISODate)
