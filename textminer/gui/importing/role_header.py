"""The head of the preview: name of each column, the role it plays, and why."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QPushButton, QTableView, QWidget

from textminer.corpus.columns import ROLES, ColumnRoles
from textminer.gui.fonts import font
from textminer.gui.icons import use_icon
from textminer.gui.importing.state import role_title
from textminer.gui.theme import current_colours, px, set_kind
from textminer.translation import _

HEIGHT = 84
NAME_TOP, CHIP_TOP, REASON_TOP = 8, 31, 60
PADDING = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RoleChip(QPushButton):
    """Shows the role of a column; pressed, it offers the others."""

    role_chosen = Signal(object)
    reached = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._role: str | None = None
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the word
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        use_icon(self, "chevron-down", "secondary", 12)
        self.clicked.connect(self.offer)

    def show_role(self, role: str | None, column: str, reason: str) -> None:
        """Take the role of a column, whose name is read aloud with it."""
        self._role = role
        self.setCheckable(role is not None)
        self.setChecked(role is not None)
        set_kind(self, "pill" if role is not None else "dashed")
        self.setText(role_title(role))
        self.setToolTip(reason[:1].upper() + reason[1:])
        self.setAccessibleName(
            _("Role of column {column}: {role}").format(column=column, role=role_title(role))
        )
        self.setAccessibleDescription(reason)
        self.adjustSize()

    def offer(self) -> QMenu:
        """Open the menu of roles and return it."""
        self.setChecked(self._role is not None)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for role in (*ROLES, None):
            if role is None:
                menu.addSeparator()
            self._add(menu, role)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + px(4))))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.reached.emit()

    def _add(self, menu: QMenu, role: str | None) -> None:
        action = QAction(role_title(role), menu)
        action.setCheckable(True)
        action.setChecked(role == self._role)
        action.triggered.connect(lambda _checked=False: self.role_chosen.emit(role))
        menu.addAction(action)
        if role == self._role:
            menu.setActiveAction(action)


class RoleHeader(QHeaderView):
    """Names, chips and reasons; chips are made when their column is first near the screen.

    role_chosen carries the position of a column and the role it was given, or None.
    """

    role_chosen = Signal(int, object)

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._names: Sequence[str] = ()
        self._are_numbers: Sequence[bool] = ()
        self._roles = ColumnRoles()
        self._reasons: Mapping[int, str] = {}
        self.chips: dict[int, RoleChip] = {}
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sectionResized.connect(lambda *_sizes: self.place_chips())
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.place_chips())

    def show_columns(
        self,
        names: Sequence[str],
        are_numbers: Sequence[bool],
        roles: ColumnRoles,
        reasons: Mapping[int, str],
    ) -> None:
        """Show these columns and what they are taken for; numbers stand to the right, as their cells do."""
        for column in [column for column in self.chips if column >= len(names)]:
            chip = self.chips.pop(column)
            chip.hide()  # at once: it lives until the event loop turns
            chip.deleteLater()
        self._names, self._roles, self._reasons = names, roles, reasons
        self._are_numbers = are_numbers
        for column, chip in self.chips.items():
            self._fill(chip, column)
        self.place_chips()
        self.viewport().update()

    def place_chips(self) -> None:
        """Lay the chips on their columns."""
        ahead = self.viewport().width()  # so that Tab reaches the columns that come next
        for column in range(min(self.count(), len(self._names))):
            left = self.sectionViewportPosition(column)
            is_near = left < self.viewport().width() + ahead and left + self.sectionSize(column) > -ahead
            chip = self.chips.get(column)
            if chip is None and is_near:
                chip = self._make(column)
            if chip is not None:
                width = min(chip.sizeHint().width(), self.sectionSize(column) - px(PADDING))
                rest = self.sectionSize(column) - px(PADDING) - width
                left += rest if self._are_numbers[column] else px(PADDING)
                chip.setGeometry(left, px(CHIP_TOP), width, chip.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        if column >= len(self._names):
            return
        colours = current_colours()
        painter.save()
        inner = rect.adjusted(px(PADDING), 0, -px(PADDING), 0)
        painter.setPen(QColor(colours.text))
        painter.setFont(font(px(13), QFont.Weight.DemiBold))
        side = _RIGHT if self._are_numbers[column] else _LEFT
        self._draw_line(painter, inner, NAME_TOP, self._names[column] or _("(no name)"), side)
        painter.setPen(QColor(colours.secondary))
        painter.setFont(font(px(11)))
        self._draw_line(painter, inner, REASON_TOP, self._reasons.get(column, ""), side)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        painter.restore()

    def _draw_line(
        self, painter: QPainter, inner: QRect, top: int, text: str, side: Qt.AlignmentFlag
    ) -> None:
        line = " ".join(text[:200].split())
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
        box = QRect(inner.left(), inner.top() + px(top), inner.width(), px(18))
        painter.drawText(box, side | Qt.TextFlag.TextSingleLine, shown)

    def _make(self, column: int) -> RoleChip:
        chip = RoleChip(self.viewport())
        chip.role_chosen.connect(lambda role: self.role_chosen.emit(column, role))
        chip.reached.connect(lambda: self._bring_into_view(column))
        before = [other for other in self.chips if other < column]
        QWidget.setTabOrder(self.chips[max(before)] if before else self._table, chip)
        self.chips[column] = chip
        self._fill(chip, column)
        chip.show()
        return chip

    def _bring_into_view(self, column: int) -> None:
        bar = self._table.horizontalScrollBar()
        left, right = self.sectionPosition(column), self.sectionPosition(column) + self.sectionSize(column)
        bar.setValue(min(max(bar.value(), right - self.viewport().width()), left))

    def _fill(self, chip: RoleChip, column: int) -> None:
        name = self._names[column] or _("(no name)")
        chip.show_role(self._roles.role_of(column), name, self._reasons.get(column, ""))
