"""What can be done with the words that are chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.pill import Pill
from textminer.translation import _


class ChosenBar(QWidget):
    """ "breakfast · Concordance · Trend"; out of the way where no word is chosen.

    concordance_requested  carries the word
    """

    concordance_requested = Signal(str)
    trend_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._name = ElidedLabel(parent=self)
        self.concordance_button = Pill(_("Concordance"), parent=self)
        self.concordance_button.setToolTip(_("Every line in which it occurs"))
        self.trend_button = Pill(_("Trend"), parent=self)
        self.trend_button.setToolTip(_("How often it occurs over time"))
        layout = QHBoxLayout(self)
        at_scale(layout, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        layout.setSpacing(8)
        layout.addWidget(self._name, 1)
        for button in (self.concordance_button, self.trend_button):
            layout.addWidget(button)
        self.concordance_button.clicked.connect(lambda: self._ask_concordance())
        self.trend_button.clicked.connect(self.trend_requested)
        self.show_words(())

    def _ask_concordance(self) -> None:
        for word in self._words[:1]:
            self.concordance_requested.emit(word)

    def show_words(self, words: tuple[str, ...]) -> None:
        """Offer what can be done with these words."""
        self._words = words
        self._name.setText(", ".join(words))
        self.concordance_button.setEnabled(len(words) == 1)
        self.setVisible(bool(words))
