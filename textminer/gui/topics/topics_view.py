"""The topics: their words, their documents, how many and how they are scored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from textminer.analysis.topics import MOST_TOPICS, Topics
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.figures.topics import draw_topic_words
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.nothing_words import hint
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.topics.documents_table import DocumentsTable
from textminer.gui.topics.topic_table import sort_keys, topic_columns, topic_name
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.column_table import Column, sorted_order
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.halves import Halves
from textminer.gui.widgets.line_field import LineField
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.table_view import ColumnTable
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.counting import WordOptions, documents_of_words
from textminer.workflows.figure_data import topic_data
from textminer.workflows.topics import CLEANING, TopicOptions, TopicSizes, find_topics, topic_sizes

RECOUNT_MS = 400  # scores stream in several times a second
STRONGEST = 20  # words in the figure


@dataclass(frozen=True, eq=False)
class _Inputs:
    """What topics are found in; topics of others are outdated."""

    corpus: Corpus
    tokens: TokenTable
    options: TopicOptions
    positions: np.ndarray

    def equals(self, other: "_Inputs | None") -> bool:
        return (
            other is not None
            and self.tokens is other.tokens
            and self.options == other.options
            and np.array_equal(self.positions, other.positions)
        )


class TopicsView(QWidget):
    """Finds topics once, in the documents that count then; another filter only counts them again.

    document_requested  the user wants to read the current document
    """

    document_requested = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._wanted: _Inputs | None = None
        self._topics: Topics | None = None
        self._sizes: TopicSizes | None = None
        self._chosen: tuple[int, ...] = ()
        self._words: list[tuple[str, ...]] = []  # of each topic: what it is known by
        self._sort = (-1, False)
        self.options = QWidget(self)
        self.number_box = QSpinBox(self)
        self.again_button = Pill("", parent=self)
        self.table = ColumnTable(_("Topics"), self)
        self.table.min_rest_width = 170
        self.name_field = LineField(self)
        self.canvas = FigureCanvas(_("Words of the topic"), self)
        self.documents = DocumentsTable(session, self)
        self._note = plain_label("", "small", self)
        self._empty = EmptyState("chart-scatter", _("No topics yet"), parent=self)
        self._stack = CurrentStack(self)
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_MS)
        self._arrange()
        self._connect()
        self._show_nothing()

    @property
    def topics(self) -> Topics | None:
        """What is shown; None while none have been found."""
        return self._topics

    @property
    def sizes(self) -> TopicSizes | None:
        """How the documents that count are spread over them."""
        return self._sizes

    def refresh(self) -> None:
        """Find topics if there are none of these texts and somebody is looking; else count them again."""
        corpus, tokens = self._session.corpus, self._session.tokens
        if corpus is None or tokens is None:
            self._wanted = self._topics = self._sizes = None
            self._chosen = ()
            self._show_nothing()
        elif not self.isVisible():
            return
        elif self._wanted is None or self._wanted.tokens is not tokens:
            self.find_again()
        elif self._wanted.options != self._options():
            self._find(_Inputs(corpus, tokens, self._options(), self._wanted.positions))
        elif self._topics is not None:
            self._count()

    def find_again(self) -> None:
        """Find topics in the documents that count now."""
        corpus, tokens = self._session.corpus, self._session.tokens
        if corpus is not None and tokens is not None:
            self._find(_Inputs(corpus, tokens, self._options(), self._session.in_scope))

    def choose(self, topics: Sequence[int]) -> None:
        """Show a topic's words and documents, and select the documents of all these topics."""
        found = self._topics
        if found is None or not topics:
            return
        name = _("topic {name}").format(name=self.name_of(topics[0])) if len(topics) == 1 else ""
        self._show_topics(topics, lambda documents: self._session.select(documents, name))

    def rename(self, name: str) -> None:
        """Give the topic that is shown a name; an empty one gives it that of its words again."""
        if self._topics is None or not self._chosen:
            return
        self._session.name_topic(self._words[self._chosen[0]], name.strip())

    def name_of(self, topic: int) -> str:
        """What a topic is called."""
        assert self._topics is not None
        own = self._session.choices.topic_names.of(self._words[topic])
        return own or topic_name(self._topics, topic)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def _options(self) -> TopicOptions:
        number = self.number_box.value()
        return TopicOptions(0 if number == self.number_box.minimum() else number)

    def _find(self, inputs: _Inputs) -> None:
        if inputs.equals(self._wanted):
            return
        self._wanted = inputs
        self._render_again()
        if self._topics is None:
            self._empty.set_text(_("Finding topics…"))
        self._jobs.start(
            _("Finding topics"),
            lambda progress: find_topics(
                inputs.corpus, inputs.tokens, inputs.options, inputs.positions, progress
            ),
            lane="topics",
            replace=True,
            succeeded=lambda found: self._take(inputs, found),
            cancelled=lambda: self._forget(inputs),
        )

    def _take(self, inputs: _Inputs, found: Topics) -> None:
        if inputs is not self._wanted:
            return
        self._topics = found
        self._words = [
            tuple(word for word, _weight in found.strongest_words(topic, 10))
            for topic in range(found.n_topics)
        ]
        self._sizes = None
        self._chosen = ()
        self._count()

    def _forget(self, inputs: _Inputs) -> None:
        """The user cancelled: the button finds them again."""
        if inputs is self._wanted:
            self._wanted = None
            self._render_again()

    def _count(self) -> None:
        corpus, found, positions = self._session.corpus, self._topics, self._session.in_scope
        if corpus is None or found is None:
            return
        self._jobs.start(
            _("Counting topics"),
            lambda _progress: topic_sizes(corpus, found, positions),
            lane="topic-sizes",
            replace=True,
            succeeded=lambda sizes: self._show_sizes(found, sizes),
        )

    def _show_sizes(self, found: Topics, sizes: TopicSizes) -> None:
        if found is not self._topics:
            return
        self._sizes = sizes
        self._stack.setCurrentIndex(1 if found.n_topics else 0)
        if not found.n_topics:
            self._empty.set_text(
                _("No topics here"),
                hint(
                    self._session,
                    _("Topics are words that occur together in several documents: these hold too few."),
                ),
            )
        self.table.set_columns(topic_columns(found, sizes, self.name_of), self._order())
        self._render_again()
        self._note.setText(self._said(found, sizes))
        if found.n_topics:
            self._show_topics(self._chosen or (0,))

    def _order(self) -> np.ndarray:
        assert self._sizes is not None
        order = np.arange(len(self._sizes.counts))
        column, descending = self._sort
        if column < 1:
            order = order[np.argsort(-self._sizes.counts, kind="stable")]
        return order if column < 0 else sorted_order(order, sort_keys(self._sizes, column), descending)

    def _show_topics(
        self, topics: Sequence[int], listed: Callable[[np.ndarray], None] = lambda documents: None
    ) -> None:
        """The words of the first, the documents of all; `listed` gets those once they have been found."""
        found = self._topics
        assert found is not None
        self._chosen = tuple(topics)
        first = topics[0]
        self._show_name()
        words = found.strongest_words(first, STRONGEST)
        self.canvas.show_figure(
            lambda figure, colours: draw_topic_words(figure, words, colours),
            self._words[first],
            lambda: topic_data(found, first, STRONGEST),
        )
        positions = self._session.in_scope
        share = Column(
            _("Share"),
            lambda position: f"{100 * found.main_share[position]:.0f} %",
            width=68,
            number=True,
        )

        def take(documents: np.ndarray) -> None:
            if found is self._topics:
                self.documents.show_documents(documents, [share])
                listed(documents)

        self._jobs.start(
            _("Listing the documents of a topic"),
            lambda _progress: np.concatenate([found.documents(topic, positions) for topic in topics]),
            lane="topic-documents",
            replace=True,
            succeeded=take,
        )

    def _on_names(self) -> None:
        self.table.refresh()
        if self._topics is not None and self._chosen:
            self._show_name()

    def _show_name(self) -> None:
        name = self.name_of(self._chosen[0])
        if name != self.name_field.text() and not self.name_field.hasFocus():
            self.name_field.setText(name)
            self.name_field.setCursorPosition(0)

    def _said(self, found: Topics, sizes: TopicSizes) -> str:
        said = [
            ngettext_("{n} topic", "{n} topics", found.n_topics).format(n=f"{found.n_topics:,}")
            + " "
            + ngettext_("in {n} document", "in {n} documents", sizes.n_documents).format(
                n=f"{sizes.n_documents:,}"
            )
        ]
        wanted = self._wanted
        if wanted is not None and found.n_fitted < int(np.count_nonzero(found.main[wanted.positions] >= 0)):
            said.append(_("found in a sample of {n}, all are placed").format(n=f"{found.n_fitted:,}"))
        left = sizes.n_documents - int(sizes.counts.sum())
        if left:
            said.append(
                ngettext_("{n} holds no word of any topic", "{n} hold no word of any topic", left).format(
                    n=f"{left:,}"
                )
            )
        return " · ".join(said)

    def _render_again(self) -> None:
        """Offer to find topics anew where others count than those they were found in."""
        n_documents = len(self._session.in_scope)
        wanted = self._wanted
        is_other = wanted is None or not np.array_equal(wanted.positions, self._session.in_scope)
        self.again_button.setVisible(is_other and self._session.tokens is not None and n_documents > 0)
        self.again_button.setText(
            ngettext_(
                "Find topics in the {n} that matches", "Find topics in the {n} that match", n_documents
            ).format(n=f"{n_documents:,}")
        )

    def _show_nothing(self) -> None:
        waiting = self._session.corpus is not None
        self._empty.set_text(
            _("Finding the words…") if waiting else _("No topics yet"),
            "" if waiting else _("Open a file to see what its documents are about."),
        )
        self._note.setText("")
        self.again_button.hide()
        self._stack.setCurrentIndex(0)

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        if self._sizes is not None:
            self.table.set_order(self._order())

    def _on_word(self, word: str) -> None:
        """Select the documents of the topic in which a word occurs."""
        inputs, found, chosen = self._wanted, self._topics, self._chosen
        if inputs is None or found is None or not chosen:
            return
        own = found.documents(chosen[0], self._session.in_scope)
        self._jobs.start(
            _("Finding “{word}”").format(word=word),
            lambda progress: np.intersect1d(
                own, documents_of_words(inputs.corpus, inputs.tokens, WordOptions(CLEANING), [word], progress)
            ),
            lane="word-documents",
            replace=True,
            succeeded=self._session.select,
        )

    def _connect(self) -> None:
        session = self._session
        for signal in (session.corpus_changed, session.tokens_changed, session.filter_changed):
            signal.connect(self.refresh)
        session.filter_changed.connect(self._render_again)
        session.scores_changed.connect(self._recount.start)
        session.topic_names_changed.connect(self._on_names)
        self._recount.timeout.connect(self.refresh)
        self.number_box.valueChanged.connect(lambda _number: self.refresh())
        self.again_button.clicked.connect(self.find_again)
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(lambda places: self.choose(places.tolist()))
        self.table.activated_position.connect(lambda _topic: self.document_requested.emit())
        self.name_field.textEdited.connect(self.rename)
        self.canvas.picked.connect(self._on_word)
        self.canvas.activated.connect(lambda _word: self.document_requested.emit())
        self.documents.opened.connect(self.document_requested)

    def _arrange(self) -> None:
        self.number_box.setRange(1, MOST_TOPICS)
        at_scale(self.number_box.lineEdit(), lambda it: it.setTextMargins(px(6), 0, 0, 0))
        self.number_box.setSpecialValueText(_("automatic"))
        self.number_box.setKeyboardTracking(False)
        self.number_box.setAccessibleName(_("Number of topics"))
        label = QLabel(_("Number of topics"), self)
        set_kind(label, "secondary")
        label.setBuddy(self.number_box)
        options = QHBoxLayout(self.options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(10)
        for widget in (label, self.number_box, self.again_button):
            options.addWidget(widget)
        options.addStretch(1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._cards())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)

    def _cards(self) -> QWidget:
        table_card = Card(is_flush=True, parent=self)
        table_card.body.addWidget(self.table, 1)
        at_scale(self._note, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        self._note.setWordWrap(True)
        table_card.body.addWidget(self._note)
        self.name_field.setAccessibleName(_("Name of the topic"))
        self.name_field.setToolTip(_("Give the topic a name of your own"))
        words_card = Card()
        words_card.body.addWidget(self.name_field)
        words_card.body.addWidget(self.canvas, 1)
        documents_card = Card(
            _("Documents"), _("Those whose main topic it is, the strongest first."), is_flush=True
        )
        documents_card.body.addWidget(self.documents, 1)
        right = Halves(words_card, documents_card, None, (200, 180))
        return Halves(table_card, right, (610, 400), (280, 480))
