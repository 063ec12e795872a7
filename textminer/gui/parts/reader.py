"""The reader: one whole document, what the model says of it, and which words made it say so."""

from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from textminer.analysis.finding import find_spans
from textminer.corpus.document_table import Document
from textminer.corpus.ledger_words import row_story
from textminer.errors import TextMinerError
from textminer.gui.commands import Commands
from textminer.gui.parts.field_list import FieldList
from textminer.gui.parts.label_row import LabelRow
from textminer.gui.parts.reading_area import ReadingArea
from textminer.gui.parts.score_words import (
    class_word,
    percent,
    probabilities_line,
    signed,
    status_sentence,
    verdict_of,
)
from textminer.gui.parts.tints import contribution_words, tint_strengths
from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.gui.widgets.pill import Pill
from textminer.jobs.job import Job
from textminer.sentiment.classifier import Explanation
from textminer.sentiment.prediction import SCORED
from textminer.session.session import Session
from textminer.translation import _

REST_MS = 60  # a document is explained when the arrows rest on it this long
LONG_TEXT = 60_000  # characters above which explaining takes more than some 3 s, so it waits to be asked for
MOST_TEXT = 500_000  # characters above which it would take half a minute and more
NOTHING = np.empty(0, dtype=np.int64)


class ReaderPanel(Card):
    """Shows the session's current document. The text stands at once; its tints come from a job.

    walk_requested  the arrow to the left (-1) or right (1)
    """

    walk_requested = Signal(int)

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(_("Reader"), parent=parent)
        self._session = session
        self._commands = commands
        self._shown: Document | None = None
        self._status = ""
        self._job: Job[Explanation] | None = None
        self.number = plain_label("", "number", self)
        self.words = plain_label("", "strong", self)
        self.probabilities = plain_label("", "small", self)
        self.story = plain_label("", "small", self)
        self.label_row = LabelRow(session, self)
        self.hint = plain_label("", "small", self)
        self.why = Pill(_("Why"), is_checkable=True, parent=self)
        self.explain_button = Pill(_("Explain this long text"), parent=self)
        self._against = plain_label("", "small-negative", self)
        self._towards = plain_label("", "small-positive", self)
        self.scored_by = plain_label("", "small", self)
        self.text = HighlightedText(_("Text of the document"), self)
        self.reason = plain_label("", "small", self)
        self.fields = FieldList(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._arrange()
        self._connect()
        self._on_current_changed()

    def mark(self, starts: np.ndarray, ends: np.ndarray) -> None:
        """Underline what was found elsewhere, until another document is turned to: spans of characters."""
        self.text.set_marks(starts, ends)
        if len(starts):
            self.text.show_character(int(starts[0]))

    def _arrange(self) -> None:
        set_kind(self.why, "pill")
        self.why.setChecked(True)
        self.why.setToolTip(_("Tint each word by what it did to the score"))
        self.heading_row.addWidget(self.hint)
        for label in (self.words, self.probabilities, self.story):
            label.setWordWrap(True)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addStretch(1)
        said.addWidget(self.words)
        said.addWidget(self.probabilities)
        said.addStretch(1)
        score = QHBoxLayout()
        score.setSpacing(14)
        score.addWidget(self.number, 0, Qt.AlignmentFlag.AlignVCenter)
        score.addLayout(said, 1)
        self._area = ReadingArea(self.text, self.reason, self.fields, self)
        reasons = QHBoxLayout()
        reasons.setSpacing(10)
        reasons.addWidget(self.why)
        reasons.addWidget(self.explain_button)
        reasons.addWidget(self._against)
        reasons.addWidget(self._towards)
        reasons.addWidget(self.scored_by)
        reasons.addStretch(1)
        self.body.addLayout(score)
        self.body.addWidget(self.story)
        self.body.addWidget(self.label_row)
        self.body.addSpacing(2)
        self.body.addLayout(reasons)
        self.body.addSpacing(2)
        self.body.addWidget(self._area, 1)

    def _connect(self) -> None:
        self.text.installEventFilter(self)
        self.why.toggled.connect(self._on_why)
        self.explain_button.clicked.connect(lambda: self._start_explaining())
        self._rest.timeout.connect(self._explain)
        self._session.corpus_changed.connect(self._on_current_changed)
        self._session.current_changed.connect(self._on_current_changed)
        self._session.scores_changed.connect(self._render_verdict)
        self._session.selection_changed.connect(self._render_hint)
        self._session.filter_changed.connect(self._mark_finds)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _step_of(event)
            if step:
                self.walk_requested.emit(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step_of(event)
        if step:
            self.walk_requested.emit(step)
        else:
            super().keyPressEvent(event)

    def _on_current_changed(self) -> None:
        corpus, position = self._session.corpus, self._session.current
        self._drop_explanation()
        self._status = ""
        if corpus is None or position is None or position >= corpus.table.n_documents:
            self._shown = None
            self.story.hide()
            self.text.set_text("")
            self._render_verdict()
            return
        self._shown = corpus.document(position)
        self.set_heading(_("Row {n}").format(n=f"{position + 1:,}"))
        self.text.set_text(self._shown.text)
        names, cells = list(corpus.table.names), list(self._shown.cells)
        del names[corpus.text_column], cells[corpus.text_column]
        self.fields.set_fields([name or _("(no name)") for name in names], cells)
        self.story.setText("" if corpus.ledger is None else row_story(corpus.ledger, position))
        self.story.setVisible(bool(self.story.text()))
        self._area.fit()
        self._render_hint()
        self._render_verdict()
        self._mark_finds()

    def _render_verdict(self) -> None:
        prediction, position = self._session.prediction, self._session.current
        verdict = verdict_of(prediction, -1 if position is None else position)
        has_come = verdict.status == SCORED and self._status != SCORED
        had_gone = self._status == SCORED and verdict.status != SCORED
        self._status = verdict.status
        if verdict.status == SCORED and prediction is not None and position is not None:
            share = verdict.confidence or 0.0
            self.number.setText(signed(verdict.score) if verdict.score is not None else percent(share))
            self.words.setText(verdict.words)
            self.probabilities.setText(probabilities_line(prediction, position))
        else:
            self.words.setText("" if self._shown is None else status_sentence(verdict.status))
            self.probabilities.setText("")
        is_scored = verdict.status == SCORED
        _set_kind(self.words, "strong" if is_scored else "secondary")
        self.number.setVisible(is_scored)
        self.probabilities.setVisible(is_scored)
        self.why.setVisible(is_scored)
        kind = {"positive_text": "number-positive", "negative_text": "number-negative"}
        _set_kind(self.number, kind.get(verdict.colour, "number"))
        self._area.set_text_shown(self._shown is not None and bool(self._shown.text.strip()))
        if has_come:
            self._rest.start()
        elif had_gone:
            self._drop_explanation()

    def _render_hint(self) -> None:
        several = len(self._session.selection) > 1
        self.hint.setText(_("← → to walk the selection") if several else _("← → to walk"))

    def _mark_finds(self) -> None:
        asked = self._session.filter
        spans = np.empty((0, 2), dtype=np.int64)
        if self._shown is not None and asked.find:
            try:
                spans = find_spans(self._shown.text, asked.find, asked.is_regex)
            except TextMinerError:
                spans = spans[:0]
        self.text.set_marks(spans[:, 0], spans[:, 1])
        if len(spans):
            self.text.show_character(int(spans[0, 0]))

    def _on_why(self, is_on: bool) -> None:
        self._drop_explanation()
        if is_on:
            self._explain()

    def _drop_explanation(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._area.set_reason("")
        self.explain_button.hide()
        self.text.set_tints(NOTHING, NOTHING, NOTHING.astype(float))
        self._show_legend("", "")
        self.scored_by.setText("")

    def _explain(self) -> None:
        shown = self._shown
        if shown is None or not self.why.isChecked() or self._status != SCORED:
            return
        if len(shown.text) > MOST_TEXT:
            self._area.set_reason(_("This text is too long to be explained word by word."))
        elif len(shown.text) > LONG_TEXT:
            self.explain_button.show()
        else:
            self._start_explaining()

    def _start_explaining(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self.explain_button.hide()
        self._job = self._commands.explain(
            shown.position, succeeded=partial(self._show_explanation, shown), failed=self._on_failed
        )

    def _show_explanation(self, explained: Document, explanation: Explanation) -> None:
        if explained is not self._shown or not self.why.isChecked():
            return  # another document has been turned to meanwhile
        self._job = None
        towards = self._class_names(explanation)
        self._show_legend(*towards)
        self.scored_by.setText(_("by “{model}”").format(model=explanation.model) if explanation.model else "")
        self.text.set_tints(
            explanation.starts,
            explanation.ends,
            tint_strengths(explanation),
            lambda number: contribution_words(
                explanation,
                number,
                explained.text[explanation.starts[number] : explanation.ends[number]],
                towards,
            ),
        )

    def _show_legend(self, against: str, towards: str) -> None:
        for label, name in ((self._against, against), (self._towards, towards)):
            label.setText(f"■ {name}" if name else "")
            label.setToolTip(_("Words with this ground moved the score towards this class"))

    def _class_names(self, explanation: Explanation) -> tuple[str, str]:
        prediction = self._session.prediction
        names = {}
        if prediction is not None:
            names = {label: class_word(prediction, n) for n, label in enumerate(prediction.labels)}
        return (
            names.get(explanation.other, explanation.other),
            names.get(explanation.favoured, explanation.favoured),
        )

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self._area.set_reason(
            str(error) if isinstance(error, TextMinerError) else _("The words could not be explained.")
        )


def _set_kind(label: QLabel, kind: str) -> None:
    if label.property("kind") != kind:
        set_kind(label, kind)


def _step_of(event: QKeyEvent) -> int:
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return 0
    return {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
