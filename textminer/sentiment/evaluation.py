"""How good predictions are, compared with the labels that people gave."""

from dataclasses import dataclass

import numpy as np

from textminer.sentiment.calibration import brier_score, expected_calibration_error
from textminer.sentiment.prediction import Prediction

Z95 = 1.959964  # normal quantile of a 95 % interval


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

    n_labelled:    documents with a label
    n_scored:      … that the model could score; all figures but the coverage are about these
    interval:      95 % interval of the accuracy (Wilson)
    macro_f1, macro_recall:  means over the classes that the labels name
    confusion:     int64 (n_classes, n_classes), labels in rows, predictions in columns, in the model's order
    calibration_error:  expected calibration error over 15 bins of equally many documents
    binary:        where the model knows classes that no label names (two labels, a three-class model):
                   the same documents with the best of the labelled classes taken; otherwise None
    """

    labels: tuple[str, ...]
    n_labelled: int
    n_scored: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    macro_recall: float
    majority: float
    classes: tuple[ClassFigures, ...]
    confusion: np.ndarray
    calibration_error: float
    brier: float
    binary: "Evaluation | None" = None

    @property
    def coverage(self) -> float:
        """Share of the labelled documents that the model could score."""
        return self.n_scored / self.n_labelled if self.n_labelled else 0.0


def evaluate(labels: np.ndarray, prediction: Prediction) -> Evaluation:
    """Compare a prediction with labels.

    labels:  int (n_documents,) index into `prediction.labels`; -1 where a document has no label
    """
    labels = np.asarray(labels)
    judged = (labels >= 0) & prediction.is_scored
    truth = labels[judged]
    probabilities = prediction.probabilities[judged]
    n_labelled = int((labels >= 0).sum())
    named = np.unique(truth)
    whole = _evaluation(prediction.labels, truth, probabilities, n_labelled, None)
    if 1 < len(named) < len(prediction.labels):
        # the classes that nobody labelled cannot be right: judged among the others as well
        among = np.zeros_like(probabilities)
        among[:, named] = probabilities[:, named]
        among /= np.maximum(among.sum(axis=1, keepdims=True), 1e-12)
        best = _evaluation(prediction.labels, truth, among, n_labelled, None)
        whole = _evaluation(prediction.labels, truth, probabilities, n_labelled, best)
    return whole


def wilson_interval(n_right: int, n: int) -> tuple[float, float]:
    """95 % interval of a share. (0, 1) without any documents. Source: Wilson (1927)."""
    if n == 0:
        return 0.0, 1.0
    share = n_right / n
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, n_classes: int) -> np.ndarray:
    """Counts of (label, prediction) pairs: int64 (n_classes, n_classes)."""
    pairs = truth.astype(np.int64) * n_classes + predicted
    return np.bincount(pairs, minlength=n_classes * n_classes).reshape(n_classes, n_classes)


def _evaluation(
    labels: tuple[str, ...], truth: np.ndarray, probabilities: np.ndarray, n_labelled: int,
    binary: Evaluation | None,
) -> Evaluation:  # fmt: skip
    n_classes = len(labels)
    predicted = probabilities.argmax(axis=1) if len(truth) else np.zeros(0, dtype=np.int64)
    confusion = confusion_matrix(truth, predicted, n_classes)
    n_right, n_scored = int(np.trace(confusion)), len(truth)
    support, claimed = confusion.sum(axis=1), confusion.sum(axis=0)
    hits = np.diag(confusion)
    precision = hits / np.maximum(claimed, 1)
    recall = hits / np.maximum(support, 1)
    f1 = 2 * hits / np.maximum(support + claimed, 1)
    named = support > 0
    return Evaluation(
        labels=labels,
        n_labelled=n_labelled,
        n_scored=n_scored,
        accuracy=n_right / n_scored if n_scored else 0.0,
        interval=wilson_interval(n_right, n_scored),
        macro_f1=float(f1[named].mean()) if named.any() else 0.0,
        macro_recall=float(recall[named].mean()) if named.any() else 0.0,
        majority=float(support.max() / n_scored) if n_scored else 0.0,
        classes=tuple(
            ClassFigures(label, float(p), float(r), float(f), int(n), int(c))
            for label, p, r, f, n, c in zip(labels, precision, recall, f1, support, claimed, strict=True)
        ),
        confusion=confusion,
        calibration_error=expected_calibration_error(probabilities, truth),
        brier=brier_score(probabilities, truth),
        binary=binary,
    )
