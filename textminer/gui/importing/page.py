"""The page that shows how files will be read before they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from textminer.corpus.recipe import ImportSettings
from textminer.errors import TextMinerError
from textminer.gui.icons import pixmap
from textminer.gui.importing.preview import Preview, look, preview_of
from textminer.gui.importing.preview_table import PreviewTable
from textminer.gui.importing.settings_bar import SettingsBar
from textminer.gui.importing.state import (
    ImportInputs,
    ImportState,
    chosen_roles,
    import_state,
    kept_choices,
    settings_to_read_with,
)
from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import at_scale, current_colours, px, set_kind
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.jobs.job import Job
from textminer.storage.tables import TableRead
from textminer.translation import _

MOST_NOTICES = 3  # lines that leave the rows their room; the rest in a tool tip
LANE = "preview"


class ImportPage(QWidget):
    """Settings, roles, the first rows, one button.

    analyse_requested:        the paths (list), the ImportSettings and the ColumnRoles
    table_analyse_requested:  the TableRead that was looked at, its name and the ColumnRoles
    dismissed:                nothing is to be read
    """

    analyse_requested = Signal(list, object, object)
    table_analyse_requested = Signal(object, str, object)
    dismissed = Signal()

    def __init__(self, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._inputs = ImportInputs()
        self._read: TableRead | None = None
        self._job: Job[Preview] | None = None
        self.settings = SettingsBar(self)
        self.notices = QLabel(self)
        self.caption = ElidedLabel(self)
        self.table = PreviewTable(self)
        self.refusal = _Refusal(self)
        self._rows = CurrentStack(self)
        self.hint = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        self.cancel_button = QPushButton(_("Cancel"), self)
        self.analyse_button = QPushButton(_("Analyse"), self)
        self._arrange()
        self._connect()
        self._render()

    def look_at(self, paths: Sequence[Path]) -> None:
        """Show the first of these files as it is guessed; it is read again at each change."""
        if not paths:
            return
        self._read = None
        self._inputs = ImportInputs(name=paths[0].name, files=tuple(paths))
        self.table.setFocus()
        self._look()

    def look_at_table(self, read: TableRead, name: str) -> None:
        """Show a table that is already in memory, such as pasted text; only its roles can be changed."""
        self._stop_looking()
        self._read = read
        self._inputs = ImportInputs(name=name, preview=preview_of(read))
        self._render()
        self._offer_analyse()

    def analyse(self) -> None:
        """Ask for the analysis of what is shown, if it can be."""
        inputs = self._inputs
        if not self.analyse_button.isEnabled():
            return
        roles, _reasons = chosen_roles(inputs.preview, inputs.choices)
        if self._read is not None:
            self.table_analyse_requested.emit(self._read, inputs.name, roles)
        else:
            self.analyse_requested.emit(list(inputs.files), settings_to_read_with(inputs), roles)

    def dismiss(self) -> None:
        """Leave without reading anything."""
        self._stop_looking()
        self.dismissed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "refusal"):
            self.refusal.draw_sign()

    def _look(self) -> None:
        self._inputs = replace(self._inputs, is_reading=True)
        paths, decided = self._inputs.files, self._inputs.decided
        self._job = self._jobs.start(
            _("Reading the first rows of {file}").format(file=paths[0].name),
            lambda progress: look(paths, decided),
            lane=LANE,
            replace=True,
            succeeded=self._on_looked,
            failed=self._on_failed,
        )
        self._render()

    def _stop_looking(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_looked(self, preview: Preview) -> None:
        is_first = self._inputs.preview is None
        choices = kept_choices(self._inputs.preview, preview, self._inputs.choices)
        self._inputs = replace(self._inputs, preview=preview, choices=choices, error="", is_reading=False)
        self._render()
        if is_first:
            self._offer_analyse()

    def _on_failed(self, error: BaseException) -> None:
        sentence = (
            str(error)
            if isinstance(error, TextMinerError)
            else _(
                "Something unexpected went wrong while {file} was read ({kind}); the file is untouched."
            ).format(file=self._inputs.name, kind=type(error).__name__)
        )
        self._inputs = replace(self._inputs, error=sentence, is_reading=False)
        self._render()

    def _on_decided(self, decided: ImportSettings) -> None:
        self._inputs = replace(self._inputs, decided=decided)
        self._look()

    def _on_role(self, column: int, role: str | None) -> None:
        self._inputs = replace(self._inputs, choices=(*self._inputs.choices, (column, role)))
        self._render()

    def _offer_analyse(self) -> None:
        """The usual next step takes one key, unless the user is at something here already."""
        if self.analyse_button.isEnabled() and not self.settings.isAncestorOf(self.focusWidget() or self):
            self.analyse_button.setFocus()

    def _render(self) -> None:
        state = import_state(self._inputs)
        self.settings.show_state(state)
        self.caption.setText(state.caption)
        self.table.show_preview(self._inputs.preview, state.roles, state.reasons)
        self.refusal.show_sentence(state.error)
        self._rows.setCurrentWidget(self.refusal if state.error else self.table)
        self.hint.setText(state.obstacle or state.summary)
        self.hint.setToolTip(state.obstacle)
        if state.obstacle and self.analyse_button.hasFocus():
            self.table.setFocus()  # else Qt hands the focus to something outside the page
        self.analyse_button.setEnabled(not state.obstacle)
        self.analyse_button.setToolTip(state.obstacle or _("Read all rows and score them (Ctrl+Return)"))
        self._render_notices(state)

    def _render_notices(self, state: ImportState) -> None:
        shown = list(state.notices[:MOST_NOTICES])
        n_more = len(state.notices) - len(shown)
        if n_more:
            shown.append(_("… and {n} more").format(n=n_more))
        self.notices.setText("\n".join(shown))
        self.notices.setToolTip("\n".join(state.notices) if n_more else "")
        self.notices.setVisible(bool(shown))
        self._above.setVisible(bool(shown or state.settings))

    def _connect(self) -> None:
        self.settings.decided.connect(self._on_decided)
        self.table.role_chosen.connect(self._on_role)
        self.analyse_button.clicked.connect(lambda: self.analyse())
        self.cancel_button.clicked.connect(lambda: self.dismiss())
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            _press_with(Qt.KeyboardModifier.ControlModifier | key, self, inside, self.analyse)
            for button in (self.analyse_button, self.cancel_button):
                _press_with(key, button, Qt.ShortcutContext.WidgetShortcut, button.click)
        _press_with(Qt.Key.Key_Escape, self, inside, self.dismiss)

    def _arrange(self) -> None:
        set_kind(self, "page")
        set_kind(self.notices, "small")
        set_kind(self.caption, "heading")
        set_kind(self.hint, "secondary")
        set_kind(self.analyse_button, "primary")
        self.notices.setTextFormat(Qt.TextFormat.PlainText)
        self.notices.setWordWrap(True)
        self.notices.setAccessibleName(_("Notices"))
        self._above = QFrame(self)
        set_kind(self._above, "card")
        above = QVBoxLayout(self._above)
        at_scale(above, lambda it: it.setContentsMargins(px(16), px(12), px(16), px(12)))
        above.setSpacing(px(8))
        above.addWidget(self.settings)
        above.addWidget(self.notices)
        card = QFrame(self)
        set_kind(card, "card")
        self._rows.addWidget(self.table)
        self._rows.addWidget(self.refusal)
        inside = QVBoxLayout(card)
        at_scale(inside, lambda it: it.setContentsMargins(1, px(12), 1, px(8)))
        inside.setSpacing(px(6))
        at_scale(self.caption, lambda it: it.setContentsMargins(px(12), 0, px(12), 0))
        inside.addWidget(self.caption)
        inside.addWidget(self._rows, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.analyse_button)
        whole = QVBoxLayout(self)
        at_scale(whole, lambda it: it.setContentsMargins(0, px(4), 0, 0))
        whole.setSpacing(px(12))
        whole.addWidget(self._above)
        whole.addWidget(card, 1)
        whole.addLayout(foot)


def _press_with(
    keys: Qt.Key | QKeyCombination, widget: QWidget, context: Qt.ShortcutContext, act: Callable[[], None]
) -> None:
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(context)  # the constructor ignores it
    shortcut.activated.connect(act)


class _Refusal(QWidget):
    """Why a file could not be read, in place of its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel(self)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setFixedWidth(px(520))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.sentence)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(px(12))
        layout.addStretch(2)
        layout.addWidget(self._sign)
        layout.addLayout(middle)
        layout.addStretch(3)
        self.draw_sign()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence for the user."""
        self.sentence.setText(sentence)

    def draw_sign(self) -> None:
        """Draw the sign in the colours of the theme."""
        self._sign.setPixmap(
            pixmap("circle-alert", px(28), current_colours().secondary, self.devicePixelRatioF())
        )
