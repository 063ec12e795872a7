"""What carries the gap between the mean scores of two groups, as a table and as bars."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from textminer.analysis.gap import Gap
from textminer.figures.gap import draw_gap_bars
from textminer.gui.compare.keyness_table import both_shares, documents_heading, side_names
from textminer.gui.compare.two_cards import table_and_figure
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_words import shortened
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.column_table import Column, sorted_order
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.table_view import ColumnTable
from textminer.sentiment.score_words import signed, signed_part
from textminer.translation import _
from textminer.workflows.comparing import Compared, explain_gap

HOW_FROM = 420  # height from which there is room to tell how it is computed


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the gap on the screen was computed from."""

    compared: Compared
    scores: np.ndarray | None
    fewest_documents: int


class GapView(QWidget):
    """Computes in a job while it is visible; `words_chosen` carries the places of words to select."""

    words_chosen = Signal(object)
    documents_wanted = Signal()

    def __init__(self, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted: _Asked | None = None
        self._started: _Asked | None = None
        self._is_busy = False
        self._gap: Gap | None = None
        self._shown_of: Compared | None = None
        self._chosen: frozenset[int] = frozenset()
        self._sort = (-1, False)
        self.table = ColumnTable(_("What each word carries of the gap"), self)
        self.table.min_rest_width = 108
        self.canvas = FigureCanvas(_("What each word carries of the gap"), self)
        self._said = plain_label("", "", self)
        self._how = plain_label("", "small", self)
        self._empty = EmptyState("git-compare", _("Explaining the difference…"), parent=self)
        self._stack = CurrentStack(self)
        self._arrange()
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_lines)
        self.table.activated_position.connect(lambda _line: self.documents_wanted.emit())
        self.canvas.picked.connect(lambda gid: self.words_chosen.emit(np.array([int(gid)])))
        self.canvas.activated.connect(lambda _gid: self.documents_wanted.emit())

    @property
    def gap(self) -> Gap | None:
        """What is shown; None while nothing has been explained."""
        return self._gap

    def show_compared(self, compared: Compared, scores: np.ndarray | None, fewest_documents: int) -> None:
        """Explain the gap of another comparison, now or once somebody looks.

        scores:  float (n_documents,), NaN where a document has none; None without a model of polarity
        """
        self._wanted, shown = _Asked(compared, scores, fewest_documents), self._shown_of
        if self._gap is not None and shown is not None and shown.matrix is not compared.matrix:
            self._say_nothing(_("Explaining the difference…"), "")  # its words stand elsewhere now
        self.refresh()

    def show_chosen(self, words: frozenset[int]) -> None:
        """Let the bars of these words stand out."""
        if words != self._chosen:
            self._chosen = words
            self._draw()

    def refresh(self) -> None:
        """Start what is wanted, if somebody looks; one at a time, since scores stream in."""
        asked = self._wanted
        if asked is None or asked is self._started or self._is_busy or not self.isVisible():
            return
        if len(asked.compared.keyness.comparisons) != 1:
            self._started = asked
            self._say_nothing(
                _("Choose two groups"), _("A gap lies between two groups, or one and all others.")
            )
            return
        if asked.scores is None:
            self._started = asked
            self._say_nothing(
                _("No scores yet"), _("A gap in sentiment needs scores of a model with polarity.")
            )
            return
        scores = asked.scores
        self._started, self._is_busy = asked, True
        on_parts = self._jobs.stream(lambda gap: self._take_parts(asked, gap))
        self._jobs.start(
            _("Explaining the difference"),
            lambda progress: explain_gap(asked.compared, scores, asked.fewest_documents, progress, on_parts),
            lane="compare-gap",
            succeeded=lambda gap: self._take(asked, gap),
            cancelled=self._on_cancelled,
        )

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._how.setVisible(self.height() >= px(HOW_FROM))  # the tool tip tells it too

    def _take_parts(self, asked: _Asked, gap: Gap) -> None:
        """Show what there is before its intervals, unless it replaces a whole one of other scores."""
        if self._wanted is asked and (self._gap is None or self._shown_of is not asked.compared):
            self._show(asked, gap)

    def _take(self, asked: _Asked, gap: Gap | None) -> None:
        self._is_busy = False
        if self._wanted is not None and asked.compared is self._wanted.compared:
            self._show(asked, gap)
        self.refresh()

    def _show(self, asked: _Asked, gap: Gap | None) -> None:
        self._gap, self._shown_of = gap, asked.compared
        if gap is None:
            sentence = _("One of the two groups has no document with a score. Choose other groups above.")
            self._say_nothing(_("There is no gap to explain"), sentence)
            return
        self._stack.setCurrentIndex(1)
        self.table.select_positions(np.empty(0, dtype=np.int64))
        self.table.set_columns(gap_columns(asked.compared, gap), self._order())
        self._say(asked.compared, gap, _("intervals are being drawn…"))
        self._draw()

    def _say(self, compared: Compared, gap: Gap, no_interval: str) -> None:
        """Say what the gap is; `no_interval` stands where none has been drawn."""
        target, reference = side_names(compared)
        low, high = gap.gap_interval
        between = _("{low} to {high}").format(low=signed_part(low), high=signed_part(high))
        self._said.setText(
            _(
                "{target} {mean}, {reference} {other}: a gap of {gap} ({interval}). "
                "Words carry {words} of it; {rest} differs whatever words are there."
            ).format(
                target=shortened(target),
                reference=shortened(reference),
                mean=signed(float(gap.means[0])),
                other=signed(float(gap.means[1])),
                gap=signed_part(gap.gap),
                interval=no_interval if np.isnan(low) else between,
                words=signed_part(float(gap.parts.sum())),
                rest=signed_part(gap.rest),
            )
        )

    def _draw(self) -> None:
        gap, compared, chosen = self._gap, self._shown_of, self._chosen
        if gap is None or compared is None:
            return
        names = side_names(compared)
        self.canvas.show_figure(
            lambda figure, colours: draw_gap_bars(figure, gap, compared.matrix.words, names, colours, chosen),
            compared.matrix,
            lambda: gap.frame(compared.matrix.words),
        )

    def _order(self) -> np.ndarray:
        gap = self._gap
        if gap is None:
            return np.empty(0, dtype=np.int64)
        order = np.arange(len(gap.words))
        column, descending = self._sort
        keys = {
            1: gap.parts,
            3: gap.often,
            4: gap.spoken,
            6: gap.shares[:, 0],
            5: gap.values.mean(axis=1),
        }
        return sorted_order(order, keys[column], descending) if column in keys else order

    def _say_nothing(self, heading: str, sentence: str) -> None:
        self._gap = None
        self._empty.set_text(heading, sentence)
        self._stack.setCurrentIndex(0)

    def _on_cancelled(self) -> None:
        self._is_busy = False
        if self._gap is not None and self._shown_of is not None:
            self._say(self._shown_of, self._gap, _("no intervals: stopped"))

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.table.set_order(self._order())

    def _on_lines(self, lines: np.ndarray) -> None:
        if self._gap is not None and len(lines) and lines[-1] < len(self._gap.words):
            self.words_chosen.emit(np.unique(self._gap.words[lines]))

    def _arrange(self) -> None:
        self._said.setWordWrap(True)
        at_scale(self._said, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        self._how.setText(
            _(
                "A word’s part is how much more often the one group’s documents hold it, times what a "
                "mention is worth (learnt from both groups, other words being equal), plus how differently "
                "documents with it are scored; all parts and the rest add up to the gap. Intervals: "
                "documents drawn anew 500 times."
            )
        )
        self._how.setWordWrap(True)
        self._said.setToolTip(self._how.text())
        at_scale(self._how, lambda it: it.setContentsMargins(px(14), 0, px(14), 0))
        splitter = table_and_figure(
            self.table,
            (self._said, self._how),
            self.canvas,
            _("What carries the difference"),
            _("Bars to the right raise the first group. A click selects the documents."),
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)


def gap_columns(compared: Compared, gap: Gap) -> list[Column]:
    """Columns over lines of the gap, from 0."""
    words = compared.matrix.words
    target, reference = (shortened(name, 16) for name in side_names(compared))

    def interval(line: int) -> str:
        if np.isnan(gap.lows[line]):
            return ""
        low, high = signed_part(float(gap.lows[line])), signed_part(float(gap.highs[line]))
        return _("{low} to {high}").format(low=low, high=high)

    def number(values: np.ndarray, title: str, width: int, heading: str = "") -> Column:
        return Column(
            title, lambda line: signed_part(float(values[line])), width=width, number=True, heading=heading
        )

    both = _("{target} / {reference}").format(target=target, reference=reference)
    worth = _("What a mention of the word is worth to the score of its document")
    return [
        Column(_("Word"), lambda line: words[gap.words[line]], width=0),
        number(gap.parts, _("Part"), 78),
        Column(_("95 % interval"), interval, width=150, number=True),
        number(gap.often, _("How often"), 88),
        number(gap.spoken, _("How spoken of"), 114),
        number(gap.values.mean(axis=1), _("Worth"), 72, worth),
        Column(
            _("Documents"), both_shares(gap.shares), width=108, number=True, heading=documents_heading(both)
        ),
    ]
