"""The document of a line, whole, with its finds marked."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.gui.widgets.pill import Pill
from textminer.sentiment.score_words import signed, status_sentence, verdict_of
from textminer.session.session import Session
from textminer.translation import _


class DocumentPreview(Card):
    """Shows a document beside the lines; `open_requested` when the user wants to see it in Documents."""

    open_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Document"), parent=parent)
        self._session = session
        self._position: int | None = None
        self.verdict = plain_label("", "secondary", self)
        self.text = HighlightedText(_("Text of the document"), self)
        self.open_button = Pill(_("Open in Documents"), parent=self)
        self.heading_row.addWidget(self.open_button)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.text, 1)
        self.open_button.clicked.connect(self.open_requested)
        session.scores_changed.connect(self._render_verdict)
        self._hint = plain_label(_("A click on a line shows its document here."), "secondary", self)
        self._hint.setWordWrap(True)
        self.body.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch(0)
        self.clear()

    def clear(self) -> None:
        """Show no document."""
        self._position = None
        self.set_heading(_("Document"))
        self.text.set_text("")
        self._show_text(False)
        self.open_button.hide()
        self._render_verdict()

    def show_document(self, position: int, starts: np.ndarray, ends: np.ndarray, place: int) -> None:
        """Show a document with finds at these spans, scrolled to the character at `place`."""
        corpus = self._session.corpus
        if corpus is None:
            return
        if position != self._position:
            self._position = position
            self.set_heading(_("Row {n}").format(n=f"{position + 1:,}"))
            self.text.set_text(corpus.document(position).text)
            self._show_text(True)
            self.open_button.show()
            self._render_verdict()
        self.text.set_marks(starts, ends)
        self.text.show_character(place)

    def _show_text(self, is_shown: bool) -> None:
        self._hint.setVisible(not is_shown)
        self.text.setVisible(is_shown)
        self.verdict.setVisible(is_shown)

    def _render_verdict(self) -> None:
        if self._position is None:
            self.verdict.setText("")
            return
        verdict = verdict_of(self._session.prediction, self._position)
        said = verdict.words if verdict.score is None else f"{signed(verdict.score)}  {verdict.words}"
        self.verdict.setText(status_sentence(verdict.status) or said)
        kind = {"positive_text": "positive", "negative_text": "negative"}.get(verdict.colour, "secondary")
        if self.verdict.property("kind") != kind:
            set_kind(self.verdict, kind)
