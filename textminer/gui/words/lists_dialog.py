"""The dialog in which the user writes lists of words, and sees at once what they fit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from textminer.analysis.pattern_counts import PatternCounts, pattern_counts
from textminer.errors import TextMinerError
from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.column_table import Column
from textminer.gui.widgets.halves import Halves
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.screen_size import resize_on_screen
from textminer.gui.widgets.table_view import ColumnTable
from textminer.gui.words.list_kinds import ListKind, list_kinds
from textminer.session.session import Session
from textminer.translation import _, ngettext_

TYPING_PAUSE_MS = 250
READABLE = "*.txt *.csv *.tsv *.json *.dic"


class WordListsDialog(QDialog):
    """Own stop words, synonyms, phrases and themes as lines of text; nothing holds before “Apply”.

    The session must have a corpus with tokens.
    themes_wanted  there are other themes now: the user will want to see them
    """

    themes_wanted = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._kinds = list_kinds()
        self._texts = {kind.key: kind.written(session.cleaning.lists) for kind in self._kinds}
        self._kind = self._kinds[0]
        self.setWindowTitle(_("Word lists"))
        self.pills = {kind.key: Pill(kind.title, is_checkable=True, parent=self) for kind in self._kinds}
        self.editor = QPlainTextEdit(self)
        self.hint = plain_label("", "small", self)
        self.preview = ColumnTable(_("What the list fits"), self)
        self.preview.min_rest_width = 130
        self.summary = plain_label("", "small", self)
        self.error = plain_label("", "negative", self)
        self.import_button = QPushButton(_("Import…"), self)
        self.export_button = QPushButton(_("Export…"), self)
        self.cancel_button = QPushButton(_("Cancel"), self)
        self.apply_button = QPushButton(_("Apply"), self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._arrange()
        self._connect()
        self.show_kind(self._kind.key)

    def show_kind(self, key: str) -> None:
        """Edit another list: "stop_words", "synonyms", "phrases" or "themes"."""
        self._kind = next(kind for kind in self._kinds if kind.key == key)
        self.pills[key].setChecked(True)
        self.hint.setText(self._kind.hint)
        self.editor.setPlaceholderText(self._kind.example)
        self.editor.setAccessibleName(self._kind.title)
        self.editor.setPlainText(self._texts[key])
        self.editor.setFocus()
        self.export_button.setEnabled(bool(self._texts[key].strip()))
        self.error.hide()
        self._preview_now()

    def import_file(self, path: Path) -> None:
        """Put what a file holds below what stands there."""
        try:
            text = self._kind.read(path)
        except TextMinerError as error:
            self._say(str(error))
            return
        standing = self.editor.toPlainText().rstrip()
        self.editor.setPlainText(f"{standing}\n{text}" if standing else text)
        self.error.hide()

    def export_file(self, path: Path) -> None:
        """Write the list that is shown."""
        try:
            self._kind.write(path, self.editor.toPlainText())
        except TextMinerError as error:
            self._say(str(error))

    def apply(self) -> None:
        """Let the lists hold, as one step that can be undone."""
        old = lists = self._session.cleaning.lists
        for kind in self._kinds:
            lists = kind.taken(lists, self._texts[kind.key])
        self._session.set_cleaning(replace(self._session.cleaning, lists=lists))
        if lists.themes and lists.themes != old.themes:
            self.themes_wanted.emit()
        self.accept()

    def _on_typed(self) -> None:
        self._texts[self._kind.key] = self.editor.toPlainText()
        self.export_button.setEnabled(bool(self._texts[self._kind.key].strip()))
        self._pause.start()

    def _preview_now(self) -> None:
        tokens, kind = self._session.tokens, self._kind
        entries = kind.entries(self._texts[kind.key])
        if tokens is None:
            return
        patterns = [pattern for _name, pattern in entries]
        self._jobs.start(
            _("Looking where the list fits"),
            lambda progress: pattern_counts(tokens, patterns, progress),
            lane="word-lists",
            replace=True,
            succeeded=lambda found: self._show(kind, entries, found),
        )

    def _show(self, kind: ListKind, entries: list[tuple[str, str]], found: PatternCounts) -> None:
        if kind is not self._kind or not self.isVisible():
            return
        columns = []
        if kind.has_wildcards:
            columns.append(Column(_("Fits"), lambda place: found.examples[place], width=0))
        columns.append(_numbers(_("Count"), found.counts))
        columns.append(_numbers(_("Documents"), found.document_counts))
        columns.insert(
            0,
            Column(
                _("Pattern"),
                lambda place: found.patterns[place],
                colour=lambda place: "text" if found.counts[place] else "secondary",
                width=124 if kind.has_wildcards else 0,
            ),
        )
        if kind.has_names:
            columns.insert(0, Column(kind.name_title, lambda place: entries[place][0], width=100))
        self.preview.set_columns(columns, np.arange(len(entries)))
        n_fitting = int(np.count_nonzero(found.counts))
        words = ngettext_("{n} of {all} pattern occurs", "{n} of {all} patterns occur", len(entries))
        said = words.format(n=f"{n_fitting:,}", all=f"{len(entries):,}")
        occurrences = ngettext_("{n} time", "{n} times", int(found.counts.sum()))
        self.summary.setText(
            _("What your list fits in these documents is shown here.")
            if not entries
            else f"{said} · {occurrences.format(n=f'{int(found.counts.sum()):,}')}"
        )

    def _ask_import(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Import a list of words"), "", f"{_('Lists of words')} ({READABLE});;{_('All files')} (*)"
        )
        if name:
            self.import_file(Path(name))

    def _ask_export(self) -> None:
        endings = self._kind.endings
        kinds = ";;".join(f"{ending.lstrip('.').upper()} (*{ending})" for ending in endings)
        name, _chosen = QFileDialog.getSaveFileName(self, _("Export the list"), "", kinds)
        if name:
            target = Path(name)
            self.export_file(target if target.suffix else target.with_suffix(endings[0]))

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()

    def _connect(self) -> None:
        for key, pill in self.pills.items():
            pill.clicked.connect(_calling(self.show_kind, key))
        self.editor.textChanged.connect(self._on_typed)
        self._pause.timeout.connect(self._preview_now)
        self.import_button.clicked.connect(lambda: self._ask_import())
        self.export_button.clicked.connect(lambda: self._ask_export())
        self.cancel_button.clicked.connect(lambda: self.reject())
        self.apply_button.clicked.connect(lambda: self.apply())

    def _arrange(self) -> None:
        set_kind(self.editor, "field")
        set_kind(self.apply_button, "primary")
        for label in (self.hint, self.error, self.summary):
            label.setWordWrap(True)
        self.editor.setTabChangesFocus(True)
        group = QButtonGroup(self)
        pills = QHBoxLayout()
        pills.setSpacing(8)
        for pill in self.pills.values():
            group.addButton(pill)
            pills.addWidget(pill)
        pills.addStretch(1)
        pills.addWidget(self.import_button)
        pills.addWidget(self.export_button)
        fitting = Card(is_flush=True, parent=self)
        fitting.body.addWidget(self.preview, 1)
        self.summary.setContentsMargins(px(14), px(4), px(14), 0)
        fitting.body.addWidget(self.summary)
        buttons = QHBoxLayout()
        buttons.addWidget(self.error, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.apply_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(plain_label(_("Word lists"), "heading", self))
        layout.addLayout(pills)
        layout.addWidget(self.hint)
        layout.addWidget(Halves(self.editor, fitting, (380, 620), (140, 180)), 1)
        layout.addLayout(buttons)
        self.error.hide()
        resize_on_screen(self, 1060, 600)


def _numbers(title: str, values: np.ndarray) -> Column:
    return Column(title, lambda place: f"{int(values[place]):,}", width=92, number=True)


def _calling(slot: Callable[[str], None], key: str) -> Callable[[], None]:
    return lambda: slot(key)
