"""What is counted: the options above the words."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from textminer.analysis.ngrams import MAX_N
from textminer.corpus.cleaning import Cleaning
from textminer.gui.theme import set_kind
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.translation import _
from textminer.workflows.counting import WordOptions

LISTED = 50_000  # words in the table: rarer ones nobody scrolls to, and runs of words have millions


class WordOptionsBar(QWidget):
    """The options; `changed` when the user chose another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = WordOptions()
        self._length = QComboBox(self)
        self._length.setAccessibleName(_("Words or runs of words"))
        for n in range(1, MAX_N + 1):
            self._length.addItem(_("Single words") if n == 1 else _("Runs of {n}").format(n=n), n)
        self._stop_words = self._box(_("Hide stop words"), _("Leave out words such as “the” and “of”"))
        self._numbers = self._box(_("Hide numbers"), _("Leave out numbers"))
        self._punctuation = self._box(_("Punctuation"), _("Count punctuation marks as well"))
        self._emoji = self._box(_("Hide emoji"), _("Leave out emoji and faces such as “:)”"))
        self._case = self._box(_("Match case"), _("Count “Good” and “good” apart"))
        self._written = QComboBox(self)
        self._written.setAccessibleName(_("Form under which words are counted"))
        self._written.setToolTip(
            _("Lemmas are the forms of a dictionary, “rooms” as “room”; stems are cut, “lovely” as “love”.")
        )
        for title, key in ((_("As written"), ""), (_("Lemmas"), "lemma"), (_("Stems"), "stem")):
            self._written.addItem(title, key)
        label = QLabel(_("Count"), self)
        set_kind(label, "secondary")
        label.setBuddy(self._length)
        layout = FlowLayout(self, 14)
        layout.addWidget(label)
        layout.addWidget(self._length)
        layout.addWidget(self._written)
        for box in self._boxes():
            layout.addWidget(box)
        self._show(self._base)
        for choice in (self._length, self._written):
            choice.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for box in self._boxes():
            box.toggled.connect(lambda _checked: self.changed.emit())

    def options(self) -> WordOptions:
        """What the user chose."""
        cleaning = replace(
            self._base.cleaning,
            drop_stop_words=self._stop_words.isChecked(),
            drop_numbers=self._numbers.isChecked(),
            drop_punctuation=not self._punctuation.isChecked(),
            lower_case=not self._case.isChecked(),
            drop_emoji=self._emoji.isChecked(),
            lemma=self._written.currentData() == "lemma",
            stem=self._written.currentData() == "stem",
        )
        return WordOptions(cleaning, int(self._length.currentData()), LISTED)

    def show_stop_words(self) -> None:
        """Count stop words as well."""
        self._stop_words.setChecked(False)

    def choose_form(self, key: str) -> None:
        """Count words as written, "", under their "lemma" or their "stem"."""
        self._written.setCurrentIndex(self._written.findData(key))

    def choose_length(self, n: int) -> None:
        """Count runs of n words, 1 to 5."""
        self._length.setCurrentIndex(self._length.findData(n))

    def _show(self, options: WordOptions) -> None:
        cleaning: Cleaning = options.cleaning
        self._length.setCurrentIndex(options.n - 1)
        self._stop_words.setChecked(cleaning.drop_stop_words)
        self._numbers.setChecked(cleaning.drop_numbers)
        self._punctuation.setChecked(not cleaning.drop_punctuation)
        self._case.setChecked(not cleaning.lower_case)
        self._emoji.setChecked(cleaning.drop_emoji)
        self._written.setCurrentIndex(
            self._written.findData("stem" if cleaning.stem else "lemma" if cleaning.lemma else "")
        )

    def _boxes(self) -> tuple[QCheckBox, ...]:
        return (self._stop_words, self._numbers, self._punctuation, self._emoji, self._case)

    def _box(self, title: str, tip: str) -> QCheckBox:
        box = QCheckBox(title, self)
        box.setToolTip(tip)
        return box
