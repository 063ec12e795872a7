"""The first rows of a table, as plain text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from textminer.corpus.columns import ColumnRoles
from textminer.gui.fonts import font
from textminer.gui.importing.preview import Preview
from textminer.gui.importing.role_header import RoleHeader
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.one_line import draw_one_line
from textminer.translation import _

ROW_HEIGHT = 34
PADDING = 12
NARROWEST, WIDEST, TEXT_NARROWEST = 132, 300, 320
N_MEASURED = 30  # rows whose cells decide the width of a column
UNDECODED = re.compile("\ufffd(?:⟨[0-9A-F]{2}⟩)?")

Index = QModelIndex | QPersistentModelIndex
_SINGLE_LINE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter
NOWHERE = QModelIndex()


class PreviewModel(QAbstractTableModel):
    """The cells of a preview."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None

    @property
    def preview(self) -> Preview | None:
        """What is shown."""
        return self._preview

    def set_preview(self, preview: Preview | None) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._preview = preview
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._preview is None else len(self._preview.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._preview is None else len(self._preview.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._preview is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._preview.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and self._preview.are_numbers[index.column()]:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self._preview is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self._preview.columns[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)
        )


class PreviewTable(QTableView):
    """Rows with their roles above; role_chosen carries the position of a column and its new role or None."""

    role_chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = PreviewModel(self)
        self.roles = RoleHeader(self)
        self._cells = _CellPainter(self)
        self._text_column: int | None = None
        self.setHorizontalHeader(self.roles)
        self.setModel(self.rows_model)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(_("First rows"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()
        self.roles.role_chosen.connect(self.role_chosen)

    def show_preview(self, preview: Preview | None, roles: ColumnRoles, reasons: Mapping[int, str]) -> None:
        """Show the rows, and what their columns are taken for."""
        is_new = preview is not self.rows_model.preview
        moved = roles.text != self._text_column
        self._text_column = self._cells.text_column = roles.text
        if is_new:
            self.rows_model.set_preview(preview)
            self.scrollToTop()
        names = preview.columns if preview is not None else ()
        self.roles.show_columns(names, preview.are_numbers if preview is not None else (), roles, reasons)
        if is_new or moved:
            self._fit_columns()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_text_column()
        self.roles.place_chips()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_text_column"):
            self._measure()
            self._fit_columns()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        self.roles.setFixedHeight(self.roles.sizeHint().height())
        self.roles.setMinimumSectionSize(px(72))

    def _fit_columns(self) -> None:
        """Give every column the width of its first cells, and the text column what is left."""
        preview = self.rows_model.preview
        if preview is None:
            return
        cells, names = QFontMetrics(font(px(13))), QFontMetrics(font(px(13), QFont.Weight.DemiBold))
        for column, name in enumerate(preview.columns):
            widths = [cells.horizontalAdvance(row[column][:60]) for row in preview.rows[:N_MEASURED]]
            wanted = max([names.horizontalAdvance(name[:60]), *widths]) + px(2 * PADDING)
            self.roles.resizeSection(column, min(max(wanted, px(NARROWEST)), px(WIDEST)))
        self._fit_text_column()

    def _fit_text_column(self) -> None:
        column = self._text_column
        if column is None or column >= self.roles.count():
            return
        others = self.roles.length() - self.roles.sectionSize(column)
        self.roles.resizeSection(column, max(self.viewport().width() - others, px(TEXT_NARROWEST)))


class _CellPainter(QStyledItemDelegate):
    """Paints cells: numbers grey and to the right, undecodable bytes in the negative colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text_column: int | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = current_colours()
        painter.save()
        box: QRect = option.rect
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(colours.line))
        inner = QRectF(box).adjusted(px(PADDING), 0, -px(PADDING), -1)
        text = str(index.data())
        is_number = index.data(Qt.ItemDataRole.TextAlignmentRole) is not None
        made = font(px(13), tabular=is_number)
        painter.setPen(QColor(colours.secondary if is_number else colours.text))
        if not text.strip() and index.column() == self.text_column:
            made.setItalic(True)
            text = _("empty")
            painter.setPen(QColor(colours.secondary))
        painter.setFont(made)
        if UNDECODED.search(text):
            self._paint_marked(painter, inner, text)
        else:
            draw_one_line(painter, inner.toRect(), text, painter.fontMetrics(), is_number)
        painter.restore()

    def _paint_marked(self, painter: QPainter, inner: QRectF, text: str) -> None:
        """Draw a cell piece by piece, undecodable bytes in the negative colour; what does not fit is cut."""
        plain, marked = painter.pen(), QPen(QColor(current_colours().negative_text))
        painter.setClipRect(inner)
        left = inner.left()
        for is_mark, piece in pieces(text):
            painter.setPen(marked if is_mark else plain)
            painter.drawText(QRectF(left, inner.top(), inner.width(), inner.height()), _SINGLE_LINE, piece)
            left += painter.fontMetrics().horizontalAdvance(piece)
            if left > inner.right():
                break


def pieces(text: str) -> Sequence[tuple[bool, str]]:
    """The text in pieces that are undecodable bytes or not; joined they are the text."""
    found: list[tuple[bool, str]] = []
    at = 0
    for match in UNDECODED.finditer(text):
        if match.start() > at:
            found.append((False, text[at : match.start()]))
        found.append((True, match.group()))
        at = match.end()
    if at < len(text):
        found.append((False, text[at:]))
    return found
