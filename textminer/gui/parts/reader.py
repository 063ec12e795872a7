"""The reader: one whole document, what the model says of it, and which words made it say so."""

from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from textminer.analysis.finding import find_spans
from textminer.corpus.document_table import Document
from textminer.corpus.ledger_words import row_story
from textminer.errors import TextMinerError
from textminer.gui.commands import Commands
from textminer.gui.icons import use_icon
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.field_list import FieldList
from textminer.gui.parts.label_row import LabelRow
from textminer.gui.parts.reader_below import Below, ReaderBelow
from textminer.gui.parts.reader_evidence import Evidence
from textminer.gui.parts.reader_find import FindLine
from textminer.gui.parts.reader_reasons import Reasons
from textminer.gui.parts.reader_sentences import SentenceList
from textminer.gui.parts.reader_similar import SimilarList
from textminer.gui.parts.reader_verdict import VerdictView
from textminer.gui.parts.reader_what_if import WhatIf
from textminer.gui.parts.reading_area import ReadingArea
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.gui.widgets.pill import Pill
from textminer.jobs.job import Job
from textminer.sentiment.classifier import Explanation
from textminer.sentiment.prediction import SCORED, WAITING
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.close_reading import TextReading

REST_MS = 60  # a document is explained when the arrows rest on it this long
LONG_TEXT = 60_000  # characters above which explaining takes more than some 3 s, so it waits to be asked for
MOST_TEXT = 500_000  # characters above which it would take half a minute and more


