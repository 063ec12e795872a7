"""The command palette: every page and action of the window, found by typing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from textminer.gui.theme import current_colours, px, set_kind
from textminer.gui.widgets.line_field import LineField
from textminer.translation import _

WIDTH, TOP, ROW, MARGIN = 560, 64, 34, 10
MOST_ROWS = 11
ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class PaletteEntry:
    """Something that can be done now.

    place:  the menus that lead to it, outermost first
    keys:   the shortcut as it is shown; "" without one
    """

    title: str
    act: Callable[[], object]
    place: tuple[str, ...] = ()
    keys: str = ""


def menu_entries(menu: QMenu, place: tuple[str, ...] = ()) -> Iterator[PaletteEntry]:
    """The actions of a menu and of those in it that can be done now."""
    for action in menu.actions():
        inner = action.menu()
        title = action.text().split("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&")
        if isinstance(inner, QMenu):
            inner.aboutToShow.emit()  # menus are filled when they open
            yield from menu_entries(inner, (*place, title))
        elif title and action.isEnabled() and not action.isSeparator():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield PaletteEntry(title, action.trigger, place, keys)


def ranked(entries: Sequence[PaletteEntry], typed: str) -> list[PaletteEntry]:
    """The entries that hold every typed word: first those whose title begins with it, then those with a word
    that does, then the others, each in their old order.
    """
    wanted = typed.casefold().split()

    def rank(entry: PaletteEntry) -> int | None:
        title, place = entry.title.casefold(), " ".join(entry.place).casefold()
        if not all(word in title or word in place for word in wanted):
            return None
        if title.startswith(" ".join(wanted)):
            return 0
        words = title.split()
        if all(any(word.startswith(asked) for word in words) for asked in wanted):
            return 1
        return 2 if all(word in title for word in wanted) else 3

    ranks = [(rank(entry), number) for number, entry in enumerate(entries)]
    return [entries[number] for _rank, number in sorted(pair for pair in ranks if pair[0] is not None)]


class CommandPalette(QFrame):
    """Floats over a window until something is chosen, Escape is pressed or the focus goes elsewhere."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._entries: list[PaletteEntry] = []
        self._focus_before: QWidget | None = None
        set_kind(self, "popup")
        self.setAccessibleName(_("All commands"))
        self.field = LineField(self)
        self.field.setPlaceholderText(_("Type what you want to do"))
        self.field.setAccessibleName(_("Type what you want to do"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("All commands"))
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._render)
        self.field.returnPressed.connect(self._choose)
        self.list.itemClicked.connect(lambda _item: self._choose())
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        self.hide()

    def ask(self, entries: Sequence[PaletteEntry]) -> None:
        """Offer these; asked again while it is open, it closes."""
        if self.isVisible():
            self._leave()
            return
        self._entries = list(entries)
        self._focus_before = self._over.window().focusWidget()
        self.field.clear()
        self._render()
        self.setFixedWidth(min(px(WIDTH), self._over.width() - px(40)))
        self.move((self._over.width() - self.width()) // 2, px(TOP))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def titles(self) -> list[str]:
        """What is offered for what has been typed."""
        return [self._entry(row).title for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: MOST_ROWS - 1,
                Qt.Key.Key_PageUp: 1 - MOST_ROWS,
            }
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if step := steps.get(Qt.Key(event.key()), 0):
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def _render(self) -> None:
        self.list.clear()
        for entry in ranked(self._entries, self.field.text()):
            item = QListWidgetItem(entry.title)
            item.setData(ROLE, entry)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, entry.keys)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        below = self._over.height() - px(TOP) - self.field.sizeHint().height() - px(3 * MARGIN)
        rows = min(max(self.list.count(), 1), MOST_ROWS, max(below // px(ROW), 1))
        self.list.setFixedHeight(rows * px(ROW))
        self.adjustSize()

    def _entry(self, row: int) -> PaletteEntry:
        found = self.list.item(row).data(ROLE)
        assert isinstance(found, PaletteEntry)
        return found

    def _choose(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            entry = self._entry(row)
            self._leave()
            entry.act()

    def _leave(self) -> None:
        """Give the focus back to where it was: what is chosen may concern it."""
        before, self._focus_before = self._focus_before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self.hide()


class _EntryDelegate(QStyledItemDelegate):
    """The title at the left, where it is found in grey behind it, the keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry, colours = index.data(ROLE), current_colours()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), px(6), px(6))
        inner = rect.adjusted(px(10), 0, -px(10), 0)
        metrics = painter.fontMetrics()
        keys_width = metrics.horizontalAdvance(entry.keys) + px(16) if entry.keys else 0
        room = inner.adjusted(0, 0, -keys_width, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(colours.text))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(colours.secondary))
        rest = room.adjusted(metrics.horizontalAdvance(title) + px(12), 0, 0, 0)
        place = metrics.elidedText(" › ".join(entry.place), Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, place)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, entry.keys)
        painter.restore()
