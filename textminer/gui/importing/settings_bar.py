"""The settings a file is read with: guessed, shown, changeable."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from textminer.corpus.recipe import ImportSettings
from textminer.gui.importing.state import ImportState
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.storage.dialect import DELIMITERS
from textminer.storage.plain_text import FILE, LINE, PARAGRAPH
from textminer.storage.text_encoding import encoding_name
from textminer.translation import _

USUAL_ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "cp1250",
    "cp1251",
    "iso8859-15",
    "gb18030",
    "big5hkscs",
    "cp932",
    "euc_jis_2004",
    "cp949",
    "koi8-r",
    "mac-roman",
    "cp437",
)


class SettingsBar(QWidget):
    """What is guessed of a file and may be changed; `decided` carries the ImportSettings the user chose."""

    decided = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decided = ImportSettings()
        self._encoding = _LabelledBox(_("Text encoding"), self)
        self._delimiter = _LabelledBox(_("Delimiter"), self)
        self._sheet = _LabelledBox(_("Sheet"), self)
        self.encoding, self.delimiter = self._encoding.box, self._delimiter.box
        self.sheet = self._sheet.box
        self._one_text = _LabelledBox(_("One text is"), self)
        self._rows = _LabelledBox(_("Rows"), self)
        self.one_text, self.rows = self._one_text.box, self._rows.box
        self.header = QCheckBox(_("Header row"), self)
        self.header.setToolTip(_("The first row holds the names of the columns"))
        self._fill()
        self._arrange()
        self._connect()

    def show_state(self, state: ImportState) -> None:
        """Show what applies, with what was guessed as the first choice."""
        self._decided = state.decided
        for name, widget in (
            ("encoding", self._encoding),
            ("delimiter", self._delimiter),
            ("sheet", self._sheet),
            ("one_text", self._one_text),
            ("rows", self._rows),
            ("header", self.header),
        ):
            widget.setVisible(name in state.settings)
        self.encoding.setItemText(0, _guessed(state.encoding_guess))
        _select(self.encoding, state.decided.encoding)
        self.delimiter.setItemText(0, _guessed(_named_guess(state.delimiter_guess)))
        _select(self.delimiter, state.decided.delimiter)
        self.header.setChecked(state.has_header)
        if [self.sheet.itemText(place) for place in range(self.sheet.count())] != list(state.sheets):
            self.sheet.clear()
            self.sheet.addItems(state.sheets)
        self.sheet.setCurrentText(state.sheet)
        _select(self.one_text, state.decided.one_text)
        self._show_rows(state)
        self.setVisible(bool(state.settings))

    def _show_rows(self, state: ImportState) -> None:
        offered = [None, *state.row_choices]
        if [self.rows.itemData(place) for place in range(self.rows.count())] != offered:
            self.rows.clear()
            for n in offered:
                self.rows.addItem(_("All") if n is None else _("First {n}").format(n=f"{n:,}"), n)
        self.rows.setCurrentIndex(self.rows.findData(state.decided.first_rows))

    def _fill(self) -> None:
        self.encoding.addItem(_guessed(""), None)
        for encoding in USUAL_ENCODINGS:
            self.encoding.addItem(encoding_name(encoding), encoding)
        self.delimiter.addItem(_guessed(""), None)
        for delimiter in DELIMITERS:
            self.delimiter.addItem(delimiter_name(delimiter), delimiter)
        self.one_text.addItem(_guessed(""), None)
        for unit, name in ((LINE, _("A line")), (PARAGRAPH, _("A paragraph")), (FILE, _("The whole file"))):
            self.one_text.addItem(name, unit)

    def _arrange(self) -> None:
        layout = FlowLayout(self, px(18))
        for widget in (
            self._encoding, self._delimiter, self._sheet, self._one_text, self._rows, self.header
        ):  # fmt: skip
            layout.addWidget(widget)

    def _connect(self) -> None:
        # activated and clicked come from the user alone, so that showing a state decides nothing
        self.encoding.activated.connect(lambda _place: self._decide(encoding=self.encoding.currentData()))
        self.delimiter.activated.connect(lambda _place: self._decide(delimiter=self.delimiter.currentData()))
        self.sheet.activated.connect(lambda _place: self._decide(sheet=self.sheet.currentText()))
        self.one_text.activated.connect(lambda _place: self._decide(one_text=self.one_text.currentData()))
        self.rows.activated.connect(lambda _place: self._decide(first_rows=self.rows.currentData()))
        self.header.clicked.connect(lambda checked: self._decide(has_header=checked))

    def _decide(self, **choice: str | bool | int | None) -> None:
        decided = replace(self._decided, **choice)  # type: ignore[arg-type]
        if decided != self._decided:
            self._decided = decided
            self.decided.emit(decided)


def delimiter_name(delimiter: str) -> str:
    """What users call a delimiter."""
    names = {
        ",": _("Comma"),
        "\t": _("Tab"),
        ";": _("Semicolon"),
        "|": _("Vertical bar"),
        " ": _("Blank"),
    }
    unusual = delimiter if delimiter.isprintable() else f"U+{ord(delimiter):04X}"
    return names.get(delimiter, unusual)


def _named_guess(delimiter: str | None) -> str:
    if delimiter is None:
        return ""
    return delimiter_name(delimiter) if delimiter else _("None: one text a line")


def _guessed(name: str) -> str:
    return _("{choice} (guessed)").format(choice=name) if name else _("Guess")


class _LabelledBox(QWidget):
    """A choice with its name before it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = QLabel(name, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(label, "secondary")
        self.box = QComboBox(self)
        self.box.setAccessibleName(name)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.box.setMinimumContentsLength(8)
        label.setBuddy(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(label)
        layout.addWidget(self.box)


def _select(box: QComboBox, chosen: str | None) -> None:
    """Show a choice; one that is not among the usual ones is added."""
    place = next((at for at in range(box.count()) if box.itemData(at) == chosen), -1)
    if place < 0:
        box.addItem(str(chosen), chosen)
        place = box.count() - 1
    box.setCurrentIndex(place)
