"""The rail on the left: pages in groups, with their number keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from textminer.gui.fonts import font
from textminer.gui.icons import draw_icon
from textminer.gui.theme import at_scale, current_colours, px, set_kind

RAIL_WIDTH = 208
COLLAPSED_WIDTH = 60
BUTTON_HEIGHT = 36


@dataclass(frozen=True)
class PageSpec:
    """A page of the window, built when it is first shown.

    name:      by which code asks for it; never shown
    title:     what the user reads, in the user's language
    icon:      name of a picture in resources/icons
    group:     heading in the rail under which it stands; "" keeps it out of the rail
    make:      builds the page
    shortcut:  keys that show it; "" gives the pages of the rail Ctrl+1, Ctrl+2 … in their order
    """

    name: str
    title: str
    icon: str
    group: str
    make: Callable[[], QWidget]
    shortcut: str = ""


class NavigationButton(QAbstractButton):
    """One page in the rail."""

    def __init__(self, title: str, icon: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._keys = keys
        self._is_collapsed = False
        self.setText(title)
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the icon alone; the title moves into the tool tip."""
        self._is_collapsed = collapsed
        self.setToolTip(f"{self.text()}  {self._keys}" if collapsed else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(COLLAPSED_WIDTH - 20 if self._is_collapsed else RAIL_WIDTH - 20), px(BUTTON_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        if self.isChecked():
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.setBrush(QColor(colours.surface))
            painter.drawRoundedRect(box, px(8), px(8))
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover if colours.is_dark else colours.line))
            painter.drawRoundedRect(box, px(8), px(8))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(8), px(8))
        colour = colours.text if self.isChecked() else colours.secondary
        if not self.isEnabled():
            colour = colours.neutral
        self._draw_content(painter, colour)
        painter.end()

    def _draw_content(self, painter: QPainter, colour: str) -> None:
        side = px(16)
        left = (self.width() - side) / 2 if self._is_collapsed else px(10)
        draw_icon(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), colour)
        if self._is_collapsed:
            return
        rest = self.rect().adjusted(px(36), 0, -px(10), 0)
        painter.setPen(QColor(colour))
        small = font(px(11))
        painter.setFont(small)
        painter.drawText(rest, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._keys)
        rest.setRight(rest.right() - painter.fontMetrics().horizontalAdvance(self._keys) - px(6))
        painter.setFont(font(px(13), QFont.Weight.Medium))
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class NavigationRail(QFrame):
    """The pages that exist, in groups; `page_chosen` carries the name of the one that was clicked."""

    page_chosen = Signal(str)

    def __init__(self, pages: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "rail")
        self.setAccessibleName("")
        self._buttons: dict[str, NavigationButton] = {}
        self._headings: list[QLabel] = []
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(0)
        group = ""
        for page, keys in zip(pages, page_keys(pages), strict=True):
            if not page.group:
                continue
            if page.group != group:
                group = page.group
                layout.addWidget(self._heading(group))
            button = NavigationButton(page.title, page.icon, keys.replace("+", " "), self)
            button.clicked.connect(lambda _checked=False, name=page.name: self.page_chosen.emit(name))
            self._group.addButton(button)
            self._buttons[page.name] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self._is_collapsed = False
        self.set_collapsed(False)

    @property
    def is_collapsed(self) -> bool:
        """Whether only icons are shown."""
        return self._is_collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        """Show icons only, where the window is narrow."""
        self._is_collapsed = collapsed
        self.setFixedWidth(px(COLLAPSED_WIDTH if collapsed else RAIL_WIDTH))
        for heading in self._headings:
            heading.setText("" if collapsed else str(heading.property("title")).upper())
        for button in self._buttons.values():
            button.set_collapsed(collapsed)

    def set_current(self, name: str) -> None:
        """Mark a page as the one that is shown; a page outside the rail marks none."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def button(self, name: str) -> NavigationButton | None:
        """The button of a page, if it stands in the rail."""
        return self._buttons.get(name)

    def _heading(self, title: str) -> QLabel:
        heading = QLabel(title.upper(), self)
        heading.setProperty("title", title)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        at_scale(heading, lambda it: it.setContentsMargins(px(10), 0, 0, 0))
        at_scale(heading, lambda it: it.setFixedHeight(px(32)))
        set_kind(heading, "caption")
        self._headings.append(heading)
        return heading


def page_keys(pages: Sequence[PageSpec]) -> list[str]:
    """The keys of each page, by position: its own, or the next of Ctrl+1 … Ctrl+9 for one in the rail."""
    keys: list[str] = []
    number = 0
    for page in pages:
        if page.group:
            number += 1
        if page.shortcut:
            keys.append(page.shortcut)
        elif page.group and number <= 9:
            keys.append(f"Ctrl+{number}")
        else:
            keys.append("")
    return keys
