"""What stands where there is nothing yet: a picture, a sentence, one thing to do."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from textminer.gui.icons import pixmap
from textminer.gui.theme import current_colours, px, set_kind
from textminer.gui.widgets.card import plain_label

ICON_SIZE = 32
TEXT_WIDTH, LEAST_WIDTH = 420, 160


class EmptyState(QWidget):
    """An icon, a heading, a sentence and perhaps a button, in the middle of the room there is."""

    def __init__(
        self,
        icon: str,
        heading: str,
        sentence: str = "",
        button: str = "",
        action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel(self)
        self._heading = plain_label(heading, "heading", self)
        self._sentence = plain_label(sentence, "secondary", self)
        self._sentence.setWordWrap(True)
        self._button = QPushButton(button, self)
        set_kind(self._button, "primary")
        self._button.setVisible(bool(button))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(1)
        for widget in (self._icon, self._heading, self._sentence):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._fit_sentence()
        if action is not None:
            self._button.clicked.connect(lambda _checked=False: action())
        self._draw_icon()

    def set_text(self, heading: str, sentence: str = "", has_button: bool | None = None) -> None:
        """Say something else; `has_button` shows or hides the button, where None leaves it."""
        self._heading.setText(heading)
        if has_button is not None:
            self._button.setVisible(has_button)
        self._sentence.setText(sentence)
        self._fit_sentence()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_WIDTH), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sentence()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_icon"):
            self._fit_sentence()

    def _fit_sentence(self) -> None:
        """An aligned label gets the height of one line, whatever it wraps to."""
        self._sentence.setVisible(bool(self._sentence.text()))
        margins = self.layout().contentsMargins()  # type: ignore[union-attr]
        room = self.width() - margins.left() - margins.right()
        width = max(min(px(TEXT_WIDTH), room), px(LEAST_WIDTH))
        self._sentence.setMinimumHeight(0)  # or no width would need less than the one before
        self._sentence.setFixedWidth(width)
        self._sentence.setFixedHeight(max(self._sentence.heightForWidth(width), 0))

    def _draw_icon(self) -> None:
        colour = current_colours().secondary
        self._icon.setPixmap(pixmap(self._icon_name, px(ICON_SIZE), colour, self.devicePixelRatioF()))
