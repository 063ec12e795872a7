"""Where documents lie on a map: likeness of many features drawn in two dimensions, the same at every run."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.spatial import cKDTree
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from textminer.progress import Progress, patiently, silent

N_AXES = 50  # of the features' principal axes; what the others add is mostly noise, and costs time
LAID_OUT = 2_000  # documents whose neighbours are laid out together: some six seconds of one core
PERPLEXITY = 30.0  # neighbours that count for a document, about
ROUND = 250  # steps of the layout between two chances to stop, the fewest that scikit-learn makes
ROUNDS = 2  # more keep no more neighbours together
NEIGHBOURS = 5  # of a document that is put beside those laid out
PLACED_AT_ONCE = 4_096
FEWEST = 5  # documents that make a map
SEED = 20_131


@dataclass(frozen=True, eq=False)
class PrincipalAxes:
    """The directions in which documents differ most.

    mean:  float32 (n_features,)
    axes:  float32 (n_axes, n_features), the strongest first
    """

    mean: np.ndarray
    axes: np.ndarray

    def coordinates(self, features: np.ndarray) -> np.ndarray:
        """Documents (n, n_features) on the axes: float32 (n, n_axes)."""
        found: np.ndarray = (features - self.mean) @ self.axes.T
        return found.astype(np.float32)


@dataclass(frozen=True, eq=False)
class Anchors:
    """Documents that have been laid out, beside which others are placed.

    coordinates:  float32 (n_anchors, n_axes) on the principal axes
    points:       float32 (n_anchors, 2) on the map
    """

    coordinates: np.ndarray
    points: np.ndarray


def principal_axes(features: np.ndarray, n_axes: int = N_AXES) -> PrincipalAxes:
    """The strongest axes of some documents (n, n_features), n at least 2; there may be fewer than n_axes."""
    n_axes = min(n_axes, *features.shape)
    solver = "covariance_eigh" if len(features) >= features.shape[1] else "full"
    with threadpool_limits(limits=1), np.errstate(invalid="ignore"):  # equal documents vary by nothing
        found = PCA(n_axes, svd_solver=solver).fit(features.astype(np.float64))
    return PrincipalAxes(found.mean_.astype(np.float32), found.components_.astype(np.float32))


def flat(coordinates: np.ndarray) -> np.ndarray:
    """The first two axes: float32 (n, 2); a second axis of zeros where there is one alone."""
    if coordinates.shape[1] >= 2:
        return coordinates[:, :2]
    return np.pad(coordinates, ((0, 0), (0, 2 - coordinates.shape[1])))


def laid_out(coordinates: np.ndarray, progress: Progress = silent, seed: int = SEED) -> np.ndarray:
    """Points for documents so that those that are neighbours stay so: float32 (n, 2).

    coordinates:  float32 (n, n_axes), n at least FEWEST
    Raises Cancelled between rounds.

    Starts from the first two axes, so that the whole keeps its shape, and equal input gives equal points.
    Source: van der Maaten & Hinton (2008), Visualizing data using t-SNE; started as in Kobak & Berens (2019).
    """
    points = flat(coordinates).astype(np.float32)
    spread = float(points[:, 0].std())
    if spread == 0:
        return points  # nothing tells the documents apart
    points = points / spread * 1e-4
    settings: dict[str, Any] = {
        "perplexity": min(PERPLEXITY, (len(points) - 1) / 3),
        "learning_rate": max(len(points) / 12 / 4, 50),
        "max_iter": ROUND,
        "random_state": seed,
        "n_jobs": 1,
    }
    for done in range(ROUNDS):  # of seconds each
        settings["early_exaggeration"] = 12.0 if done == 0 else 1.0
        points = patiently(partial(_round, points, coordinates, settings), progress, done / ROUNDS)
    progress.report(1.0)
    return np.asarray(points, dtype=np.float32)


def _round(points: np.ndarray, coordinates: np.ndarray, settings: dict[str, Any]) -> np.ndarray:
    """The points after some more steps."""
    with threadpool_limits(limits=1):
        return np.asarray(TSNE(init=points, **settings).fit_transform(coordinates))


def beside(anchors: Anchors, coordinates: np.ndarray) -> np.ndarray:
    """Points for more documents (n, n_axes), each amid the anchors that it is most like: float32 (n, 2)."""
    n_neighbours = min(NEIGHBOURS, len(anchors.points))
    with threadpool_limits(limits=1):
        search = NearestNeighbors(n_neighbors=n_neighbours, algorithm="brute", n_jobs=1)
        distances, places = search.fit(anchors.coordinates).kneighbors(coordinates)
    weights = 1 / (distances**2 + 1e-9)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray((anchors.points[places] * weights[:, :, None]).sum(axis=1), dtype=np.float32)


class PointIndex:
    """Finds the document at a place of the map."""

    def __init__(self, points: np.ndarray, positions: np.ndarray) -> None:
        """points: float (n_documents, 2), NaN for what is nowhere; positions: those that can be found."""
        self._positions = positions[np.isfinite(points[positions, 0])]
        self._tree = cKDTree(points[self._positions]) if len(self._positions) else None

    def nearest(self, x: float, y: float, within: float) -> int | None:
        """The document nearest to a place, None where none is so near."""
        if self._tree is None:
            return None
        distance, place = self._tree.query((x, y), distance_upper_bound=within)
        return int(self._positions[place]) if np.isfinite(distance) else None
