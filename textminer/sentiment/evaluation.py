"""How good predictions are, compared with the labels that people gave."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from textminer.sentiment.calibration import Reliability, brier_score, reliability
from textminer.sentiment.intervals import macro_figures, macro_intervals, wilson_interval
from textminer.sentiment.prediction import Polarity, Prediction


@dataclass(frozen=True)
class ClassFigures:
    """How one class was found; 0 to 1 each, counts aside. A figure without any document to judge by is 0.

    support:    labelled documents of the class
    predicted:  documents predicted to be of it
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    predicted: int


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Predictions against labels.

    n_labelled:       documents with a label
    n_scored:         … that the model could score; all figures but the coverage are about these
    interval:         95 % interval of the accuracy (Wilson)
    macro_f1, macro_recall:  means over the classes that the labels name
    f1_interval, recall_interval:  their 95 % intervals (bootstrap stratified by label)
    confusion:        int64 (n_classes, n_classes), labels in rows, predictions in columns, both as `labels`
    reliability:      confidence beside accuracy over 15 bins of equally many documents
    brier:            mean squared distance of the probabilities from the label, summed over classes: 0 to 2
    lean:             how much more positive the model sees the documents than the labels do, -2 to 2: the
                      mean score less the mean of the labels' own (positive 1, negative -1, else 0); None
                      without a polarity. Errors that cancel out leave it at 0
    binary:           where the model knows classes that no label names (two labels, a three-class model):
                      the same documents with the best of the labelled classes taken; otherwise None. With
                      negative and positive labels that is the sign of the score
    """

    labels: tuple[str, ...]
    n_labelled: int
    n_scored: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    f1_interval: tuple[float, float]
    macro_recall: float
    recall_interval: tuple[float, float]
    majority: float
    classes: tuple[ClassFigures, ...]
    confusion: np.ndarray
    reliability: Reliability
    brier: float
    lean: float | None
    binary: "Evaluation | None" = None

    @property
    def coverage(self) -> float:
        """Share of the labelled documents that the model could score."""
        return self.n_scored / self.n_labelled if self.n_labelled else 0.0

    @property
    def calibration_error(self) -> float:
        """Expected calibration error, 0 to 1; NaN where nothing was scored."""
        return self.reliability.error

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, shares from 0 to 1; a figure of nothing is null."""
        values = {
            "n_labelled": self.n_labelled,
            "n_scored": self.n_scored,
            "coverage": self.coverage,
            "accuracy": self.accuracy,
            "accuracy_interval": list(self.interval),
            "macro_f1": self.macro_f1,
            "macro_f1_interval": list(self.f1_interval),
            "macro_recall": self.macro_recall,
            "macro_recall_interval": list(self.recall_interval),
            "majority": self.majority,
            "calibration_error": _or_none(self.calibration_error),
            "calibration_error_by_chance": _or_none(self.reliability.chance_error),
            "reliability": self.reliability.to_list(),
            "brier": _or_none(self.brier),
            "lean": self.lean,
            "classes": [vars(figures) for figures in self.classes],
            "confusion": {"labels": list(self.labels), "counts": self.confusion.tolist()},
        }
        if self.binary is not None:
            values["among_labelled_classes"] = self.binary.to_dict()
        return values


def evaluate(labels: np.ndarray, prediction: Prediction) -> Evaluation:
    """Compare a prediction with labels.

    labels:  int (n_documents,) index into `prediction.class_labels`; -1 where a document has no label
    """
    labels = np.asarray(labels)
    judged = (labels >= 0) & prediction.is_scored
    truth = labels[judged]
    names, polarity = prediction.class_labels, prediction.polarity
    probabilities = _probabilities(prediction, judged)
    n_labelled = int((labels >= 0).sum())
    named = np.unique(truth)
    binary = None
    if 1 < len(named) < len(names):
        # the classes that nobody labelled cannot be right: judged among the others as well
        among = np.zeros_like(probabilities)
        among[:, named] = probabilities[:, named]
        best = among.argmax(axis=1)  # before the division, which may round two shares to one
        among /= np.maximum(among.sum(axis=1, keepdims=True), 1e-12)
        binary = _evaluation(names, truth, best, among, n_labelled, polarity, None)
    predicted = prediction.classes()[judged]
    return _evaluation(names, truth, predicted, probabilities, n_labelled, polarity, binary)


def mistaken(labels: np.ndarray, prediction: Prediction) -> np.ndarray:
    """Positions of the labelled documents that the model puts elsewhere, ascending int64.

    As `evaluate` judges: where labels name some classes alone, by the best of these.

    labels:  int (n_documents,) index into `prediction.class_labels`; -1 where a document has no label
    """
    labels = np.asarray(labels)
    judged = np.flatnonzero((labels >= 0) & prediction.is_scored)
    named = np.unique(labels[judged])
    predicted = prediction.classes()[judged]
    if 1 < len(named) < len(prediction.class_labels):
        predicted = named[_probabilities(prediction, judged)[:, named].argmax(axis=1)]
    return judged[predicted != labels[judged]]


def _probabilities(prediction: Prediction, rows: np.ndarray) -> np.ndarray:
    """Those of some documents over all classes that a label can name: float32 (n_rows, n_classes)."""
    given = prediction.probabilities[rows]
    probabilities = np.zeros((len(given), len(prediction.class_labels)), dtype=np.float32)
    probabilities[:, : len(prediction.labels)] = given
    return probabilities


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, n_classes: int) -> np.ndarray:
    """Counts of (label, prediction) pairs: int64 (n_classes, n_classes)."""
    pairs = truth.astype(np.int64) * n_classes + predicted
    return np.bincount(pairs, minlength=n_classes * n_classes).reshape(n_classes, n_classes)


def _evaluation(
    labels: tuple[str, ...], truth: np.ndarray, predicted: np.ndarray, probabilities: np.ndarray,
    n_labelled: int, polarity: Polarity | None, binary: Evaluation | None,
) -> Evaluation:  # fmt: skip
    n_scored = len(truth)
    confusion = confusion_matrix(truth, predicted, len(labels))
    hits, support, claimed = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    precision, recall = hits / np.maximum(claimed, 1), hits / np.maximum(support, 1)
    f1 = 2 * hits / np.maximum(support + claimed, 1)
    macro_f1, macro_recall = macro_figures(confusion)
    f1_interval, recall_interval = macro_intervals(confusion)
    return Evaluation(
        labels=labels,
        n_labelled=n_labelled,
        n_scored=n_scored,
        accuracy=int(hits.sum()) / n_scored if n_scored else 0.0,
        interval=wilson_interval(int(hits.sum()), n_scored),
        macro_f1=float(macro_f1),
        f1_interval=f1_interval,
        macro_recall=float(macro_recall),
        recall_interval=recall_interval,
        majority=float(support.max() / n_scored) if n_scored else 0.0,
        classes=tuple(
            ClassFigures(label, float(p), float(r), float(f), int(n), int(c))
            for label, p, r, f, n, c in zip(labels, precision, recall, f1, support, claimed, strict=True)
        ),
        confusion=confusion,
        reliability=reliability(probabilities, truth),
        brier=brier_score(probabilities, truth),
        lean=None if polarity is None else _lean(truth, probabilities, polarity),
        binary=binary,
    )


def _lean(truth: np.ndarray, probabilities: np.ndarray, polarity: Polarity) -> float:
    if not len(truth):
        return 0.0
    positive, negative = polarity.positive, polarity.negative
    scores = probabilities[:, positive].astype(np.float64) - probabilities[:, negative]
    return float(scores.mean() - ((truth == positive).mean() - (truth == negative).mean()))


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
