"""The map of documents: points in colour, what is selected, and the words of its regions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from textminer.figures.label_placement import spread_out
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, blend, text_width
from textminer.translation import _

MOST_POINTS = 20_000  # drawn one by one; more are drawn as a raster, which takes no longer for a million
MARGIN = 0.06  # of the width and height, around all points
CELL = 3.0  # pixels of the raster's cells
GROUP_HUES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#9a8700", "#7b5ea7")
# Okabe & Ito (2008), told apart also by the colour-blind; yellow, which does not show on white, darkened
BLOCK = 100_000
LABEL_HEIGHT = 13.0  # points, of 9 pt letters

MOST_ZOOM = 64.0
LARGEST_POINT = 64.0  # square points

Limits = tuple[float, float, float, float]


@dataclass(frozen=True)
class Zoom:
    """Which part of a map is shown: `factor` times as large as the whole, around a place.

    factor:  from 1, the whole map, to MOST_ZOOM
    x, y:    on the map
    """

    factor: float = 1.0
    x: float = 0.0
    y: float = 0.0


WHOLE = Zoom()


@dataclass(frozen=True, eq=False)
class MapScene:
    """What is drawn.

    points:    float32 (n_points, 2)
    values:    (n_points,) the score, -1 to 1, NaN without one; or the place of the group, -1 for none
    groups:    names of the groups; None where values are scores
    selected:  bool (n_points,)
    extent:    of all documents, so that a filter does not move the map: lowest and highest x, lowest and
               highest y
    labels:    words, x and y of each region
    """

    points: np.ndarray
    values: np.ndarray
    groups: tuple[str, ...] | None
    selected: np.ndarray
    extent: Limits
    labels: Sequence[tuple[str, float, float]] = ()


def extent_of(points: np.ndarray) -> Limits:
    """The lowest and highest x, lowest and highest y of points (n, 2), NaN left out."""
    placed = points[np.isfinite(points[:, 0])]
    if not len(placed):
        return 0.0, 1.0, 0.0, 1.0
    (left, bottom), (right, top) = placed.min(axis=0), placed.max(axis=0)
    return float(left), float(right), float(bottom), float(top)


def map_limits(extent: Limits, aspect: float, zoom: Zoom = WHOLE) -> Limits:
    """What the edges of the figure show: left, right, bottom, top; one unit is as long either way.

    aspect:  width of the figure over its height
    """
    whole = _whole_limits(extent, aspect)
    if zoom.factor <= 1:
        return whole
    left, right, bottom, top = whole
    half_width, half_height = (right - left) / 2 / zoom.factor, (top - bottom) / 2 / zoom.factor
    return zoom.x - half_width, zoom.x + half_width, zoom.y - half_height, zoom.y + half_height


def zoomed(limits: Limits, extent: Limits, aspect: float, factor: float, x: float, y: float) -> Zoom:
    """Another zoom, so that the place x, y stays where it is in the figure.

    limits:  what the figure shows now
    factor:  of the whole map, 1 to MOST_ZOOM; is brought within these
    """
    bounded = min(max(factor, 1.0), MOST_ZOOM)
    if bounded == 1.0:
        return WHOLE
    left, right, bottom, top = limits
    across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
    whole = _whole_limits(extent, aspect)
    width, height = (whole[1] - whole[0]) / bounded, (whole[3] - whole[2]) / bounded
    return moved(Zoom(bounded, x + (0.5 - across) * width, y + (0.5 - up) * height), extent, 0.0, 0.0)


def moved(zoom: Zoom, extent: Limits, dx: float, dy: float) -> Zoom:
    """The same zoom elsewhere; its middle stays on the map."""
    if zoom.factor <= 1:
        return zoom
    left, right, bottom, top = extent
    x, y = min(max(zoom.x + dx, left), right), min(max(zoom.y + dy, bottom), top)
    return Zoom(zoom.factor, x, y)


def _whole_limits(extent: Limits, aspect: float) -> Limits:
    left, right, bottom, top = extent
    width, height = max(right - left, 1e-6), max(top - bottom, 1e-6)
    width, height = max(width, height * aspect), max(height, width / aspect)
    x, y = (left + right) / 2, (bottom + top) / 2
    half_width, half_height = width * (0.5 + MARGIN), height * (0.5 + MARGIN)
    return x - half_width, x + half_width, y - half_height, y + half_height


def inside(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Which points (n, 2) lie within a polygon (n_corners, 2): bool (n,)."""
    polygon = Path(corners)
    found = np.zeros(len(points), dtype=bool)
    low, high = corners.min(axis=0), corners.max(axis=0)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    for start in range(0, len(near), BLOCK):
        block = near[start : start + BLOCK]
        found[block] = polygon.contains_points(points[block])
    return found


