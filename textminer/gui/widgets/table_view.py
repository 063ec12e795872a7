"""The view of a table of columns: selection and current row by position, smooth at a million rows."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from textminer.gui.theme import current_colours, px, set_kind
from textminer.gui.widgets.cell_delegate import ROW_HEIGHT, CellDelegate
from textminer.gui.widgets.column_table import Column, ColumnTableModel, tab_separated
from textminer.translation import _

HEADER_HEIGHT = 34
MIN_REST_WIDTH = 220
MAX_RANGES = 500  # Qt looks through all ranges for every cell it paints; above, the delegate's set does
SCROLL_PAUSE_MS = 80
MAX_COPIED_ROWS = 10_000  # more take seconds, and a clipboard is no place for them
NOTHING = np.zeros(0, dtype=bool)
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
Flag = QItemSelectionModel.SelectionFlag


class ColumnTable(QTableView):
    """Shows a ColumnTableModel.

    selection_changed  the user selected other rows: int array of positions, ascending
    current_changed    the user went to another row: its position
    sort_requested     a heading was clicked: column (-1 for the original order), whether descending
    scrolled           other rows are visible, see visible_positions
    """

    selection_changed = Signal(object)
    current_changed = Signal(int)
    sort_requested = Signal(int, bool)
    scrolled = Signal()
    activated_position = Signal(int)

    row_height = ROW_HEIGHT  # in pixels at scale 1

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns_model = ColumnTableModel(self)
        self._delegate = self.make_delegate()
        self._selected = np.empty(0, dtype=np.int64)
        self._sort = (-1, False)
        self.min_rest_width = MIN_REST_WIDTH  # at scale 1, of columns that share what the others leave
        self._scale = px(100)
        self._shown = self._selected  # the part of it that Qt's own selection shows
        self.setAccessibleName(accessible_name)
        self.setModel(self.columns_model)
        self.setItemDelegate(self._delegate)
        self._ground = "ground"
        # under the headings, where nothing scrolls, and only for who goes by keys
        self._focus_line = QFrame(self.horizontalHeader())
        set_kind(self._focus_line, "focus-line")
        self._focus_line.hide()
        self._set_behaviour()
        self._pause = QTimer(self, singleShot=True, interval=SCROLL_PAUSE_MS)
        self._pause.timeout.connect(self.scrolled)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._pause.start())
        self.horizontalHeader().sectionClicked.connect(self._on_heading)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(self._on_activated)

    def make_delegate(self) -> CellDelegate:
        """What paints the cells; another kind of table may have its own."""
        return CellDelegate(self.columns_model, self)

    def set_columns(self, columns: Sequence[Column], order: np.ndarray) -> None:
        """Show other columns and rows; the selection goes on by position."""
        self._keeping(lambda: self.columns_model.set_columns(columns, order))
        self._fit_columns()
        self._pause.start()

    def set_order(self, order: np.ndarray) -> None:
        """Show other rows or another order; selection, current row and its place on the screen stay."""
        self._keeping(lambda: self.columns_model.set_order(order))
        self._pause.start()

    def refresh(self) -> None:
        """Paint again what may have changed in the cells."""
        self.viewport().update()

    def selected_positions(self) -> np.ndarray:
        """The positions selected, ascending: int (n_selected,)."""
        return self._selected

    def select_positions(self, positions: np.ndarray) -> None:
        """Show a selection made elsewhere; tells nobody. Positions that are not shown stay selected."""
        wanted = ascending(np.asarray(positions, dtype=np.int64))
        if not np.array_equal(wanted, self._selected):
            self._selected = wanted
            self._show_selection()

    def current_position(self) -> int:
        """The position of the current row, -1 without one."""
        return self._delegate.current

    def set_current(self, position: int) -> None:
        """Go to a position chosen elsewhere; tells nobody. -1, or one that is not shown, marks no row."""
        self._delegate.current = position
        self._show_current(scroll=True)

    def set_sort(self, column: int, descending: bool) -> None:
        """Show by which column the rows are sorted; -1 for none."""
        self._sort = (column, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column >= 0)
        header.setSortIndicator(column, order)

    def visible_positions(self) -> np.ndarray:
        """The positions of the rows on the screen, from the top: int (n_visible,)."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        order = self.columns_model.order
        if first < 0:
            return order[:0]
        return order[first : (last if last >= 0 else order.size - 1) + 1]

    def keyboardSearch(self, search: str) -> None:
        """Qt would look through all rows for each typed letter: the find box is for that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def copy_selection(self) -> None:
        """Put the selected rows that are shown into the clipboard, whole cells in the order of the rows."""
        rows = self.columns_model.rows_of(self._selected)
        if rows.size > MAX_COPIED_ROWS:
            place = self.viewport().mapToGlobal(self.viewport().rect().center())
            QToolTip.showText(place, _("These are too many rows to copy: export them."), self)
        elif rows.size:
            positions = self.columns_model.order[rows].tolist()
            QGuiApplication.clipboard().setText(tab_separated(self.columns_model.columns, positions))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would make the first row the current one, as if the user had gone there."""
        QWidget.focusInEvent(self, event)
        self._focus_line.setVisible(event.reason() in BY_KEY)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._focus_line.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self._delegate.rescale()
            if self._scale != px(100):
                self._scale = px(100)
                self._fit_columns()
            self.verticalHeader().setDefaultSectionSize(px(self.row_height))
            self.horizontalHeader().setFixedHeight(px(HEADER_HEIGHT))

    def showEvent(self, event: QShowEvent) -> None:
        self._ground = ground_of(self)
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Opaque, so that Qt moves what it has when it scrolls and has only the new row painted."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(getattr(current_colours(), self._ground)))
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header, height = self.horizontalHeader(), px(2)
        self._focus_line.setGeometry(0, header.height() - height, header.width(), height)
        self._fit_rest()
        self._pause.start()

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(self.row_height))
        header = self.horizontalHeader()
        header.setAccessibleName(self.accessibleName())
        # with the table's own, each painted heading asks all rows whether its column is selected: 20 s
        header.setSelectionModel(QItemSelectionModel(self.columns_model, header))
        header.setFixedHeight(px(HEADER_HEIGHT))
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(px(48))
        header.setDefaultSectionSize(px(160))

    def _keeping(self, change: Callable[[], None]) -> None:
        """Reset the model without losing selection, current row and the place of that row on the screen."""
        top = self._place_of_current()
        change()
        self._show_selection()
        self._show_current(scroll=False)
        row = self.columns_model.row_of(self._delegate.current)
        if top is not None and row >= 0:
            self.verticalScrollBar().setValue(max(0, row * px(self.row_height) - top))

    def _place_of_current(self) -> int | None:
        row = self.columns_model.row_of(self._delegate.current)
        top = self.rowViewportPosition(row) if row >= 0 else -1
        return top if row >= 0 and 0 <= top < self.viewport().height() else None

    def _show_selection(self) -> None:
        self._delegate.selected = NOTHING
        rows = self.columns_model.rows_of(self._selected)
        breaks = np.flatnonzero(np.diff(rows) != 1)
        starts = rows[np.concatenate([[0], breaks + 1])] if rows.size else rows
        ends = rows[np.concatenate([breaks, [rows.size - 1]])] if rows.size else rows
        chosen = QItemSelection()
        last = self.columns_model.columnCount() - 1
        if starts.size <= MAX_RANGES:
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                corner = self.columns_model.index(start, 0)
                chosen.append(QItemSelectionRange(corner, self.columns_model.index(end, last)))
        else:
            self._delegate.selected = marks(self._selected)
        self._shown = _positions(chosen, self.columns_model.order)
        self.selectionModel().select(chosen, Flag.ClearAndSelect)
        self.viewport().update()

    def _show_current(self, scroll: bool) -> None:
        row = self.columns_model.row_of(self._delegate.current)
        index = self.columns_model.index(row, 0) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
        if scroll and row >= 0:
            left = self.horizontalScrollBar().value()
            self.scrollTo(index)
            self.horizontalScrollBar().setValue(left)
        self.viewport().update()

    def _on_selection(self) -> None:
        shown = _positions(self.selectionModel().selection(), self.columns_model.order)
        if np.array_equal(shown, self._shown):
            return
        self._delegate.selected = NOTHING
        self._selected = self._shown = shown
        self.viewport().update()
        self.selection_changed.emit(self._selected)

    def _on_current(self, index: QModelIndex) -> None:
        position = self.columns_model.position_at(index.row()) if index.isValid() else -1
        if position in (-1, self._delegate.current):
            return
        self._delegate.current = position
        self.viewport().update()
        self.current_changed.emit(self._delegate.current)

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.activated_position.emit(self.columns_model.position_at(index.row()))

    def _on_heading(self, column: int) -> None:
        """Ascending, descending, then the original order again."""
        sorted_by, descending = self._sort
        if column != sorted_by:
            self.set_sort(column, False)
        elif not descending:
            self.set_sort(column, True)
        else:
            self.set_sort(-1, False)
        self.sort_requested.emit(*self._sort)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self.columns_model.columns):
            width = px(column.width or MIN_REST_WIDTH)
            if width != header.sectionSize(place):
                header.resizeSection(place, width)
        self._fit_rest()

    def _fit_rest(self) -> None:
        """Columns without a width share what the others leave."""
        columns = self.columns_model.columns
        rest = [place for place, column in enumerate(columns) if not column.width]
        if not rest:
            return
        header = self.horizontalHeader()
        left = self.viewport().width() - (header.length() - sum(header.sectionSize(place) for place in rest))
        for place in rest:
            header.resizeSection(place, max(px(self.min_rest_width), left // len(rest)))


def ground_of(widget: QWidget) -> str:
    """The field of Colours that a widget without a ground of its own stands on."""
    parent = widget.parentWidget()
    while parent is not None:
        if parent.property("kind") in ("card", "bar", "popup", "message"):
            return "surface"
        parent = None if parent.isWindow() else parent.parentWidget()
    return "ground"


def _positions(selection: QItemSelection, order: np.ndarray) -> np.ndarray:
    parts = [
        order[part.top() : part.bottom() + 1]
        for part in (selection.at(number) for number in range(selection.count()))
    ]
    return ascending(np.concatenate(parts)) if parts else order[:0]


def ascending(positions: np.ndarray) -> np.ndarray:
    """Each position once, ascending. NumPy's `unique` takes 2 s for a million integers."""
    return np.flatnonzero(marks(positions))


def marks(positions: np.ndarray) -> np.ndarray:
    """Whether each position is among these, up to the largest: bool (largest + 1,)."""
    marked = np.zeros(int(positions.max()) + 1 if positions.size else 0, dtype=bool)
    marked[positions] = True
    return marked
