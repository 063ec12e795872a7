"""A line to type in that leaves the window its keys."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

# on X11 a line takes them for "to the end of the line", "delete to the end" and "delete backwards"; to the
# window they mean Export, all commands and the history
LEFT_TO_WINDOW = tuple(
    QKeyCombination(Qt.KeyboardModifier.ControlModifier, key)
    for key in (Qt.Key.Key_E, Qt.Key.Key_K, Qt.Key.Key_H)
)


class LineField(QLineEdit):
    """A line edit in which the shortcuts of the window work."""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.keyCombination() in LEFT_TO_WINDOW
        ):
            event.ignore()
            return False
        return super().event(event)
