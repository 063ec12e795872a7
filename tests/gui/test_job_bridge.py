"""How jobs reach the window: on its thread, in order, exactly once."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal
from pytestqt.qtbot import QtBot

from tests.manual_executor import ManualExecutor
from textminer.errors import TableError
from textminer.gui.job_bridge import JobBridge
from textminer.jobs.job import JobState
from textminer.jobs.runner import JobRunner
from textminer.progress import Progress


@pytest.fixture
def bridge(qtbot: QtBot, executor: ManualExecutor) -> Iterator[JobBridge]:
    bridge = JobBridge(JobRunner(executor))
    yield bridge
    bridge.shutdown(1.0)


@pytest.fixture
def threaded(qtbot: QtBot) -> Iterator[JobBridge]:
    bridge = JobBridge(JobRunner())
    yield bridge
    assert bridge.shutdown(10.0)


def deliver() -> None:
    QCoreApplication.processEvents()


def test_results_arrive_on_the_gui_thread(qtbot: QtBot, threaded: JobBridge) -> None:
    received = []
    threaded.start(
        "Asking",
        lambda progress: threading.current_thread(),
        lane="one",
        succeeded=lambda worker: received.append((worker, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(received), timeout=10_000)
    worker, here = received[0]
    assert here is threading.main_thread()
    assert worker is not here


def test_exactly_one_of_three_is_called_and_then_finished(
    bridge: JobBridge, executor: ManualExecutor
) -> None:
    told = []

    def fail(progress: Progress) -> None:
        raise TableError("No table")

    bridge.finished.connect(lambda job: told.append("finished"))
    works = {"succeeded": lambda progress: 5, "failed": fail, "cancelled": lambda progress: job.cancel()}
    for outcome, work in works.items():
        told.clear()
        job = bridge.start(
            "Working",
            work,
            lane="one",
            succeeded=lambda value: told.append("succeeded"),
            failed=lambda error: told.append("failed"),
            cancelled=lambda: told.append("cancelled"),
        )
        executor.drain()
        assert told == []
        deliver()
        assert told == [outcome, "finished"]


def test_a_result_in_the_event_queue_is_dropped_by_a_cancel(
    bridge: JobBridge, executor: ManualExecutor
) -> None:
    told = []
    job = bridge.start(
        "Working",
        lambda progress: 5,
        lane="one",
        succeeded=told.append,
        cancelled=lambda: told.append("cancelled"),
    )
    executor.drain()
    job.cancel()
    deliver()
    assert told == ["cancelled"]


def test_a_job_is_active_until_its_end_has_been_told(bridge: JobBridge, executor: ManualExecutor) -> None:
    at_the_end: list[list[object]] = []
    job = bridge.start(
        "Asking",
        lambda progress: None,
        lane="one",
        succeeded=lambda _result: at_the_end.append(list(bridge.active())),
    )
    executor.drain()
    assert job.state is not JobState.RUNNING
    assert bridge.active() == [job]
    deliver()
    assert at_the_end == [[]]
    assert bridge.active() == []


def test_parts_arrive_in_order_and_before_the_result(bridge: JobBridge, executor: ManualExecutor) -> None:
    received: list[object] = []
    add = bridge.stream(received.append)

    def work(progress: Progress) -> str:
        for part in range(100):
            add(part)
        return "all"

    bridge.start("Streaming", work, lane="one", succeeded=received.append)
    executor.drain()
    while not received or received[-1] != "all":
        deliver()
    assert received == [*range(100), "all"]


def test_parts_of_a_cancelled_job_are_dropped(bridge: JobBridge, executor: ManualExecutor) -> None:
    received: list[int] = []
    add = bridge.stream(received.append)
    job = bridge.start("Streaming", lambda progress: add(1), lane="one")
    executor.drain()
    job.cancel()
    deliver()
    assert received == []
    assert job.state is JobState.CANCELLED


def test_a_failure_without_a_receiver_is_told_to_the_window(
    bridge: JobBridge, executor: ManualExecutor
) -> None:
    told = []
    bridge.unexplained.connect(lambda job: told.append(str(job.error)))

    def fail(progress: Progress) -> None:
        raise TableError("No table")

    bridge.start("Reading", fail, lane="one")
    executor.drain()
    deliver()
    assert told == ["No table"]


def test_nothing_is_delivered_after_shutdown(bridge: JobBridge, executor: ManualExecutor) -> None:
    received: list[object] = []
    bridge.start("Working", lambda progress: 5, lane="one", succeeded=received.append)
    executor.drain()
    assert bridge.shutdown(1.0)
    deliver()
    assert received == []


class Emitter(QObject):
    told = Signal(int, bool)


def test_a_hundred_thousand_emits_of_a_python_signal_do_not_abort(qtbot: QtBot) -> None:
    # PySide6 6.12.0 on Python 3.11 drops a reference of True at each emit and aborts after about 24,000
    emitter = Emitter()
    count = 0

    def receive(number: int, flag: bool) -> None:
        nonlocal count
        count += flag

    emitter.told.connect(receive)
    for number in range(100_000):
        emitter.told.emit(number, True)
    assert count == 100_000


def test_a_job_asked_for_after_shutdown_comes_back_cancelled(
    bridge: JobBridge, executor: ManualExecutor
) -> None:
    bridge.shutdown(1.0)
    job = bridge.start("Too late", lambda progress: pytest.fail("it ran"), lane="a")
    executor.drain()
    assert job.state is JobState.CANCELLED
