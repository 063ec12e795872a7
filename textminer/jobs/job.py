"""One long piece of work under way: its state, how far it is, and how it is stopped."""

import enum
import itertools
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from textminer.progress import Cancelled, Progress

T = TypeVar("T")

REPORTS_PER_SECOND = 20  # more than a window can show
RATE_WINDOW_S = 15.0  # time left follows the recent rate: stages of a job differ
RATE_AFTER_S = 0.5  # before this a rate is noise

_numbers = itertools.count(1)


class JobState(enum.Enum):
    """Where a job is. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows this state."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


class JobEvent(enum.Enum):
    """What listeners of a runner are told about a job, in this order; PROGRESSED any number of times."""

    QUEUED = "queued"
    STARTED = "started"
    PROGRESSED = "progressed"
    FINISHED = "finished"


class Job(Generic[T]):
    """Work that a runner was given, as those see it who wait for it. Safe to read from any thread.

    title:     what the user reads, in the user's language
    lane:      jobs of one lane run one after the other
    fraction:  how far it is, 0 to 1
    message:   the last thing the work said about itself
    result:    what the work returned, once SUCCEEDED
    error:     what it raised, once FAILED, without its traceback (which would keep the data alive)
    details:   the kind of error and the lines it came from, for copying; holds no data of the user's
    """

    def __init__(
        self, title: str, work: Callable[[Progress], T], lane: str, clock: Callable[[], float]
    ) -> None:
        self.id = next(_numbers)
        self.title = title
        self.lane = lane
        self.state = JobState.QUEUED
        self.fraction = 0.0
        self.message = ""
        self.result: T | None = None
        self.error: BaseException | None = None
        self.details = ""
        self._work: Callable[[Progress], T] | None = work
        self._clock = clock
        self._lock = threading.Lock()
        self._cancel_requested = False
        self._is_settled = False
        self._samples: deque[tuple[float, float]] = deque()
        self._on_cancel: Callable[[Job[T]], None] | None = None

    def __repr__(self) -> str:
        return f"<Job {self.id} {self.title!r} {self.state.value} {self.fraction:.0%}>"

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop and has not stopped yet."""
        return self._cancel_requested and not self.state.is_final

    @property
    def seconds_left(self) -> float | None:
        """Time left at the rate measured lately; None while there is too little to measure."""
        with self._lock:
            if self.state is not JobState.RUNNING or len(self._samples) < 2:
                return None
            began_s, began = self._samples[0]
            elapsed_s = self._clock() - began_s
            done = self.fraction - began
            if elapsed_s < RATE_AFTER_S or done <= 0:
                return None
            return (1.0 - self.fraction) * elapsed_s / done

    def cancel(self) -> None:
        """Ask it to stop: a queued job ends at once, a running one at its next report. Call from any thread.

        A result that nobody has received yet is dropped, also when the work has just ended.
        """
        with self._lock:
            self._cancel_requested = True
            was_queued = self.state is JobState.QUEUED
            if was_queued or (self.state is JobState.SUCCEEDED and not self._is_settled):
                self.state = JobState.CANCELLED
                self.result = None
        if was_queued and self._on_cancel is not None:
            self._on_cancel(self)

    def settle(self) -> JobState:
        """The final state, from here on fixed: called by whoever hands the result on, just before it does."""
        with self._lock:
            self._is_settled = True
            self._work = None
            return self.state

    def _begin(self) -> bool:
        """Take the state RUNNING; False where it was cancelled while it waited."""
        with self._lock:
            if self.state is not JobState.QUEUED:
                return False
            self.state = JobState.RUNNING
            return True

    def _run(self, progress: Progress) -> None:
        """Do the work and take the final state; raises nothing."""
        try:
            assert self._work is not None, "a job runs once"
            value = self._work(progress)
        except Cancelled:
            self._end(JobState.CANCELLED)
        except BaseException as error:  # noqa: BLE001  a worker must end in a state, whatever happens
            self._fail(error)
        else:
            self._end(JobState.SUCCEEDED, value)

    def _end(self, state: JobState, value: T | None = None) -> None:
        with self._lock:
            if self._cancel_requested:
                state, value = JobState.CANCELLED, None
            elif state is JobState.SUCCEEDED:
                self.fraction = 1.0
            self.state = state
            self.result = value

    def _fail(self, error: BaseException) -> None:
        details = describe_failure(error)
        error.__traceback__ = None
        with self._lock:
            if self._cancel_requested:
                self.state = JobState.CANCELLED
            else:
                self.state, self.error, self.details = JobState.FAILED, error, details

    def _record(self, fraction: float, message: str) -> None:
        if self._cancel_requested:
            raise Cancelled
        now = self._clock()
        with self._lock:
            self.fraction = min(max(fraction, 0.0), 1.0)
            if message:
                self.message = message
            if not self._samples or now - self._samples[-1][0] >= 1 / REPORTS_PER_SECOND:
                self._samples.append((now, self.fraction))
                while len(self._samples) > 2 and now - self._samples[0][0] > RATE_WINDOW_S:
                    self._samples.popleft()


class JobProgress:
    """The watcher of a job's work: records, stops a cancelled job, and tells listeners now and then."""

    def __init__(
        self, job: Job[T], tell: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._job = job
        self._tell = tell
        self._clock = clock
        self._told_s = float("-inf")

    def report(self, fraction: float, message: str = "") -> None:
        """Say how far the work is, 0 to 1. Raises Cancelled when it should stop."""
        self._job._record(fraction, message)
        now = self._clock()
        if now - self._told_s >= 1 / REPORTS_PER_SECOND:
            self._told_s = now
            self._tell()


def describe_failure(error: BaseException) -> str:
    """Kind of error and the lines it came from, without its message, which may quote the user's data."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(type(cause).__name__)
        lines.extend(line.rstrip() for line in traceback.format_tb(cause.__traceback__))
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)
