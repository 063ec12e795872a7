"""The model of the last training, kept for the case that TextMiner ends before it is saved."""

from collections.abc import Callable, Sequence

from textminer.gui.training.outcome import TrainingOutcome
from textminer.storage.disk_sentence import disk_sentence
from textminer.translation import _
from textminer.workflows.unsaved_models import KeptModel, keep_model, unsaved_folder

Kept = KeptModel | str
"""A model that is kept, or why it could not be."""


def kept_or_why(outcome: TrainingOutcome) -> Kept:
    """Keep the model of a training; from its job."""
    try:
        return keep_model(outcome.model, outcome.name)
    except OSError as error:
        told = _("The model is not kept in case TextMiner ends; save it soon.")
        return f"{told} {disk_sentence(unsaved_folder(), error)}"


class KeptOutcome:
    """What is kept of the last training until its model is saved.

    tell:  called with why it is not kept, and with "" when that is over
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._model: KeptModel | None = None

    def take(self, kept: Sequence[Kept]) -> None:
        """Hold what a training has kept, in place of what the one before had."""
        self.forget()
        for one in kept:
            if isinstance(one, KeptModel):
                self._model = one
            else:
                self._tell(one)

    def forget(self) -> None:
        """The model is saved, or nobody wants it."""
        model, self._model = self._model, None
        self._tell("")
        if model is not None:
            model.forget()
