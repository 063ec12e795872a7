"""From labels and predictions to figures: how good a model is on a corpus, or on its own held-out part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from textminer.corpus.corpus import Corpus
from textminer.errors import LabelError
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.evaluation import Evaluation, evaluate
from textminer.sentiment.labels import classes_of_words
from textminer.sentiment.prediction import Prediction
from textminer.translation import _, ngettext_
from textminer.workflows.scoring import score_texts

if TYPE_CHECKING:
    from textminer.sentiment.lstm.own_labels import TrainedModel


@dataclass(frozen=True, eq=False)
class EvaluationReport:
    """How well a model did, and on which documents.

    positions:  int64 (n_documents_judged,) in the corpus
    labels:     int64 (n_documents_judged,) the class that a person gave each, by the model's index
    predicted:  int64 (n_documents_judged,) the class that the model gave; -1 where it could not score
    neutral_threshold:  as in `chosen_classes`
    """

    model: str
    evaluation: Evaluation
    positions: np.ndarray
    labels: np.ndarray
    predicted: np.ndarray
    neutral_threshold: float = 0.0

    @property
    def majority_label(self) -> str:
        """The most frequent label: always saying it is the least that a model must beat."""
        return max(self.evaluation.classes, key=lambda figures: figures.support).label

    @property
    def is_better_than_majority(self) -> bool:
        """Whether the whole 95 % interval of the accuracy lies above always saying the commonest label."""
        return self.evaluation.interval[0] > self.evaluation.majority

    def documents(self, label: int, predicted: int) -> np.ndarray:
        """Positions of the documents in one cell of the confusion matrix, ascending int64."""
        return np.sort(self.positions[(self.labels == label) & (self.predicted == predicted)])

    def documents_labelled(self, label: int) -> np.ndarray:
        """Positions of the documents with one label, ascending int64."""
        return np.sort(self.positions[self.labels == label])

    def verdict(self) -> str:
        """What the accuracy means beside the majority, in a sentence."""
        n = self.evaluation.n_scored
        if self.is_better_than_majority:
            words = _("Better than always saying “{label}”.").format(label=self.majority_label)
            return " ".join([words, *self._never_said()])
        message = ngettext_(
            "Not surely better than always saying “{label}”: {n} document is too few to tell.",
            "Not surely better than always saying “{label}” on these {n} documents.",
            n,
        )
        return message.format(label=self.majority_label, n=f"{n:,}")

    def _never_said(self) -> list[str]:
        """Classes that have labelled documents and are never predicted, in a sentence; empty without any."""
        said, labelled = self.evaluation.confusion.sum(axis=0), self.evaluation.confusion.sum(axis=1)
        never = np.flatnonzero((said == 0) & (labelled > 0)).tolist()
        if not never:
            return []
        names = ", ".join(f"“{self.evaluation.labels[place]}”" for place in never)
        n = int(labelled[never].sum())
        message = ngettext_(
            "It never says {names}: {n} document of that label is taken for another.",
            "It never says {names}: {n} documents of that label are taken for others.",
            n,
        )
        return [message.format(names=names, n=f"{n:,}")]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, shares from 0 to 1."""
        return {
            "model": self.model,
            "majority_label": self.majority_label,
            "neutral_threshold": self.neutral_threshold,
            **self.evaluation.to_dict(),
        }


def evaluate_corpus(
    corpus: Corpus,
    label_column: int,
    classifier: SentimentClassifier,
    label_map: Mapping[str, str] | None = None,
    progress: Progress = silent,
    neutral_threshold: float = 0.0,
) -> EvaluationReport:
    """Score the labelled documents of a corpus and compare.

    label_column:  position of the original column; its words are read in the usual spellings of sentiment
    label_map:     what its words mean, class of the model by word; wins over what is understood
    neutral_threshold:  as in `chosen_classes`; above 0, a model of two classes is judged on neutral labels
                        as well

    Raises LabelError for words that fit no class of the model, or where nothing is labelled.
    """
    words = corpus.table.texts(label_column)
    known = Prediction.waiting(classifier.labels, 0, classifier.polarity)
    known = known.with_neutral_threshold(neutral_threshold)
    labels = classes_of_words(words, known.class_labels, label_map)
    positions = np.flatnonzero(labels >= 0)
    texts = corpus.texts()
    prediction = score_texts([texts[position] for position in positions], classifier, progress).prediction
    prediction = prediction.with_neutral_threshold(neutral_threshold)
    evaluation = evaluate(labels[positions], prediction)
    if evaluation.n_scored == 0:
        message = _("None of the {n} labelled documents holds a word that the model “{model}” knows.")
        raise LabelError(message.format(n=f"{len(positions):,}", model=classifier.name))
    return EvaluationReport(
        classifier.name, evaluation, positions, labels[positions], prediction.classes(), neutral_threshold
    )


def held_out_report(model: TrainedModel, classes: np.ndarray) -> EvaluationReport:
    """How well a freshly trained model does on the documents it has not seen.

    classes:  int (n_documents,) the labels of the whole corpus it was trained on, -1 for none
    """
    labels = np.asarray(classes)[model.positions]
    evaluation = evaluate(labels, model.held_out)
    return EvaluationReport(
        model.classifier.name, evaluation, model.positions, labels, model.held_out.classes()
    )
