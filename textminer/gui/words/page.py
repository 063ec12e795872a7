"""The page of words: table and picture over the documents that count; a word selects its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from textminer.analysis.frequency import WordFrequencies
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.column_table import sorted_order
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.line_field import LineField
from textminer.gui.widgets.table_view import ColumnTable
from textminer.gui.words.chosen_bar import ChosenBar
from textminer.gui.words.figure_card import TREND_VIEW, WordFigureCard, words_for_trend
from textminer.gui.words.lists_dialog import WordListsDialog
from textminer.gui.words.options_bar import WordOptionsBar
from textminer.gui.words.table import scope_sentence, sort_keys, word_columns
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.counting import WordOptions, count_words, documents_of_words
from textminer.workflows.word_previews import OptionEffects, option_effects
from textminer.workflows.word_searches import search_for
from textminer.workflows.word_trends import WordTrends, documents_of_trend, word_trends


@dataclass(frozen=True, eq=False)
class _Inputs:
    """What the shown frequencies were counted from; others are outdated."""

    corpus: Corpus
    tokens: TokenTable
    options: WordOptions
    positions: np.ndarray

    def counts_the_same(self, other: "_Inputs | None") -> bool:
        """Whether the counts of both are equal; the mean scores may differ."""
        return (
            other is not None
            and self.tokens is other.tokens
            and self.options == other.options
            and np.array_equal(self.positions, other.positions)
        )

    def equals(self, other: "_Inputs | None") -> bool:
        return other is not None and self.corpus is other.corpus and self.counts_the_same(other)


class WordsPage(QWidget):
    """Counts again whenever documents, filter or options change; one count at a time, the latest wins.

    concordance_requested  the user wants to see a word in its contexts: the pattern that finds it
    documents_requested    the user wants to read the selected documents
    """

    concordance_requested = Signal(str)
    documents_requested = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._wanted: _Inputs | None = None
        self._is_counting = False
        self._frequencies: WordFrequencies | None = None
        self._chosen: frozenset[str] = frozenset()
        self._trends: tuple[_Inputs, WordTrends] | None = None
        self._effects_of: _Inputs | None = None
        self._sort = (-1, False)
        self._scope = plain_label("", "small", self)
        self._filtering = Filtering(session, jobs, self)
        self.options_bar = WordOptionsBar(session.cleaning, self)
        self.find_box = LineField(self)
        self.table = ColumnTable(_("Words"), self)
        self.chosen_bar = ChosenBar(self)
        self.figures = WordFigureCard(self)
        self._empty = EmptyState("chart-column", _("No words yet"), parent=self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def frequencies(self) -> WordFrequencies | None:
        """What is shown; None while nothing has been counted."""
        return self._frequencies

    @property
    def trends(self) -> WordTrends | None:
        """The course over time that is shown."""
        return None if self._trends is None else self._trends[1]

    def refresh(self) -> None:
        """Count again if what is shown is outdated and somebody is looking."""
        inputs = self._inputs()
        if inputs is None:
            self._wanted = self._frequencies = self._trends = None
            self._show_nothing()
            return
        if not self.isVisible() or inputs.equals(self._wanted):
            return
        if self._is_counting and inputs.counts_the_same(self._wanted):
            return  # scores stream in several times a second: they are taken in when this count is done
        self._wanted = inputs
        self._is_counting = True
        self._jobs.start(
            _("Counting words"),
            lambda progress: count_words(
                inputs.corpus, inputs.tokens, inputs.options, inputs.positions, progress
            ),
            lane="words",
            replace=True,
            succeeded=lambda found: self._take(inputs, found),
            cancelled=lambda: self._forget(inputs),
        )

    def choose(self, words: Sequence[str]) -> None:
        """Select the documents in which any of these words of the table occurs."""
        inputs = self._wanted
        if inputs is None or not words:
            return
        self._chosen = frozenset(words)
        self._show_figure()
        self._jobs.start(
            _("Finding “{word}”").format(word=", ".join(words[:3])),
            lambda progress: documents_of_words(
                inputs.corpus, inputs.tokens, inputs.options, words, progress
            ),
            lane="word-documents",
            replace=True,
            succeeded=self._session.select,
        )

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

    def _inputs(self) -> _Inputs | None:
        corpus, tokens = self._session.corpus, self._session.tokens
        if corpus is None or tokens is None:
            return None
        return _Inputs(corpus, tokens, self.options_bar.options(), self._session.in_scope)

    def _take(self, inputs: _Inputs, found: WordFrequencies) -> None:
        if inputs is not self._wanted:
            return
        self._is_counting = False
        self._frequencies = found
        if self._chosen:
            self._chosen &= frozenset(found.words)
        self._stack.setCurrentIndex(1 if found.words else 0)
        if not found.words:
            self._show_no_words(inputs.options)
        self._scope.setText(scope_sentence(found, inputs.options))
        self.table.set_columns(word_columns(found, inputs.options.are_themes), self._order())
        self._show_figure()
        self._count_effects(inputs)
        self.refresh()

    def _count_effects(self, inputs: _Inputs) -> None:
        """Find out, after the words, what each option would change."""
        if inputs.counts_the_same(self._effects_of):
            return
        self._effects_of = inputs

        def show(effects: OptionEffects) -> None:
            if self._wanted is not None and inputs.counts_the_same(self._wanted):
                self.options_bar.show_effects(effects)

        self._jobs.start(
            _("Trying the options"),
            lambda progress: option_effects(
                inputs.corpus, inputs.tokens, inputs.options.cleaning, inputs.positions, progress
            ),
            lane="word-options",
            replace=True,
            succeeded=show,
        )

    def _forget(self, inputs: _Inputs) -> None:
        """The user cancelled this count: the next change starts another."""
        if inputs is self._wanted:
            self._wanted = None
            self._is_counting = False

    def _order(self) -> np.ndarray:
        """Places of the words to show, in the order that the table has."""
        found = self._frequencies
        if found is None:
            return np.empty(0, dtype=np.int64)
        wanted = self.find_box.text().strip().casefold()
        order = np.arange(len(found.words))
        if wanted:
            order = order[[wanted in word.casefold() for word in found.words]]
        column, descending = self._sort
        return order if column < 0 else sorted_order(order, sort_keys(found, column), descending)

    def _show_figure(self) -> None:
        if self._frequencies is not None:
            self.figures.show_words(self._frequencies, self._chosen)
            self.chosen_bar.show_words(
                words_for_trend(self._frequencies, self._chosen) if self._chosen else ()
            )

    def _find_trend(self) -> None:
        inputs, found = self._wanted, self._frequencies
        if inputs is None or found is None:
            return
        words = words_for_trend(found, self._chosen)
        if self._trends is not None and self._trends[0] is inputs and self._trends[1].words == words:
            self._show_trends(inputs, self._trends[1])
            return
        self._jobs.start(
            _("Following words over time"),
            lambda progress: word_trends(
                inputs.corpus, inputs.tokens, inputs.options, words, inputs.positions, progress
            ),
            lane="word-trends",
            replace=True,
            succeeded=lambda trends: self._show_trends(inputs, trends),
        )

    def _show_trends(self, inputs: _Inputs, trends: WordTrends | None) -> None:
        if inputs is not self._wanted:
            return
        self._trends = None if trends is None else (inputs, trends)
        self.figures.show_trends(trends, "" if trends is None else inputs.corpus.table.names[trends.column])

    def _select_point(self, word: int, place: int) -> None:
        if self._trends is not None:
            inputs, trends = self._trends
            self._jobs.start(
                _("Finding “{word}”").format(word=trends.words[word]),
                lambda _progress: documents_of_trend(
                    inputs.corpus, inputs.tokens, inputs.options, trends, word, place
                ),
                lane="word-documents",
                replace=True,
                succeeded=self._session.select,
            )

    def _show_no_words(self, options: WordOptions) -> None:
        if options.are_themes:
            self._empty.set_text(
                _("No themes yet"),
                _("A theme is a list of words for one subject. Write some in “Word lists…”."),
            )
        else:
            self._empty.set_text(
                _("No words here"), _("The documents that match hold no word that these options count.")
            )

    def _show_nothing(self) -> None:
        waiting = self._session.corpus is not None
        self._empty.set_text(
            _("Finding the words…") if waiting else _("No words yet"),
            "" if waiting else _("Open a file to see which words its documents use."),
        )
        self._scope.setText("")
        self.options_bar.show_effects(None)
        self._stack.setCurrentIndex(0)

    def _on_find(self) -> None:
        self.table.set_order(self._order())

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.table.set_order(self._order())

    def _on_rows(self, places: np.ndarray) -> None:
        found = self._frequencies
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
        self.options_bar.cleaning_chosen.connect(session.set_cleaning)
        self.options_bar.changed.connect(self.refresh)
        self.options_bar.lists_requested.connect(self.edit_lists)
        self.find_box.textChanged.connect(lambda _text: self._on_find())
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_rows)
        self.table.activated_position.connect(lambda _place: self.documents_requested.emit())
        self.figures.word_picked.connect(lambda word: self.choose([word]))
        self.figures.point_picked.connect(self._select_point)
        self.figures.trend_wanted.connect(self._find_trend)
        self.chosen_bar.filter_requested.connect(self._filtering.to_selection)
        self.chosen_bar.concordance_requested.connect(self._ask_concordance)
        self.chosen_bar.trend_requested.connect(lambda: self.figures.show_view(TREND_VIEW))

    def _ask_concordance(self, word: str) -> None:
        inputs = self._wanted
        if inputs is not None:
            self._jobs.start(
                _("Finding “{word}”").format(word=word),
                lambda _progress: search_for(inputs.corpus, inputs.tokens, inputs.options, word),
                lane="word-concordance",
                replace=True,
                succeeded=self.concordance_requested.emit,
            )

    def _arrange(self) -> None:
        self.find_box.setPlaceholderText(_("Find a word"))
        self.find_box.setAccessibleName(_("Find a word"))
        self.find_box.setClearButtonEnabled(True)
        for clear in self.find_box.findChildren(QToolButton):
            clear.setAccessibleName(_("Clear"))
        self.find_box.setFixedWidth(px(200))
        options = QHBoxLayout()
        options.addWidget(self.options_bar, 1)
        options.addWidget(self.find_box, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._cards())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, self._filtering, self._jobs, self))
        layout.addLayout(options)
        layout.addWidget(self._stack, 1)

    def _cards(self) -> QWidget:
        table_card = Card(is_flush=True, parent=self)
        table_card.body.addWidget(self.table, 1)
        table_card.body.addWidget(self.chosen_bar)
        self._scope.setContentsMargins(px(14), px(4), px(14), 0)
        table_card.body.addWidget(self._scope)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(px(14))
        splitter.addWidget(table_card)
        splitter.addWidget(self.figures)
        splitter.setSizes([px(720), px(460)])
        splitter.setStretchFactor(1, 1)
        set_kind(splitter, "page")
        return splitter
