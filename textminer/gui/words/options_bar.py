"""What is counted: the options above the words, each with what it takes away."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from textminer.analysis.ngrams import MAX_N
from textminer.corpus.cleaning import Cleaning
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.pill import Pill
from textminer.translation import _
from textminer.workflows.counting import WordOptions
from textminer.workflows.option_effects import OptionEffects

LISTED = 50_000  # words in the table: rarer ones nobody scrolls to, and runs of words have millions
THEMES = 0  # among the lengths that can be chosen


class WordOptionsBar(QWidget):
    """The options. What they say of words belongs to the session, what is listed to this page.

    `listed` and `lists_button` are for the page to place beside the table: the rest fills a line by itself.

    cleaning_chosen   the user chose other words or forms
    changed           the user chose to list something else: runs of another length, themes
    lists_requested   the user wants to see the own lists of words
    """

    cleaning_chosen = Signal(object)
    changed = Signal()
    lists_requested = Signal()

    def __init__(self, cleaning: Cleaning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cleaning = cleaning
        self.listed = QComboBox(self)
        self.listed.setAccessibleName(_("Words, runs of words or themes"))
        for n in range(1, MAX_N + 1):
            self.listed.addItem(_("Single words") if n == 1 else _("Runs of {n}").format(n=n), n)
        self.listed.insertSeparator(MAX_N)
        self.listed.addItem(_("Themes"), THEMES)
        self._written = QComboBox(self)
        self._written.setAccessibleName(_("Form under which words are counted"))
        self._written.setToolTip(
            _("Lemmas are the forms of a dictionary, “rooms” as “room”; stems are cut, “lovely” as “love”.")
        )
        for key, title in self._forms().items():
            self._written.addItem(title, key)
        self._boxes = {
            "drop_stop_words": self._box(_("Hide stop words"), _("Leave out words such as “the” and “of”")),
            "drop_numbers": self._box(_("Hide numbers"), _("Leave out numbers")),
            "drop_emoji": self._box(_("Hide emoji"), _("Leave out emoji and faces such as “:)”")),
            "drop_punctuation": self._box(_("Punctuation"), _("Count punctuation marks as well")),
            "lower_case": self._box(_("Match case"), _("Count “Good” and “good” apart")),
        }
        self._titles = {name: box.text() for name, box in self._boxes.items()}
        self.lists_button = Pill(_("Word lists…"), parent=self)
        self.lists_button.setToolTip(_("Your own stop words, synonyms, phrases and themes"))
        layout = FlowLayout(self, 14)
        for widget in (self._written, *self._boxes.values()):
            layout.addWidget(widget)
        self.show_cleaning(cleaning)
        # `activated` and `clicked` come of the user alone, so that what is shown is never taken for a choice
        self.listed.activated.connect(lambda _index: self._on_listed())
        self._written.activated.connect(lambda _index: self._choose())
        for box in self._boxes.values():
            box.clicked.connect(lambda _checked: self._choose())
        self.lists_button.clicked.connect(self.lists_requested)

    def options(self) -> WordOptions:
        """What is to be counted."""
        n = int(self.listed.currentData())
        return WordOptions(self._cleaning, max(n, 1), LISTED, are_themes=n == THEMES)

    def show_cleaning(self, cleaning: Cleaning) -> None:
        """Show options that were chosen elsewhere, or taken back; tells nobody."""
        self._cleaning = cleaning
        for name, box in self._boxes.items():
            box.setChecked(_is_on(name, cleaning))
        key = "stem" if cleaning.stem else "lemma" if cleaning.lemma else ""
        self._written.setCurrentIndex(self._written.findData(key))

    def show_effects(self, effects: OptionEffects | None) -> None:
        """Say behind each option how many different words it takes away, or would."""
        fewer = {} if effects is None else effects.fewer_by_option
        for name, box in self._boxes.items():
            box.setText(self._titles[name] + _signed(name, fewer.get(name, 0)))
        for index in range(self._written.count()):
            key = self._written.itemData(index)
            self._written.setItemText(index, self._forms()[key] + _signed(key, fewer.get(key, 0)))

    def choose_length(self, n: int) -> None:
        """Count runs of n words, 1 to 5, or themes for 0."""
        self.listed.setCurrentIndex(self.listed.findData(n))
        self._on_listed()

    def toggle(self, option: str) -> None:
        """Switch an option, by its field of Cleaning."""
        self._boxes[option].click()

    def choose_form(self, key: str) -> None:
        """Count words as written, "", under their "lemma" or their "stem"."""
        self._written.setCurrentIndex(self._written.findData(key))
        self._choose()

    def _on_listed(self) -> None:
        are_themes = self.listed.currentData() == THEMES
        for widget in (self._written, *self._boxes.values()):
            widget.setEnabled(not are_themes)  # themes are found in the words as they are written
        self.changed.emit()

    def _choose(self) -> None:
        boxes, key = self._boxes, self._written.currentData()
        self.cleaning_chosen.emit(
            replace(
                self._cleaning,
                drop_stop_words=boxes["drop_stop_words"].isChecked(),
                drop_numbers=boxes["drop_numbers"].isChecked(),
                drop_emoji=boxes["drop_emoji"].isChecked(),
                drop_punctuation=not boxes["drop_punctuation"].isChecked(),
                lower_case=not boxes["lower_case"].isChecked(),
                lemma=key == "lemma",
                stem=key == "stem",
            )
        )

    def _forms(self) -> dict[str, str]:
        return {"": _("As written"), "lemma": _("Lemmas"), "stem": _("Stems")}

    def _box(self, title: str, tip: str) -> QCheckBox:
        box = QCheckBox(title, self)
        box.setToolTip(tip)
        return box


def _is_on(option: str, cleaning: Cleaning) -> bool:
    """Whether the box of an option is checked; two say what is counted, the others what is not."""
    value = bool(getattr(cleaning, option))
    return not value if option in ("drop_punctuation", "lower_case") else value


def _signed(option: str, fewer: int) -> str:
    """ " −1,204" for words that go, " +37" for those that an option adds; nothing for none."""
    if not fewer:
        return ""
    is_added = option in ("drop_punctuation", "lower_case")
    return f" {'+' if is_added == (fewer > 0) else '−'}{abs(fewer):,}"
