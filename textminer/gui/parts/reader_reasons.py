"""Which words made the score: their tints in the reader's text, and what the colours mean."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from textminer.gui.parts.tints import contribution_words, tint_strengths
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.sentiment.classifier import Explanation
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.score_words import class_word
from textminer.translation import _

NOTHING = np.empty(0, dtype=np.int64)


class Reasons(QObject):
    """Tints the words of a text by an explanation; its labels say which colour is which class."""

    def __init__(self, text: HighlightedText, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.against = plain_label("", "small-negative", parent)
        self.towards = plain_label("", "small-positive", parent)
        self.scored_by = plain_label("", "small", parent)

    @property
    def labels(self) -> tuple[QLabel, QLabel, QLabel]:
        """The labels, in the order in which they are read."""
        return self.against, self.towards, self.scored_by

    def forget(self) -> None:
        """Take all tints away."""
        self._text.set_tints(NOTHING, NOTHING, NOTHING.astype(float))
        self._show_legend("", "")
        self.scored_by.setText("")

    def show_explanation(self, text: str, explanation: Explanation, prediction: Prediction | None) -> None:
        """Tint the words of the text that was explained, which is the one that is shown."""
        against, towards = _class_names(explanation, prediction)
        self._show_legend(against, towards)
        self.scored_by.setText(_("by “{model}”").format(model=explanation.model) if explanation.model else "")
        self._text.set_tints(
            explanation.starts,
            explanation.ends,
            tint_strengths(explanation),
            _describing(text, explanation, (against, towards)),
        )

    def _show_legend(self, against: str, towards: str) -> None:
        for label, name in ((self.against, against), (self.towards, towards)):
            label.setText(f"■ {name}" if name else "")
            label.setToolTip(_("Words with this ground moved the score towards this class"))
        for label in self.labels:
            label.setVisible(bool(label.text()))


def _describing(text: str, explanation: Explanation, names: tuple[str, str]) -> Callable[[int], str]:
    def describe(number: int) -> str:
        word = text[explanation.starts[number] : explanation.ends[number]]
        return contribution_words(explanation, number, word, names)

    return describe


def _class_names(explanation: Explanation, prediction: Prediction | None) -> tuple[str, ...]:
    names = {}
    if prediction is not None:
        names = {label: class_word(prediction, n) for n, label in enumerate(prediction.labels)}
    return names.get(explanation.other, explanation.other), names.get(
        explanation.favoured, explanation.favoured
    )
