"""Which figures of the window are being drawn, so that it does not say it is ready before they are."""

from collections.abc import Hashable

from PySide6.QtCore import QObject, Signal


class Drawings(QObject):
    """Keeps who waits for a drawing; `changed` comes with the first that does and after the last."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting: set[Hashable] = set()

    @property
    def are_under_way(self) -> bool:
        """Whether any figure that is looked at is not what it will be."""
        return bool(self._waiting)

    def set_waiting(self, figure: Hashable, waits: bool) -> None:
        """Say of a figure whether it waits for its newest drawing."""
        before = self.are_under_way
        if waits:
            self._waiting.add(figure)
        else:
            self._waiting.discard(figure)
        if before is not self.are_under_way:
            self.changed.emit()


drawings = Drawings()
