"""The way from mark to mark by keys: which mark the keyboard is on, and which one lies in a direction."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt

from textminer.figures.marks import Mark

ASIDE = 2.0  # how much farther a step aside counts than one straight on

_WAYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, -1),
    Qt.Key.Key_Down: (1, 1),
}
_ONWARD = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class MarkWalk:
    """Arrows go to the nearest mark that way, Page Up and Page Down through all of them, Home and End."""

    def __init__(self) -> None:
        self._marks: tuple[Mark, ...] = ()
        self._boxes = np.empty((0, 4))
        self._place = -1

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of the figure."""
        return self._marks

    @property
    def mark(self) -> Mark | None:
        """The one that the keyboard is on."""
        return self._marks[self._place] if self._place >= 0 else None

    @property
    def place(self) -> int:
        """Its number, -1 for none."""
        return self._place

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Walk among the marks of another drawing; a mark of the same name stays the one."""
        kept = self.mark
        self._marks = tuple(marks)
        boxes = [
            np.concatenate([mark.outlines[0].min(axis=0), mark.outlines[0].max(axis=0)]) for mark in marks
        ]
        self._boxes = np.array(boxes).reshape(-1, 4)
        self._place = -1
        if kept is not None:
            self.go_to(kept.gid)

    def go_to(self, gid: str) -> bool:
        """Go to a mark by its name; whether there is one."""
        found = next((place for place, mark in enumerate(self._marks) if mark.gid == gid), -1)
        self._place = found if found >= 0 else self._place
        return found >= 0

    def press(self, key: int) -> bool:
        """Follow a key; whether it is one that leads somewhere, also where there is nothing that way."""
        last = len(self._marks) - 1
        if last < 0 or key not in {*_WAYS, *_ONWARD, Qt.Key.Key_Home, Qt.Key.Key_End}:
            return False
        if self._place < 0 or key == Qt.Key.Key_Home:
            self._place = 0
        elif key == Qt.Key.Key_End:
            self._place = last
        elif key in _ONWARD:
            self._place = min(max(self._place + _ONWARD[Qt.Key(key)], 0), last)
        else:
            self._place = self._nearest(*_WAYS[Qt.Key(key)])
        return True

    def _nearest(self, axis: int, sign: int) -> int:
        """The mark nearest to this one along an axis, 0 across or 1 down; this one where there is none.

        Lines between marks are left to Page Up and Page Down: they lie between everything.
        """
        low, high = self._boxes[:, [0, 1]], self._boxes[:, [2, 3]]
        centres, sizes = (low + high) / 2, high - low
        here = self._place
        along = sign * (centres[:, axis] - centres[here, axis])
        other = 1 - axis
        gaps = np.maximum(
            low[:, other] - high[here, other], low[here, other] - high[:, other]
        )  # below 0 where they stand abreast
        aside = np.maximum(gaps, 0.0)
        least = np.maximum(np.minimum(sizes[:, axis], sizes[here, axis]) / 2, 1.0)
        is_ahead = (along >= least) & ~np.array([mark.is_line for mark in self._marks])
        if not is_ahead.any():
            return here
        apart = np.abs(centres[:, other] - centres[here, other])
        cost = np.where(is_ahead, along + ASIDE * aside + 0.01 * apart, np.inf)
        return int(cost.argmin())
