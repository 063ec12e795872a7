"""Tables, corpora, predictions and a classifier of a few words, for tests."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, OnPart
from textminer.sentiment.passages import prefixes_of
from textminer.sentiment.prediction import (
    EMPTY,
    NO_KNOWN_WORD,
    SCORED,
    STATUSES,
    Polarity,
    Prediction,
)
from textminer.session.session import Session

LABELS = ("negative", "neutral", "positive")
POLARITY = Polarity(negative=0, positive=2, neutral=1)


def table_of(**columns: Sequence[str]) -> DocumentTable:
    """A table with these columns, named as the arguments are."""
    return table_of_columns(list(columns), list(columns.values()))


def table_of_columns(names: Sequence[str], columns: Sequence[Sequence[str]]) -> DocumentTable:
    """A table of columns whose names may repeat or be empty."""
    frame = pd.DataFrame({place: pd.Series(list(cells), dtype="str") for place, cells in enumerate(columns)})
    return DocumentTable(frame, tuple(names))


def corpus_of(texts: Sequence[str], name: str = "reviews.csv", **columns: Sequence[str]) -> Corpus:
    """An English corpus whose first column, `text`, is the text column."""
    table = table_of(text=texts, **columns)
    return Corpus(name, table, ColumnRoles(text=0), "en")


def prediction_of(
    scores: Sequence[float | str | None],
    labels: tuple[str, ...] = LABELS,
    polarity: Polarity | None = POLARITY,
) -> Prediction:
    """A prediction with these scores, -1 to 1; None for one that waits, a status for one without a score."""
    prediction = Prediction.waiting(labels, len(scores), polarity)
    for position, score in enumerate(scores):
        if isinstance(score, str):
            prediction.statuses[position] = STATUSES.index(score)
        elif score is not None:
            prediction.statuses[position] = STATUSES.index(SCORED)
            prediction.probabilities[position] = _probabilities(score, len(labels))
    return prediction


def _probabilities(score: float, n_classes: int) -> list[float]:
    rest = (1 - abs(score)) / n_classes
    probabilities = [rest] * n_classes
    probabilities[-1 if score > 0 else 0] += abs(score)
    return probabilities


class WordClassifier:
    """Scores by the words it was given: each moves the log-odds of positive against negative by its weight."""

    name = "words"
    tokenizer = "tweet"

    def __init__(
        self,
        weights: Mapping[str, float],
        labels: tuple[str, ...] = LABELS,
        polarity: Polarity | None = POLARITY,
    ) -> None:
        self.weights = weights
        self.labels = labels
        self.polarity = polarity

    def predict(
        self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
    ) -> Prediction:
        scores: list[float | str | None] = []
        for position in range(tokens.n_documents):
            found = tokens.document_tokens(position)
            known = [self.weights[token.lower()] for token in found if token.lower() in self.weights]
            scores.append(float(np.tanh(sum(known))) if known else (NO_KNOWN_WORD if found else EMPTY))
        prediction = prediction_of(scores, self.labels, self.polarity)
        if on_part is not None:
            on_part(np.arange(tokens.n_documents), prediction)
        return prediction

    def predict_prefixes(
        self, tokens: TokenTable, rounds: Sequence[np.ndarray], progress: Progress = silent
    ) -> Iterator[Prediction]:
        for lengths in rounds:
            yield self.predict(prefixes_of(tokens, lengths))

    def explain(self, tokens: TokenTable, position: int, progress: Progress = silent) -> Explanation:
        found = tokens.document_tokens(position)
        moved = np.array([self.weights.get(token.lower(), 0.0) for token in found], dtype=np.float32)
        spans = tokens.document_spans(position)
        return Explanation(
            moved, float(moved.sum()), spans[:, 0], spans[:, 1], self.labels[-1], self.labels[0]
        )

    def representation(self, tokens: TokenTable, progress: Progress = silent) -> np.ndarray:
        forms = [[form.lower() for form in tokens.document_tokens(i)] for i in range(tokens.n_documents)]
        rows = np.array([[found.count(word) for word in self.weights] for found in forms], dtype=np.float32)
        rows = rows.reshape(len(forms), len(self.weights))
        return np.where(rows.any(axis=1, keepdims=True), rows, np.float32("nan"))

    @property
    def operations_per_token(self) -> int:
        return 1

    def knows(self, tokens: TokenTable) -> np.ndarray:
        known = np.array([form.lower() in self.weights for form in tokens.types], dtype=bool)
        return known[tokens.ids]


def filter_to_selection(session: Session) -> None:
    """Let only the selected documents count, as the selection bar does in a job."""
    session.set_filter(DocumentFilter(positions=PositionSet(session.selection)))
