"""A small popup that asks for a name."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget, QWidgetAction

from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.line_field import LineField
from textminer.translation import _


class NamePopup(QMenu):
    """Return gives the name, Escape none; a name that is taken is said to be replaced.

    taken:  the names there are
    """

    def __init__(
        self,
        question: str,
        proposal: str,
        verb: str,
        taken: Collection[str],
        named: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._verb, self._taken, self._named = verb, taken, named
        inside = _Inside(self)
        self.field = LineField(inside)
        self.field.setText(proposal)
        self.field.setMaxLength(80)
        self.field.setAccessibleName(question)
        self.field.setMinimumWidth(px(220))
        self.button = QPushButton(verb, inside)
        set_kind(self.button, "primary")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        self._said = plain_label("", "small", inside)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(plain_label(question, "heading", inside))
        layout.addLayout(line)
        layout.addWidget(self._said)
        action = QWidgetAction(self)
        action.setDefaultWidget(inside)
        self.addAction(action)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field.textChanged.connect(self._render)
        self.field.returnPressed.connect(self._take)
        self.button.clicked.connect(self._take)
        self._render()

    def ask_below(self, widget: QWidget) -> None:
        """Open under a button, within its window."""
        self.ask_at(widget.mapToGlobal(QPoint(0, widget.height() + px(2))), widget.window())

    def ask_at(self, place: QPoint, window: QWidget) -> None:
        """Open at a place of the screen, but not beyond the right edge of a window."""
        right = window.mapToGlobal(QPoint(window.width() - px(12), 0)).x() - self.sizeHint().width()
        self.popup(QPoint(max(min(place.x(), right), 0), place.y()))
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def _render(self) -> None:
        name = self.field.text().strip()
        self.button.setEnabled(bool(name))
        self._said.setText(_("There is one of this name: it is replaced.") if name in self._taken else "")
        self._said.setVisible(name in self._taken)

    def _take(self) -> None:
        name = self.field.text().strip()
        if name:
            self.close()
            self._named(name)


class _Inside(QWidget):
    """Keeps Return and the arrows from the menu around it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        else:
            event.accept()
