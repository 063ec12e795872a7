"""What the model says of each document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from textminer.corpus.own_columns import OwnColumns

if TYPE_CHECKING:
    import pandas as pd

SCORED = "scored"
WAITING = "waiting"  # not yet reached
EMPTY = "empty"
NO_KNOWN_WORD = "no known word"
NEUTRAL = "neutral"  # the class that a threshold adds where a model has none
STATUSES = (SCORED, WAITING, EMPTY, NO_KNOWN_WORD)


@dataclass(frozen=True)
class Polarity:
    """Which classes of a model are its negative, neutral and positive one, by index."""

    negative: int
    positive: int
    neutral: int | None = None


def chosen_classes(
    probabilities: np.ndarray, polarity: Polarity | None, neutral_threshold: float = 0.0
) -> np.ndarray:
    """What each document counts as: int64 (n_documents,), -1 where the probabilities are NaN.

    probabilities:      float (n_documents, n_classes)
    neutral_threshold:  how probable positive or negative must be, 0 to 1, before a document counts as such;
                        below, it counts as neutral. 0 leaves the most probable class

    A model without a neutral class then has one more class, whose index is n_classes. Without a polarity the
    threshold says nothing.
    """
    if not len(probabilities):
        return np.zeros(0, dtype=np.int64)
    best = probabilities.argmax(axis=1)
    top = probabilities[np.arange(len(best)), best]
    if polarity is not None and neutral_threshold > 0:
        neutral = probabilities.shape[1] if polarity.neutral is None else polarity.neutral
        is_side = (best == polarity.negative) | (best == polarity.positive)
        best = np.where(is_side & (top < neutral_threshold), neutral, best)
    return np.where(np.isnan(top), -1, best).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Prediction:
    """Class probabilities of every document, and why some have none.

    labels:             class names in the model's order
    probabilities:      float32 (n_documents, n_classes), each row sums to 1; NaN where not scored
    statuses:           int8 (n_documents,) index into STATUSES
    polarity:           None for a model of classes that are no sentiment
    neutral_threshold:  as in `chosen_classes`
    """

    labels: tuple[str, ...]
    probabilities: np.ndarray
    statuses: np.ndarray
    polarity: Polarity | None
    neutral_threshold: float = 0.0

    @classmethod
    def waiting(cls, labels: tuple[str, ...], n_documents: int, polarity: Polarity | None) -> Prediction:
        """A prediction in which no document has been reached yet."""
        probabilities = np.full((n_documents, len(labels)), np.nan, dtype=np.float32)
        statuses = np.full(n_documents, STATUSES.index(WAITING), dtype=np.int8)
        return cls(labels, probabilities, statuses, polarity)

    @property
    def n_documents(self) -> int:
        """How many documents there are, scored or not."""
        return len(self.statuses)

    @property
    def is_scored(self) -> np.ndarray:
        """Which documents have probabilities: bool (n_documents,)."""
        return self.statuses == STATUSES.index(SCORED)

    @property
    def class_labels(self) -> tuple[str, ...]:
        """Names of all that a document can count as: the model's, and "neutral" where a threshold adds it."""
        if self.polarity is None or self.polarity.neutral is not None or self.neutral_threshold == 0:
            return self.labels
        return (*self.labels, NEUTRAL)

    def classes(self) -> np.ndarray:
        """What each document counts as: int64 (n_documents,) into `class_labels`, -1 where not scored."""
        chosen = chosen_classes(self.probabilities, self.polarity, self.neutral_threshold)
        return np.where(self.is_scored, chosen, -1)

    def class_counts(self, neutral_threshold: float, positions: np.ndarray | None = None) -> dict[str, int]:
        """How many documents would count as each class under a threshold, by its name.

        positions:  int64, the documents to count; None for all
        """
        then = replace(self, neutral_threshold=neutral_threshold)
        probabilities = self.probabilities if positions is None else self.probabilities[positions]
        is_scored = self.is_scored if positions is None else self.is_scored[positions]
        chosen = chosen_classes(probabilities[is_scored], self.polarity, neutral_threshold)
        counts = np.bincount(chosen[chosen >= 0], minlength=len(then.class_labels))
        return dict(zip(then.class_labels, counts.tolist(), strict=True))

    def with_neutral_threshold(self, neutral_threshold: float) -> Prediction:
        """The same probabilities under another threshold; the arrays are shared."""
        return replace(self, neutral_threshold=neutral_threshold)

    def confidence(self) -> np.ndarray:
        """Probability of the most probable class: float32 (n_documents,), 0 to 1, NaN where not scored."""
        filled = np.where(self.is_scored[:, None], self.probabilities, 0)
        return np.where(self.is_scored, filled.max(axis=1), np.nan).astype(np.float32)

    def score(self) -> np.ndarray | None:
        """P(positive) - P(negative), -1 to 1, NaN where not scored: float32 (n_documents,), or None."""
        if self.polarity is None:
            return None
        return self.probabilities[:, self.polarity.positive] - self.probabilities[:, self.polarity.negative]

    def copied(self) -> Prediction:
        """The prediction as it is now, for those who read it while documents are scored."""
        return replace(self, probabilities=self.probabilities.copy(), statuses=self.statuses.copy())

    def columns(self) -> Mapping[str, pd.Series]:
        """Our columns by key, in the order of the export; each is computed when it is asked for.

        Classes and states are categoricals, missing where not scored.
        """
        makers = {
            "prediction" if self.polarity is None else "sentiment": self._class_column,
            "confidence": lambda: _column(self.confidence()),
        }
        if self.polarity is not None:
            makers["score"] = lambda: _column(self.score())
        for index, label in enumerate(self.labels):
            makers[f"probability_{label}"] = partial(self._probability_column, index)
        makers["status"] = self._status_column
        return OwnColumns(makers, self.n_documents)

    def _class_column(self) -> pd.Series:
        return _categories(self.classes(), self.class_labels)

    def _probability_column(self, index: int) -> pd.Series:
        return _column(self.probabilities[:, index])

    def _status_column(self) -> pd.Series:
        return _categories(self.statuses, STATUSES)


def _column(values: np.ndarray | None) -> pd.Series:
    import pandas as pd  # here, since scoring a list of texts takes less time than this import

    return pd.Series(values)


def _categories(codes: np.ndarray, names: tuple[str, ...]) -> pd.Series:
    import pandas as pd

    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names)))
