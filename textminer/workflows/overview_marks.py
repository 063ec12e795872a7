"""Which documents stand behind a mark of the overview: a card, a bar, a span of time, a word."""

import numpy as np

from textminer.sentiment.prediction import STATUSES, Prediction
from textminer.workflows.overview import Overview

CLASS, SCORE, TIME, GROUP, WORD, STATUS, DISAGREEING = (
    "class", "score", "time", "group", "word", "status", "disagreeing",
)  # fmt: skip


def mark(kind: str, *places: int | str) -> str:
    """The name of a mark: "group/3/2" is class 2 of the group at place 3."""
    return "/".join([kind, *map(str, places)])


def documents_of(overview: Overview, name: str, prediction: Prediction | None = None) -> np.ndarray:
    """Positions of the documents behind a mark, ascending int64; none for a mark that is no longer there.

    prediction:  for the marks of a status
    """
    kind, *rest = name.split("/")
    nothing = np.empty(0, dtype=np.int64)
    if kind == CLASS:
        return np.flatnonzero(overview.classes == int(rest[0]))
    if kind == SCORE and overview.spread is not None:
        return overview.spread.positions(int(rest[0]))
    if kind == TIME and overview.timeline is not None:
        return overview.timeline.bins.positions(int(rest[0]))
    if kind == GROUP and overview.groups is not None:
        found = overview.groups.grouping.positions(int(rest[0]))
        return found if len(rest) == 1 else found[overview.classes[found] == int(rest[1])]
    if kind == WORD and overview.words is not None and int(rest[0]) < len(overview.sides):
        side = overview.sides[int(rest[0])]
        if int(rest[1]) < len(side.words):
            found = overview.words.documents_with(side.word_ids[[int(rest[1])]])
            return found[overview.classes[found] == side.share.index]
    if kind == STATUS and prediction is not None:
        return np.flatnonzero(prediction.statuses == STATUSES.index(rest[0]))
    if kind == DISAGREEING and overview.judged is not None:
        return overview.judged.disagreeing
    return nothing
