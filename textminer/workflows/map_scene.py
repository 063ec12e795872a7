"""What is drawn of a map: the documents that count, in the colours that the user chose."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from textminer.analysis.grouping import Grouping
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.map_look import BY_SAVED_GROUPS, BY_SCORE
from textminer.figures.map import MapScene, extent_of
from textminer.workflows.document_map import DocumentMap
from textminer.workflows.figure_data import map_data
from textminer.workflows.map_groups import groups_of, saved_groups


def map_scene(
    drawn: DocumentMap,
    corpus: Corpus,
    scope: np.ndarray,
    selection: np.ndarray,
    grouping_of: Callable[[], Grouping] | None,
) -> MapScene:
    """The scene of the documents of `scope` that have a place, coloured by score or by groups."""
    shown = _placed(drawn, scope)
    groups: tuple[str, ...] | None = None
    if grouping_of is None:
        scores = corpus.table.own.get("score")
        values = np.full(len(shown), np.nan) if scores is None else scores.to_numpy(dtype=float)[shown]
    else:
        grouping = grouping_of()
        groups, values = grouping.names, grouping.codes[shown]
    regions = drawn.regions
    labels = [
        (", ".join(words), float(x), float(y))
        for words, (x, y) in zip(regions.words, regions.centres, strict=True)
        if words
    ]
    is_selected = np.isin(shown, selection, assume_unique=True)
    return MapScene(drawn.points[shown], values, groups, is_selected, extent_of(drawn.points), labels)


def map_cells(drawn: DocumentMap, scope: np.ndarray, scene: MapScene) -> pd.DataFrame:
    """The points of a scene by row of the file, and what colours them."""
    shown = _placed(drawn, scope)
    if scene.groups is None:
        return map_data(shown, scene.points, scene.values, "score")
    names = np.array([*scene.groups, ""], dtype=object)  # the last for documents of no group
    return map_data(shown, scene.points, names[scene.values], "group")


def colouring(corpus: Corpus, colour: int, groups: Sequence[DocumentGroup]) -> Callable[[], Grouping] | None:
    """What makes the groups that colour a map, for a job to call; None where scores colour it.

    colour:  as in MapLook
    """
    if colour == BY_SCORE:
        return None
    if colour == BY_SAVED_GROUPS:
        return lambda: saved_groups(groups, corpus.table.n_documents)
    return lambda: groups_of(corpus, colour)


def _placed(drawn: DocumentMap, scope: np.ndarray) -> np.ndarray:
    return scope[np.isfinite(drawn.points[scope, 0])]
