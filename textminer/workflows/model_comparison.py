"""Is the user's own model better than a shipped one: both on the same held-out rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textminer.analysis.paired_test import mcnemar
from textminer.corpus.corpus import Corpus
from textminer.errors import LabelError
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.evaluation import confusion_matrix
from textminer.sentiment.intervals import macro_figures, macro_intervals, wilson_interval
from textminer.sentiment.labels import classes_of_words
from textminer.sentiment.prediction import Prediction
from textminer.workflows.evaluating import EvaluationReport
from textminer.workflows.models import load_model, model_for
from textminer.workflows.scoring import score_texts

SURE = 0.05  # the chance below which the difference is called one


@dataclass(frozen=True)
class SideFigures:
    """How one of two models did; shares 0 to 1, intervals of 95 % as in `Evaluation`."""

    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    f1_interval: tuple[float, float]


@dataclass(frozen=True, eq=False)
class ModelComparison:
    """Two models on the rows that both could score.

    rival:       name of the other model
    names:       the classes that both are judged by: the rival's, as far as a label names them
    positions:   int64 (n_rows,) in the corpus
    labels, own_classes, rival_classes:  int64 (n_rows,) index into `names`
    p_value:     chance of so uneven a split of the rows on which one alone is right, were both as good
                 (exact McNemar test, two-sided); 1 where there are no such rows
    """

    rival: str
    names: tuple[str, ...]
    positions: np.ndarray
    labels: np.ndarray
    own_classes: np.ndarray
    rival_classes: np.ndarray
    own: SideFigures
    other: SideFigures
    p_value: float

    @property
    def n_rows(self) -> int:
        """How many rows both could score."""
        return len(self.positions)

    def only_own_right(self) -> np.ndarray:
        """Positions of the rows that the user's model alone gets right, ascending."""
        return self._where(True, False)

    def only_rival_right(self) -> np.ndarray:
        """Positions of the rows that the rival alone gets right, ascending."""
        return self._where(False, True)

    def both_wrong(self) -> np.ndarray:
        """Positions of the rows that neither gets right, ascending."""
        return self._where(False, False)

    @property
    def is_sure(self) -> bool:
        """Whether one is surely better than the other on such rows."""
        return self.p_value < SURE

    def _where(self, own: bool, rival: bool) -> np.ndarray:
        is_own, is_rival = self.own_classes == self.labels, self.rival_classes == self.labels
        return np.sort(self.positions[(is_own == own) & (is_rival == rival)])


def beside_shipped(
    corpus: Corpus, report: EvaluationReport, progress: Progress = silent
) -> ModelComparison | None:
    """Score the held-out rows of an own model with the model that ships for the corpus's language.

    Returns None where the labels are no classes of that model, such as the names of teams.
    """
    name = model_for(corpus)
    rival = load_model(name)
    texts = corpus.texts()
    prediction = Prediction.waiting(rival.labels, 0, rival.polarity)
    if _rival_classes(report.evaluation.labels, prediction) is None:
        return None
    judged = [texts[position] for position in report.positions.tolist()]
    scored = score_texts(judged, rival, Stage(progress, 0.1, 1.0)).prediction
    return compared(report, name, scored)


def compared(report: EvaluationReport, rival: str, prediction: Prediction) -> ModelComparison | None:
    """Compare a report with another model's prediction of the same rows; None where no label fits it.

    prediction:  of the rows of the report, in their order

    Where labels name some of the rival's classes alone, the most probable of these counts: a model of three
    classes is not wrong for being neutral where nobody could be. Rows that either could not score are left
    out.
    """
    class_of = _rival_classes(report.evaluation.labels, prediction)
    if class_of is None:
        return None
    named = np.unique(class_of)
    place = np.full(len(prediction.labels), -1, dtype=np.int64)
    place[named] = np.arange(len(named))
    is_judged = (report.predicted >= 0) & prediction.is_scored
    if not is_judged.any():
        return None
    labels = place[class_of[report.labels[is_judged]]]
    own = place[class_of[report.predicted[is_judged]]]
    other = prediction.probabilities[is_judged][:, named].argmax(axis=1)
    only_own = int(((own == labels) & (other != labels)).sum())
    only_other = int(((own != labels) & (other == labels)).sum())
    return ModelComparison(
        rival=rival,
        names=tuple(prediction.labels[index] for index in named.tolist()),
        positions=report.positions[is_judged],
        labels=labels,
        own_classes=own,
        rival_classes=other,
        own=_figures(labels, own, len(named)),
        other=_figures(labels, other, len(named)),
        p_value=mcnemar(only_own, only_other),
    )


def _rival_classes(names: tuple[str, ...], prediction: Prediction) -> np.ndarray | None:
    """The rival's class for each class of the own model, or None where they mean something else."""
    try:
        found = classes_of_words(names, prediction.labels)
    except LabelError:
        return None
    return found if len(np.unique(found)) > 1 else None


def _figures(labels: np.ndarray, classes: np.ndarray, n_classes: int) -> SideFigures:
    confusion = confusion_matrix(labels, classes, n_classes)
    hits, n_rows = int(np.diag(confusion).sum()), len(labels)
    macro_f1, _recall = macro_figures(confusion)
    f1_interval, _recall_interval = macro_intervals(confusion)
    return SideFigures(hits / n_rows, wilson_interval(hits, n_rows), float(macro_f1), f1_interval)
