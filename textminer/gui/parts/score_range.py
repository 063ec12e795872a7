"""A span of scores, set by two numbers."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from textminer.gui.theme import px
from textminer.gui.widgets.card import plain_label
from textminer.sentiment.score_words import MINUS, signed
from textminer.translation import _

LOWEST, HIGHEST = -1.0, 1.0


class ScoreRange(QWidget):
    """From … to …; `changed` at each step, so that the count of what matches can be watched."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low = self._box(_("Lowest score"), LOWEST)
        self.high = self._box(_("Highest score"), HIGHEST)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        for widget in (
            plain_label(_("from"), "secondary", self),
            self.low,
            plain_label(_("to"), "secondary", self),
            self.high,
        ):
            layout.addWidget(widget)
        self.low.valueChanged.connect(self._on_low)
        self.high.valueChanged.connect(self._on_high)

    def scores(self) -> tuple[float, float] | None:
        """The span, both ends in it; None where it holds every score."""
        span = (round(self.low.value(), 2), round(self.high.value(), 2))
        return None if span == (LOWEST, HIGHEST) else span

    def set_scores(self, scores: tuple[float, float] | None) -> None:
        """Show a span that holds elsewhere."""
        if scores != self.scores():
            low, high = scores or (LOWEST, HIGHEST)
            self.low.setValue(min(low, self.high.value()))
            self.high.setValue(high)
            self.low.setValue(low)

    def _box(self, name: str, value: float) -> QDoubleSpinBox:
        box = _ScoreBox(self)
        box.lineEdit().setTextMargins(px(6), 0, 0, 0)
        box.setRange(LOWEST, HIGHEST)
        box.setSingleStep(0.1)
        box.setDecimals(2)
        box.setValue(value)
        box.setAccessibleName(name)
        return box

    def _on_low(self, low: float) -> None:
        if low > self.high.value():
            self.high.setValue(low)
        else:
            self.changed.emit()

    def _on_high(self, high: float) -> None:
        if high < self.low.value():
            self.low.setValue(high)
        else:
            self.changed.emit()


class _ScoreBox(QDoubleSpinBox):
    """Shows scores as they stand everywhere, with sign and a real minus; takes the keyboard's minus too."""

    def textFromValue(self, value: float) -> str:
        return signed(value)

    def valueFromText(self, text: str) -> float:
        try:
            return float(text.replace(MINUS, "-").replace(",", "."))
        except ValueError:
            return self.value()

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        is_number = all(sign in "0123456789.,+-" + MINUS for sign in text)
        return QValidator.State.Acceptable if is_number else QValidator.State.Invalid, text, place
