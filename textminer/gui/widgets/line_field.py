"""A line to type in that leaves the window its keys."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

# on X11 a line takes it for "to the end of the line"; to the window it means Export
LEFT_TO_WINDOW = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)


class LineField(QLineEdit):
    """A line edit in which the shortcuts of the window work."""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.keyCombination() == LEFT_TO_WINDOW
        ):
            event.ignore()
            return False
        return super().event(event)
