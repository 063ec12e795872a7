"""How large a share of some documents counts as each class, and how far chance may move it."""

from dataclasses import dataclass

import numpy as np

from textminer.sentiment.class_words import class_word
from textminer.sentiment.intervals import wilson_interval
from textminer.sentiment.labels import NEGATIVE, POSITIVE
from textminer.sentiment.prediction import NEUTRAL, Prediction


@dataclass(frozen=True)
class ClassShare:
    """One class among the scored documents.

    index:     into the prediction's class labels
    name:      what the user reads
    role:      "positive", "neutral" or "negative"; "" for a class that is no sentiment
    count:     documents of the class
    share:     of the scored ones, 0 to 1; 0 where none is scored
    interval:  95 % interval of the share (Wilson): what would be found in more documents like these. It says
               nothing of the model's errors
    """

    index: int
    name: str
    role: str
    count: int
    share: float
    interval: tuple[float, float]


def class_shares(prediction: Prediction, classes: np.ndarray) -> tuple[ClassShare, ...]:
    """The shares of all that documents can count as: positive, neutral, negative; others by falling count.

    classes:  int (n_documents,) what each counts as, index into the class labels; -1 where not scored
    """
    n_classes = len(prediction.class_labels)
    counts = np.bincount(classes[classes >= 0], minlength=n_classes).tolist()
    n_scored = sum(counts)
    shares = [
        ClassShare(
            index,
            class_word(prediction, index),
            role_of(prediction, index),
            count,
            count / n_scored if n_scored else 0.0,
            wilson_interval(count, n_scored),
        )
        for index, count in enumerate(counts)
    ]
    order = (POSITIVE, NEUTRAL, NEGATIVE, "")
    return tuple(sorted(shares, key=lambda share: (order.index(share.role), -share.count)))


def role_of(prediction: Prediction, index: int) -> str:
    """Which side of the polarity a class is, "positive", "neutral" or "negative"; "" where it is none.

    index:  into the prediction's class labels
    """
    polarity = prediction.polarity
    if polarity is None:
        return ""
    if index == len(prediction.labels) or index == polarity.neutral:
        return NEUTRAL
    return {polarity.negative: NEGATIVE, polarity.positive: POSITIVE}.get(index, "")