class ReaderPanel(Card):
    """Shows the session's current document. The text stands at once; its tints come from a job.

    walk_requested  the arrow to the left (-1) or right (1)
    """

    walk_requested = Signal(int)

    def __init__(
        self, session: Session, commands: Commands, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Reader"), parent=parent)
        self._session = session
        self._commands = commands
        self._shown: Document | None = None
        self._status = ""
        self._is_asked_for = False  # to explain the long text that is shown
        self._job: Job[Explanation] | None = None
        self.verdict = VerdictView(self)
        self.story = plain_label("", "small", self)
        self.label_row = LabelRow(session, self)
        self.hint = plain_label("", "small", self)
        self.why = Pill(_("Why"), is_checkable=True, parent=self)
        self.explain_button = Pill(_("Explain this long text"), parent=self)
        self.text = HighlightedText(_("Text of the document"), self)
        self.find_line = FindLine(self.text, self)
        self.find_button = QPushButton(self)
        self.reasons = Reasons(self.text, self)
        self.evidence = Evidence(jobs, self)
        self.what_if = WhatIf(self.text, self.evidence, commands, jobs, self)
        self._reading: TextReading | None = None  # of the changed copy
        self.reason = plain_label("", "small", self)
        self.fields = FieldList(self)
        self.sentences = SentenceList(self.evidence, self)
        self.similar = SimilarList(session, jobs, self)
        self.below = ReaderBelow(
            [
                Below(_("Columns"), self.fields, self.fields.natural_height),
                Below(_("Sentences"), self.sentences, self.sentences.natural_height),
                Below(_("Similar"), self.similar, self.similar.natural_height),
            ],
            self,
        )
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
        self.why.setToolTip(_("Tint each word by what it did to the score, and show the running score"))
        set_kind(self.find_button, "icon")
        use_icon(self.find_button, "search", "secondary")
        self.find_button.setAccessibleName(_("Find in this document"))
        self.find_button.setToolTip(_("Find in this document (Ctrl+F while you read)"))
        self.heading_row.addWidget(self.hint)
        self.heading_row.addWidget(self.find_button)
        self.story.setWordWrap(True)
        self._area = ReadingArea(self.text, self.reason, self.below, self)
        tools = QWidget(self)
        row = FlowLayout(tools, gap=px(8))
        for widget in (self.why, self.what_if.pill, self.explain_button, *self.reasons.labels):
            row.addWidget(widget)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.story)
        self.body.addWidget(self.label_row)
        self.body.addWidget(tools)
        self.body.addWidget(self.what_if)
        self.body.addWidget(self.evidence)
        self.body.addWidget(self.find_line)
        self.body.addWidget(self._area, 1)

    def _connect(self) -> None:
        self.text.installEventFilter(self)
        self.why.toggled.connect(self._on_why)
        self.explain_button.clicked.connect(lambda: self._start_explaining())
        self._rest.timeout.connect(self._explain)
        self.find_button.clicked.connect(self.find_line.open_line)
        self.find_line.closed.connect(self._mark_finds)
        self.what_if.began.connect(self._render_before)
        self.what_if.ended.connect(self._back_to_original)
        self.what_if.read.connect(self._show_reading)
        self.what_if.failed.connect(self._on_failed)
        self.evidence.sentences_changed.connect(self._area.fit)
        self.similar.changed.connect(self._area.fit)
        self.evidence.place_chosen.connect(self.text.select_characters)
        self.sentences.chosen.connect(self.evidence.choose_sentence)
        self._session.corpus_changed.connect(self._on_current_changed)
        self._session.current_changed.connect(self._on_current_changed)
        self._session.scores_changed.connect(self._render_verdict)
        self._session.selection_changed.connect(self._render_hint)
        self._session.filter_changed.connect(self._mark_finds)

    def event(self, event: QEvent) -> bool:
        """While the reader has the focus, the keys for finding look in its text, not in all documents."""
        may_be_taken = event.type() == QEvent.Type.ShortcutOverride and self.text.isVisible()
        if may_be_taken and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = 0 if self.what_if.is_on else _step_of(event)
            if step:
                self.walk_requested.emit(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step_of(event)
        if event.matches(QKeySequence.StandardKey.Find) and self.text.isVisible():
            self.find_line.open_line()
        elif event.key() == Qt.Key.Key_F3 and self.find_line.is_open:
            self.find_line.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self.find_line.is_open:
            self.find_line.close_line()
        elif self.what_if.is_on and event.key() == Qt.Key.Key_Escape:
            self.what_if.leave()
        elif step:
            self.walk_requested.emit(step)
        else:
            super().keyPressEvent(event)

    def _on_current_changed(self) -> None:
        corpus, position = self._session.corpus, self._session.current
        self._shown = None
        self._is_asked_for = False
        self.what_if.leave()
        self._drop_explanation()
        self._status = ""
        if corpus is None or position is None or position >= corpus.table.n_documents:
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
        if self._reading is not None:
            self._render_before()
            return
        position = -1 if self._session.current is None else self._session.current
        before = self._status
        self._status = self.verdict.show_verdict(self._session.prediction, position, self._shown is not None)
        is_scored = self._status == SCORED
        self.why.setVisible(is_scored)
        self.what_if.pill.setVisible(
            is_scored and self._shown is not None and len(self._shown.text) <= LONG_TEXT
        )
        self.evidence.setVisible(self._shows_evidence())
        self._area.set_text_shown(self._shown is not None and bool(self._shown.text.strip()))
        self._hint_at_sentences()
        if is_scored and before != SCORED:
            self._rest.start()
        elif before == SCORED and not is_scored:
            self._drop_explanation()

    def _shows_evidence(self) -> bool:
        """Not where it would stay empty: a long text is read when that is asked for."""
        if self._status != SCORED or not self.why.isChecked() or self._shown is None:
            return False
        length = len(self._shown.text)
        return length <= LONG_TEXT or (self._is_asked_for and length <= MOST_TEXT)

    def _hint_at_sentences(self) -> None:
        said = ""
        if self._status == SCORED and not self.why.isChecked():
            said = _("Switch “Why” on to see the score of each sentence.")
        elif self._status == SCORED and not self._shows_evidence():
            is_too_long = self._shown is not None and len(self._shown.text) > MOST_TEXT
            said = (
                _("This text is too long to be read sentence by sentence.")
                if is_too_long
                else _("Each sentence is scored when the text is explained.")
            )
        elif self._status not in (SCORED, WAITING, ""):
            said = _("This document was not scored, and so are none of its sentences.")
        self.sentences.set_hint(said)

    def _render_before(self) -> None:
        position = -1 if self._session.current is None else self._session.current
        self.verdict.set_before(self._session.prediction if self.what_if.is_on else None, position)

    def _show_reading(self, reading: TextReading) -> None:
        """Show what a changed copy gets."""
        self._reading = reading
        prediction = reading.prediction.with_neutral_threshold(self._session.neutral_threshold)
        self.verdict.show_verdict(prediction, 0, has_text=True)
        self._render_before()
        if self.why.isChecked() and reading.explanation is not None:
            self.reasons.show_explanation(reading.text, reading.explanation, prediction)

    def _back_to_original(self) -> None:
        self._reading = None
        self._render_before()
        if self._shown is not None:
            self._drop_explanation()
            self._status = ""
            self.text.set_text(self._shown.text)
            self._render_verdict()
            self._mark_finds()

    def _render_hint(self) -> None:
        several = len(self._session.selection) > 1
        self.hint.setText(_("← → to walk the selection") if several else _("← → to walk"))

    def _mark_finds(self) -> None:
        if self.find_line.is_open:
            self.find_line.search()
            return
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
        self.evidence.setVisible(self._shows_evidence())
        self._hint_at_sentences()
        if is_on:
            self._explain()

    def _drop_explanation(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._area.set_reason("")
        self.explain_button.hide()
        self.reasons.forget()
        self.evidence.forget()

    def _explain(self) -> None:
        shown = self._shown
        if shown is None or not self.why.isChecked() or self._status != SCORED:
            return
        if self._reading is not None:
            self._show_reading(self._reading)
            self._read_closely(self._reading.text)
        elif len(shown.text) > MOST_TEXT:
            self._area.set_reason(_("This text is too long to be explained word by word."))
        elif len(shown.text) > LONG_TEXT:
            self.explain_button.show()
        else:
            self._start_explaining()

    def _start_explaining(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._is_asked_for = True
        self.evidence.setVisible(self._shows_evidence())
        self._hint_at_sentences()
        self.explain_button.hide()
        self._job = self._commands.explain(
            shown.position, succeeded=partial(self._show_explanation, shown), failed=self._on_failed
        )
        self._read_closely(shown.text)

    def _read_closely(self, text: str) -> None:
        if self._commands.classifier is not None:
            self.evidence.read(text, self._commands.classifier)

    def _show_explanation(self, explained: Document, explanation: Explanation) -> None:
        if explained is not self._shown or not self.why.isChecked() or self._reading is not None:
            return  # another document has been turned to meanwhile
        self._job = None
        self.reasons.show_explanation(explained.text, explanation, self._session.prediction)

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self._area.set_reason(
            str(error) if isinstance(error, TextMinerError) else _("The words could not be explained.")
        )


def _step_of(event: QKeyEvent) -> int:
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return 0
    return {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
