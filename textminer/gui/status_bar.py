"""The bar at the bottom: what runs, which model, and that nothing leaves the computer."""

import html
from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from textminer.gui.job_bridge import JobBridge
from textminer.gui.job_indicator import JobIndicator
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.translation import _

STATUS_HEIGHT = 30
NOTICE_FROM = 1000


class StatusBar(QFrame):
    """Jobs on the left; a notice that can be looked into, language, model, device and Offline on the right.

    language_chosen carries the code of the language that the user says the texts are in.
    """

    notice_clicked = Signal()
    language_chosen = Signal(str)

    def __init__(self, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "status")
        self.rescale()
        self._can_see = False
        self._warnings: dict[str, tuple[str, str]] = {}
        self._warning = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        self._notice = ElidedLabel(self)
        self._see = QPushButton(_("see"), self)
        self._language = QPushButton(self)
        self._languages = QMenu(self)
        self._model = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        self._offline = QLabel(_("Offline"), self)
        self._offline.setToolTip(_("TextMiner has no network code: nothing leaves this computer."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(16)
        layout.addWidget(JobIndicator(jobs, self), 1)
        layout.addWidget(self._warning)
        notice = QHBoxLayout()
        notice.setSpacing(4)
        notice.addWidget(self._notice)
        notice.addWidget(self._see)
        layout.addLayout(notice)
        for widget in (self._language, self._model, self._offline):
            layout.addWidget(widget)
        self._warning.hide()
        for label in (self._warning, self._notice, self._model, self._offline):
            label.setTextFormat(Qt.TextFormat.PlainText)
            set_kind(label, "secondary")
        set_kind(self._see, "link")
        set_kind(self._language, "link")
        self._language.setToolTip(
            _("The language of the texts, as it was told from them. Click to change it.")
        )
        self._language.clicked.connect(self._ask_language)
        self._language.hide()
        self._see.clicked.connect(lambda: self.notice_clicked.emit())
        self.set_notice("")

    def rescale(self) -> None:
        """Take the height of the scale that the user chose."""
        self.setFixedHeight(px(STATUS_HEIGHT))

    def set_warning(self, about: str, text: str, reason: str = "") -> None:
        """What does not work at the moment, though it stops nobody; "" where it works again.

        about:   tells one thing that may not work from another
        reason:  why, for whoever points at it
        """
        self._warnings.pop(about, None)
        if text:
            self._warnings[about] = (text, reason)
        self._warning.setText(" · ".join(text for text, _reason in self._warnings.values()))
        self._warning.setToolTip("\n".join(html.escape(why) for _text, why in self._warnings.values()))
        self._warning.setVisible(bool(self._warnings))

    @property
    def warning(self) -> str:
        """What is said to work no longer; "" where all does."""
        return self._warning.text()

    def set_model(self, text: str) -> None:
        """Which model scores, and on which device."""
        self._model.setText(text)
        self._model.setVisible(bool(text))

    def set_language(self, code: str, name_by_code: Mapping[str, str]) -> None:
        """Show the language of the texts, and offer the others."""
        self._languages.clear()
        for other, name in name_by_code.items():
            action = self._languages.addAction(name)
            action.setCheckable(True)
            action.setChecked(other == code)
            action.triggered.connect(lambda _checked=False, other=other: self.language_chosen.emit(other))
        self._language.setText(name_by_code.get(code, code))
        self._language.setAccessibleName(
            _("Language of the texts: {name}").format(name=self._language.text())
        )
        self._language.show()

    def _ask_language(self) -> None:
        above = self._language.mapToGlobal(QPoint(0, -self._languages.sizeHint().height()))
        self._languages.popup(above)

    def set_notice(self, text: str, can_see: bool = False) -> None:
        """What became of the rows, in a few words, with a link beside it where rows are to be seen."""
        self._notice.setText(f"{text}:" if can_see else text)
        self._can_see = can_see
        self._see.setAccessibleName(_("See: {notice}").format(notice=text))
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """Jobs come first: in a narrow window the notice goes."""
        shown = bool(self._notice.text()) and self.width() >= px(NOTICE_FROM)
        self._notice.setVisible(shown)
        self._see.setVisible(shown and self._can_see)
