"""Which words are joined: the options above the network."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.labelled import Labelled
from textminer.translation import _
from textminer.workflows.cooccurrence import NetworkOptions

NUMBERS_OF_WORDS = (20, 40, 60, 100)
WINDOWS = (1, 3, 5, 10, 0)


class NetworkOptionsBar(QWidget):
    """The options; `changed` when the user chose another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        usual = NetworkOptions()
        self.n_words = QComboBox(self)
        self.window_size = QComboBox(self)
        self.stop_words = QCheckBox(_("Hide stop words"), self)
        self.n_words.setAccessibleName(_("How many words"))
        self.n_words.addItems([_("{n} words").format(n=n) for n in NUMBERS_OF_WORDS])
        self.n_words.setCurrentIndex(NUMBERS_OF_WORDS.index(usual.n_words))
        self.window_size.setAccessibleName(_("How near each other"))
        self.window_size.addItems([_window_words(window) for window in WINDOWS])
        self.window_size.setCurrentIndex(WINDOWS.index(usual.window))
        self.stop_words.setChecked(usual.drop_stop_words)
        layout = FlowLayout(self, 12)
        number = Labelled(_("Join the most frequent"), self.n_words, parent=self)
        for widget in (number, self.window_size, self.stop_words):
            layout.addWidget(widget)
        for box in (self.n_words, self.window_size):
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.stop_words.toggled.connect(lambda _is_on: self.changed.emit())

    def options(self) -> NetworkOptions:
        """What the user chose."""
        return NetworkOptions(
            NUMBERS_OF_WORDS[self.n_words.currentIndex()],
            WINDOWS[self.window_size.currentIndex()],
            self.stop_words.isChecked(),
        )


def _window_words(window: int) -> str:
    if window == 0:
        return _("In the same document")
    return _("Side by side") if window == 1 else _("Within {n} words").format(n=window)
