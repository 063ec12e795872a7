"""The words as a picture: bars, a cloud on request, or their course over time."""

from collections.abc import Callable, Collection

import pandas as pd
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from textminer.analysis.frequency import WordFrequencies
from textminer.figures.time_axis import unit_word
from textminer.figures.word_cloud import WORDS, cloud_note, draw_word_cloud
from textminer.figures.word_trends import MOST_WORDS, draw_word_trends
from textminer.figures.words import BARS, draw_word_bars
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.tab_order import follow_by_tab
from textminer.translation import _
from textminer.workflows.figure_data import trend_data
from textminer.workflows.word_trends import WordTrends

BARS_VIEW, CLOUD_VIEW, TREND_VIEW = "bars", "cloud", "trend"


class WordFigureCard(Card):
    """Shows frequencies or trends.

    word_picked     a word was clicked
    point_picked    a point of a trend was clicked: the word's place among the trend's, the span's place
    trend_wanted    the course over time is looked at, and there is none for the words of now
    """

    word_picked = Signal(str)
    point_picked = Signal(int, int)
    trend_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Frequency"), " ", parent=parent)
        self._frequencies: WordFrequencies | None = None
        self._chosen: Collection[str] = ()
        self._are_themes = False
        self._trends: WordTrends | None = None
        self._are_points = False  # what the marks of the canvas are: points of trends, or words
        self.canvas = FigureCanvas(_("Most frequent words"), self)
        self.pills = {
            BARS_VIEW: Pill(_("Bars"), is_checkable=True, parent=self),
            CLOUD_VIEW: Pill(_("Cloud"), is_checkable=True, parent=self),
            TREND_VIEW: Pill(_("Trend"), is_checkable=True, parent=self),
        }
        group = QButtonGroup(self)
        for pill in self.pills.values():
            group.addButton(pill)
            self.heading_row.addWidget(pill)
        self.pills[BARS_VIEW].setChecked(True)
        follow_by_tab(self, (*self.pills.values(), self.canvas))
        self.body.addWidget(self.canvas, 1)
        at_scale(self, lambda it: it.setMinimumWidth(px(320)))
        group.buttonClicked.connect(lambda _button: self._on_view())
        self.canvas.picked.connect(self._on_picked)

    @property
    def view(self) -> str:
        """Which picture is shown."""
        return next(key for key, pill in self.pills.items() if pill.isChecked())

    def show_view(self, view: str) -> None:
        """Show another picture."""
        self.pills[view].setChecked(True)
        self._on_view()

    def show_words(
        self, frequencies: WordFrequencies, chosen: Collection[str], are_themes: bool = False
    ) -> None:
        """Show other words, or others of them as chosen."""
        self._frequencies, self._chosen, self._are_themes = frequencies, chosen, are_themes
        self._trends = None
        self._on_view()

    def show_trends(self, trends: WordTrends | None, column_name: str = "") -> None:
        """Show the course of words; None where no column holds dates."""
        self._trends = trends
        if self.view != TREND_VIEW:
            return
        if trends is None:
            self.set_heading(_("Trend"), _("No column of this file holds dates."))
            self.canvas.show_figure(lambda figure, _colours: figure.clear(), None)
            return
        self._are_points = True
        words, bins, rates = trends.words, trends.bins, trends.rates
        note = _("Per million words {unit}, by the column “{column}”.")
        self.set_heading(_("Trend"), note.format(unit=unit_word(bins.unit), column=column_name))
        self.canvas.show_figure(
            lambda figure, colours: draw_word_trends(figure, words, bins, rates, colours),
            trends,
            lambda: trend_data(words, bins, trends.counts, rates),
        )

    def _on_view(self) -> None:
        found, chosen = self._frequencies, self._chosen
        if found is None:
            return
        if self.view == TREND_VIEW:
            self.trend_wanted.emit()
            return
        self._are_points = False
        if self.view == CLOUD_VIEW:
            self.set_heading(_("Word cloud"), cloud_note())
            self.canvas.show_figure(
                lambda figure, colours: draw_word_cloud(figure, found, colours, chosen),
                found,
                _word_data(found, WORDS),
            )
        else:
            self.set_heading(
                _("Frequency"),
                _("A click selects the documents that hold the word.")
                if not self._are_themes
                else _("A click selects the documents that speak of it."),
            )
            self.canvas.show_figure(
                lambda figure, colours: draw_word_bars(figure, found, colours, chosen),
                found,
                _word_data(found, BARS),
            )

    def _on_picked(self, gid: str) -> None:
        if self._are_points:
            word, _slash, place = gid.partition("/")
            self.point_picked.emit(int(word), int(place))
        else:
            self.word_picked.emit(gid)


def words_for_trend(frequencies: WordFrequencies, chosen: Collection[str]) -> tuple[str, ...]:
    """The words whose course is drawn: those chosen, in the order of the table, else the most frequent."""
    words = [word for word in frequencies.words if word in chosen] if chosen else frequencies.words
    return tuple(words[:MOST_WORDS])


def _word_data(found: WordFrequencies, n_words: int) -> Callable[[], pd.DataFrame]:
    """What "Copy data" copies of bars and cloud."""
    return lambda: found.frame().head(n_words)
