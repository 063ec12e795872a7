"""The dialog that asks what an export should hold, and where it should stand."""

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from textminer.corpus.corpus import Corpus
from textminer.errors import ExportError
from textminer.gui.commands import Commands
from textminer.gui.exporting.choices import (
    export_formats,
    export_options,
    is_source,
    proposed_target,
    text_encodings,
)
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.pill import Pill
from textminer.sentiment.prediction import STATUSES, WAITING
from textminer.session.session import Session
from textminer.storage.exports import check_target
from textminer.storage.receipts import receipt_path
from textminer.translation import _, ngettext_
from textminer.workflows.format_limits import repeated_names, too_large_for_excel, too_long_for_excel

WIDTH = 560
ALL, FILTERED, SELECTED = 0, 1, 2


class ExportDialog(QDialog):
    """Asks, then starts the export and closes: what became of it is told in the window.

    The session must have a corpus.
    """

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if session.corpus is None:
            raise ValueError("there is nothing to export")
        self._session = session
        self._commands = commands
        self._corpus: Corpus = session.corpus
        self._is_confirmed = False
        self._long_by_rows: dict[int, str] = {}
        self.setWindowTitle(_("Export documents"))
        self.formats = {each.ending: Pill(each.title, is_checkable=True) for each in export_formats()}
        self.rows = {number: QRadioButton(self) for number in (ALL, FILTERED, SELECTED)}
        self.encodings = QComboBox(self)
        self.guard = QCheckBox(_("Guard formulas for spreadsheets"), self)
        self.cut = QCheckBox(_("Cut cells above 32,767 characters"), self)
        self.target = QLineEdit(self)
        self.choose_button = QPushButton(_("Choose…"), self)
        self.note = plain_label("", "small", self)
        self.error = plain_label("", "negative", self)
        self.receipt = plain_label("", "small", self)
        self.export_button = QPushButton(self)
        self.cancel_button = QPushButton(_("Cancel"), self)
        self._fill()
        self._arrange()
        self._connect()
        self._render()

    def ending(self) -> str:
        """Ending of the format that is chosen."""
        return next(ending for ending, pill in self.formats.items() if pill.isChecked())

    def positions(self) -> np.ndarray | None:
        """The documents that are chosen, ascending; None for all."""
        if self.rows[SELECTED].isChecked():
            return self._session.selection
        return self._session.in_scope if self.rows[FILTERED].isChecked() else None

    def _fill(self) -> None:
        session, n_documents = self._session, self._corpus.table.n_documents
        self._format_group, self._row_group = QButtonGroup(self), QButtonGroup(self)
        for pill in self.formats.values():
            self._format_group.addButton(pill)
        self.formats[".csv"].setChecked(True)
        texts = {
            ALL: (_("All documents ({n})"), n_documents),
            FILTERED: (_("Those that match the filter ({n})"), len(session.in_scope)),
            SELECTED: (_("Those selected ({n})"), len(session.selection)),
        }
        for number, (text, n) in texts.items():
            self.rows[number].setText(text.format(n=f"{n:,}"))
            self.rows[number].setEnabled(n > 0)
            self._row_group.addButton(self.rows[number], number)
        self.rows[FILTERED].setEnabled(not session.filter.is_empty and len(session.in_scope) > 0)
        self.rows[ALL].setEnabled(True)
        self.rows[ALL].setChecked(True)
        for key, title in text_encodings(self._corpus):
            self.encodings.addItem(title, key)
        self.target.setText(str(proposed_target(self._corpus, ".csv")))

    def _arrange(self) -> None:
        set_kind(self.export_button, "primary")
        self.export_button.setDefault(True)
        self.encodings.setAccessibleName(_("Text encoding"))
        self.target.setAccessibleName(_("File to write"))
        self.guard.setToolTip(
            _("Text that begins with = + - @ gets an apostrophe, so that a spreadsheet does not run it.")
        )
        for label in (self.note, self.error, self.receipt):
            label.setWordWrap(True)
        pills = QHBoxLayout()
        pills.setSpacing(8)
        for pill in self.formats.values():
            pills.addWidget(pill)
        pills.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for button in self.rows.values():
            button.setMinimumHeight(px(22))
            rows.addWidget(button)
        options = QVBoxLayout()
        options.setSpacing(8)
        for widget in (self.encodings, self.guard, self.cut, self.note):
            options.addWidget(widget)
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.target, 1)
        file.addWidget(self.choose_button)
        form = QGridLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(18)
        form.setColumnStretch(1, 1)
        parts = (
            (_("Format"), pills, 28),
            (_("Rows"), rows, 22),
            (_("How"), options, 32),
            (_("File"), file, 32),
        )
        for number, (name, part, height) in enumerate(parts):
            label = plain_label(name, "secondary", self)
            label.setFixedHeight(px(height))  # of what stands first beside it
            form.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            if part is options:
                self._how = label
            form.addLayout(part, number, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(plain_label(_("Export documents"), "heading", self))
        layout.addLayout(form)
        layout.addWidget(self.receipt)
        layout.addWidget(self.error)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.setMinimumWidth(px(WIDTH))

    def _connect(self) -> None:
        for ending, pill in self.formats.items():
            pill.toggled.connect(partial(self._on_format, ending))
        self.guard.toggled.connect(lambda _is_on: self._render())
        self._row_group.idToggled.connect(lambda _id, _is_on: self._render())
        self.target.textChanged.connect(lambda _text: self._render())
        self.choose_button.clicked.connect(lambda: self._choose())
        self.cancel_button.clicked.connect(lambda: self.reject())
        self.export_button.clicked.connect(lambda: self._export())

    def _on_format(self, ending: str, is_on: bool) -> None:
        if is_on and self.target.text().strip():
            self.target.setText(str(Path(self.target.text().strip()).with_suffix(ending)))
        self._render()

    def _render(self) -> None:
        """Show what goes with the choice; any change takes back a confirmation."""
        self._is_confirmed = False
        is_csv, is_excel = self.ending() == ".csv", self.ending() == ".xlsx"
        self.encodings.setVisible(is_csv)
        self.guard.setVisible(is_csv)
        too_long = self._too_long() if is_excel else ""
        self.cut.setVisible(bool(too_long))
        notes = self._notes(too_long)
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        self._how.setVisible(is_csv or bool(too_long) or bool(notes))
        target = self._target()
        self.receipt.setText(
            ""
            if target is None
            else _("A receipt is written beside it: {name}").format(name=receipt_path(target).name)
        )
        self.error.hide()
        n_rows = self._n_rows()
        words = ngettext_("Export {n} row", "Export {n} rows", n_rows)
        self.export_button.setText(words.format(n=f"{n_rows:,}"))
        self.export_button.setEnabled(target is not None and not (is_excel and self._refusal()))
        self._fit()

    def _notes(self, too_long: str) -> list[str]:
        notes = []
        table = self._corpus.table
        if self.ending() == ".xlsx":
            notes += [self._refusal(), too_long]
        elif self.ending() in (".parquet", ".jsonl"):
            notes.append(repeated_names(table))
        elif self.guard.isChecked():
            notes.append(
                _(
                    "Text that begins like a formula gets an apostrophe. TextMiner takes it off again when "
                    "it opens the file."
                )
            )
        prediction = self._session.prediction
        if prediction is None:
            notes.append(_("Nothing has been scored yet: the file will hold the original columns alone."))
        elif n_waiting := int(np.count_nonzero(prediction.statuses == STATUSES.index(WAITING))):
            waiting = ngettext_(
                "{n} document is still waiting for its score.",
                "{n} documents are still waiting for their score.",
                n_waiting,
            )
            notes.append(waiting.format(n=f"{n_waiting:,}"))
        return [note for note in notes if note]

    def _refusal(self) -> str:
        return too_large_for_excel(self._corpus.table, self._n_rows())

    def _n_rows(self) -> int:
        positions = self.positions()
        return self._corpus.table.n_documents if positions is None else len(positions)

    def _too_long(self) -> str:
        chosen = self._row_group.checkedId()
        if chosen not in self._long_by_rows:
            self._long_by_rows[chosen] = too_long_for_excel(self._corpus.table, self.positions())
        return self._long_by_rows[chosen]

    def _target(self) -> Path | None:
        text = self.target.text().strip()
        if not text:
            return None
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # "~name" of nobody: typed half, or meant as it stands
            path = Path(text)
        if not path.name or path.name == "..":
            return None
        return path if path.suffix.lower() == self.ending() else path.with_name(path.name + self.ending())

    def _choose(self) -> None:
        titles = {each.ending: each.title for each in export_formats()}
        pattern = f"{titles[self.ending()]} (*{self.ending()})"
        name, _chosen = QFileDialog.getSaveFileName(self, _("Export to"), self.target.text(), pattern)
        if name:
            self.target.setText(name)

    def _export(self) -> None:
        target = self._target()
        if target is None:
            return
        try:
            check_target(target)
        except ExportError as error:
            self._say(str(error))
            return
        if is_source(self._corpus, target) and not self._is_confirmed:
            self._say(
                _("“{name}” is the file that the documents came from. Press again to replace it.").format(
                    name=target.name
                )
            )
            self.export_button.setText(_("Replace the source file"))
            self._is_confirmed = True
            return
        options = export_options(
            self._corpus, str(self.encodings.currentData()), self._guards(), self.cut.isChecked()
        )
        self._commands.export(target, self.positions(), options)
        self.accept()

    def _guards(self) -> bool:
        return self.guard.isChecked() and self.ending() == ".csv"

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
        self._fit()

    def _fit(self) -> None:
        """Grow with what is shown; Qt does not make a window higher for a label that wraps."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), px(WIDTH))
            self.setMinimumHeight(layout.totalHeightForWidth(width))
            self.resize(width, layout.totalHeightForWidth(width))
