"""A line above the page that says what happened and offers one thing to do."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from textminer.gui.icons import pixmap, use_icon
from textminer.gui.theme import current_colours, px, set_kind
from textminer.translation import _

DETAILS_HEIGHT = 140


class MessageBar(QFrame):
    """Shows the latest message until it is closed or replaced; nothing modal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "message")
        self.setAccessibleName(_("Message"))
        self._is_error = False
        self._action: Callable[[], None] | None = None
        self._others: list[QPushButton] = []
        self._sign = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._button = QPushButton(self)
        self._button.setAccessibleName(_("Do it"))
        self._details_button = QPushButton(_("Details"), self)
        self._details_button.setCheckable(True)
        self._copy = QPushButton(_("Copy details"), self)
        self._close = QPushButton(self)
        self._details = QPlainTextEdit(self)
        self._arrange()
        self.hide()

    def show_notice(self, sentence: str, button: str = "", action: Callable[[], None] | None = None) -> None:
        """Say what the user should know; `button` is a verb that calls `action`."""
        self._show(sentence, "", button, action, is_error=False)

    def show_error(
        self, sentence: str, details: str = "", button: str = "", action: Callable[[], None] | None = None
    ) -> None:
        """Say what went wrong and what to do; details stay folded and can be copied."""
        self._show(sentence, details, button, action, is_error=True)

    def show_choices(self, sentence: str, choices: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Ask something: a button for each choice, in their order; closing the line chooses none."""
        self._show(sentence, "", *choices[0], is_error=False)
        for label, action in choices[1:]:
            button = QPushButton(label, self)
            button.clicked.connect(partial(self._choose, action))
            self._line.insertWidget(self._line.indexOf(self._details_button), button)
            button.show()
            self._others.append(button)

    def text(self) -> str:
        """The sentence that is shown; "" where none is."""
        return "" if self.isHidden() else self._text.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._draw_sign()

    def _show(
        self, sentence: str, details: str, button: str, action: Callable[[], None] | None, is_error: bool
    ) -> None:
        self._is_error = is_error
        self._action = action
        for other in self._others:
            other.hide()  # at once: it lives until the event that asked for this has been handled
            self._line.removeWidget(other)
            other.deleteLater()
        self._others = []
        self._text.setText(sentence)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._details.setPlainText(details)
        self._details_button.setChecked(False)
        self._details_button.setVisible(bool(details))
        self._copy.setVisible(bool(details))
        self._details.hide()
        self._draw_sign()
        self.show()

    def _draw_sign(self) -> None:
        colours = current_colours()
        name, colour = ("circle-alert", colours.negative) if self._is_error else ("info", colours.accent)
        self._sign.setPixmap(pixmap(name, px(18), colour, self.devicePixelRatioF()))
        self._sign.setAccessibleName(_("Error") if self._is_error else _("Notice"))

    def _arrange(self) -> None:
        for button in (self._details_button, self._copy):
            set_kind(button, "quiet")
        set_kind(self._close, "icon")
        use_icon(self._close, "x", "secondary")
        self._close.setAccessibleName(_("Close message"))
        self._close.setToolTip(_("Close"))
        self._details.setReadOnly(True)
        self._details.setFixedHeight(px(DETAILS_HEIGHT))
        self._details.setAccessibleName(_("Details"))
        set_kind(self._details, "field")
        self._line = line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        for widget in (self._button, self._details_button, self._copy, self._close):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self._details)
        self._button.clicked.connect(self._on_button)
        self._details_button.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.hide)

    def _on_button(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _choose(self, action: Callable[[], None], _checked: bool = False) -> None:
        self.hide()
        action()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())
