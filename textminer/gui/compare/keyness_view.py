"""Key words as a table and as bars."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from textminer.analysis.keyness import SIGNIFICANT
from textminer.figures.compare import draw_keyness_bars
from textminer.gui.compare.keyness_table import keyness_columns, sort_keys
from textminer.gui.compare.two_cards import table_and_figure
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.column_table import sorted_order
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.table_view import ColumnTable
from textminer.translation import _, ngettext_
from textminer.workflows.comparing import Compared


class KeynessView(QWidget):
    """`words_chosen` carries the places of words whose documents are asked for."""

    words_chosen = Signal(object)
    documents_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._chosen: frozenset[int] = frozenset()
        self._sort = (-1, False)
        self.table = ColumnTable(_("Key words"), self)
        self.table.min_rest_width = 84
        self.canvas = FigureCanvas(_("Words that tell the groups apart"), self)
        self._said = plain_label("", "small", self)
        self._said.setWordWrap(True)
        self._arrange()
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_lines)
        self.table.activated_position.connect(lambda _line: self.documents_wanted.emit())
        self.canvas.picked.connect(lambda gid: self.words_chosen.emit(np.array([int(gid)])))
        self.canvas.activated.connect(lambda _gid: self.documents_wanted.emit())

    def show_compared(self, compared: Compared) -> None:
        """Show other results; what is chosen stays chosen where it is still there."""
        old, self._compared = self._compared, compared
        if old is None or not _has_the_lines_of(compared, old):
            self.table.select_positions(np.empty(0, dtype=np.int64))
        self.table.set_columns(keyness_columns(compared), self._order())
        self._say(compared)
        self._draw()

    def show_chosen(self, words: frozenset[int]) -> None:
        """Let the bars of these words stand out."""
        if words != self._chosen:
            self._chosen = words
            self._draw()

    def _order(self) -> np.ndarray:
        compared = self._compared
        if compared is None:
            return np.empty(0, dtype=np.int64)
        found = compared.keyness
        order = np.arange(len(found.words))
        if len(found.comparisons) > 1:  # what one group uses less, some other group uses more
            order = order[found.log_ratios > 0]
        column, descending = self._sort
        return order if column < 0 else sorted_order(order, sort_keys(compared, column), descending)

    def _draw(self) -> None:
        compared, chosen = self._compared, self._chosen
        if compared is None:
            return
        others = _("all others")
        self.canvas.show_figure(
            lambda figure, colours: draw_keyness_bars(
                figure, compared.keyness, compared.matrix.words, colours, chosen, others
            ),
            compared.matrix,
            lambda: compared.keyness.frame(compared.matrix.words, others),
        )

    def _say(self, compared: Compared) -> None:
        found = compared.keyness
        n_sure = int((found.p_values < SIGNIFICANT).sum())
        tests = ngettext_("{n} test", "{n} tests", len(found.words)).format(n=f"{len(found.words):,}")
        self._said.setText(
            _(
                "{n} of {tests} are surer than chance: p below .05 after Benjamini and Hochberg’s "
                "correction for all of them. Each interval is for its word alone."
            ).format(n=f"{n_sure:,}", tests=tests)
        )

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.table.set_order(self._order())

    def _on_lines(self, lines: np.ndarray) -> None:
        compared = self._compared
        if compared is not None and len(lines) and lines[-1] < len(compared.keyness.words):
            self.words_chosen.emit(np.unique(compared.keyness.words[lines]))

    def _arrange(self) -> None:
        at_scale(self._said, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        splitter = table_and_figure(
            self.table,
            (self._said,),
            self.canvas,
            _("Words that tell the groups apart"),
            _("A click selects the documents of the compared groups that hold the word."),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)


def _has_the_lines_of(compared: Compared, old: Compared) -> bool:
    """Whether lines mean the same words, as where only scores have come in."""
    now, before = compared.keyness, old.keyness
    return compared.matrix is old.matrix and (
        now.comparisons == before.comparisons
        and np.array_equal(now.words, before.words)
        and np.array_equal(now.comparison, before.comparison)
    )
