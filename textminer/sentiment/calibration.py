"""Whether a probability of 0.8 is right eight times in ten: measured, and put right on held-out documents."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np

BINS = 15
PULL = 1.0  # documents' worth of pull towards no change, for where there are few to learn from


@dataclass(frozen=True)
class Calibration:
    """How logits become probabilities: softmax(logits / temperature + biases)."""

    temperature: float = 1.0
    biases: tuple[float, ...] = ()

    def logits(self, raw: np.ndarray) -> np.ndarray:
        """Calibrated logits from the network's: float32 (n_documents, n_classes)."""
        biases = np.asarray(self.biases or (0.0,) * raw.shape[1], dtype=np.float32)
        return (raw / np.float32(self.temperature) + biases).astype(np.float32)

    def probabilities(self, raw: np.ndarray) -> np.ndarray:
        """Calibrated probabilities, each row sums to 1: float32 (n_documents, n_classes)."""
        return softmax(self.logits(raw))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"temperature": self.temperature, "biases": list(self.biases)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A calibration from what `to_dict` gave."""
        return cls(float(values["temperature"]), tuple(float(bias) for bias in values["biases"]))


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities of logits, row by row: float32."""
    shifted = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64))
    return (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)


def fit_calibration(
    logits: np.ndarray, classes: np.ndarray, weights: np.ndarray | None = None, with_biases: bool = True
) -> Calibration:
    """The temperature and class biases under which the held-out labels are most likely.

    logits:      float (n_documents, n_classes) of documents that the network has not learnt from
    classes:     int (n_documents,)
    weights:     float (n_documents,) how much each counts; None for all alike
    Without documents the calibration changes nothing.
    Source: Guo et al. (2017), On calibration of modern neural networks.
    """
    from scipy.optimize import minimize  # here, since scoring takes less time than this import

    n_documents, n_classes = logits.shape
    if n_documents == 0:
        return Calibration(1.0, (0.0,) * n_classes)
    shares = np.ones(n_documents) if weights is None else np.asarray(weights, dtype=np.float64)
    shares = shares / shares.sum()
    raw = logits.astype(np.float64)
    rows = np.arange(n_documents)

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        scale, biases = np.exp(parameters[0]), np.append(parameters[1:], 0.0)
        if not with_biases:
            biases = np.zeros(n_classes)
        scaled = raw * scale + biases
        scaled -= scaled.max(axis=1, keepdims=True)
        log_sums = np.log(np.exp(scaled).sum(axis=1))
        value = float(((log_sums - scaled[rows, classes]) * shares).sum())
        error = np.exp(scaled - log_sums[:, None])
        error[rows, classes] -= 1
        error *= shares[:, None]
        gradient = np.concatenate(([(error * raw).sum() * scale], error.sum(axis=0)[:-1] * with_biases))
        pull = PULL / n_documents
        return value + pull * float((parameters**2).sum()), gradient + 2 * pull * parameters

    found = minimize(loss, np.zeros(n_classes), jac=True, method="L-BFGS-B").x
    biases = np.append(found[1:], 0.0) if with_biases else np.zeros(n_classes)
    biases -= biases.mean()
    return Calibration(float(np.exp(-found[0])), tuple(float(bias) for bias in biases))


@dataclass(frozen=True, eq=False)
class Reliability:
    """Confidence beside accuracy in up to 15 bins of equally many documents, the least sure first.

    counts:      int64 (n_bins,) documents in each
    confidence:  float64 (n_bins,) mean probability of the most probable class, 0 to 1
    accuracy:    float64 (n_bins,) share of the documents whose most probable class is the label
    """

    counts: np.ndarray
    confidence: np.ndarray
    accuracy: np.ndarray

    @property
    def error(self) -> float:
        """Expected calibration error: the mean gap over all documents, 0 to 1; NaN without any."""
        n = int(self.counts.sum())
        return float((self.counts * np.abs(self.confidence - self.accuracy)).sum() / n) if n else float("nan")

    @property
    def chance_error(self) -> float:
        """The error that probabilities without any fault would show on so many documents, by chance alone.

        Of a bin of n with confidence p the mean gap is sqrt(2 p (1 - p) / (pi n)): 0.02 for 2,000 documents.
        """
        n = int(self.counts.sum())
        spread = np.sqrt(2 * self.counts * self.confidence * (1 - self.confidence) / np.pi)
        return float(spread.sum() / n) if n else float("nan")

    def to_list(self) -> list[dict[str, float]]:
        """One mapping of plain values for each bin, for JSON."""
        return [
            {"documents": int(n), "confidence": float(said), "accuracy": float(right)}
            for n, said, right in zip(self.counts, self.confidence, self.accuracy, strict=True)
        ]


def reliability(probabilities: np.ndarray, classes: np.ndarray) -> Reliability:
    """Sort documents by confidence, cut them into bins of equally many, and count.

    probabilities:  float (n_documents, n_classes)
    classes:        int (n_documents,) the labels
    """
    confidence = probabilities.max(axis=1).astype(np.float64) if len(classes) else np.empty(0)
    right = probabilities.argmax(axis=1) == classes if len(classes) else np.empty(0, dtype=bool)
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, min(BINS, len(order))) if len(order) else []
    return Reliability(
        np.array([len(part) for part in parts], dtype=np.int64),
        np.array([confidence[part].mean() for part in parts]),
        np.array([right[part].mean() for part in parts]),
    )


def expected_calibration_error(probabilities: np.ndarray, classes: np.ndarray) -> float:
    """Mean gap between confidence and accuracy over 15 bins of equally many documents, 0 to 1, or NaN."""
    return reliability(probabilities, classes).error


def brier_score(probabilities: np.ndarray, classes: np.ndarray) -> float:
    """Mean squared distance of the probabilities from the label, summed over classes: 0 to 2, or NaN."""
    if len(classes) == 0:
        return float("nan")
    truth = np.eye(probabilities.shape[1])[classes]
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())
