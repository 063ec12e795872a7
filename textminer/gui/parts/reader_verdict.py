"""What the model says of the text in the reader: a large number, a word, the probabilities."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import plain_label
from textminer.sentiment.prediction import SCORED, Prediction
from textminer.sentiment.score_words import percent, signed, status_sentence, verdict_of
from textminer.sentiment.score_words import probabilities_line as probabilities_words
from textminer.translation import _

KINDS = {"positive_text": "number-positive", "negative_text": "number-negative"}


class VerdictView(QWidget):
    """Shows the verdict on one text, and below it, while an edited copy is read, the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = plain_label("", "number", self)
        self.words = plain_label("", "strong", self)
        self.probabilities = plain_label("", "small", self)
        self.before = plain_label("", "small", self)
        for label in (self.words, self.probabilities, self.before):
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(score)
        layout.addWidget(self.before)
        self.before.hide()

    def show_verdict(self, prediction: Prediction | None, position: int, has_text: bool) -> str:
        """Show what a prediction says of a document; returns its status, "" without one.

        has_text:  whether there is a document at all
        """
        verdict = verdict_of(prediction, position)
        is_scored = verdict.status == SCORED
        if is_scored and prediction is not None:
            share = verdict.confidence or 0.0
            self.number.setText(signed(verdict.score) if verdict.score is not None else percent(share))
            self.words.setText(verdict.words)
            self.probabilities.setText(probabilities_words(prediction, position))
        else:
            self.words.setText(status_sentence(verdict.status) if has_text else "")
            self.probabilities.setText("")
        _set_kind(self.words, "strong" if is_scored else "secondary")
        self.number.setVisible(is_scored)
        self.probabilities.setVisible(is_scored)
        _set_kind(self.number, KINDS.get(verdict.colour, "number"))
        return verdict.status

    def set_before(self, prediction: Prediction | None, position: int) -> None:
        """Say what an edited copy had before it was edited; None for nothing."""
        verdict = verdict_of(prediction, position)
        said = tip = ""
        if prediction is not None and verdict.status == SCORED:
            amount = (
                signed(verdict.score) if verdict.score is not None else percent(verdict.confidence or 0.0)
            )
            said = _("Before: {score}, {words}").format(score=amount, words=verdict.words)
            tip = probabilities_words(prediction, position)
        self.before.setText(said)
        self.before.setToolTip(tip)
        self.before.setVisible(bool(said))


def _set_kind(label: QLabel, kind: str) -> None:
    if label.property("kind") != kind:
        set_kind(label, kind)
