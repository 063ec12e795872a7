"""What a topic is called until the user names it."""

import numpy as np

from textminer.analysis.topics import Topics
from textminer.gui.topics.topic_table import topic_name


def test_words_that_hardly_weigh_in_a_topic_are_not_in_its_name() -> None:
    weights = np.array([[0.96, 0.02, 0.02, 0.0], [0.4, 0.3, 0.2, 0.1]])
    words = ("fine", "love", "long", "wait")
    topics = Topics(words, weights, np.ones((1, 2), np.float32), np.zeros(1, np.int32), 1)
    assert topic_name(topics, 0) == "fine"
    assert topic_name(topics, 1) == "fine, love, long, wait"
