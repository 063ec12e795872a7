"""The user's model beside the shipped one: what the difference means, and the rows that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from textminer.gui.training.bars import Bar
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.pill import Pill
from textminer.sentiment.score_words import percent
from textminer.translation import _, ngettext_

if TYPE_CHECKING:
    from textminer.workflows.model_comparison import ModelComparison, SideFigures


class BesideShipped(QWidget):
    """Hidden while there is nothing to compare.

    rows_chosen:  positions of documents, and what they are
    """

    rows_chosen = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: ModelComparison | None = None
        self.verdict = plain_label("", "", self)
        self.figures = plain_label("", "small", self)
        self.own_pill = Pill(_("Only yours right"), parent=self)
        self.rival_pill = Pill(_("Only the shipped one right"), parent=self)
        self.neither_pill = Pill(_("Neither right"), parent=self)
        for label in (self.verdict, self.figures):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.verdict)
        layout.addWidget(self.figures)
        pills = FlowLayout(None, 8)
        for pill in (self.own_pill, self.rival_pill, self.neither_pill):
            pills.addWidget(pill)
        layout.addLayout(pills)
        self.own_pill.clicked.connect(lambda: self._choose_own())
        self.rival_pill.clicked.connect(lambda: self._choose_rival())
        self.neither_pill.clicked.connect(lambda: self._choose_neither())
        self.hide()

    def show_comparison(self, comparison: ModelComparison | None) -> None:
        """Show another comparison, or none."""
        self._comparison = comparison
        self.setVisible(comparison is not None)
        if comparison is None:
            return
        self.verdict.setText(verdict(comparison))
        self.figures.setText(figures_sentence(comparison))
        rival = comparison.rival
        for pill, words, rows in (
            (self.own_pill, _("Only yours right: {n}"), comparison.only_own_right()),
            (self.rival_pill, _("Only “{rival}” right: {n}"), comparison.only_rival_right()),
            (self.neither_pill, _("Neither right: {n}"), comparison.both_wrong()),
        ):
            pill.setText(words.format(rival=rival, n=f"{len(rows):,}"))
            pill.setEnabled(len(rows) > 0)
            pill.setToolTip(_("Select these documents"))

    def _choose_own(self) -> None:
        if self._comparison is not None:
            self._choose(self._comparison.only_own_right(), _("right by your model alone"))

    def _choose_rival(self) -> None:
        if self._comparison is not None:
            called = _("right by “{rival}” alone").format(rival=self._comparison.rival)
            self._choose(self._comparison.only_rival_right(), called)

    def _choose_neither(self) -> None:
        if self._comparison is not None:
            called = _("wrong by both models")
            self._choose(self._comparison.both_wrong(), called)

    def _choose(self, positions: np.ndarray, called: str) -> None:
        self.rows_chosen.emit(positions, called)


def rival_bar(comparison: ModelComparison) -> Bar:
    """The shipped model's accuracy with its interval, to stand under the user's."""
    name = _("“{rival}”, as shipped").format(rival=comparison.rival)
    share = comparison.other.accuracy
    return Bar(name, share, percent(share, 1), span=comparison.other.interval)


def verdict(comparison: ModelComparison) -> str:
    """Which of the two is better, and how sure that is."""
    n, rival = comparison.n_rows, comparison.rival
    if not comparison.is_sure:
        said = ngettext_(
            "Not surely better or worse than “{rival}” on this {n} document (p = {p}, McNemar).",
            "Not surely better or worse than “{rival}” on the same {n} documents (p = {p}, McNemar).",
            n,
        )
    elif comparison.own.accuracy > comparison.other.accuracy:
        said = _("Surely better than “{rival}” on the same {n} documents (p {p}, McNemar).")
    else:
        said = _("“{rival}” is surely better on the same {n} documents (p {p}, McNemar).")
    p = comparison.p_value
    number = f"{p:.3f}" if not comparison.is_sure else "< 0.001" if p < 0.001 else f"= {p:.3f}"
    return said.format(rival=rival, n=f"{n:,}", p=number)


def figures_sentence(comparison: ModelComparison) -> str:
    """Accuracy and macro-F1 of both on the rows that both scored."""
    words = _("On these, accuracy {own_accuracy}, macro-F1 {own_f1}; “{rival}”: {accuracy}, {f1}.")
    return words.format(
        own_accuracy=percent(comparison.own.accuracy, 1),
        own_f1=_f1(comparison.own),
        rival=comparison.rival,
        accuracy=percent(comparison.other.accuracy, 1),
        f1=_f1(comparison.other),
    )


def _f1(figures: SideFigures) -> str:
    low, high = figures.f1_interval
    return f"{figures.macro_f1:.2f} ({low:.2f}–{high:.2f})"
