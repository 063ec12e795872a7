"""The line on which a model gets its name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.line_field import LineField
from textminer.translation import _
from textminer.workflows.model_library import MAX_NAME


class SaveLine(QWidget):
    """Asks for a name in place of the page's buttons; `named` carries it. Escape closes the line."""

    named = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = LineField(self)
        self.field.setMaxLength(MAX_NAME)
        at_scale(self.field, lambda it: it.setFixedWidth(px(220)))
        self.field.setAccessibleName(_("Name of the model"))
        self.save = QPushButton(_("Save"), self)
        set_kind(self.save, "primary")
        self._cancel = QPushButton(_("Cancel"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label(_("Name of the model"), "secondary", self))
        layout.addWidget(self.field)
        layout.addWidget(self.save)
        layout.addWidget(self._cancel)
        self.field.returnPressed.connect(self._on_save)
        self.field.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self._close)
        self.hide()

    def ask(self, name: str) -> None:
        """Open the line with a suggested name."""
        self.field.setText(name)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        name = self.field.text().strip()
        if name:
            self._close()
            self.named.emit(name)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
