"""The page of word frequencies: table and bars over the documents that count; a word selects its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from textminer.analysis.frequency import WordFrequencies
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.figures.words import draw_word_bars
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.column_table import sorted_order
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.line_field import LineField
from textminer.gui.widgets.table_view import ColumnTable
from textminer.gui.words.options_bar import WordOptionsBar
from textminer.gui.words.table import sort_keys, word_columns
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.counting import WordOptions, count_words, documents_of_words


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
    """Counts again whenever documents, filter or options change; one count at a time, the latest wins."""

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._wanted: _Inputs | None = None
        self._is_counting = False
        self._frequencies: WordFrequencies | None = None
        self._chosen: frozenset[str] = frozenset()
        self._sort = (-1, False)
        self._scope = plain_label("", "small", self)
        self.options_bar = WordOptionsBar(self)
        self.find_box = LineField(self)
        self.table = ColumnTable(_("Words"), self)
        self.canvas = FigureCanvas(_("Most frequent words"), self)
        self._empty = EmptyState("chart-column", _("No words yet"), parent=self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def frequencies(self) -> WordFrequencies | None:
        """What is shown; None while nothing has been counted."""
        return self._frequencies

    def refresh(self) -> None:
        """Count again if what is shown is outdated and somebody is looking."""
        inputs = self._inputs()
        if inputs is None:
            self._wanted = self._frequencies = None
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
        self._draw_bars()
        self._jobs.start(
            _("Finding “{word}”").format(word=", ".join(words[:3])),
            lambda progress: documents_of_words(
                inputs.corpus, inputs.tokens, inputs.options, words, progress
            ),
            lane="word-documents",
            replace=True,
            succeeded=self._session.select,
        )

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
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
            self._empty.set_text(
                _("No words here"), _("The documents that match hold no word that these options count.")
            )
        self._show_scope(found)
        self.table.set_columns(word_columns(found), self._order())
        self._draw_bars()
        self.refresh()

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

    def _draw_bars(self) -> None:
        found, chosen = self._frequencies, self._chosen
        if found is not None:
            self.canvas.show_figure(lambda figure, colours: draw_word_bars(figure, found, colours, chosen))

    def _show_nothing(self) -> None:
        waiting = self._session.corpus is not None
        self._empty.set_text(
            _("Finding the words…") if waiting else _("No words yet"),
            "" if waiting else _("Open a file to see which words its documents use."),
        )
        self._scope.setText("")
        self._stack.setCurrentIndex(0)

    def _show_scope(self, found: WordFrequencies) -> None:
        words = ngettext_("{n} different word", "{n} different words", found.n_words)
        documents = ngettext_("{n} document", "{n} documents", found.n_documents)
        said = _("{words}, {tokens} counted in {documents}").format(
            words=words.format(n=f"{found.n_words:,}"),
            tokens=f"{found.n_tokens:,}",
            documents=documents.format(n=f"{found.n_documents:,}"),
        )
        if len(found.words) < found.n_words:
            said += " · " + _("the {n} most frequent are listed").format(n=f"{len(found.words):,}")
        self._scope.setText(said)

    def _on_find(self) -> None:
        self.table.set_order(self._order())

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.table.set_order(self._order())

    def _on_rows(self, places: np.ndarray) -> None:
        found = self._frequencies
        if found is not None and len(places):
            self.choose([found.words[place] for place in places if place < len(found.words)])

    def _connect(self) -> None:
        session = self._session
        for signal in (
            session.corpus_changed,
            session.tokens_changed,
            session.filter_changed,
            session.scores_changed,
        ):
            signal.connect(self.refresh)
        self.options_bar.changed.connect(self.refresh)
        self.find_box.textChanged.connect(lambda _text: self._on_find())
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_rows)
        self.canvas.picked.connect(lambda word: self.choose([word]))

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
        filtering = Filtering(self._session, self._jobs, self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._cards())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, filtering, self._jobs, self))
        layout.addLayout(options)
        layout.addWidget(self._stack, 1)

    def _cards(self) -> QWidget:
        table_card = Card(is_flush=True, parent=self)
        table_card.body.addWidget(self.table, 1)
        self._scope.setContentsMargins(px(14), px(4), px(14), 0)
        table_card.body.addWidget(self._scope)
        figure_card = Card(_("Most frequent words"), _("A click selects the documents that hold the word."))
        figure_card.body.addWidget(self.canvas, 1)
        figure_card.setMinimumWidth(px(320))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(px(14))
        splitter.addWidget(table_card)
        splitter.addWidget(figure_card)
        splitter.setSizes([px(600), px(520)])
        splitter.setStretchFactor(1, 1)
        set_kind(splitter, "page")
        return splitter
