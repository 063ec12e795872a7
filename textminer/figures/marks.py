"""The marks of a figure: what can be chosen in it, what is said of each, and where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # the window knows marks before it needs matplotlib
    from matplotlib.artist import Artist
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

LEAST_HALF = 4.0  # pixels: the outline of a mark smaller than that could not be seen around it
POINT_REACH = 3.0  # points around one of a collection in which a click still hits it


@dataclass(frozen=True, eq=False)
class Mark:
    """One thing that can be chosen.

    gid:       its name, which a click carries
    says:      what is said of it in one line; "" for nothing
    outlines:  float (n_corners, 2) each, the first the main one: pixels from the upper left corner of the
               figure; two corners are a line
    """

    gid: str
    says: str
    outlines: tuple[np.ndarray, ...]

    @property
    def is_line(self) -> bool:
        """Whether it joins two other marks."""
        return len(self.outlines[0]) == 2


@dataclass(frozen=True, eq=False)
class Outline:
    """Where a mark is drawn once.

    corners:  float (4, 2), or (2, 2) of a line: pixels from the upper left corner of the figure
    reach:    pixels around it in which a click still hits it
    order:    the higher lies above
    """

    gid: str
    says: str
    corners: np.ndarray
    reach: float
    order: float

    @property
    def is_line(self) -> bool:
        """Whether it has two ends instead of corners."""
        return len(self.corners) == 2


class Marks:
    """The marks of a drawing as it was, whatever has been drawn since, and which of them lies where.

    all:  each name once, in the order of drawing; lines last
    """

    def __init__(self, found: Sequence[Outline]) -> None:
        says: dict[str, str] = {}
        outlines: dict[str, list[np.ndarray]] = {}
        for outline in found:
            says[outline.gid] = says.get(outline.gid) or outline.says
            outlines.setdefault(outline.gid, []).append(outline.corners)
        marks = [Mark(gid, says[gid], tuple(corners)) for gid, corners in outlines.items()]
        self.all = tuple(sorted(marks, key=lambda mark: mark.is_line))
        self._gids = [outline.gid for outline in found]
        ends = [(outline.corners[0], outline.corners[-1 if outline.is_line else 2]) for outline in found]
        self._ends = np.array(ends, dtype=float).reshape(-1, 2, 2)
        self._is_line = np.array([outline.is_line for outline in found], dtype=bool)
        self._reaches = np.array([outline.reach for outline in found], dtype=float)
        self._orders = np.array([outline.order for outline in found], dtype=float)

    def at(self, x: float, y: float) -> str:
        """The gid of the topmost mark at a pixel, of those the nearest; "" for none.

        x, y:  pixels from the upper left corner
        """
        place = np.array([x, y])
        low, high = self._ends.min(axis=1), self._ends.max(axis=1)
        reaches = self._reaches[:, None]
        hit = ((place >= low - reaches) & (place <= high + reaches)).all(axis=1)
        if not hit.any():
            return ""
        apart = np.hypot(*(place - (low + high) / 2).T)
        if self._is_line.any():
            apart = np.where(self._is_line, _to_lines(place, self._ends), apart)
            hit &= ~self._is_line | (apart <= self._reaches)
        found = np.flatnonzero(hit)
        if not len(found):
            return ""
        return self._gids[found[np.lexsort((apart[found], -self._orders[found]))[0]]]


NO_MARKS = Marks(())


def _to_lines(place: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How far a place is from each line between two ends (n, 2, 2): float (n,)."""
    starts, ways = ends[:, 0], ends[:, 1] - ends[:, 0]
    lengths = np.maximum((ways**2).sum(axis=1), 1e-12)
    along = np.clip(((place - starts) * ways).sum(axis=1) / lengths, 0.0, 1.0)
    return np.hypot(*(place - starts - along[:, None] * ways).T)


def set_mark(artist: Artist, gid: str, says: str = "", reach: float | bool = True) -> None:
    """Let an artist be chosen under a name; several artists may bear one name.

    reach:  points around a line in which a click still hits it
    """
    artist.set_gid(gid)
    artist.set_picker(reach)
    vars(artist)["mark_says"] = says


def set_marks(points: PathCollection, gids: Sequence[str], says: Sequence[str] = ()) -> None:
    """Let each point of a collection be chosen under a name of its own."""
    points.set_gid("points")
    points.set_picker(True)
    vars(points)["mark_gids"] = list(gids)
    vars(points)["mark_says"] = list(says)


def marks_of(figure: Figure) -> Marks:
    """The marks of a figure that has been drawn."""
    height = float(figure.bbox.height)
    found = [
        replace(outline, corners=outline.corners * [1.0, -1.0] + [0.0, height])
        for artist in figure.findobj(_is_mark)
        for outline in _outlines(artist)
        if np.isfinite(outline.corners).all()
    ]
    return Marks(found)


def _is_mark(artist: Artist) -> bool:
    return bool(artist.get_visible() and artist.pickable() and artist.get_gid())


def _outlines(artist: Any) -> list[Outline]:
    """Those of an artist, or of each point of a collection; y upwards."""
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D

    gid, says, order = str(artist.get_gid()), getattr(artist, "mark_says", ""), artist.get_zorder()
    point = artist.figure.dpi / 72
    if isinstance(artist, PathCollection):
        centres = artist.get_offset_transform().transform(artist.get_offsets())
        sizes = np.resize(artist.get_sizes(), len(centres))
        halves = np.maximum(np.sqrt(sizes) / 2 * point, LEAST_HALF)
        boxes = [_corners(x - h, y - h, x + h, y + h) for (x, y), h in zip(centres, halves, strict=True)]
        names = getattr(artist, "mark_gids", None) or [gid] * len(boxes)
        words = says or [""] * len(boxes) if isinstance(says, list) else [says] * len(boxes)
        reach = POINT_REACH * point
        return [Outline(*each, reach, order) for each in zip(names, words, boxes, strict=True)]
    if isinstance(artist, Line2D):
        ends = artist.get_transform().transform(artist.get_xydata())
        reach = float(artist.get_pickradius()) * point
        if len(ends) == 1:
            x, y = ends[0]
            ends = _corners(x - LEAST_HALF, y - LEAST_HALF, x + LEAST_HALF, y + LEAST_HALF)
            reach = max(reach - LEAST_HALF, 0.0)
        return [Outline(gid, says, ends, reach, order)]
    box = artist.get_window_extent()
    return [Outline(gid, says, _corners(box.x0, box.y0, box.x1, box.y1), 0.0, order)]


def _corners(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    left, right = sorted((left, right))
    bottom, top = sorted((bottom, top))
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
