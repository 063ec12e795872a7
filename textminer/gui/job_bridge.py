"""How the events of jobs reach the GUI thread."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from textminer.jobs.job import Job, JobEvent, JobState
from textminer.jobs.runner import JobRunner, current_job
from textminer.progress import Progress

T = TypeVar("T")

TURN_S = 0.012  # time spent on deliveries before the event loop gets its turn; a frame at 60 Hz is 0.016

logger = logging.getLogger(__name__)


@dataclass
class _Receivers:
    job: Job[Any]
    succeeded: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    cancelled: Callable[[], None] | None
    progressed: Callable[[Job[Any]], None] | None


class JobBridge(QObject):
    """Starts jobs and tells of them on the GUI thread, where it lives.

    started, updated and finished carry the job; `unexplained` carries a failed one that nobody receives.
    Of succeeded, failed and cancelled exactly one is called per job, before `finished`.
    What work posts arrives in order, and is dropped once its job was cancelled.
    """

    started = Signal(object)
    updated = Signal(object)
    finished = Signal(object)
    unexplained = Signal(object)
    _woken = Signal()

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._receivers: dict[int, _Receivers] = {}
        self._inbox: deque[Callable[[], None]] = deque()
        self._is_closed = False
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        runner.listen(self._on_event)

    def start(
        self,
        title: str,
        work: Callable[[Progress], T],
        *,
        lane: str,
        replace: bool = False,
        succeeded: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progressed: Callable[[Job[Any]], None] | None = None,
    ) -> Job[T]:
        """Queue `work(progress)` in a lane; the callbacks come later, on the GUI thread. Call it there.

        failed:   gets the exception; without it `unexplained` is emitted and the window shows a line
        replace:  cancel what the lane has first

        After shutdown, when a timer of a closing window may still ask, the job comes back cancelled.
        """
        if self._is_closed:
            refused = Job(title, work, lane, time.monotonic)
            refused.cancel()
            return refused
        job = self._runner.start(title, work, lane, replace)
        self._receivers[job.id] = _Receivers(job, succeeded, failed, cancelled, progressed)
        return job

    def post(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call `function(*arguments)` on the GUI thread, in the order of posting. From any thread.

        Posted by a job's work, it is dropped if that job has been cancelled by then.
        """
        job = current_job()

        def call() -> None:
            if job is None or not (job.is_cancelling or job.state is JobState.CANCELLED):
                function(*arguments)

        self._send(call)

    def stream(self, receiver: Callable[..., None]) -> Callable[..., None]:
        """A function for work to call with its parts; `receiver` gets them on the GUI thread, in order."""
        return lambda *arguments: self.post(receiver, *arguments)

    def active(self) -> list[Job[Any]]:
        """Jobs that run or wait, or whose end nobody here has been told of yet, oldest first."""
        return [receivers.job for receivers in self._receivers.values()]

    def shutdown(self, timeout_s: float) -> bool:
        """Deliver nothing more, cancel everything, wait with a bound; whether all has ended."""
        self._is_closed = True
        ended = self._runner.shutdown(timeout_s)
        self._inbox.clear()
        self._receivers.clear()
        return ended

    def _on_event(self, job: Job[Any], event: JobEvent) -> None:
        self._send(lambda: self._tell(job, event))

    def _send(self, call: Callable[[], None]) -> None:
        if self._is_closed:
            return
        self._inbox.append(call)
        try:
            self._woken.emit()
        except RuntimeError:  # the C++ object died with the window; nobody is left to tell
            self._is_closed = True

    def _deliver(self) -> None:
        until = time.perf_counter() + TURN_S
        while self._inbox and not self._is_closed:
            if time.perf_counter() > until:
                QTimer.singleShot(0, self, self._deliver)
                return
            call = self._inbox.popleft()
            try:
                call()
            except RuntimeError as error:
                if "already deleted" not in str(error):
                    raise
                logger.debug("The receiver is gone: %s", error)

    def _tell(self, job: Job[Any], event: JobEvent) -> None:
        receivers = self._receivers.get(job.id)
        if event is JobEvent.QUEUED:
            self.started.emit(job)
        elif event is JobEvent.FINISHED:
            self._finish(job)
        else:
            progressed = receivers.progressed if receivers is not None else None
            if event is JobEvent.PROGRESSED and progressed is not None and not job.is_cancelling:
                progressed(job)
            self.updated.emit(job)

    def _finish(self, job: Job[Any]) -> None:
        receivers = self._receivers.pop(job.id, None)
        state = job.settle()
        try:
            if receivers is not None:
                self._hand_over(job, state, receivers)
        finally:
            self.finished.emit(job)

    def _hand_over(self, job: Job[Any], state: JobState, receivers: _Receivers) -> None:
        if state is JobState.SUCCEEDED and receivers.succeeded is not None:
            receivers.succeeded(job.result)
        elif state is JobState.FAILED:
            if receivers.failed is not None and job.error is not None:
                receivers.failed(job.error)
            else:
                self.unexplained.emit(job)
        elif state is JobState.CANCELLED and receivers.cancelled is not None:
            receivers.cancelled()
