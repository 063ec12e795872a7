"""What the shown overview was made from; with other inputs it is outdated."""

from dataclasses import dataclass

import numpy as np

from textminer.corpus.corpus import Corpus
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.prediction import Prediction
from textminer.workflows.overview import Overview, overview
from textminer.workflows.overview_ground import OverviewGround, OverviewOptions, overview_ground


@dataclass(frozen=True, eq=False)
class OverviewInputs:
    """All that the overview reads. The prediction is a copy that does not change as documents are scored."""

    corpus: Corpus
    prediction: Prediction
    tokens: TokenTable | None
    classifier: SentimentClassifier | None
    labels: GivenLabels
    groups: tuple[DocumentGroup, ...]
    options: OverviewOptions
    positions: np.ndarray

    def asks_the_same(self, other: "OverviewInputs | None") -> bool:
        """Whether both ask the same of the same documents; scores may have come in between."""
        return (
            other is not None
            and self.corpus.table.frame is other.corpus.table.frame
            and self.tokens is other.tokens
            and self.classifier is other.classifier
            and self.options == other.options
            and self.labels == other.labels
            and self.groups == other.groups
            and self.prediction.class_labels == other.prediction.class_labels
            and self.prediction.neutral_threshold == other.prediction.neutral_threshold
            and np.array_equal(self.positions, other.positions)
        )

    def equals(self, other: "OverviewInputs | None") -> bool:
        """Whether both give the same overview."""
        return other is not None and self.corpus is other.corpus and self.asks_the_same(other)

    def look(self, old: OverviewGround | None, progress: Progress) -> tuple[OverviewGround, Overview]:
        """Make the overview, and what it rests on; `old` is what another rested on."""
        ground = overview_ground(
            self.corpus, self.prediction, self.tokens, self.classifier, self.options, self.labels, old,
            Stage(progress, 0.0, 0.6), self.groups,
        )  # fmt: skip
        return ground, overview(
            self.corpus, self.prediction, ground, self.positions, Stage(progress, 0.6, 1.0)
        )
