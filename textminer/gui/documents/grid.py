"""The grid of documents: a table whose large selections outlive a click, and that can be copied."""

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from textminer.gui.widgets.table_view import ColumnTable
from textminer.translation import _

Flag = QItemSelectionModel.SelectionFlag

MAX_COPIED_ROWS = 100_000  # more is an export: a clipboard of hundreds of megabytes stalls the desktop
EXTENDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
MIN_TEXT_WIDTH = 330  # a sentence is to be read; further columns are a scroll away, and in the reader


class DocumentGrid(ColumnTable):
    """A click selects one document, as everywhere, but lets a selection of several be: it may come from
    another view, and is there to be read through. Ctrl and Shift change it, Escape ends it.

    walk_requested   the arrow to the left (-1) or right (1): the previous or next document of the selection
    clear_requested  Escape
    copy_requested   Ctrl+C
    """

    walk_requested = Signal(int)
    clear_requested = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Documents"), parent)
        self.min_rest_width = MIN_TEXT_WIDTH

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        is_extending = isinstance(event, QInputEvent) and bool(event.modifiers() & EXTENDING)
        if self.selected_positions().size > 1 and not is_extending:
            return Flag.NoUpdate
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif plain and event.key() == Qt.Key.Key_Left:
            self.walk_requested.emit(-1)
        elif plain and event.key() == Qt.Key.Key_Right:
            self.walk_requested.emit(1)
        elif plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.currentIndex().isValid():
            # the current document has left the filter: Qt would begin at the first row again
            self.walk_requested.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif plain and event.key() == Qt.Key.Key_Escape and self.selected_positions().size:
            self.clear_requested.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain:
            self._go_to_row(0 if event.key() == Qt.Key.Key_Home else self.columns_model.order.size - 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would make the first row current when the grid gets the focus: the session says which one is."""
        if self.current_position() < 0 or self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            self.viewport().update()

    def _go_to_row(self, row: int) -> None:
        """The first or last row: Qt's own Home and End go to the first and last column."""
        if 0 <= row < self.columns_model.order.size:
            column = max(self.currentIndex().column(), 0)
            index = self.columns_model.index(row, column)
            command = Flag.NoUpdate if self.selected_positions().size > 1 else Flag.ClearAndSelect | Flag.Rows
            self.selectionModel().setCurrentIndex(index, command)


def copy_rows(grid: DocumentGrid, positions: np.ndarray) -> int:
    """Put documents into the clipboard, as the grid shows them in its order but with whole cells; how many.

    Cells are separated by tabs and rows by line ends, with quotes where a cell holds either: what a
    spreadsheet takes.
    """
    model = grid.columns_model
    rows = model.rows_of(positions)[:MAX_COPIED_ROWS]
    order = grid.horizontalHeader()
    places = sorted(range(len(model.columns)), key=order.visualIndex)
    lines = ["\t".join(_quoted(model.columns[place].title) for place in places)]
    for row in rows.tolist():
        position = model.position_at(row)
        lines.append("\t".join(_quoted(model.columns[place].text(position)) for place in places))
    QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
    return len(rows)


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
