"""How a training went: the points of its curves, and the plan it followed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class HistoryPoint:
    """One point of the curves.

    step:                 batches trained so far
    epoch:                passes over the training part so far, with its fraction
    training_loss:        mean cross-entropy per document since the point before, in nats
    training_accuracy:    share right in the same documents, 0 to 1, noise of training included
    validation_loss:      of the weights that would be kept; None between two validations
    validation_accuracy:  … and their share right
    gradient_norm:        mean L2 norm of the gradient before it is clipped
    documents_per_s:      training speed since the point before
    """

    step: int
    epoch: float
    training_loss: float
    training_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    gradient_norm: float
    documents_per_s: float


@dataclass(frozen=True)
class History:
    """All points of a training in order, and how it ended.

    n_steps:    steps planned at its start
    best_step:  the step whose weights were kept
    ending:     "planned", "no gain" (early stopping) or "stopped" (by the user)
    """

    points: tuple[HistoryPoint, ...]
    n_steps: int
    best_step: int
    ending: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "History":
        """A history from what `to_dict` gave."""
        points = tuple(HistoryPoint(**point) for point in values["points"])
        return cls(points, values["n_steps"], values["best_step"], values["ending"])


OnHistory = Callable[[Sequence[HistoryPoint]], None]
"""Called from the training thread with all points so far, oldest first, each time one is added."""


def ignore_history(points: Sequence[HistoryPoint]) -> None:
    """Watch nothing: the default."""
