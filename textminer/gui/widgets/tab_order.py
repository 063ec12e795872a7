"""The order in which Tab reaches widgets, where it is another than that in which they were made."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow_by_tab(first: QWidget, others: Iterable[QWidget]) -> None:
    """Let Tab go from a widget to these, one after the other, and then on to what came after it before."""
    for widget in others:
        QWidget.setTabOrder(first, widget)
        first = widget


def begin_by_tab(part: QWidget, others: Iterable[QWidget]) -> None:
    """Let Tab reach these before all else in a part of the window.

    Asking Qt for the widget before it would be the shorter way, but each that PySide is asked for in the
    chain of Tab is never freed, nor what it refers to.
    """
    policy = part.focusPolicy()
    part.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt lets only what Tab stops at lead to others
    follow_by_tab(part, others)
    part.setFocusPolicy(policy)
