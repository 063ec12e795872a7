"""The numbers behind figures, unrounded, as "Copy data" gives them to a spreadsheet."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from textminer.analysis.score_spread import ScoreSpread
from textminer.analysis.time_bins import TimeBins
from textminer.analysis.topics import Topics
from textminer.sentiment.by_group import GroupScores
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.over_time import Timeline
from textminer.sentiment.shares import ClassShare
from textminer.sentiment.side_words import SideWords


def spread_data(spread: ScoreSpread, class_counts: np.ndarray, shares: Sequence[ClassShare]) -> pd.DataFrame:
    """A row for each bar; class_counts int64 (n_bins, n_classes)."""
    edges = {"from": spread.edges[:-1].round(9), "to": spread.edges[1:].round(9)}
    return pd.DataFrame({**edges, "documents": spread.counts, **_by_class(class_counts, shares)})


def timeline_data(timeline: Timeline, shares: Sequence[ClassShare]) -> pd.DataFrame:
    """A row for each span of time."""
    columns: dict[str, object] = {"from": _days(timeline.bins)}
    if timeline.means is not None:
        columns["mean_score"] = timeline.means.means
        columns["low"], columns["high"] = timeline.means.lows, timeline.means.highs
    columns["documents"] = timeline.class_counts.sum(axis=1)
    return pd.DataFrame({**columns, **_by_class(timeline.class_counts, shares)})


def groups_data(groups: GroupScores, shares: Sequence[ClassShare]) -> pd.DataFrame:
    """A row for each group."""
    columns: dict[str, object] = {"group": list(groups.grouping.names), "documents": groups.sizes}
    if groups.means is not None:
        columns["mean_score"] = groups.means.means
        columns["low"], columns["high"] = groups.means.lows, groups.means.highs
    return pd.DataFrame({**columns, **_by_class(groups.class_counts, shares)})


def side_words_data(sides: Sequence[SideWords]) -> pd.DataFrame:
    """A row for each word of each side; z is that of its log-odds."""
    rows = [
        (side.share.name, word, int(n), float(z))
        for side in sides
        for word, n, z in zip(side.words, side.document_counts, side.scores, strict=True)
    ]
    return pd.DataFrame(rows, columns=["side", "word", "documents", "z"])


def trend_data(words: Sequence[str], bins: TimeBins, counts: np.ndarray, rates: np.ndarray) -> pd.DataFrame:
    """A row for each span, two columns for each word; both (n_words, n_bins)."""
    columns: dict[str, object] = {"from": _days(bins)}
    for place, word in enumerate(words):
        columns[word] = counts[place]
        columns[f"{word} per million"] = rates[place]
    return pd.DataFrame(columns)


def topic_data(topics: Topics, topic: int, n_words: int) -> pd.DataFrame:
    """The strongest words of a topic with their weights, which sum to 1 over all its words."""
    return pd.DataFrame(topics.strongest_words(topic, n_words), columns=["word", "weight"])


def confusion_data(confusion: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """Labels in rows, predictions in columns; int (n_classes, n_classes)."""
    frame = pd.DataFrame(confusion, columns=list(names))
    frame.insert(0, "label", list(names), allow_duplicates=True)
    return frame


def training_data(points: Sequence[HistoryPoint]) -> pd.DataFrame:
    """A row for each point of the curves."""
    return pd.DataFrame([asdict(point) for point in points])


def map_data(positions: np.ndarray, points: np.ndarray, values: np.ndarray, name: str) -> pd.DataFrame:
    """A row for each point of a map; `row` counts the documents of the file from 1.

    values:  what the points are coloured by, called `name`
    """
    return pd.DataFrame({"row": positions + 1, "x": points[:, 0], "y": points[:, 1], name: values})


def _by_class(counts: np.ndarray, shares: Sequence[ClassShare]) -> dict[str, np.ndarray]:
    return {share.name: counts[:, share.index] for share in shares}


def _days(bins: TimeBins) -> list[str]:
    unit = "datetime64[m]" if bins.unit in ("hour", "6 hours") else "datetime64[D]"
    return bins.starts.astype(unit).astype(str).tolist()
