"""The sentences of the text in the reader, each with the score it has on its own."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from textminer.gui.parts.reader_evidence import Evidence
from textminer.gui.theme import px
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.cell_delegate import ROW_HEIGHT
from textminer.gui.widgets.column_table import Column
from textminer.gui.widgets.table_view import ColumnTable
from textminer.sentiment.score_words import signed, verdict_of
from textminer.translation import _

SCORE_WIDTH = 150  # bar, gap and "−0.62"
CLASS_WIDTH = 110
MIN_TEXT_WIDTH = 120


class SentenceList(QWidget):
    """Follows what was read closely; choosing a sentence shows it in the text."""

    chosen = Signal(int)

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence = evidence
        self.table = ColumnTable(_("Sentences and the score of each on its own"), self)
        self.table.horizontalHeader().hide()
        self.table.min_rest_width = MIN_TEXT_WIDTH
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.hint = plain_label("", "small", self)
        self.hint.setWordWrap(True)
        layout.addWidget(self.hint)
        layout.addWidget(self.table, 1)
        evidence.sentences_changed.connect(self._show)
        self.table.current_changed.connect(self.chosen)
        self.table.clicked.connect(
            lambda index: self.chosen.emit(self.table.columns_model.position_at(index.row()))
        )
        self._show()

    def natural_height(self) -> int:
        """The height at which all of them are seen."""
        return px(max(len(self.table.columns_model.order), 1) * ROW_HEIGHT + 4)

    def set_hint(self, sentence: str) -> None:
        """Say why there are no sentences, where there are none; "" while they may come."""
        self.hint.setText(sentence)
        self._show_hint()

    def _show_hint(self) -> None:
        is_empty = self._evidence.sentences is None
        self.hint.setVisible(is_empty and bool(self.hint.text()))

    def _show(self) -> None:
        self._show_hint()
        found, text = self._evidence.sentences, self._evidence.text
        if found is None:
            self.table.set_columns([], np.empty(0, dtype=np.int64))
            return
        prediction, spans = found.prediction, found.spans

        def score(number: int) -> float | None:
            return verdict_of(prediction, number).score

        def words(number: int) -> str:
            value = score(number)
            return "–" if value is None else signed(value)

        if prediction.polarity is None:
            first = Column(
                _("Prediction"), lambda number: verdict_of(prediction, number).words, width=CLASS_WIDTH
            )
        else:
            first = Column(
                _("Score"), words, score, lambda number: verdict_of(prediction, number).colour, SCORE_WIDTH
            )
        sentence = Column(_("Sentence"), lambda number: text[spans[number, 0] : spans[number, 1]], width=0)
        self.table.set_columns([first, sentence], np.arange(len(spans)))
