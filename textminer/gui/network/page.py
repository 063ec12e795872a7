"""The network of words that occur together; a word or a pair selects its documents."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from textminer.analysis.cooccurrence import (
    WordNetwork,
    WordPairs,
    documents_with_pair,
    documents_with_word,
)
from textminer.analysis.word_sequence import WordSequence
from textminer.corpus.token_table import TokenTable
from textminer.figures.network import BETWEEN, draw_word_network
from textminer.gui.job_bridge import JobBridge
from textminer.gui.network.options_bar import NetworkOptionsBar
from textminer.gui.network.pairs_table import pair_columns, pair_keys
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filter_words import quoted
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.letting_go import lets_go
from textminer.gui.parts.nothing_words import hint
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.column_table import sorted_order
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.halves import Halves
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.table_view import ColumnTable
from textminer.progress import Progress, Stage
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.cooccurrence import (
    FEWEST,
    NetworkOptions,
    find_collocations,
    find_network,
    words_in_order,
)


@dataclass(frozen=True, eq=False)
class _Inputs:
    """What a network is made of; from others it is outdated."""

    tokens: TokenTable
    options: NetworkOptions
    positions: np.ndarray

    def equals(self, other: "_Inputs | None") -> bool:
        return (
            other is not None
            and self.tokens is other.tokens
            and self.options == other.options
            and np.array_equal(self.positions, other.positions)
        )


class NetworkPage(QWidget):
    """Joins words again whenever documents, filter or options change; scores colour them when there are any.

    context_requested    the user wants to see a word in its contexts: the word
    documents_requested  the user wants to read what a click has selected
    """

    context_requested = Signal(str)
    documents_requested = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._wanted: _Inputs | None = None
        self._scored: object = None  # the scores that the network in hand is coloured by
        self._is_working = False
        self._sequence: tuple[TokenTable, bool, WordSequence] | None = None
        self._chosen: tuple[str, ...] = ()
        self._sort = (-1, False)
        self.network: WordNetwork | None = None
        self.collocations: WordPairs | None = None
        self._paired: _Inputs | None = None
        self.options_bar = NetworkOptionsBar(self)
        self.canvas = FigureCanvas(_("Network of words"), self)
        self.table = ColumnTable(_("Collocations"), self)
        self.table.min_rest_width = 84
        self.context_button = Pill("", parent=self)
        self._scope = plain_label("", "small", self)
        self._empty = EmptyState("waypoints", _("No network yet"), parent=self)
        self._stack = CurrentStack(self)
        self._arrange()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Join again if what is shown is outdated and somebody is looking."""
        inputs = self._inputs()
        if inputs is None:
            self._let_go()
            return
        is_same = inputs.equals(self._wanted)
        if not self.isVisible() or (is_same and (self._is_working or self._scored is self._scores())):
            return
        self._start(inputs)

    def choose(self, *words: str) -> None:
        """Select the documents of a word, or of two that occur together."""
        sequence, inputs = self._sequence, self._wanted
        if sequence is None or inputs is None or not words:
            return
        self._chosen = words
        self._draw()
        self._show_chosen()
        kept, window = sequence[2], inputs.options.window
        self._jobs.start(
            _("Finding “{word}”").format(word=", ".join(words)),
            lambda _progress: (
                documents_with_word(kept, words[0])
                if len(words) == 1
                else documents_with_pair(kept, words[0], words[1], window)
            ),
            lane="network-documents",
            replace=True,
            succeeded=lambda found: self._session.select(found, quoted(words)),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if lets_go(self._session, event):
            self._let_go()

    def _let_go(self) -> None:
        self._is_working = False
        self._wanted = self.network = self.collocations = self._sequence = self._paired = None
        self.table.set_columns((), np.empty(0, dtype=np.int64))
        self._show_state()

    def _inputs(self) -> _Inputs | None:
        tokens = self._session.tokens
        if self._session.corpus is None or tokens is None:
            return None
        return _Inputs(tokens, self.options_bar.options(), self._session.in_scope)

    def _scores(self) -> object:
        corpus = self._session.corpus
        return None if corpus is None else corpus.table.own.get("score")

    def _start(self, inputs: _Inputs) -> None:
        corpus, scored = self._session.corpus, self._scores()
        assert corpus is not None
        self._wanted, self._scored, self._is_working = inputs, scored, True
        drops = inputs.options.drop_stop_words
        kept = self._sequence
        ready = kept[2] if kept is not None and kept[0] is inputs.tokens and kept[1] == drops else None

        def work(progress: Progress) -> tuple[WordSequence, WordNetwork]:
            progress.report(0.0)
            sequence = ready or words_in_order(corpus, inputs.tokens, drops)
            rest = Stage(progress, 0.4, 1.0)
            return sequence, find_network(corpus, sequence, inputs.options, inputs.positions, rest)

        def take(made: tuple[WordSequence, WordNetwork]) -> None:
            if inputs is self._wanted:
                self._sequence = (inputs.tokens, drops, made[0])
                self._take(made[1])
                self._pair(inputs, made[0])

        self._jobs.start(
            _("Joining the words"),
            work,
            lane="network",
            replace=True,
            succeeded=take,
            cancelled=lambda: self._forget(inputs),
        )

    def _pair(self, inputs: _Inputs, sequence: WordSequence) -> None:
        """Find the collocations of all words: of many documents this takes much longer than the network."""
        if inputs.equals(self._paired):
            return
        self._paired = inputs

        def take(found: WordPairs) -> None:
            if inputs is self._paired:
                self.collocations = found
                self._show_table(found)

        self._scope.setText(_("Finding collocations…"))
        self._jobs.start(
            _("Finding collocations"),
            lambda progress: find_collocations(sequence, inputs.options, inputs.positions, progress),
            lane="collocations",
            replace=True,
            succeeded=take,
            cancelled=lambda: self._forget_pairs(inputs),
        )

    def _forget_pairs(self, inputs: _Inputs) -> None:
        if inputs is self._paired:
            self._paired = None
            self._scope.setText(_("Stopped"))

    def _take(self, found: WordNetwork) -> None:
        self._is_working = False
        self.network = found
        if not set(self._chosen) <= set(found.words):
            self._chosen = ()
        self._draw()
        self._show_chosen()
        self._show_state()
        self.refresh()

    def _forget(self, inputs: _Inputs) -> None:
        """The user cancelled this: the next change starts it again."""
        if inputs is self._wanted:
            self._wanted, self._is_working = None, False

    def _draw(self) -> None:
        if self.network is not None:
            network, chosen = self.network, self._chosen
            self.canvas.show_figure(
                lambda figure, colours: draw_word_network(figure, network, colours, chosen),
                network,
                network.pairs.frame,
            )

    def _show_table(self, pairs: WordPairs) -> None:
        self.table.select_positions(np.empty(0, dtype=np.int64))
        self.table.set_columns(pair_columns(pairs), self._order(pairs))
        said = ngettext_("{n} pair", "{n} pairs", pairs.n_pairs).format(n=f"{pairs.n_pairs:,}")
        none = _("No two words occur together {n} times or more.").format(n=FEWEST)
        self._scope.setText(said if pairs.n_pairs else none)

    def _order(self, pairs: WordPairs) -> np.ndarray:
        column, descending = self._sort
        order = np.arange(pairs.n_pairs)
        return order if column < 0 else sorted_order(order, pair_keys(pairs, column), descending)

    def _show_chosen(self) -> None:
        self.context_button.setVisible(bool(self._chosen))
        if self._chosen:
            self.context_button.setText(_("“{word}” in context").format(word=self._chosen[0]))

    def _show_state(self) -> None:
        has_network = self.network is not None and bool(self.network.words)
        self._stack.setCurrentIndex(1 if has_network else 0)
        if has_network:
            return
        if self._session.corpus is None:
            said = (_("No network yet"), _("Open a file to see which of its words occur together."))
        elif self.network is None:
            said = (_("Finding the words…"), "")
        else:
            said = (
                _("No network here"),
                hint(
                    self._session,
                    _("No two words occur together often enough. Let them stand farther apart above."),
                ),
            )
        self._empty.set_text(*said)

    def _on_picked(self, gid: str) -> None:
        self.choose(*gid.split(BETWEEN))

    def _on_rows(self, places: np.ndarray) -> None:
        pairs = self.collocations
        if pairs is not None and len(places):
            place = int(places[0])
            self.choose(pairs.words[pairs.firsts[place]], pairs.words[pairs.seconds[place]])

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        if self.collocations is not None:
            self.table.set_order(self._order(self.collocations))

    def _ask_context(self) -> None:
        if self._chosen:
            self.context_requested.emit(self._chosen[0])

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
        self.canvas.picked.connect(self._on_picked)
        self.canvas.activated.connect(lambda _gid: self.documents_requested.emit())
        self.table.activated_position.connect(lambda _place: self.documents_requested.emit())
        self.table.selection_changed.connect(self._on_rows)
        self.table.sort_requested.connect(self._on_sort)
        self.context_button.clicked.connect(self._ask_context)

    def _arrange(self) -> None:
        self.context_button.hide()
        figure_card = Card(
            _("Words that occur together"),
            _("Size: occurrences. Colour: mean score of the documents. Width of a line: strength."),
        )
        figure_card.heading_row.addWidget(self.context_button)
        figure_card.body.addWidget(self.canvas, 1)
        table_card = Card(_("Collocations"), is_flush=True)
        table_card.body.addWidget(self.table, 1)
        at_scale(self._scope, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        table_card.body.addWidget(self._scope)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(Halves(figure_card, table_card, (500, 520), (480, 320), grows=0))
        options = QHBoxLayout()
        options.addWidget(self.options_bar, 1)
        filtering = Filtering(self._session, self._jobs, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, filtering, self._jobs, self))
        layout.addLayout(options)
        layout.addWidget(self._stack, 1)
