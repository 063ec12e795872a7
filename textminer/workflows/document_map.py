"""From a corpus to a map of its documents, as the model that scores them sees them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

import numpy as np

from textminer.analysis.document_map import (
    FEWEST,
    LAID_OUT,
    PLACED_AT_ONCE,
    SEED,
    Anchors,
    beside,
    flat,
    laid_out,
    principal_axes,
)
from textminer.analysis.map_regions import MapRegions, map_regions, no_regions
from textminer.corpus.corpus import Corpus
from textminer.corpus.map_look import NEIGHBOURS
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, patiently, silent
from textminer.sentiment.classifier import SentimentClassifier
from textminer.translation import _
from textminer.workflows.scoring import tokens_of
from textminer.workflows.topics import words_of_documents

PART_EVERY_S = 1.0


@dataclass(frozen=True, eq=False)
class DocumentMap:
    """Where the documents of a corpus lie; equal input gives an equal map.

    points:      float32 (n_documents, 2), NaN for a document that cannot be read or is not placed yet
    layout:      NEIGHBOURS or AXES
    n_laid_out:  documents whose neighbours were laid out; the others stand beside those they are most like
    n_unread:    documents that the model cannot read, of those that were looked at
    """

    points: np.ndarray
    layout: str
    n_laid_out: int
    n_unread: int
    regions: MapRegions

    @property
    def n_placed(self) -> int:
        """How many documents are on the map."""
        return int(np.count_nonzero(np.isfinite(self.points[:, 0])))


def map_documents(
    corpus: Corpus,
    tokens: TokenTable,
    classifier: SentimentClassifier,
    layout: str = NEIGHBOURS,
    on_part: Callable[[DocumentMap], None] | None = None,
    progress: Progress = silent,
) -> DocumentMap:
    """Lay out a sample of the documents by what the model makes of them, and place all others beside it.

    on_part:  called with the map as far as it has come: soon with a first one, then as documents are placed
    Raises Cancelled between blocks.
    """
    is_own = tokens.tokenizer == classifier.tokenizer
    splitting = Stage(progress, 0.0, 0.0, _("Splitting texts into words"))
    read = tokens if is_own else tokens_of(corpus.text_cells(), classifier.tokenizer, splitting)
    looked_at = np.random.default_rng(SEED).permutation(read.n_documents)[:LAID_OUT]
    share = 0.4 if len(looked_at) == read.n_documents else 0.15
    sampled, features = _read(
        classifier, read, np.sort(looked_at), Stage(progress, 0.0, share, _("reading documents"))
    )
    nowhere = np.full((read.n_documents, 2), np.nan, dtype=np.float32)
    drawn = DocumentMap(nowhere, layout, len(sampled), len(looked_at) - len(sampled), no_regions(nowhere))
    if len(sampled) < FEWEST:
        return drawn
    scores = _scores(corpus)
    axes = patiently(partial(principal_axes, features), progress, share)
    coordinates = axes.coordinates(features)
    points = flat(coordinates)
    turn = _turn(points, scores[sampled])
    if on_part is not None:
        on_part(replace(drawn, points=_with(nowhere, sampled, points * turn)))
    anchors = None
    if layout == NEIGHBOURS:
        stage = Stage(progress, share, 0.9 if share > 0.2 else 0.4, _("laying out neighbours"))
        points = laid_out(coordinates, stage)
        turn = _turn(points, scores[sampled])
        anchors = Anchors(coordinates, points * turn)
    placed = max(share, 0.4)
    naming = Stage(progress, placed, placed, _("naming regions"))
    terms = words_of_documents(corpus, tokens.take(sampled), naming)
    points = _with(nowhere, sampled, points * turn)
    regions = patiently(partial(map_regions, points, sampled, terms), naming, 0.0)
    drawn = replace(drawn, points=points, regions=regions)
    if on_part is not None:
        on_part(drawn)
    rest = np.setdiff1d(np.arange(read.n_documents), looked_at)
    handed_at = perf_counter()
    stage = Stage(progress, 0.4, 1.0, _("placing documents"))
    for start in range(0, len(rest), PLACED_AT_ONCE):
        stage.report(start / len(rest))
        block = rest[start : start + PLACED_AT_ONCE]
        inner = Stage(stage, start / len(rest), min(start + PLACED_AT_ONCE, len(rest)) / len(rest))
        positions, features = _read(classifier, read, block, inner)
        found = axes.coordinates(features)
        points = _with(points, positions, flat(found) * turn if anchors is None else beside(anchors, found))
        drawn = replace(drawn, points=points, n_unread=drawn.n_unread + len(block) - len(positions))
        if on_part is not None and perf_counter() - handed_at > PART_EVERY_S:
            on_part(drawn)
            handed_at = perf_counter()
    drawn = replace(drawn, regions=drawn.regions.with_points(points))
    progress.report(1.0)
    return drawn


def _read(
    classifier: SentimentClassifier, tokens: TokenTable, positions: np.ndarray, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Those of the documents that the model can read, and how it sees them: float32 (n, n_features)."""
    seen = classifier.representation(tokens.take(positions), progress)
    is_read = np.isfinite(seen).all(axis=1) & (len(seen.T) > 0)
    return positions[is_read], seen[is_read]


def _with(points: np.ndarray, positions: np.ndarray, new: np.ndarray) -> np.ndarray:
    """The points with some replaced; those that were handed out stay as they were."""
    changed = points.copy()
    changed[positions] = new
    return changed


def _turn(points: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Which axes to turn round so that scores rise to the right: float32 (2,) of 1 and -1."""
    known = np.isfinite(scores)
    x, y = points[known, 0], scores[known]
    falls = len(x) > 1 and float(((x - x.mean()) * (y - y.mean())).sum()) < 0
    return np.array([-1 if falls else 1, 1], dtype=np.float32)


def _scores(corpus: Corpus) -> np.ndarray:
    scores = corpus.table.own.get("score")
    if scores is None:
        return np.full(corpus.table.n_documents, np.nan)
    return scores.to_numpy(dtype=float)
