"""What any sentiment model can do for the rest of the product."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent
from textminer.sentiment.prediction import Polarity, Prediction

OnPart = Callable[[np.ndarray, Prediction], None]
"""Called as documents are scored: positions int64 (n_part,), ascending, and their part of the prediction."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """How much each token moved one document's margin.

    contributions:  float32 (n_tokens,) in log-odds, of `favoured` against `other`; their sum is the margin
    margin:         log-odds of `favoured` against `other`: the positive against the negative class where the
                    model has a polarity, otherwise the predicted class against the next
    starts, ends:   int32 (n_tokens,) character spans in the original text
    model:          name of the one that said so, where a classifier is made of several; else ""
    """

    contributions: np.ndarray
    margin: float
    starts: np.ndarray
    ends: np.ndarray
    favoured: str
    other: str
    model: str = ""


class SentimentClassifier(Protocol):
    """A model that scores tokenized documents and can say why."""

    name: str
    labels: tuple[str, ...]
    polarity: Polarity | None
    tokenizer: str

    def predict(
        self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
    ) -> Prediction:
        """Score every document of the table."""

    def representation(self, tokens: TokenTable, progress: Progress = silent) -> np.ndarray:
        """How it sees each document: float32 (n_documents, n_features), NaN where it cannot score one."""

    def explain(self, tokens: TokenTable, position: int, progress: Progress = silent) -> Explanation:
        """Say how much each token of one document contributed."""

    def predict_prefixes(
        self, tokens: TokenTable, rounds: Sequence[np.ndarray], progress: Progress = silent
    ) -> Iterator[Prediction]:
        """Score prefixes of the table's only document, each as a document of its own: a prediction a round.

        rounds:  int64 (n_prefixes,) each, ascending: how many tokens, from 1, each prefix has
        """

    @property
    def operations_per_token(self) -> int:
        """Multiplications that reading a token takes, at most: how dear it is."""

    def knows(self, tokens: TokenTable) -> np.ndarray:
        """Whether each token is read as a word of the vocabulary: bool (n_tokens,)."""
