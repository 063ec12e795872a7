"""The order in which Tab reaches widgets, where it is another than that in which they were made."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow_by_tab(first: QWidget, others: Iterable[QWidget]) -> None:
    """Let Tab go from a widget to these, one after the other, and then on to what came after it before."""
    for widget in others:
        QWidget.setTabOrder(first, widget)
        first = widget


def reached_before(part: QWidget) -> QWidget:
    """What Tab stops at before it enters a part of the window: only such a widget can lead to others."""
    found = part.previousInFocusChain()
    while found is not None and found is not part:
        if found.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.isAncestorOf(found):
            return found
        found = found.previousInFocusChain()
    return part
