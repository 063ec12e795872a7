"""The marks of a figure: what can be chosen in it, what is said of each, and where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # the window knows marks before it needs matplotlib
    from matplotlib.artist import Artist
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

LEAST_HALF = 4.0  # pixels: the outline of a mark smaller than that could not be seen around it


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


def marks_of(figure: Figure) -> tuple[Mark, ...]:
    """The marks of a figure that has been drawn, each name once, in the order of drawing; lines last."""
    height = float(figure.bbox.height)
    says: dict[str, str] = {}
    outlines: dict[str, list[np.ndarray]] = {}
    for artist in figure.findobj(_is_mark):
        for gid, said, corners in _found(artist):
            if np.isfinite(corners).all():
                says[gid] = says.get(gid) or said
                outlines.setdefault(gid, []).append(corners * [1.0, -1.0] + [0.0, height])
    marks = [Mark(gid, says[gid], tuple(found)) for gid, found in outlines.items()]
    return tuple(sorted(marks, key=lambda mark: mark.is_line))


def _is_mark(artist: Artist) -> bool:
    return bool(artist.get_visible() and artist.pickable() and artist.get_gid())


def _found(artist: Any) -> list[tuple[str, str, np.ndarray]]:
    """Name, words and corners in pixels of an artist, or of each point of a collection."""
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D

    gids, says = getattr(artist, "mark_gids", None), getattr(artist, "mark_says", "")
    if isinstance(artist, PathCollection):
        centres = artist.get_offset_transform().transform(artist.get_offsets())
        sizes = np.resize(artist.get_sizes(), len(centres))
        halves = np.maximum(np.sqrt(sizes) / 2 * artist.figure.dpi / 72, LEAST_HALF)
        boxes = [_corners(x - h, y - h, x + h, y + h) for (x, y), h in zip(centres, halves, strict=True)]
        names = [artist.get_gid()] * len(boxes) if gids is None else gids
        words = says or [""] * len(boxes) if isinstance(says, list) else [says] * len(boxes)
        return list(zip(names, words, boxes, strict=True))
    if isinstance(artist, Line2D):
        ends = artist.get_transform().transform(artist.get_xydata())
        if len(ends) == 1:
            x, y = ends[0]
            ends = _corners(x - LEAST_HALF, y - LEAST_HALF, x + LEAST_HALF, y + LEAST_HALF)
        return [(str(artist.get_gid()), says, ends)]
    box = artist.get_window_extent()
    return [(artist.get_gid(), says, _corners(box.x0, box.y0, box.x1, box.y1))]


def _corners(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    left, right = sorted((left, right))
    bottom, top = sorted((bottom, top))
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
