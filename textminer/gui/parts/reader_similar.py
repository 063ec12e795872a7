"""The documents worded most like the one in the reader."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from textminer.analysis.similarity import Neighbours, WordedDocuments
from textminer.corpus.token_table import TokenTable
from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.cell_delegate import ROW_HEIGHT
from textminer.gui.widgets.column_table import Column
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.table_view import HEADER_HEIGHT, ColumnTable
from textminer.progress import Progress
from textminer.sentiment.score_words import percent, signed, verdict_of
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.similar_documents import weigh_words

MOST = 10
LINE_HEIGHT = 24
ALIKE_WIDTH, SCORE_WIDTH, MIN_TEXT_WIDTH = 62, 74, 110


@dataclass(frozen=True, eq=False)
class _Inputs:
    """What the shown neighbours are those of."""

    tokens: TokenTable
    position: int
    among: np.ndarray

    def equals(self, other: "_Inputs | None") -> bool:
        return (
            other is not None
            and self.tokens is other.tokens
            and self.position == other.position
            and np.array_equal(self.among, other.among)
        )


class SimilarList(QWidget):
    """Looks for neighbours while it is visible. Opening one of them leaves the list as it is, so that one
    can go through it; another document that is turned to gets a list of its own. `changed` says so.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._wanted: _Inputs | None = None
        self._worded: tuple[TokenTable, WordedDocuments] | None = None
        self._found = Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
        self._is_opening = False
        self.said = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        set_kind(self.said, "small")
        self.select_button = self._link(_("Select these"), self._select)
        self.turn_button = self._link(_("Those of this one"), self._turn)
        self.table = ColumnTable(_("Documents worded most alike"), self)
        self.table.min_rest_width = MIN_TEXT_WIDTH
        self.empty = plain_label("", "small", self)
        self.empty.setWordWrap(True)
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.said, 1)
        above.addWidget(self.turn_button)
        above.addWidget(self.select_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self.empty)
        layout.addWidget(self.table, 1)
        self._connect()
        self._show()

    @property
    def found(self) -> Neighbours:
        """What is listed."""
        return self._found

    def natural_height(self) -> int:
        """The height at which all of them are seen."""
        rows = max(len(self._found.positions), 1)
        return px(HEADER_HEIGHT + LINE_HEIGHT + rows * ROW_HEIGHT)

    def refresh(self) -> None:
        """Look again if what is listed is outdated and somebody is looking."""
        inputs = self._inputs()
        if inputs is None:
            self._wanted = None
            self._found = Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
            self._show()
            return
        if not self.isVisible() or inputs.equals(self._wanted):
            return
        self._wanted = inputs
        corpus, worded = self._session.corpus, self._worded

        def work(progress: Progress) -> tuple[WordedDocuments, Neighbours]:
            assert corpus is not None
            if worded is not None and worded[0] is inputs.tokens:
                made = worded[1]
            else:
                made = weigh_words(corpus, inputs.tokens, progress)
            return made, made.nearest(inputs.position, MOST, inputs.among)

        self._jobs.start(
            _("Finding similar documents"),
            work,
            lane="similar",
            replace=True,
            succeeded=lambda result: self._take(inputs, *result),
            cancelled=lambda: self._forget(inputs),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _inputs(self) -> _Inputs | None:
        corpus, tokens, position = self._session.corpus, self._session.tokens, self._session.current
        if corpus is None or tokens is None or position is None or position >= tokens.n_documents:
            return None
        return _Inputs(tokens, position, self._session.in_scope)

    def _take(self, inputs: _Inputs, worded: WordedDocuments, found: Neighbours) -> None:
        self._worded = (inputs.tokens, worded)
        if inputs is self._wanted:
            self._found = found
            self._show()
            self.changed.emit()

    def _forget(self, inputs: _Inputs) -> None:
        if inputs is self._wanted:
            self._wanted = None

    def _show(self) -> None:
        found, wanted, corpus = self._found, self._wanted, self._session.corpus
        has_some = bool(len(found.positions)) and wanted is not None and corpus is not None
        self.table.setVisible(has_some)
        self.empty.setVisible(not has_some)
        self.select_button.setVisible(has_some)
        self.said.setText("")
        if corpus is None or wanted is None or not has_some:
            waiting = self._session.tokens is None
            self.empty.setText(
                _("Finding the words…") if waiting else _("No other document shares a word with this one.")
            )
            self._show_turn()
            return
        self.said.setText(_("Worded most like row {n}").format(n=f"{wanted.position + 1:,}"))
        similarity = dict(zip(found.positions.tolist(), found.similarities.tolist(), strict=True))
        texts = corpus.table.column(corpus.text_column).array
        columns = [
            Column(_("Alike"), lambda p: f"{similarity[p]:.2f}", width=ALIKE_WIDTH, number=True),
            Column(_("Score"), self._score_words, None, self._score_colour, SCORE_WIDTH, number=True),
            Column(_("Text"), lambda p: str(texts[p]), width=0),
        ]
        self.table.set_columns(columns, found.positions)
        self._show_current()

    def _show_current(self) -> None:
        current = self._session.current
        self.table.set_current(-1 if current is None else current)
        self._show_turn()

    def _show_turn(self) -> None:
        current = self._session.current
        self.turn_button.setVisible(
            self._wanted is not None and current is not None and current != self._wanted.position
        )

    def _score_words(self, position: int) -> str:
        verdict = verdict_of(self._session.prediction, position)
        if verdict.score is not None:
            return signed(verdict.score)
        return "–" if verdict.confidence is None else percent(verdict.confidence)

    def _score_colour(self, position: int) -> str:
        return verdict_of(self._session.prediction, position).colour

    def _open(self, position: int) -> None:
        self._is_opening = True
        self._session.set_current(position)
        self._is_opening = False

    def _on_current_changed(self) -> None:
        if not self._is_opening:
            self.refresh()
        self._show_current()

    def _turn(self) -> None:
        self.refresh()

    def _select(self) -> None:
        if self._wanted is not None:
            name = _("like row {row}").format(row=f"{self._wanted.position + 1:,}")
            self._session.select(np.append(self._found.positions, self._wanted.position), name)

    def _connect(self) -> None:
        session = self._session
        for signal in (session.corpus_changed, session.tokens_changed, session.filter_changed):
            signal.connect(self.refresh)
        session.current_changed.connect(self._on_current_changed)
        session.scores_changed.connect(self.table.refresh)
        self.table.current_changed.connect(self._open)

    def _link(self, text: str, action: object) -> QPushButton:
        button = QPushButton(text, self)
        set_kind(button, "link")
        button.clicked.connect(action)
        return button
