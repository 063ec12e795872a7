"""What the model says of each document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from textminer.corpus.own_columns import OwnColumns

SCORED = "scored"
WAITING = "waiting"  # not yet reached
EMPTY = "empty"
NO_KNOWN_WORD = "no known word"
STATUSES = (SCORED, WAITING, EMPTY, NO_KNOWN_WORD)


@dataclass(frozen=True)
class Polarity:
    """Which classes of a model are its negative, neutral and positive one, by index."""

    negative: int
    positive: int
    neutral: int | None = None


@dataclass(frozen=True, eq=False)
class Prediction:
    """Class probabilities of every document, and why some have none.

    labels:         class names in the model's order
    probabilities:  float32 (n_documents, n_classes), each row sums to 1; NaN where not scored
    statuses:       int8 (n_documents,) index into STATUSES
    polarity:       None for a model of classes that are no sentiment
    """

    labels: tuple[str, ...]
    probabilities: np.ndarray
    statuses: np.ndarray
    polarity: Polarity | None

    @classmethod
    def waiting(cls, labels: tuple[str, ...], n_documents: int, polarity: Polarity | None) -> "Prediction":
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

    def classes(self) -> np.ndarray:
        """Index of the most probable class: int64 (n_documents,), -1 where not scored."""
        return np.where(self.is_scored, self.probabilities.argmax(axis=1), -1)

    def confidence(self) -> np.ndarray:
        """Probability of the predicted class: float32 (n_documents,), 0 to 1, NaN where not scored."""
        filled = np.where(self.is_scored[:, None], self.probabilities, 0)
        return np.where(self.is_scored, filled.max(axis=1), np.nan).astype(np.float32)

    def score(self) -> np.ndarray | None:
        """P(positive) - P(negative), -1 to 1, NaN where not scored: float32 (n_documents,), or None."""
        if self.polarity is None:
            return None
        return self.probabilities[:, self.polarity.positive] - self.probabilities[:, self.polarity.negative]

    def copied(self) -> "Prediction":
        """The prediction as it is now, for those who read it while documents are scored."""
        return replace(self, probabilities=self.probabilities.copy(), statuses=self.statuses.copy())

    def columns(self) -> Mapping[str, pd.Series]:
        """Our columns by key, in the order of the export; each is computed when it is asked for.

        Classes and states are categoricals, missing where not scored.
        """
        makers = {
            "prediction" if self.polarity is None else "sentiment": self._class_column,
            "confidence": lambda: pd.Series(self.confidence()),
        }
        if self.polarity is not None:
            makers["score"] = lambda: pd.Series(self.score())
        for index, label in enumerate(self.labels):
            makers[f"probability_{label}"] = partial(self._probability_column, index)
        makers["status"] = self._status_column
        return OwnColumns(makers, self.n_documents)

    def _class_column(self) -> pd.Series:
        return pd.Series(pd.Categorical.from_codes(self.classes(), categories=pd.Index(self.labels)))

    def _probability_column(self, index: int) -> pd.Series:
        return pd.Series(self.probabilities[:, index])

    def _status_column(self) -> pd.Series:
        return pd.Series(pd.Categorical.from_codes(self.statuses, categories=pd.Index(STATUSES)))
