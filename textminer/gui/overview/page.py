"""The page with the answer at a glance: shares, scores, time, groups, words, and how far to trust them."""

import time
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from textminer.analysis.ordering import SortKey
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.overview.board import OverviewBoard
from textminer.gui.overview.inputs import OverviewInputs
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.progress import Progress
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.honesty import nothing_scored
from textminer.workflows.overview import Overview
from textminer.workflows.overview_ground import OverviewGround, OverviewOptions
from textminer.workflows.overview_marks import DISAGREEING, documents_of, mark, words_of_mark

LONG_LOOK_S = 0.2  # of a processor: shorter ones may follow each other
RESTS, LONGEST_REST_S = 4, 10.0  # as many times as long as a look took, while nothing but scores comes in


class OverviewPage(QWidget):
    """Looks again whenever documents, scores, filter or options change; one look at a time, the latest wins.

    documents_requested: show the documents that a click has selected, one by one
    """

    documents_requested = Signal()

    def __init__(
        self, session: Session, commands: Commands, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._commands = commands
        self._jobs = jobs
        self._options = OverviewOptions()
        self._frame: object = None
        self._wanted: OverviewInputs | None = None
        self._is_looking = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self.refresh)
        self._ground: OverviewGround | None = None
        self._overview: Overview | None = None
        self._picked: tuple[str, np.ndarray] = ("", np.empty(0, dtype=np.int64))
        self.filtering = Filtering(session, jobs, self)
        self.board = OverviewBoard(self)
        self._empty = EmptyState("layout-dashboard", _("Nothing to look at yet"), parent=self)
        self._stack = CurrentStack(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def overview(self) -> Overview | None:
        """What is shown; None while nothing has been looked at."""
        return self._overview

    def refresh(self) -> None:
        """Look again if what is shown is outdated and somebody is looking."""
        inputs = self._inputs()
        if inputs is None:
            self._wanted = self._ground = self._overview = None
            self._show_nothing()
            return
        if not self.isVisible() or inputs.equals(self._wanted):
            return
        if (self._is_looking or self._rest.isActive()) and inputs.asks_the_same(self._wanted):
            return  # scores stream in several times a second, and looks at a million rows take long
        self._rest.stop()
        self._wanted = inputs = replace(inputs, prediction=inputs.prediction.copied())
        self._is_looking = True
        ground = self._ground

        def look(progress: Progress) -> tuple[OverviewGround, Overview, float]:
            began_s = time.thread_time()
            return *inputs.look(ground, progress), time.thread_time() - began_s

        self._jobs.start(
            _("Looking over the documents"),
            look,
            lane="overview",
            replace=True,
            succeeded=lambda found: self._take(inputs, *found),
            failed=lambda error: self._fail(inputs, error),
            cancelled=lambda: self._forget(inputs),
        )

    def pick(self, name: str) -> None:
        """Select the documents behind a mark; those that contradict their labels are shown alone."""
        if self._overview is None:
            return
        positions = documents_of(self._overview, name)
        if name == mark(DISAGREEING):
            called = words_of_mark(self._overview, name)
            self.filtering.apply(DocumentFilter(positions=PositionSet(positions), called=called))
            if self._session.sort is None:
                self._session.set_sort(SortKey("confidence", descending=True))  # the plainest ones first
            self.documents_requested.emit()
            return
        self._session.select(positions, words_of_mark(self._overview, name))
        self._picked = (name, self._session.selection)
        self._show_selection()

    def choose(self, **options: object) -> None:
        """Look at other columns, or read the dates in another order; None leaves a choice to the data."""
        self._options = replace(self._options, **options)  # type: ignore[arg-type]
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.board.fit(self.width())

    def _inputs(self) -> OverviewInputs | None:
        session = self._session
        corpus, prediction = session.corpus, session.prediction
        if corpus is None or prediction is None:
            return None
        if corpus.table.frame is not self._frame:
            self._frame, self._options = corpus.table.frame, OverviewOptions()
            self._ground = None
        return OverviewInputs(
            corpus, prediction, session.tokens, self._commands.classifier, session.labels, session.groups,
            self._options, session.in_scope,
        )  # fmt: skip

    def _take(self, inputs: OverviewInputs, ground: OverviewGround, found: Overview, took_s: float) -> None:
        if inputs is not self._wanted:
            return
        self._is_looking = False
        if took_s >= LONG_LOOK_S:
            self._rest.start(round(1000 * min(RESTS * took_s, LONGEST_REST_S)))
        self._ground, self._overview = ground, found
        if nothing := nothing_scored(found):
            more = _("Documents, words and groups can be looked at without scores.")
            self._empty.set_text(_("No document has a score"), f"{nothing} {more}")
            self._stack.setCurrentIndex(0)
        elif found.n_documents:
            self._stack.setCurrentIndex(1)
            self.board.show_overview(found, ground, inputs.corpus.table.names, self._options)
            self._show_selection()
        else:
            self._empty.set_text(_("No document matches"), _("Other filters may let some pass."))
            self._stack.setCurrentIndex(0)
        self.refresh()

    def _fail(self, inputs: OverviewInputs, error: BaseException) -> None:
        self._forget(inputs)
        raise error

    def _forget(self, inputs: OverviewInputs) -> None:
        """This look came to nothing: the next change starts another."""
        if inputs is self._wanted:
            self._wanted = None
            self._is_looking = False

    def _show_selection(self) -> None:
        """Every figure shows where the selected documents are."""
        selection = self._session.selection
        name, picked = self._picked
        if not np.array_equal(picked, selection):
            name = ""
        if len(selection) == 1 and not name:
            selection = selection[:0]  # the one that is being read: for it alone no bar is to pale
        if self._overview is not None:
            self.board.show_selection(selection, name)

    def _show_nothing(self) -> None:
        waiting = self._session.corpus is not None
        self._empty.set_text(
            _("Waiting for the first scores…") if waiting else _("Nothing to look at yet"),
            "" if waiting else _("Open a file to see what its documents say on the whole."),
        )
        self._stack.setCurrentIndex(0)

    def _connect(self) -> None:
        session, board = self._session, self.board
        for signal in (
            session.corpus_changed,
            session.tokens_changed,
            session.filter_changed,
            session.scores_changed,
            session.labels_changed,
            session.groups_changed,
        ):
            signal.connect(self.refresh)
        session.selection_changed.connect(self._show_selection)
        board.picked.connect(self.pick)
        board.activated.connect(self._open)
        board.chosen.connect(lambda options: self.choose(**options))

    def _open(self, name: str) -> None:
        self.pick(name)
        self.documents_requested.emit()

    def _arrange(self) -> None:
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.board)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, self.filtering, self._jobs, self))
        layout.addWidget(self._stack, 1)
