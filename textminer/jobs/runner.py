"""How long work runs: on threads, one job at a time per lane, lanes side by side."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeVar

from textminer.errors import TextMinerError
from textminer.jobs.job import Job, JobEvent, JobProgress
from textminer.jobs.thread_priority import give_way
from textminer.progress import Progress

T = TypeVar("T")
Listener = Callable[[Job[Any], JobEvent], None]

MAX_THREADS = 16  # far more lanes than there are; threads are made when needed
LONG_S = 0.3

logger = logging.getLogger(__name__)
_here = threading.local()


def current_job() -> Job[Any] | None:
    """The job whose work runs on this thread; None on any other thread."""
    return getattr(_here, "job", None)


class JobRunner:
    """Runs work on an executor and tells listeners what becomes of it.

    Lanes are the whole scheduling: jobs of one lane run one after the other, in the order of their start.
    Listeners are called on worker threads (on the caller's for what happens at once) and must be quick.

    after_long:  called on the worker thread once work of LONG_S or more has ended, and its end been told
    """

    def __init__(
        self,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
        after_long: Callable[[], None] | None = None,
    ) -> None:
        self._executor = executor or ThreadPoolExecutor(
            MAX_THREADS, thread_name_prefix="job", initializer=give_way
        )
        self._clock = clock
        self._after_long = after_long
        self._listeners: list[Listener] = []
        self._changed = threading.Condition(threading.RLock())
        self._waiting: dict[str, deque[Job[Any]]] = {}
        self._running: dict[str, Job[Any]] = {}
        self._is_shut = False

    def listen(self, listener: Listener) -> None:
        """Call `listener(job, event)` for each event of each job from here on."""
        self._listeners.append(listener)

    def start(self, title: str, work: Callable[[Progress], T], lane: str, replace: bool = False) -> Job[T]:
        """Queue `work(progress)` in a lane and return at once.

        replace:  cancel what the lane has, running and queued: for work that typing starts again
        Raises RuntimeError after shutdown.
        """
        job = Job(title, work, lane, self._clock)
        job._on_cancel = self._drop_queued
        with self._changed:
            if self._is_shut:
                raise RuntimeError("the runner is shut down")
            earlier = self._of_lane(lane) if replace else []
            self._waiting.setdefault(lane, deque()).append(job)
        for other in earlier:
            other.cancel()
        self._tell(job, JobEvent.QUEUED)
        self._advance(lane)
        return job

    def active(self) -> list[Job[Any]]:
        """Jobs that run or wait, oldest first."""
        with self._changed:
            jobs = [*self._running.values(), *(job for waiting in self._waiting.values() for job in waiting)]
        return sorted(jobs, key=lambda job: job.id)

    def shutdown(self, timeout_s: float) -> bool:
        """Cancel everything, take nothing more, and wait at most `timeout_s` for what runs.

        Returns whether all has ended; where not, call it again to go on waiting.
        """
        with self._changed:
            self._is_shut = True
        for job in self.active():
            job.cancel()
        with self._changed:
            ended = self._changed.wait_for(lambda: not self._running, timeout_s)
        self._executor.shutdown(wait=ended, cancel_futures=True)
        return ended

    def _of_lane(self, lane: str) -> list[Job[Any]]:
        running = self._running.get(lane)
        return [*([running] if running is not None else []), *self._waiting.get(lane, ())]

    def _advance(self, lane: str) -> None:
        """Start the lane's next job if none runs there."""
        with self._changed:
            waiting = self._waiting.get(lane)
            if lane in self._running or not waiting:
                return
            job = waiting.popleft()
            self._running[lane] = job
        self._executor.submit(self._run, job)

    def _run(self, job: Job[Any]) -> None:
        if not job._begin():
            return  # cancelled while it waited: _drop_queued has told it
        _here.job = job
        began_s = self._clock()
        try:
            self._tell(job, JobEvent.STARTED)
            job._run(JobProgress(job, lambda: self._tell(job, JobEvent.PROGRESSED), self._clock))
            if job.error is not None and not isinstance(job.error, TextMinerError):
                logger.error("Job %r failed unexpectedly: %s", job.title, job.details)
        finally:
            _here.job = None
            self._leave(job)
        if self._after_long is not None and self._clock() - began_s >= LONG_S:
            self._after_long()

    def _leave(self, job: Job[Any]) -> None:
        self._tell(job, JobEvent.FINISHED)
        with self._changed:
            self._running.pop(job.lane, None)
            self._changed.notify_all()
        self._advance(job.lane)

    def _drop_queued(self, job: Job[Any]) -> None:
        """Forget a job that was cancelled before its work began, and let the lane go on."""
        with self._changed:
            waiting = self._waiting.get(job.lane)
            if waiting is not None and job in waiting:
                waiting.remove(job)
        if self._running.get(job.lane) is job:
            self._leave(job)
        else:
            self._tell(job, JobEvent.FINISHED)

    def _tell(self, job: Job[Any], event: JobEvent) -> None:
        for listener in self._listeners:
            try:
                listener(job, event)
            except Exception:
                logger.exception("A listener failed on %s of %r", event, job.title)
