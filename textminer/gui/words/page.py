"""The page of words: table and picture over the documents that count; a word selects its own."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from textminer.analysis.frequency import WordFrequencies
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.nothing_words import hint
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.column_table import sorted_order
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.halves import Halves
from textminer.gui.widgets.line_field import LineField
from textminer.gui.widgets.table_view import ColumnTable
from textminer.gui.words.chosen_bar import ChosenBar
from textminer.gui.words.counting import Counting
from textminer.gui.words.figure_card import TREND_VIEW, WordFigureCard, words_for_trend
from textminer.gui.words.lists_dialog import WordListsDialog
from textminer.gui.words.options_bar import WordOptionsBar
from textminer.gui.words.table import scope_sentence, sort_keys, word_columns
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.word_trends import WordTrends


class WordsPage(QWidget):
    """Counts again whenever documents, filter or options change.

    concordance_requested  the user wants to see a word in its contexts: the pattern that finds it
    documents_requested    the user wants to read the selected documents
    """

    concordance_requested = Signal(str)
    documents_requested = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._chosen: frozenset[str] = frozenset()
        self._sort = (-1, False)
        self._scope = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        set_kind(self._scope, "small")
        self._counting = Counting(session, jobs, self)
        self.options_bar = WordOptionsBar(session.cleaning, self)
        self.find_box = LineField(self)
        self.table = ColumnTable(_("Words"), self)
        self.table.min_rest_width = 112
        self.chosen_bar = ChosenBar(self)
        self.figures = WordFigureCard(self)
        self._empty = EmptyState("chart-column", _("No words yet"), parent=self)
        self._stack = CurrentStack(self)
        self._above = QWidget(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def frequencies(self) -> WordFrequencies | None:
        """What is shown; None while nothing has been counted."""
        return self._counting.frequencies

    @property
    def trends(self) -> WordTrends | None:
        """The course over time that was found last."""
        return self._counting.trends

    def refresh(self) -> None:
        """Count again if what is shown is outdated and somebody is looking."""
        if not self._counting.has_words():
            self._show_nothing()
        elif self.isVisible():
            self._counting.count(self.options_bar.options())

    def choose(self, words: Sequence[str]) -> None:
        """Select the documents in which any of these words of the table occurs."""
        if self.frequencies is not None and words:
            self._chosen = frozenset(words)
            self._show_chosen()
            self._show_figure()
            self._counting.select_documents(words)

    def edit_lists(self) -> WordListsDialog | None:
        """Show the user's own lists of words; None where there are no words yet."""
        if self._session.corpus is None or self._session.tokens is None:
            return None
        dialog = WordListsDialog(self._session, self._jobs, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.themes_wanted.connect(lambda: self.options_bar.choose_length(0))
        dialog.open()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_counted(self) -> None:
        found = self.frequencies
        if found is None:
            return
        if self._chosen:
            self._chosen &= frozenset(found.words)
        self._above.show()
        self._show_filled(bool(found.words))
        are_themes = self._counting.are_themes
        if not found.words:
            self._show_no_words(are_themes)
        self._scope.setText(scope_sentence(found, are_themes))
        self.table.set_columns(word_columns(found, are_themes), self._order())
        self._show_chosen()
        self._show_figure()
        self.refresh()

    def _order(self) -> np.ndarray:
        """Places of the words to show, in the order that the table has."""
        found = self.frequencies
        if found is None:
            return np.empty(0, dtype=np.int64)
        wanted = self.find_box.text().strip().casefold()
        order = np.arange(len(found.words))
        if wanted:
            order = order[[wanted in word.casefold() for word in found.words]]
        column, descending = self._sort
        return order if column < 0 else sorted_order(order, sort_keys(found, column), descending)

    def _show_chosen(self) -> None:
        """Mark the chosen words in the table, wherever they stand now."""
        found = self.frequencies
        if found is not None:
            chosen = self._chosen
            places = [place for place, word in enumerate(found.words) if word in chosen] if chosen else []
            self.table.select_positions(np.array(places, dtype=np.int64))
            if self.table.current_position() not in places:
                self.table.set_current(places[0] if places else -1)
            self.chosen_bar.show_words(words_for_trend(found, self._chosen) if self._chosen else ())

    def _show_figure(self) -> None:
        if self.frequencies is not None:
            self.figures.show_words(self.frequencies, self._chosen, self._counting.are_themes)

    def _show_trends(self, trends: WordTrends | None) -> None:
        inputs = self._counting.inputs
        if trends is None or inputs is None:
            self.figures.show_trends(None)
        else:
            self.figures.show_trends(trends, inputs.corpus.table.names[trends.column])

    def _follow(self) -> None:
        if self.frequencies is not None:
            self._counting.follow(words_for_trend(self.frequencies, self._chosen))

    def _show_no_words(self, are_themes: bool) -> None:
        if are_themes:
            self._empty.set_text(
                _("No themes yet"),
                _("A theme is a list of words for one subject. Press “Word lists…” to write some."),
            )
        else:
            said = _("The documents hold no word that these options count: count more of them above.")
            self._empty.set_text(_("No words here"), hint(self._session, said))

    def _show_nothing(self) -> None:
        waiting = self._session.corpus is not None
        self._empty.set_text(
            _("Finding the words…") if waiting else _("No words yet"),
            "" if waiting else _("Open a file to see which words its documents use."),
        )
        self._scope.setText("")
        self.options_bar.show_effects(None)
        self._above.hide()
        self._show_filled(False)

    def _on_find(self) -> None:
        self.table.set_order(self._order())

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.table.set_order(self._order())

    def _on_rows(self, places: np.ndarray) -> None:
        found = self.frequencies
        if found is not None and len(places):
            self.choose([found.words[place] for place in places if place < len(found.words)])

    def _on_cleaning(self) -> None:
        self.options_bar.show_cleaning(self._session.cleaning)
        self.refresh()

    def _connect(self) -> None:
        session = self._session
        for signal in (
            session.corpus_changed,
            session.tokens_changed,
            session.filter_changed,
            session.scores_changed,
        ):
            signal.connect(self.refresh)
        session.cleaning_changed.connect(self._on_cleaning)
        self._counting.counted.connect(self._on_counted)
        self._counting.effects_found.connect(self.options_bar.show_effects)
        self._counting.trends_found.connect(self._show_trends)
        self._counting.pattern_found.connect(self.concordance_requested)
        self.options_bar.cleaning_chosen.connect(session.set_cleaning)
        self.options_bar.changed.connect(self.refresh)
        self.options_bar.lists_requested.connect(self.edit_lists)
        self.find_box.textChanged.connect(lambda _text: self._on_find())
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_rows)
        self.table.activated_position.connect(lambda _place: self.documents_requested.emit())
        self.figures.word_picked.connect(lambda word: self.choose([word]))
        self.figures.point_picked.connect(self._counting.select_point)
        self.figures.trend_wanted.connect(self._follow)
        self.figures.canvas.activated.connect(lambda _gid: self.documents_requested.emit())
        self.chosen_bar.concordance_requested.connect(self._counting.find_pattern)
        self.chosen_bar.trend_requested.connect(lambda: self.figures.show_view(TREND_VIEW))

    def _arrange(self) -> None:
        self.find_box.setPlaceholderText(_("Find a word"))
        self.find_box.setAccessibleName(_("Find a word"))
        self.find_box.setClearButtonEnabled(True)
        for clear in self.find_box.findChildren(QToolButton):
            clear.setAccessibleName(_("Clear"))
        at_scale(self.find_box, lambda it: it.setMinimumWidth(px(90)))
        at_scale(self.find_box, lambda it: it.setMaximumWidth(px(200)))
        at_scale(self._scope, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        filtering = Filtering(self._session, self._jobs, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, filtering, self._jobs, self))
        layout.addWidget(self.options_bar)
        layout.addWidget(self._cards(), 1)

    def _cards(self) -> QWidget:
        """What is listed can be chosen above an empty table too: there are runs where there are no themes."""
        table_card = Card(is_flush=True, parent=self)
        above = QHBoxLayout(self._above)
        at_scale(above, lambda it: it.setContentsMargins(px(11), px(10), px(14), 0))
        above.addWidget(self.options_bar.listed)
        above.addWidget(self.find_box, 1)
        above.addWidget(self.options_bar.lists_button)
        above.addStretch(2)
        filled = QWidget(self)
        below = QVBoxLayout(filled)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.table, 1)
        below.addWidget(self.chosen_bar)
        below.addWidget(self._scope)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(filled)
        table_card.body.addWidget(self._above)
        table_card.body.addWidget(self._stack, 1)
        return Halves(table_card, self.figures, (716, 320), (400, 360))

    def _show_filled(self, is_filled: bool) -> None:
        self._stack.setCurrentIndex(int(is_filled))
        self.find_box.setVisible(is_filled)
        self.figures.setVisible(is_filled)
