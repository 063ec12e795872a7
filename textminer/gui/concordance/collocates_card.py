"""The collocates beside the lines: which words stand around the node more often than by chance."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QWidget

from textminer.analysis.collocation import Collocates
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import FLUSH_INDENT, Card, plain_label
from textminer.gui.widgets.column_table import Column, short_number, sorted_order
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.labelled import Labelled
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.table_view import ColumnTable
from textminer.translation import _
from textminer.workflows.concordance import CollocateOptions

MOST_WORDS_ASIDE = 5
MEASURES = ("log_likelihood", "log_dice", "mutual_information", "t_score")


class _CollocatesTable(ColumnTable):
    """As dense as the lines beside it."""

    row_height = 28


class CollocatesCard(Card):
    """A table of collocates and what is counted as one.

    changed  other words are to be counted
    chosen   a collocate was clicked: its place in `collocates`, -1 for none
    """

    changed = Signal()
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Collocates"), is_flush=True, parent=parent)
        self.collocates: Collocates | None = None
        self.left = self._spin(0, MOST_WORDS_ASIDE, 5, _("Words to the left"))
        self.right = self._spin(0, MOST_WORDS_ASIDE, 5, _("Words to the right"))
        self.minimum = self._spin(1, 9_999, 3, _("Fewest occurrences"))
        self.measure = QComboBox(self)
        self.save_button = Pill(_("Save…"), parent=self)
        self.stop_words = QCheckBox(_("Hide stop words"), self)
        self.table = _CollocatesTable(_("Collocates"), self)
        self.table.min_rest_width = 90
        self.nothing = plain_label(
            _("No word stands near what was found so often: lower “At least” or widen the span."),
            "small",
            self,
        )
        self._sort = (-1, False)
        self._arrange()
        for spin in (self.left, self.right, self.minimum):
            spin.valueChanged.connect(lambda _value: self.changed.emit())
        self.stop_words.toggled.connect(lambda _is_on: self.changed.emit())
        self.measure.currentIndexChanged.connect(lambda _place: self._render())
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_rows)

    def options(self, match_case: bool) -> CollocateOptions:
        """What is counted."""
        return CollocateOptions(
            self.left.value(),
            self.right.value(),
            self.minimum.value(),
            self.stop_words.isChecked(),
            match_case,
        )

    def show_collocates(self, found: Collocates | None) -> None:
        """Show others; None where there are no lines."""
        self.collocates = found
        self.table.select_positions(np.empty(0, dtype=np.int64))
        self._render()

    def choose(self, place: int) -> None:
        """Mark a collocate as if it had been clicked; -1 for none."""
        wanted = np.array([place] if place >= 0 else [], dtype=np.int64)
        self.table.select_positions(wanted)
        self.chosen.emit(place)

    def _render(self) -> None:
        found = self.collocates
        self.nothing.setVisible(found is not None and not found.n_words)
        if found is None:
            self.table.set_columns([], np.empty(0, dtype=np.int64))
            return
        values = self._values(found)
        self.table.set_columns(
            [
                Column(_("Word"), found.words.__getitem__, width=0),
                Column(_("Count"), lambda place: f"{found.counts[place]:,}", width=66, number=True),
                Column(
                    _("Documents"), lambda place: f"{found.document_counts[place]:,}", width=94, number=True
                ),
                Column(
                    _short_name(MEASURES[self.measure.currentIndex()]),
                    lambda place: short_number(float(values[place])),
                    width=84,
                    number=True,
                ),
            ],
            self._order(found),
        )

    def _values(self, found: Collocates) -> np.ndarray:
        name = MEASURES[self.measure.currentIndex()]
        return np.asarray(getattr(found.association, name))

    def _order(self, found: Collocates) -> np.ndarray:
        """By the measure, the highest first, unless a heading was clicked."""
        column, descending = self._sort
        places = np.arange(found.n_words)
        if column < 0:
            return sorted_order(places, self._values(found), descending=True)
        if column == 0:
            ranks = np.argsort(np.argsort(found.ids))  # ids are places in the alphabet
            return sorted_order(places, ranks, descending)
        keys = (found.counts, found.document_counts, self._values(found))[column - 1]
        return sorted_order(places, keys, descending)

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        if self.collocates is not None:
            self.table.set_order(self._order(self.collocates))

    def _on_rows(self, places: np.ndarray) -> None:
        self.chosen.emit(int(places[0]) if len(places) else -1)

    def _arrange(self) -> None:
        self.measure.addItems([_long_name(name) for name in MEASURES])
        self.measure.setAccessibleName(_("Measure"))
        for place, name in enumerate(MEASURES):
            self.measure.setItemData(place, _explanation(name), 3)  # the role of tool tips
        self.save_button.setAccessibleName(_("Save collocates"))
        self.heading_row.addWidget(self.save_button)
        self.stop_words.setChecked(True)
        flow = FlowLayout(None, 8)
        for title, spin in ((_("Left"), self.left), (_("Right"), self.right), (_("At least"), self.minimum)):
            flow.addWidget(Labelled(title, spin, parent=self))
        flow.addWidget(self.measure)
        flow.addWidget(self.stop_words)
        options = QHBoxLayout()
        at_scale(options, lambda it: it.setContentsMargins(px(FLUSH_INDENT), 0, px(FLUSH_INDENT), px(4)))
        options.addLayout(flow)
        self.body.addLayout(options)
        self.body.addWidget(self.table, 1)
        at_scale(self.nothing, lambda it: it.setContentsMargins(px(FLUSH_INDENT), px(6), px(FLUSH_INDENT), 0))
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        self.body.addWidget(self.nothing)

    def _spin(self, least: int, most: int, value: int, name: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(least, most)
        spin.setValue(value)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        spin.setKeyboardTracking(False)
        at_scale(spin, lambda it: it.setFixedWidth(px(60)))
        at_scale(spin.lineEdit(), lambda it: it.setTextMargins(px(6), 0, 0, 0))
        return spin


def _long_name(measure: str) -> str:
    names = {
        "log_likelihood": _("Log-likelihood"),
        "log_dice": _("Log-dice"),
        "mutual_information": _("Mutual information"),
        "t_score": _("t-score"),
    }
    return names[measure]


def _short_name(measure: str) -> str:
    names = {
        "log_likelihood": _("G²"),
        "log_dice": _("Log-dice"),
        "mutual_information": _("MI"),
        "t_score": _("t"),
    }
    return names[measure]


def _explanation(measure: str) -> str:
    sentences = {
        "log_likelihood": _("How sure it is that the words attract each other; negative if they avoid it"),
        "log_dice": _("How strongly they attract each other, whatever the size of the corpus; 14 at most"),
        "mutual_information": _("How strongly, in bits; favours rare words"),
        "t_score": _("How sure; favours frequent words"),
    }
    return sentences[measure]
