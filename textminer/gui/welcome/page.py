"""The page of an empty window: the ways in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from textminer.gui.theme import px, set_kind
from textminer.gui.welcome.card_buttons import RecentRow, SampleCard
from textminer.gui.welcome.drop_zone import DropZone
from textminer.gui.welcome.file_age import last_change
from textminer.gui.welcome.samples import samples
from textminer.gui.widgets.centred_column import CentredColumn
from textminer.session.preferences import Preferences
from textminer.translation import _

COLUMN_WIDTH = 720
MOST_RECENT = 5  # so that the page fits a window of 800 px
GAP = 14


class WelcomePage(QWidget):
    """Drop zone, samples, recent files. Painted before anything heavy is imported.

    path_chosen carries a path and whether it is a sample. Drops are the window's, here as on every page.
    """

    open_requested = Signal()
    paste_requested = Signal()
    path_chosen = Signal(Path, bool)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._column = QWidget(self)
        self.zone = DropZone(self._column)
        self.sample_cards = [SampleCard(sample, self._column) for sample in samples()]
        self._recent_heading = _heading(_("Recent"), self._column)
        self._recent_card = QFrame(self._column)
        self._recent_layout = QVBoxLayout(self._recent_card)
        self.recent_rows: list[RecentRow] = []
        self._arrange()
        self._measure()
        self._connect()
        self.show_recent(preferences.recent_files)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List these files, the last one first; without any the heading goes too."""
        while (item := self._recent_layout.takeAt(0)) is not None:
            earlier = item.widget()
            if earlier is not None:
                earlier.hide()  # at once: it lives until the event that asked for this has been handled
                earlier.deleteLater()
        self.recent_rows = []
        for path in paths:
            if len(self.recent_rows) == MOST_RECENT:
                break
            row = self._recent_row(path)
            if row is not None:
                self._add_recent(row)
        for widget in (self._recent_heading, self._recent_card):
            widget.setVisible(bool(self.recent_rows))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "recent_rows"):
            self._measure()

    def _recent_row(self, path: Path) -> RecentRow | None:
        """The row of a file; None where it has just gone."""
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime)
        except (OSError, OverflowError, ValueError):
            return None
        return RecentRow(path, last_change(changed, datetime.now()), self._recent_card)

    def _add_recent(self, row: RecentRow) -> None:
        if self.recent_rows:
            line = QFrame(self._recent_card)
            set_kind(line, "line")
            self._recent_layout.addWidget(line)
        row.clicked.connect(lambda: self.path_chosen.emit(row.path, False))
        self._recent_layout.addWidget(row)
        self.recent_rows.append(row)

    def _connect(self) -> None:
        self.zone.open_clicked.connect(self.open_requested)
        self.zone.paste_clicked.connect(self.paste_requested)
        for card in self.sample_cards:
            card.clicked.connect(
                lambda _checked=False, path=card.sample.path: self.path_chosen.emit(path, True)
            )
        self._preferences.changed.connect(self._on_preferences_changed)

    def showEvent(self, event: QShowEvent) -> None:
        self._show_recent_of_now()
        super().showEvent(event)

    def _on_preferences_changed(self) -> None:
        if self.isVisible():
            self._show_recent_of_now()

    def _show_recent_of_now(self) -> None:
        recent = self._preferences.recent_files
        if recent[:MOST_RECENT] != [row.path for row in self.recent_rows]:
            self.show_recent(recent)

    def _measure(self) -> None:
        """Lengths at the user's scale."""
        self._column.setMaximumWidth(px(COLUMN_WIDTH))
        self._recent_layout.setContentsMargins(1, 1, 1, 1)
        for widget in (self.zone, *self.sample_cards, *self.recent_rows):
            widget.updateGeometry()

    def _arrange(self) -> None:
        set_kind(self, "page")
        set_kind(self._recent_card, "card")
        self._recent_layout.setSpacing(0)
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        for card in self.sample_cards:
            cards.addWidget(card, 1)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(2, 12, 2, 12)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.zone)
        column.addSpacing(30)
        column.addWidget(_heading(_("Or try a sample"), self._column))
        column.addSpacing(6)
        column.addLayout(cards)
        column.addSpacing(18)
        column.addWidget(self._recent_heading)
        column.addSpacing(6)
        column.addWidget(self._recent_card)
        column.addStretch(1)
        self.setFocusProxy(self.zone.open_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(CentredColumn(self._column, self))


def _heading(title: str, parent: QWidget) -> QLabel:
    heading = QLabel(title.upper(), parent)
    heading.setTextFormat(Qt.TextFormat.PlainText)
    set_kind(heading, "caption")
    return heading
