"""A toast: a line that floats over the window for a while and offers one thing to do."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from textminer.gui.icons import use_icon
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.translation import _

SHOWN_MS = 8_000  # long enough to read a line and to reach it with the mouse
ABOVE_BOTTOM = 46  # clear of the status bar


class Toast(QFrame):
    """Shows what just happened at the bottom of a window; it stays as long as the mouse is over it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        set_kind(self, "toast")
        self.setAccessibleName(_("Message"))
        self._action: Callable[[], None] | None = None
        self._text = plain_label("", "", self)
        self.button = QPushButton(self)
        set_kind(self.button, "toast")
        self.close_button = QPushButton(self)
        set_kind(self.close_button, "icon")
        use_icon(self.close_button, "x", "secondary")
        self.close_button.setAccessibleName(_("Close message"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 6, 6)
        layout.setSpacing(10)
        for widget in (self._text, self.button, self.close_button):
            layout.addWidget(widget)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.button.clicked.connect(self._on_button)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def say(self, sentence: str, button: str, action: Callable[[], None]) -> None:
        """Say what happened; `button` is a verb that calls `action`."""
        self._action = action
        self._text.setText(sentence)
        self.button.setText(button)
        self._over.installEventFilter(self)  # not before: every event of the window would pass through it
        self.show()
        self._place()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """The sentence that is shown; "" where none is."""
        return "" if self.isHidden() else self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._over.removeEventFilter(self)
        super().hideEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _place(self) -> None:
        over = self._over
        self._text.setMaximumWidth(max(over.width() - px(240), px(120)))
        self.adjustSize()
        self.move((over.width() - self.width()) // 2, over.height() - self.height() - px(ABOVE_BOTTOM))

    def _on_button(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
