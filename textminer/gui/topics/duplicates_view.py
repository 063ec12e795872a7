"""Near duplicates: clusters of copies, and the way to go on without the repeats."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from textminer.analysis.duplicates import LEAST_LIKENESS, Copies
from textminer.corpus.corpus import Corpus
from textminer.corpus.positions import PositionSet, without
from textminer.corpus.token_table import TokenTable
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filtering import Filtering
from textminer.gui.theme import px, set_kind
from textminer.gui.topics.documents_table import DocumentsTable, beginnings
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.column_table import Column, sorted_order
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.halves import Halves
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.table_view import ColumnTable
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.duplicates import find_copies

CHOICES = (LEAST_LIKENESS, 0.6, 0.7, 0.8, 0.9, 1.0)
USUAL = 0.7


class DuplicatesView(QWidget):
    """Looks for copies once in all documents; filter and likeness only choose among the clusters.

    document_requested  the user wants to read the current document
    """

    document_requested = Signal()

    def __init__(
        self, session: Session, filtering: Filtering, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._filtering = filtering
        self._jobs = jobs
        self._wanted: TokenTable | None = None
        self._all: Copies | None = None
        self._copies: Copies | None = None
        self._sort = (-1, False)
        self.options = QWidget(self)
        self.likeness_box = QComboBox(self)
        self.without_button = Pill(_("Filter to all but the repeats"), parent=self)
        self.select_button = Pill(_("Select the repeats"), parent=self)
        self.table = ColumnTable(_("Clusters of copies"), self)
        self.documents = DocumentsTable(session, self)
        self._note = plain_label("", "small", self)
        self._empty = EmptyState("copy", "", parent=self)
        self._stack = CurrentStack(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def copies(self) -> Copies | None:
        """What is shown: clusters of the documents that count; None while nobody has looked for any."""
        return self._copies

    def refresh(self) -> None:
        """Look for copies if these documents have not been, and somebody is looking."""
        corpus, tokens = self._session.corpus, self._session.tokens
        if corpus is None or tokens is None:
            self._wanted = self._all = self._copies = None
            self._say(
                _("No documents yet") if corpus is None else _("Finding the words…"),
                _("Open a file to see which of its documents are copies of others.")
                if corpus is None
                else "",
            )
        elif self.isVisible() and self._wanted is not tokens:
            self._find(corpus, tokens)
        elif self.isVisible() and self._all is not None:
            self._restrict(self._all)

    def choose(self, place: int) -> None:
        """Select the documents of a cluster and show them, the first one on top."""
        copies = self._copies
        if copies is None or not 0 <= place < copies.n_clusters:
            return
        self._show_cluster(copies, place)
        documents = copies.cluster(place)
        self._session.select(documents, _("like row {row}").format(row=f"{int(documents[0]) + 1:,}"))

    def filter_out_repeats(self) -> None:
        """Let all documents count that do now, but for those that repeat another."""
        if self._copies is not None:
            kept = PositionSet(without(self._session.in_scope, self._copies.repeats()))
            self._filtering.apply(
                replace(self._filtering.wanted, positions=kept, called=_("without repeats"))
            )

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def _find(self, corpus: Corpus, tokens: TokenTable) -> None:
        self._wanted = tokens
        self._all = self._copies = None
        self._say(_("Looking for copies…"))
        self._jobs.start(
            _("Looking for copies"),
            lambda progress: find_copies(tokens, progress),
            lane="copies",
            replace=True,
            succeeded=lambda found: self._take(tokens, found),
            cancelled=lambda: self._forget(tokens),
        )

    def _take(self, tokens: TokenTable, found: Copies) -> None:
        if tokens is self._wanted:
            self._all = found
            self._restrict(found)

    def _forget(self, tokens: TokenTable) -> None:
        """The user cancelled: coming back to this view starts again."""
        if tokens is self._wanted:
            self._wanted = None
            self._say(_("Copies were not looked for to the end"), _("Come back to this view to look again."))

    def _restrict(self, found: Copies) -> None:
        positions, least = self._session.in_scope, float(self.likeness_box.currentData())
        self._jobs.start(
            _("Choosing copies"),
            lambda _progress: found.restricted(positions, least),
            lane="copies-restricted",
            replace=True,
            succeeded=lambda copies: self._show(found, copies),
        )

    def _show(self, found: Copies, copies: Copies) -> None:
        if found is not self._all:
            return
        self._copies = copies
        if not copies.n_clusters:
            self._say(
                _("No copies here"),
                _("No two of these documents are so much alike. A smaller share above finds looser copies."),
            )
            self._render_buttons()
            return
        self.table.set_columns(self._columns(copies), self._order())
        n_repeats = len(copies.positions) - copies.n_clusters
        self._note.setText(
            ngettext_("{n} cluster", "{n} clusters", copies.n_clusters).format(n=f"{copies.n_clusters:,}")
            + " · "
            + ngettext_(
                "{n} document repeats an earlier one", "{n} documents repeat an earlier one", n_repeats
            ).format(n=f"{n_repeats:,}")
        )
        self._render_buttons()
        self._stack.setCurrentIndex(1)
        self._show_cluster(copies, int(self.table.columns_model.order[0]))

    def _columns(self, copies: Copies) -> list[Column]:
        sizes, least = copies.sizes(), copies.least_likeness()
        begins, firsts = beginnings(self._session), copies.positions[copies.offsets[:-1]]
        return [
            Column(_("Documents"), lambda place: f"{int(sizes[place]):,}", width=96, number=True),
            Column(_("Alike"), lambda place: likeness_words(float(least[place])), width=138),
            Column(_("The first of them"), lambda place: begins(int(firsts[place])), width=0),
        ]

    def _show_cluster(self, copies: Copies, place: int) -> None:
        span = slice(copies.offsets[place], copies.offsets[place + 1])
        positions = copies.positions[span]
        likeness = dict(zip(positions.tolist(), copies.likeness[span].tolist(), strict=True))
        first = int(positions[0])
        alike = Column(
            _("Like the first"),
            lambda position: (
                _("the first") if position == first else f"{100 * likeness.get(position, 0):.0f} %"
            ),
            width=112,
        )
        self.documents.show_documents(positions, [alike])

    def _order(self) -> np.ndarray:
        copies = self._copies
        if copies is None:
            return np.empty(0, dtype=np.int64)
        order = np.arange(copies.n_clusters)
        column, descending = self._sort
        keys = (copies.sizes(), copies.least_likeness(), copies.positions[copies.offsets[:-1]])
        return order if column < 0 else sorted_order(order, keys[column], descending)

    def _say(self, heading: str, sentence: str = "") -> None:
        self._empty.set_text(heading, sentence)
        self._stack.setCurrentIndex(0)
        self._render_buttons()

    def _render_buttons(self) -> None:
        has_repeats = self._copies is not None and self._copies.n_clusters > 0
        self.without_button.setEnabled(has_repeats)
        self.select_button.setEnabled(has_repeats)

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.table.set_order(self._order())

    def _select_repeats(self) -> None:
        if self._copies is not None:
            self._session.select(self._copies.repeats(), _("repeats"))

    def _on_rows(self, places: np.ndarray) -> None:
        if self._copies is None or not len(places):
            return
        if len(places) == 1:
            self.choose(int(places[0]))
        else:
            clusters = [self._copies.cluster(place) for place in places.tolist()]
            self._session.select(np.concatenate(clusters))

    def _connect(self) -> None:
        session = self._session
        for signal in (session.corpus_changed, session.tokens_changed, session.filter_changed):
            signal.connect(self.refresh)
        self.likeness_box.currentIndexChanged.connect(lambda _place: self.refresh())
        self.without_button.clicked.connect(self.filter_out_repeats)
        self.select_button.clicked.connect(self._select_repeats)
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_rows)
        self.table.activated_position.connect(lambda _place: self.document_requested.emit())
        self.documents.opened.connect(self.document_requested)

    def _arrange(self) -> None:
        for least in CHOICES:
            self.likeness_box.addItem(likeness_words(least), least)
        self.likeness_box.setCurrentIndex(CHOICES.index(USUAL))
        self.likeness_box.setAccessibleName(_("How much alike"))
        self.likeness_box.setToolTip(
            _("Runs of three words that two documents share, as a share of all runs that either has")
        )
        label = QLabel(_("Alike"), self)
        set_kind(label, "secondary")
        label.setBuddy(self.likeness_box)
        self.without_button.setToolTip(_("Let only the first document of each cluster count"))
        options = QHBoxLayout(self.options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(10)
        for widget in (label, self.likeness_box, self.without_button, self.select_button):
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
        self._note.setContentsMargins(px(14), px(4), px(14), 0)
        table_card.body.addWidget(self._note)
        documents_card = Card(
            _("Documents of the cluster"),
            _("Case, punctuation and blanks tell no two apart."),
            is_flush=True,
        )
        documents_card.body.addWidget(self.documents, 1)
        return Halves(table_card, documents_card, (560, 560))


def likeness_words(least: float) -> str:
    """ "same words", or "70 % and more"."""
    return _("same words") if least >= 1 else _("{share} % and more").format(share=int(100 * least))
