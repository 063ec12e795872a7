"""Which figures of the window are being drawn, and how a drawing comes from its thread to its figure."""

from collections.abc import Callable
from typing import Any
from weakref import WeakMethod, WeakSet

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget


class Drawings(QObject):
    """Keeps who waits for a drawing; `changed` comes with the first that does and after the last.

    The thread that draws knows this object alone, which never dies, not the figure, which may at any moment.
    """

    changed = Signal()
    _arrived = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: WeakSet[QWidget] = WeakSet()
        self._arrived.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def are_under_way(self) -> bool:
        """Whether any figure that is looked at is not what it will be."""
        return any(_is_there(figure) for figure in self._waiting)

    def set_waiting(self, figure: QWidget, waits: bool) -> None:
        """Say of a figure whether it waits for its newest drawing."""
        before = self.are_under_way
        if waits:
            self._waiting.add(figure)
        else:
            self._waiting.discard(figure)
        if before is not self.are_under_way:
            self.changed.emit()

    def deliver(self, receiver: WeakMethod[Callable[[Any], None]], picture: object) -> None:
        """Call a figure's method on the GUI thread, if it is still there. From any thread."""
        try:
            self._arrived.emit(receiver, picture)
        except RuntimeError:  # the program ends
            return

    def _hand_over(self, receiver: WeakMethod[Callable[[Any], None]], picture: object) -> None:
        method = receiver()
        if method is not None and _is_there(method.__self__):  # type: ignore[attr-defined]
            method(picture)


def _is_there(figure: QWidget) -> bool:
    """Whether Qt still has the widget."""
    try:
        figure.objectName()
    except RuntimeError:
        return False
    return True


drawings = Drawings()
