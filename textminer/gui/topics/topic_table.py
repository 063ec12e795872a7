"""The table of topics."""

from collections.abc import Callable

import numpy as np

from textminer.analysis.topics import Topics
from textminer.gui.widgets.column_table import Column
from textminer.sentiment.score_words import mean_with_interval, percent
from textminer.translation import _
from textminer.workflows.topics import TopicSizes

WORDS_IN_NAME = 4
LEAST_IN_NAME = 0.1  # of the strongest word's weight: what weighs less says nothing of the topic


def topic_name(topics: Topics, topic: int) -> str:
    """The words that weigh most in a topic: its name until the user gives it one."""
    words = topics.strongest_words(topic, WORDS_IN_NAME)
    return ", ".join(word for word, weight in words if weight >= LEAST_IN_NAME * words[0][1])


def topic_columns(topics: Topics, sizes: TopicSizes, name: Callable[[int], str]) -> list[Column]:
    """Columns over the places of the topics, from 0."""
    total = max(sizes.n_documents, 1)
    columns = [
        Column(_("Topic"), name, width=0),
        Column(_("Documents"), lambda topic: f"{int(sizes.counts[topic]):,}", width=92, number=True),
        Column(_("Share"), lambda topic: percent(sizes.counts[topic] / total, 1), width=78, number=True),
    ]
    means = sizes.means
    if means is not None:

        def score(topic: int) -> float | None:
            return None if np.isnan(means.means[topic]) else float(means.means[topic])

        def text(topic: int) -> str:
            return mean_with_interval(
                float(means.means[topic]), float(means.highs[topic] - means.means[topic])
            )

        columns.append(Column(_("Mean score"), text, score=score, width=190))
    return columns


def sort_keys(sizes: TopicSizes, column: int) -> np.ndarray:
    """What a column of `topic_columns` is sorted by: (n_topics,) numbers."""
    if column == 0:
        return np.arange(len(sizes.counts))
    if column == 3 and sizes.means is not None:
        return sizes.means.means
    return sizes.counts
