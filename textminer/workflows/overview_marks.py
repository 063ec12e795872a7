"""Which documents stand behind a mark of the overview: a card, a bar, a span of time, a word."""

from dataclasses import dataclass

import numpy as np

from textminer.figures.time_axis import span_word
from textminer.sentiment.class_counts import class_counts
from textminer.sentiment.score_words import signed
from textminer.translation import _
from textminer.workflows.overview import Overview

CLASS, SCORE, TIME, GROUP, WORD, UNSCORED, DISAGREEING, MISTAKEN = (
    "class", "score", "time", "group", "word", "unscored", "disagreeing", "mistaken",
)  # fmt: skip


def mark(kind: str, *places: int | str) -> str:
    """The name of a mark: "group/3/2" is class 2 of the group at place 3."""
    return "/".join([kind, *map(str, places)])


def documents_of(overview: Overview, name: str) -> np.ndarray:
    """Positions of the documents behind a mark, ascending int64; none for a mark that is no longer there."""
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
    if kind == UNSCORED:
        return overview.unscored
    if kind == DISAGREEING and overview.judged is not None:
        return overview.judged.disagreeing
    if kind == MISTAKEN and overview.judged is not None:
        return overview.judged.mistaken
    return nothing


def words_of_mark(overview: Overview, name: str) -> str:
    """What the documents behind a mark have in common: "product: X2, negative"; "" for one that is gone."""
    kind, *rest = name.split("/")
    class_names = {share.index: share.name for share in overview.shares}
    if kind == CLASS:
        return class_names.get(int(rest[0]), "")
    if kind == SCORE and overview.spread is not None:
        low, high = (signed(float(edge), 1) for edge in overview.spread.edges[int(rest[0]) :][:2])
        return _("score {low} to {high}").format(low=low, high=high)
    if kind == TIME and overview.timeline is not None:
        return span_word(overview.timeline.bins, int(rest[0]))
    if kind == GROUP and overview.groups is not None:
        words = f"{overview.groups.name}: {overview.groups.grouping.names[int(rest[0])]}"
        return words if len(rest) == 1 else f"{words}, {class_names.get(int(rest[1]), '')}"
    if kind == WORD and int(rest[0]) < len(overview.sides):
        side = overview.sides[int(rest[0])]
        return f"“{side.words[int(rest[1])]}”, {side.share.name}" if int(rest[1]) < len(side.words) else ""
    if kind == UNSCORED:
        return _("not scored")
    if kind == DISAGREEING and overview.judged is not None:
        is_stars = overview.judged.labels.are_stars
        return _("stars and text disagree") if is_stars else _("label and text disagree")
    if kind == MISTAKEN and overview.judged is not None:
        return _("put elsewhere than “{name}” does").format(name=overview.judged.labels.name)
    return ""


@dataclass(frozen=True, eq=False)
class Selected:
    """How many of the selected documents each bar holds: int64 (n_bars, n_classes); None for no figure."""

    spread: np.ndarray | None
    timeline: np.ndarray | None
    groups: np.ndarray | None


def selected_counts(overview: Overview, selection: np.ndarray) -> Selected:
    """Where in the overview's figures the selected documents are.

    selection:  positions, ascending int64
    """
    classes = overview.classes[selection]
    n_classes = len(overview.shares)

    def counts(codes: np.ndarray, n_bars: int) -> np.ndarray:
        return class_counts(codes[selection], n_bars, classes, n_classes)

    spread, timeline, groups = overview.spread, overview.timeline, overview.groups
    return Selected(
        None if spread is None else counts(spread.codes, len(spread.counts)),
        None if timeline is None else counts(timeline.bins.codes, timeline.bins.n_bins),
        None if groups is None else counts(groups.grouping.codes, groups.grouping.n_groups),
    )
