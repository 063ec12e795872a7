"""The line that offers to go on with a training that was interrupted."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from textminer.gui.job_bridge import JobBridge
from textminer.gui.training.presets import describe_request
from textminer.gui.widgets.message_bar import MessageBar
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.interrupted_training import InterruptedTraining, interrupted_training
from textminer.workflows.kept_trainings import discard, keeps_any
from textminer.workflows.training import TrainingRequest

Begin = Callable[[InterruptedTraining, bool], None]


class InterruptedOffer(MessageBar):
    """Shown where a training of the documents that are open, and of their labels as they are, can go on.

    begin:  called with the training, and whether it goes on or begins anew
    """

    def __init__(
        self, session: Session, jobs: JobBridge, begin: Begin, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._begin = begin
        self._found: InterruptedTraining | None = None

    @property
    def found(self) -> InterruptedTraining | None:
        """What is offered."""
        return self._found

    def look(self) -> None:
        """Look in a job for what can go on."""
        self.withdraw()
        corpus, labels = self._session.corpus, self._session.labels
        if corpus is not None and keeps_any():
            self._jobs.start(
                _("Looking for an interrupted training"),
                lambda progress: interrupted_training(corpus, labels, progress),
                lane="interrupted",
                replace=True,
                succeeded=self._offer,
            )

    def withdraw(self) -> None:
        """Offer nothing."""
        self._found = None
        self.hide()

    def is_of(self, request: TrainingRequest, source: int, text_column: int) -> bool:
        """Whether a training that is about to begin is the one that is offered; the line is then seen."""
        found = self._found
        if found is None or (found.request, found.source) != (request, source):
            return False
        return found.corpus.text_column == text_column

    def ask(self) -> None:
        """Show the line, also where it was closed."""
        found = self._found
        if found is None:
            return
        sentence = _(
            "A training of “{label}” ({settings}) was interrupted at step {step} of {n_steps} on {day} "
            "at {time}."
        )
        at = datetime.fromtimestamp(found.kept.saved_s)
        label = found.corpus.table.names[found.request.label_column].strip()
        self.show_choices(
            sentence.format(
                label=label,
                settings=describe_request(found.request),
                step=f"{found.kept.step:,}",
                n_steps=f"{found.kept.n_steps:,}",
                day=f"{at:%Y-%m-%d}",
                time=f"{at:%H:%M}",
            ),
            [
                (_("Go on"), lambda: self._start(True)),
                (_("Begin anew"), lambda: self._start(False)),
                (_("Delete it"), self._delete),
            ],
        )

    def _offer(self, found: InterruptedTraining | None) -> None:
        self._found = found
        self.ask()

    def _start(self, goes_on: bool) -> None:
        found = self._found
        if found is not None:
            self.withdraw()
            self._begin(found, goes_on)

    def _delete(self) -> None:
        if self._found is not None:
            discard(self._found.kept.key)
        self.look()
