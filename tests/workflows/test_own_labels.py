"""The user's labels become a column of their own, stars below them sentiments as they are."""

import numpy as np

from tests.builders import corpus_of
from textminer.corpus.given_labels import GivenLabels
from textminer.workflows.own_labels import with_labels_to_learn


def test_given_labels_stand_above_the_stars_of_the_file() -> None:
    corpus = corpus_of(["a", "b", "c", "d"], stars=["5", "1", "3", ""])
    labels = GivenLabels({0: "negative", 3: "positive"})
    learnt = with_labels_to_learn(corpus, labels, "Your label", 1)
    assert learnt.table.names == ("text", "stars", "Your label")
    assert learnt.table.column(2).to_list() == ["negative", "negative", "neutral", "positive"]
    assert learnt.table.column(1).to_list() == ["5", "1", "3", ""]
    alone = with_labels_to_learn(corpus, labels, "Your label")
    assert alone.table.column(2).to_list() == ["negative", "", "", "positive"]
    assert alone.texts() == ["a", "b", "c", "d"]


def test_labels_that_are_no_sentiment_stay_as_they_are() -> None:
    corpus = corpus_of(["a", "b"], team=["app", " delivery "])
    learnt = with_labels_to_learn(corpus, GivenLabels().with_label(np.array([0]), "billing"), "Your label", 1)
    assert learnt.table.column(2).to_list() == ["billing", "delivery"]
