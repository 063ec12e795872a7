"""What is looked for and how lines are sorted: the controls above the lines."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QVBoxLayout, QWidget

from textminer.analysis.concordance import DOCUMENT, MOST_DISTANT, NODE, SCORE, LineKey
from textminer.analysis.word_pattern import WordPattern
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.labelled import Labelled
from textminer.gui.widgets.line_field import LineField
from textminer.gui.widgets.pill import Pill
from textminer.translation import _

TYPING_PAUSE_MS = 200
N_KEYS = 3
FIELD_WIDTH = 300
FIRST_KEY_WIDTH, KEY_WIDTH = 168, 132


class QueryBar(QWidget):
    """The pattern and its options, and three sort keys.

    changed  another pattern is asked for, or other words count; after a pause in typing
    sorted   other sort keys were chosen
    """

    changed = Signal()
    sorted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = LineField(self)
        self.case = Pill(_("Match case"), is_checkable=True, parent=self)
        self.regex = Pill(".*", is_checkable=True, parent=self)
        self.punctuation = Pill(_("Punctuation"), is_checkable=True, parent=self)
        self.keys = [QComboBox(self) for _place in range(N_KEYS)]
        self.error = plain_label("", "negative", self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._arrange()
        self._connect()

    def pattern(self) -> WordPattern:
        """What is looked for."""
        return WordPattern(self.field.text().strip(), self.regex.isChecked(), self.case.isChecked())

    def with_punctuation(self) -> bool:
        """Whether punctuation marks count as words."""
        return self.punctuation.isChecked()

    def set_pattern(self, pattern: WordPattern) -> None:
        """Look for something else."""
        self.field.setText(pattern.text)
        self.regex.setChecked(pattern.is_regex)
        self.case.setChecked(pattern.match_case)
        self._ask()

    def sort_keys(self) -> tuple[LineKey, ...]:
        """What lines are sorted by, the most important first; none for the order of the documents."""
        chosen = [self._key_at(place) for place in range(N_KEYS)]
        return tuple(key for key in chosen if key is not None)

    def set_sort_keys(self, keys: tuple[LineKey, ...]) -> None:
        """Sort by other keys."""
        if keys == self.sort_keys():
            return
        self._show_keys(keys)
        self.sorted.emit()

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with the pattern; "" for nothing."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _arrange(self) -> None:
        self.field.setPlaceholderText(_("Word, phrase, good|great, un*able, not * good"))
        self.field.setAccessibleName(_("Words to look for"))
        self.field.setToolTip(
            _(
                "* any characters · + one or more · ? one character · alone, * and + are any one word · "
                "| between alternatives · \\ before a sign that is meant as it stands"
            )
        )
        self.field.setClearButtonEnabled(True)
        for clear in self.field.findChildren(QToolButton):
            clear.setAccessibleName(_("Clear"))
        at_scale(self.field, lambda it: it.setFixedWidth(px(FIELD_WIDTH)))
        self.case.setToolTip(_("Tell “Good” and “good” apart"))
        self.regex.setAccessibleName(_("Regular expression"))
        self.regex.setToolTip(
            _(
                "Read this as a regular expression: it must fit a whole word, "
                "or, where it holds a blank or \\s, a part of the text"
            )
        )
        self.punctuation.setToolTip(_("Count punctuation marks as words"))
        for place, box in enumerate(self.keys):
            box.setAccessibleName(_("Sort key {n}").format(n=place + 1))
            box.addItems([title for title, _key in _choices(place)])
            box.setMaxVisibleItems(20)
            at_scale(box, partial(_set_width, KEY_WIDTH if place else FIRST_KEY_WIDTH))
        flow = FlowLayout(None, 8)
        first = Labelled(_("Sort by"), self.keys[0], parent=self)
        for widget in (self.field, self.case, self.regex, self.punctuation, first, *self.keys[1:]):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(flow)
        layout.addWidget(self.error)
        self.error.setWordWrap(True)
        self.error.hide()
        self._show_keys(())

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._ask)
        self._pause.timeout.connect(self._ask)
        for pill in (self.case, self.regex, self.punctuation):
            pill.toggled.connect(lambda _is_on: self._ask())
        for place, box in enumerate(self.keys):
            box.activated.connect(lambda _index, place=place: self._on_key(place))

    def _ask(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def _on_key(self, place: int) -> None:
        """The first key brings the following ones: after the first word to the right come the next two."""
        key = self._key_at(place)
        if place == 0:
            self._show_keys(() if key is None else _usual_keys(key))
        else:
            self._show_keys(self.sort_keys())
        self.sorted.emit()

    def _key_at(self, place: int) -> LineKey | None:
        return _choices(place)[max(0, self.keys[place].currentIndex())][1]

    def _show_keys(self, keys: tuple[LineKey, ...]) -> None:
        for place, box in enumerate(self.keys):
            wanted = keys[place] if place < len(keys) else None
            known = [key for _title, key in _choices(place)]
            box.setCurrentIndex(known.index(wanted) if wanted in known else 0)
            box.setEnabled(place <= len(keys))
            box.setVisible(place == 0 or bool(keys))


def _set_width(width: int, box: QComboBox) -> None:
    box.setFixedWidth(px(width))


def _usual_keys(key: LineKey) -> tuple[LineKey, ...]:
    if key.by == NODE:
        return (key, LineKey(1), LineKey(2))
    if isinstance(key.by, int):
        step = 1 if key.by > 0 else -1
        following = [key.by + step * n for n in range(1, N_KEYS)]
        return (key, *(LineKey(by) for by in following if abs(by) <= MOST_DISTANT))
    return (key,)


def _choices(place: int) -> list[tuple[str, LineKey | None]]:
    left = [(_("{n} left").format(n=n), LineKey(-n)) for n in range(1, MOST_DISTANT + 1)]
    right = [(_("{n} right").format(n=n), LineKey(n)) for n in range(1, MOST_DISTANT + 1)]
    return [
        (_("Document") if place == 0 else "–", None),
        *right,
        *left,
        (_("Found words"), LineKey(NODE)),
        (_("Lowest score"), LineKey(SCORE)),
        (_("Highest score"), LineKey(SCORE, descending=True)),
        *([] if place == 0 else [(_("Document"), LineKey(DOCUMENT))]),
    ]
