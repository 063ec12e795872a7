"""Names beside points so that none covers another: greedy, the most important first, the same every time."""

from collections.abc import Sequence

import numpy as np

GAP = 4.0  # pixels between a point and its name
AIR = 4.0  # pixels between the ends of two names, and between a name and another named point
PUSHES = 400
TOUCH = 0.1  # points that nobody sees
GOLDEN_ANGLE = 2.39996  # between two directions, of which then none are near each other


def placed_labels(
    points: np.ndarray, sizes: np.ndarray, area: tuple[float, float, float, float], most: int
) -> list[tuple[int, float, float]]:
    """Where names can stand.

    points:   float (n_points, 2) pixels, the most important point first
    sizes:    float (n_points, 2) width and height of each name in pixels
    area:     left, bottom, right and top of where names may stand
    most:     names at most
    returns:  for each name that has room: its point, and left and bottom of the name

    Eight places around its point are tried, right first. A name covers no other name and no named point, and
    there is air between two on a line, so that they do not read as one.
    """
    boxes = np.empty((0, 4))
    named = np.empty((0, 2))
    placed: list[tuple[int, float, float]] = []
    left, bottom, right, top = area
    for place, ((x, y), (width, height)) in enumerate(zip(points, sizes, strict=True)):
        if len(placed) >= most:
            break
        if len(boxes) and _covers(boxes + _AIR, x, y):
            continue
        for dx, dy in _AROUND:
            box = (
                x + dx * GAP + (dx - 1) / 2 * width,
                y + dy * GAP + (dy - 1) / 2 * height,
            )
            box_right, box_top = box[0] + width, box[1] + height
            if box[0] < left or box[1] < bottom or box_right > right or box_top > top:
                continue
            meets = (
                (boxes[:, 0] < box_right + AIR)
                & (boxes[:, 2] > box[0] - AIR)
                & (boxes[:, 1] < box_top)
                & (boxes[:, 3] > box[1])
            )
            wide = np.array([[box[0] - AIR, box[1], box_right + AIR, box_top]])
            if meets.any() or _covers(wide, named[:, 0], named[:, 1]):
                continue
            boxes = np.vstack([boxes, [*box, box_right, box_top]])
            named = np.vstack([named, [x, y]])
            placed.append((place, *box))
            break
    return placed


def spread_out(places: np.ndarray, boxes: np.ndarray, width: float, height: float) -> np.ndarray:
    """Push boxes apart until none lies over another, or there is no room: float64 (n, 2), in points.

    places:  float (n, 2) centres
    boxes:   float (n, 2) widths and heights

    Boxes in one place, as those of words that always occur together, leave it in all directions. Two that
    meet go the shorter way above all, and the longer one as well: a row from edge to edge would else stay.
    """
    half = boxes / 2
    low = half + 2
    high = np.maximum(np.array([width, height]) - half - 2, low)
    numbers = np.arange(len(places))
    aside = np.sign(numbers[:, None] - numbers[None])[..., None]  # where boxes in one corner go
    angles = numbers * GOLDEN_ANGLE
    places = np.clip(places + np.stack([np.cos(angles), np.sin(angles)], axis=1), low, high)
    for _push in range(PUSHES):
        gaps = places[:, None] - places[None]
        overlaps = half[:, None] + half[None] - np.abs(gaps)
        touching = (overlaps > TOUCH).all(axis=2)
        np.fill_diagonal(touching, False)
        if not touching.any():
            break
        other_way = np.where(touching[..., None], overlaps[..., ::-1] ** 2, 0.0)
        shares = other_way / np.maximum(other_way.sum(axis=2, keepdims=True), TOUCH**2)
        moves = shares * np.where(gaps == 0, aside, np.sign(gaps)) * overlaps / 2
        places = np.clip(places + 0.7 * moves.sum(axis=1), low, high)
    return places


_AROUND: Sequence[tuple[int, int]] = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


_AIR = np.array([-AIR, 0.0, AIR, 0.0])


def _covers(boxes: np.ndarray, x: np.ndarray | float, y: np.ndarray | float) -> bool:
    """Whether any box covers any of the points; either may be one."""
    inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    return bool(np.any(inside))
