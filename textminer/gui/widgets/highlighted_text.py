"""Text with tinted spans: each word in the colour of what it did to the score."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QShowEvent, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from textminer.gui.fonts import READER_PX, font
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.column_table import as_plain_tip
from textminer.gui.widgets.shown_text import shown_text, utf16_offsets
from textminer.gui.widgets.span_painter import SpanPainter

LINE_HEIGHT_PERCENT = 150
READING = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class HighlightedText(QTextEdit):
    """Shows a text exactly; spans are in its characters (code points), not in Qt's UTF-16 units.

    span_clicked carries the number of the tinted span that was clicked; edited says that the user has changed
    the text, which can be while it is editable only.
    A long text comes up at once and grows below while the window goes on answering.
    """

    span_clicked = Signal(int)
    edited = Signal()

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(READING)
        self.document().setDocumentMargin(px(2))
        self.setFont(font(px(READER_PX)))
        self._text = ""
        self._units = np.zeros(1, dtype=np.int64)
        self._describe: Callable[[int], str] | None = None
        self._painter = SpanPainter(self.document())
        self._parts: list[str] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._add_part)
        self.document().contentsChange.connect(self._on_contents_change)

    def text(self) -> str:
        """The text that is shown, exactly as it was given or has been edited."""
        return self._text

    def set_editable(self, is_editable: bool) -> None:
        """Let the user change the text that is shown, or no longer."""
        while is_editable and self._parts:  # what is not there yet cannot be told from what was deleted
            self._add_part()
        self.setTextInteractionFlags(READING)  # what the margin does to the text is no edit
        if (self.property("kind") == "edited") != is_editable:
            set_kind(self, "edited" if is_editable else "")
            self.document().setDocumentMargin(px(8 if is_editable else 2))  # the frame keeps its distance
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextEditorInteraction if is_editable else READING)
        self.setUndoRedoEnabled(is_editable)

    def set_text(self, text: str) -> None:
        """Show another text, untinted."""
        self.set_editable(False)
        shown = shown_text(text)
        self._text, self._units = text, shown.units
        self._parts = list(reversed(shown.parts))
        self._describe = None
        self._painter.forget()
        self.clear()
        cursor = QTextCursor(self.document())
        lines = QTextBlockFormat()
        lines.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(lines)
        self._add_part()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def set_tints(
        self,
        starts: np.ndarray,
        ends: np.ndarray,
        strengths: np.ndarray,
        describe: Callable[[int], str] | None = None,
    ) -> None:
        """Tint spans of the text.

        starts, ends:  int   (n_spans,)  first character and the one after the last, ascending
        strengths:     float (n_spans,)  -1 (negative) to 1 (positive)
        describe:      number of a span -> what a tool tip says of it
        """
        self._describe = describe
        self._painter.set_tints(self._to_units(starts), self._to_units(ends), np.asarray(strengths))

    def set_marks(self, starts: np.ndarray, ends: np.ndarray) -> None:
        """Underline what was searched for: spans as in `set_tints`; empty arrays take the marks away."""
        self._painter.set_marks(self._to_units(starts), self._to_units(ends))

    def show_character(self, place: int) -> None:
        """Scroll to a character of the text."""
        unit = int(self._to_units(np.array([place]))[0])
        while self._parts and self.document().characterCount() <= unit:
            self._add_part()
        cursor = QTextCursor(self.document())
        cursor.setPosition(unit)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def select_characters(self, start: int, end: int) -> None:
        """Scroll to some characters of the text and select them."""
        self.show_character(end)
        first, last = self._to_units(np.array([start, end])).tolist()
        cursor = QTextCursor(self.document())
        cursor.setPosition(last)
        cursor.setPosition(first, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def selected_text(self) -> str:
        """The characters of the text itself that are selected, not those that stand for them."""
        cursor = self.textCursor()
        start, end = np.searchsorted(self._units, [cursor.selectionStart(), cursor.selectionEnd()])
        return self._text[start:end]

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        mime.setText(self.selected_text())
        return mime

    def showEvent(self, event: QShowEvent) -> None:
        """Qt scrolls to the cursor when a text is first shown, past the room above its first line."""
        at = self.verticalScrollBar().value()
        super().showEvent(event)
        self.verticalScrollBar().setValue(at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_painter"):
            self._painter.recolour()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_painter"):
            self.setFont(font(px(READER_PX)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        span = self._span_under(event.position().toPoint())
        if span >= 0 and not self.textCursor().hasSelection():
            self.span_clicked.emit(span)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._describe is not None:
            span = self._span_under(event.pos())
            QToolTip.showText(
                event.globalPos(), as_plain_tip(self._describe(span)) if span >= 0 else "", self
            )
            return True
        return super().viewportEvent(event)

    def _add_part(self) -> None:
        if not self._parts:
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(self._parts.pop())
        if self._parts:
            self._turn.start()

    def _on_contents_change(self, place: int, n_removed: int, n_added: int) -> None:
        if self.isReadOnly():
            return
        text = self.toPlainText()
        if text == self._text:
            return
        self._text, self._units = text, utf16_offsets(text)
        self._painter.shift(place, n_removed, n_added)
        self.edited.emit()

    def _span_under(self, point: QPoint) -> int:
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        layout = self.document().documentLayout()
        return self._painter.span_at(layout.hitTest(QPointF(point) + scrolled, Qt.HitTestAccuracy.ExactHit))

    def _to_units(self, characters: np.ndarray) -> np.ndarray:
        return self._units[np.clip(np.asarray(characters, dtype=np.int64), 0, len(self._text))]
