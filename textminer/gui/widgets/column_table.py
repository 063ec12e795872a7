"""A table of columns by position, over any number of rows, in any order."""

import csv
import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from textminer.corpus.text_direction import is_read_from_right

MAX_CELL_CHARACTERS = 300  # Qt lays out a whole cell to elide it: 2 MB take 3 s
MAX_TIP_CHARACTERS = 1000

Index = QModelIndex | QPersistentModelIndex

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Column:
    """One column: how the cell of a position is written.

    title:    heading; it may repeat or be empty, columns are known by their place
    text:     position -> what stands in the cell; called for visible cells only
    score:    position -> -1 to 1 or None, for a column that shows a centred bar before its text
    colour:   position -> a field of Colours for the text; without it the text colour
    width:    in pixels at scale 1; 0 takes what is left over
    number:   whether it holds numbers: right-aligned, figures of one width
    heading:  the whole title, where the column has no room for it: in its tool tip and in copies
    """

    title: str
    text: Callable[[int], str]
    score: Callable[[int], float | None] | None = None
    colour: Callable[[int], str] | None = None
    width: int = 160
    number: bool = False
    heading: str = ""


class ColumnTableModel(QAbstractTableModel):
    """Rows are positions in the order of an index array: sorting and filtering is giving another array.

    A row number is a place on the screen and never leaves the view; everything else speaks of positions.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._order = np.empty(0, dtype=np.int64)
        self._row_of: np.ndarray | None = None
        self._has_complained = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns by position."""
        return self._columns

    @property
    def order(self) -> np.ndarray:
        """The position shown in each row: int (n_rows,)."""
        return self._order

    def set_columns(self, columns: Sequence[Column], order: np.ndarray) -> None:
        """Show other columns, and rows in the given order of positions."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._take_order(order)
        self.endResetModel()

    def set_order(self, order: np.ndarray) -> None:
        """Show other rows or another order: int (n_rows,) positions, none of them twice."""
        self.beginResetModel()
        self._take_order(order)
        self.endResetModel()

    def refresh(self) -> None:
        """Read again what the visible cells show; cheap at any size."""
        if self._order.size and self._columns:
            last = self.index(self._order.size - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def position_at(self, row: int) -> int:
        """The position shown in a row. Raises IndexError outside the rows."""
        if not 0 <= row < self._order.size:
            raise IndexError(row)
        return int(self._order[row])

    def row_of(self, position: int) -> int:
        """The row that shows a position, -1 if none does."""
        rows = self.rows_of(np.array([position]))
        return int(rows[0]) if rows.size else -1

    def rows_of(self, positions: np.ndarray) -> np.ndarray:
        """The rows that show any of the positions, ascending."""
        if self._row_of is None:
            size = int(self._order.max()) + 1 if self._order.size else 0
            self._row_of = np.full(size, -1, dtype=np.int64)
            self._row_of[self._order] = np.arange(self._order.size)
        known = positions[(positions >= 0) & (positions < self._row_of.size)]
        rows = self._row_of[known]
        return np.sort(rows[rows >= 0])

    def cell(self, row: int, column: int) -> str:
        """What stands in a cell, cut to what can be seen and on one line; "" where it cannot be told."""
        text = self._ask(self._columns[column].text, row, "")
        return " ".join(text[:MAX_CELL_CHARACTERS].split()) if text else ""

    def score(self, row: int, column: int) -> float | None:
        """The value of a column with a bar, -1 to 1."""
        ask = self._columns[column].score
        return None if ask is None else self._ask(ask, row, None)

    def colour(self, row: int, column: int) -> str:
        """The field of Colours in which a cell is written."""
        ask = self._columns[column].colour
        return "text" if ask is None else self._ask(ask, row, "text")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else int(self._order.size)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if not (0 <= row < self._order.size and 0 <= column < len(self._columns)):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_plain_tip(self._ask(self._columns[column].text, row, ""))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[column].number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(column.title[:MAX_CELL_CHARACTERS].split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_plain_tip(column.heading or column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_right = column.number or is_read_from_right(column.title[:MAX_CELL_CHARACTERS])
            side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _take_order(self, order: np.ndarray) -> None:
        self._order = np.asarray(order, dtype=np.int64)
        self._row_of = None

    def _ask(self, accessor: Callable[[int], Any], row: int, otherwise: Any) -> Any:
        """What an accessor says of a row: an error in it must not reach Qt, which would ask again at once."""
        try:
            return accessor(int(self._order[row]))
        except Exception:
            if not self._has_complained:
                self._has_complained = True
                logger.exception("A cell could not be read")
            return otherwise


def as_plain_tip(text: str) -> str:
    """Text for a tool tip, which Qt would read as HTML: escaped, with its line breaks, and cut."""
    if not text:
        return ""
    cut = text[:MAX_TIP_CHARACTERS] + ("…" if len(text) > MAX_TIP_CHARACTERS else "")
    escaped = cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space: pre-wrap">{escaped}</p>'


def short_number(number: float) -> str:
    """With a digit behind the point where there is room for it: "12.3", "−1,234"."""
    return (f"{number:,.1f}" if abs(number) < 999.95 else f"{number:,.0f}").replace("-", "−")


def tab_separated(columns: Sequence[Column], positions: Sequence[int]) -> str:
    """Headings and whole cells as lines for a spreadsheet; cells with tabs or line ends are quoted."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    writer.writerow([column.heading or column.title for column in columns])
    writer.writerows([column.text(position) for column in columns] for position in positions)
    return written.getvalue()


def sorted_order(order: np.ndarray, keys: np.ndarray, descending: bool = False) -> np.ndarray:
    """The rows of `order` sorted by the key of their position; equal keys keep their order, NaN comes last.

    order:    int (n_rows,)       positions
    keys:     any (n_documents,)  numbers, by position; for text give ranks, since sorting it here would
              hold the interpreter for seconds
    returns:  int (n_rows,)
    """
    values = np.asarray(keys)[order]
    missing = np.isnan(values) if values.dtype.kind == "f" else np.zeros(values.shape, dtype=bool)
    known = np.flatnonzero(~missing)
    if descending:
        backwards = known[::-1]
        known = backwards[np.argsort(values[backwards], kind="stable")][::-1]
    else:
        known = known[np.argsort(values[known], kind="stable")]
    return order[np.concatenate([known, np.flatnonzero(missing)])]
