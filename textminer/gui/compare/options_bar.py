"""What is compared: words or runs of them, by occurrences or documents, from how many documents on."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from textminer.analysis.keyness import KeynessOptions
from textminer.analysis.ngrams import MAX_N
from textminer.corpus.cleaning import Cleaning
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.labelled import Labelled
from textminer.translation import _
from textminer.workflows.comparing import CompareOptions

FEWEST_DOCUMENTS = 5  # of a corpus of a few hundred documents; see `suit`
MOST_DOCUMENTS = 100_000


class CompareOptionsBar(QWidget):
    """The options; `changed` when the user chose another.

    stop_words_toggled  carries whether they are hidden: which words count belongs to the session
    """

    changed = Signal()
    stop_words_toggled = Signal(bool)

    def __init__(self, cleaning: Cleaning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = QComboBox(self)
        self._length.setAccessibleName(_("Words or runs of words"))
        for n in range(1, MAX_N + 1):
            self._length.addItem(_("Single words") if n == 1 else _("Runs of {n}").format(n=n), n)
        self._unit = QComboBox(self)
        self._unit.setAccessibleName(_("What is counted"))
        self._unit.addItem(_("by occurrences"), False)
        self._unit.addItem(_("by documents"), True)
        self._unit.setToolTip(
            _("By documents, a document that repeats a word counts once, so that no single one decides.")
        )
        self._fewest = QSpinBox(self)
        self._fewest.setRange(1, MOST_DOCUMENTS)
        self._fewest.setValue(FEWEST_DOCUMENTS)
        self._fewest.setKeyboardTracking(False)
        at_scale(self._fewest, lambda it: it.setFixedWidth(px(60)))
        at_scale(self._fewest.lineEdit(), lambda it: it.setTextMargins(px(6), 0, 0, 0))
        self._fewest.setAccessibleName(_("Fewest documents with a word"))
        self._stop_words = QCheckBox(_("Hide stop words"), self)
        self._stop_words.setToolTip(_("Leave out words such as “the” and “of”"))
        self._stop_words.setChecked(cleaning.drop_stop_words)
        layout = FlowLayout(self, 12)
        layout.addWidget(self._length)
        layout.addWidget(self._unit)
        layout.addWidget(Labelled(_("in ≥"), self._fewest, _("documents"), self))
        layout.addWidget(self._stop_words)
        self._length.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._unit.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._fewest.valueChanged.connect(lambda _value: self.changed.emit())
        self._stop_words.toggled.connect(self.stop_words_toggled)

    def show_cleaning(self, cleaning: Cleaning) -> None:
        """Show what the session says of words; tells nobody."""
        with QSignalBlocker(self._stop_words):
            self._stop_words.setChecked(cleaning.drop_stop_words)

    def options(self, cleaning: Cleaning) -> CompareOptions:
        """What the user chose, with what the session says of words."""
        fewest = self._fewest.value()
        return CompareOptions(
            cleaning,
            int(self._length.currentData()),
            KeynessOptions(bool(self._unit.currentData()), fewest, fewest),
        )

    def suit(self, n_documents: int) -> None:
        """Take as few documents as a corpus of this size has reason to ask for; tells nobody."""
        with QSignalBlocker(self._fewest):
            self._fewest.setValue(FEWEST_DOCUMENTS if n_documents >= 500 else 3 if n_documents >= 40 else 1)

    def choose(
        self, n: int | None = None, by_documents: bool | None = None, fewest: int | None = None
    ) -> None:
        """Choose as the user would; None leaves what is chosen."""
        if n is not None:
            self._length.setCurrentIndex(self._length.findData(n))
        if by_documents is not None:
            self._unit.setCurrentIndex(self._unit.findData(by_documents))
        if fewest is not None:
            self._fewest.setValue(fewest)
