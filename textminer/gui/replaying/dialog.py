"""The window beside the window with the rows in which an export differs from its receipt."""

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.column_table import Column
from textminer.gui.widgets.screen_size import resize_on_screen
from textminer.gui.widgets.table_view import ColumnTable
from textminer.translation import _, ngettext_
from textminer.workflows.replaying import Difference, Replay


class ReplayDialog(QDialog):
    """One line for each cell: in which row and column it stands, what it was, what the receipt gives now."""

    def __init__(
        self, replay: Replay, show_documents: Callable[[], None] | None = None, parent: QWidget | None = None
    ) -> None:
        """show_documents: shows the rows in the window; None where the window has other documents open."""
        super().__init__(parent)
        self.setWindowTitle(_("Replay of {export}").format(export=replay.export))
        self.sentence = plain_label(
            _("“{export}”: {outcome}").format(export=replay.export, outcome=replay.sentence), "heading", self
        )
        self.note = plain_label("\n".join([*replay.doubts, *_left_out(replay)]), "small", self)
        self.table = ColumnTable(_("Cells that differ"), self)
        self.show_button = QPushButton(_("Show these rows in Documents"), self)
        self.close_button = QPushButton(_("Close"), self)
        self.show_button.setVisible(show_documents is not None)
        if show_documents is not None:
            self.show_button.clicked.connect(lambda: self._show(show_documents))
        self.close_button.clicked.connect(lambda: self.reject())
        self.table.set_columns(_columns(replay.differences), np.arange(len(replay.differences)))
        self._arrange()

    def _show(self, show_documents: Callable[[], None]) -> None:
        self.accept()
        show_documents()

    def _arrange(self) -> None:
        for label in (self.sentence, self.note):
            label.setWordWrap(True)
        self.note.setVisible(bool(self.note.text()))
        set_kind(self.show_button, "primary")
        for button in (self.show_button, self.close_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.show_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(self.sentence)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        resize_on_screen(self, 760, 480)


def _columns(differences: tuple[Difference, ...]) -> list[Column]:
    def row(position: int) -> str:
        found = differences[position].row
        return _("header") if found is None else f"{found + 1:,}"

    def cell(text: str | None) -> str:
        return _("(not there)") if text is None else text

    return [
        Column(_("Row"), row, width=80, number=True),
        Column(_("Column"), lambda position: differences[position].column or _("(whole row)"), width=160),
        Column(_("In the export"), lambda position: cell(differences[position].was), width=0),
        Column(_("By the receipt now"), lambda position: cell(differences[position].now), width=0),
    ]


def _left_out(replay: Replay) -> list[str]:
    """What is said where not every row that differs is listed."""
    n_shown = len({each.row for each in replay.differences})
    if n_shown >= len(replay.differing) or any(each.row is None for each in replay.differences):
        return []
    words = ngettext_("The first {n} row is listed.", "The first {n} rows are listed.", n_shown)
    return [words.format(n=f"{n_shown:,}")]