@dataclass(frozen=True, eq=False)
class MapDrawing:
    """A scene, or a part of it, as a function that draws it."""

    scene: MapScene
    zoom: Zoom = WHOLE

    def __call__(self, figure: Figure, colours: Colours) -> None:
        draw_map(figure, self.scene, colours, self.zoom)

    def limits(self, aspect: float) -> Limits:
        """What the edges of the drawing show; `aspect` as in `map_limits`."""
        return map_limits(self.scene.extent, aspect, self.zoom)


def draw_map(figure: Figure, scene: MapScene, colours: Colours, zoom: Zoom = WHOLE) -> None:
    """Draw a map that fills the figure, without axes: they would say nothing. Replaces what was drawn.

    The gid of a region's words is "region:" and its place. Selected points stand out in full colour with a
    ring in the accent; the others recede while there are any.
    """
    figure.clear()
    figure.set_layout_engine("none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    width, height = figure.get_size_inches()
    left, right, bottom, top = map_limits(scene.extent, float(width / height), zoom)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    scene = _within(scene, (left, right, bottom, top))
    if len(scene.points) <= MOST_POINTS:
        _draw_points(axes, scene, colours, zoom.factor > 1)
    else:
        _draw_raster(axes, scene, colours, (left, right, bottom, top))
    for place, x, y in _label_places(scene.labels, (left, right, bottom, top), float(width), float(height)):
        words = scene.labels[place][0]
        label = axes.text(
            x, y, words, ha="center", va="center", color=colours.text, fontsize=9,
            path_effects=[withStroke(linewidth=3, foreground=colours.surface)], zorder=5, clip_on=True,
        )  # fmt: skip
        set_mark(label, f"region:{place}", _("Region: {words}").format(words=words))
    _draw_legend(axes, scene, colours)


def _label_places(
    labels: Sequence[tuple[str, float, float]], limits: Limits, width: float, height: float
) -> list[tuple[int, float, float]]:
    """Which labels are seen, and where: none lies over another.

    width, height:  of the figure in inches
    """
    left, right, bottom, top = limits
    seen = [place for place, (_words, x, y) in enumerate(labels) if left <= x <= right and bottom <= y <= top]
    if not seen:
        return []
    size = np.array([72 * width, 72 * height])
    low, span = np.array([left, bottom]), np.array([right - left, top - bottom])
    middles = (np.array([labels[place][1:] for place in seen]) - low) / span * size
    boxes = np.array([[text_width(labels[place][0]) + 6, LABEL_HEIGHT] for place in seen])
    middles = spread_out(middles, boxes, *size.tolist())
    placed = middles / size * span + low
    return [(place, float(x), float(y)) for place, (x, y) in zip(seen, placed.tolist(), strict=True)]


def _within(scene: MapScene, limits: Limits) -> MapScene:
    """The points that the limits hold."""
    left, right, bottom, top = limits
    x, y = scene.points[:, 0], scene.points[:, 1]
    is_seen = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    if is_seen.all():
        return scene
    seen = np.flatnonzero(is_seen)
    return replace(scene, points=scene.points[seen], values=scene.values[seen], selected=scene.selected[seen])


def _point_colours(scene: MapScene, colours: Colours) -> np.ndarray:
    """The colour of each point: float (n_points, 3)."""
    if scene.groups is not None:
        table = np.array(
            [to_rgb(colour) for colour in (*group_colours(scene.groups, colours), colours.neutral)]
        )
        return table[np.where(scene.values < 0, len(table) - 1, scene.values).astype(np.int64)]
    scores = np.nan_to_num(scene.values, nan=0.0)
    return score_map(colours)((scores + 1) / 2)[:, :3]


def score_map(colours: Colours) -> LinearSegmentedColormap:
    """From negative over neutral to positive."""
    middle = blend(colours.neutral, colours.surface, 0.55)
    return LinearSegmentedColormap.from_list("score", [colours.negative, middle, colours.positive])


def group_colours(groups: Sequence[str], colours: Colours) -> list[str]:
    """A colour for each group, lighter in the dark; they repeat after eight."""
    hues = [GROUP_HUES[place % len(GROUP_HUES)] for place in range(len(groups))]
    return [blend(hue, "#ffffff", 0.75) for hue in hues] if colours.is_dark else hues


def _draw_points(axes: Axes, scene: MapScene, colours: Colours, is_zoomed: bool) -> None:
    size = float(np.clip(26_000 / max(len(scene.points), 1), 5, LARGEST_POINT if is_zoomed else 36))
    painted = _point_colours(scene, colours)
    some = bool(scene.selected.any())
    rest = ~scene.selected
    axes.scatter(
        scene.points[rest, 0],
        scene.points[rest, 1],
        s=size,
        c=painted[rest],
        alpha=0.3 if some else 0.8,
        linewidths=0,
        zorder=2,
    )
    if some:
        chosen = scene.selected
        axes.scatter(
            scene.points[chosen, 0], scene.points[chosen, 1], s=size * 1.3, c=painted[chosen],
            edgecolors=colours.accent, linewidths=1.0, zorder=3,
        )  # fmt: skip


def _draw_raster(axes: Axes, scene: MapScene, colours: Colours, limits: Limits) -> None:
    """The mean colour of the points in each cell, the fuller the more there are."""
    left, right, bottom, top = limits
    box = axes.get_window_extent()
    columns, rows = max(int(box.width / CELL), 1), max(int(box.height / CELL), 1)
    x = ((scene.points[:, 0] - left) / (right - left) * columns).astype(np.int64).clip(0, columns - 1)
    y = ((scene.points[:, 1] - bottom) / (top - bottom) * rows).astype(np.int64).clip(0, rows - 1)
    cells, n_cells = y * columns + x, rows * columns
    painted = _point_colours(scene, colours)
    some = bool(scene.selected.any())
    image = _shades(cells, painted, n_cells, 0.35 if some else 1.0)
    if some:
        chosen = scene.selected
        accent = np.tile(np.array(to_rgb(colours.accent)), (int(chosen.sum()), 1))
        top_layer = _shades(cells[chosen], accent, n_cells, 1.0)
        image = np.where(top_layer[:, 3:] > 0, top_layer, image)
    axes.imshow(
        image.reshape(rows, columns, 4), origin="lower", extent=limits, aspect="auto", zorder=2,
        interpolation="nearest",
    )  # fmt: skip


def _shades(cells: np.ndarray, painted: np.ndarray, n_cells: int, most: float) -> np.ndarray:
    """Colour and opacity of each cell: float (n_cells, 4)."""
    counts = np.bincount(cells, minlength=n_cells)
    filled = counts > 0
    image = np.zeros((n_cells, 4))
    for channel in range(3):
        sums = np.bincount(cells, painted[:, channel], n_cells)
        image[filled, channel] = sums[filled] / counts[filled]
    fullness = (
        np.log1p(counts) / max(np.log1p(np.percentile(counts[filled], 98)), 1e-9) if filled.any() else counts
    )
    image[filled, 3] = most * np.clip(0.35 + 0.65 * fullness[filled], 0, 1)
    return image


def _draw_legend(axes: Axes, scene: MapScene, colours: Colours) -> None:
    if not scene.groups:
        return
    entries = [
        axes.scatter([], [], s=36, color=colour, label=name if len(name) <= 24 else name[:23] + "…")
        for name, colour in zip(scene.groups, group_colours(scene.groups, colours), strict=True)
    ]
    legend = axes.legend(handles=entries, loc="lower left", framealpha=0.85, fontsize=9)
    legend.get_frame().set(facecolor=colours.surface, edgecolor=colours.line)
    legend.set_zorder(6)
    for text in legend.get_texts():
        text.set_color(colours.text)
