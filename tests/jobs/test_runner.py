"""What jobs promise: states, lanes, cancelling, throttling, and an end."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.manual_executor import ManualExecutor
from textminer.errors import TableError
from textminer.jobs.job import JobEvent, JobState
from textminer.jobs.runner import JobRunner, current_job
from textminer.progress import Cancelled, Progress


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_job_returns_its_value_and_passes_its_states_in_order(executor: ManualExecutor) -> None:
    runner = JobRunner(executor)
    seen = []
    runner.listen(lambda job, event: seen.append((event, job.state)))
    job = runner.start("Adding", lambda progress: 1 + 1, lane="sums")
    assert job.state is JobState.QUEUED
    executor.drain()
    assert (job.state, job.result, job.fraction) == (JobState.SUCCEEDED, 2, 1.0)
    assert seen == [
        (JobEvent.QUEUED, JobState.QUEUED),
        (JobEvent.STARTED, JobState.RUNNING),
        (JobEvent.FINISHED, JobState.SUCCEEDED),
    ]


def test_an_error_ends_its_job_and_not_its_lane(executor: ManualExecutor) -> None:
    runner = JobRunner(executor)

    def refuse(progress: Progress) -> None:
        raise TableError("No table in notes.bin")

    failing = runner.start("Reading", refuse, lane="file")
    following = runner.start("Reading", lambda progress: "read", lane="file")
    executor.drain()
    assert failing.state is JobState.FAILED
    assert str(failing.error) == "No table in notes.bin"
    assert following.result == "read"


def test_the_details_of_a_failure_hold_no_data_of_the_user(executor: ManualExecutor) -> None:
    text = "my private diary"

    def stumble(progress: Progress) -> None:
        raise KeyError(text)

    job = JobRunner(executor).start("Reading", stumble, lane="file")
    executor.drain()
    assert "KeyError" in job.details
    assert "stumble" in job.details
    assert "diary" not in job.details
    assert job.error is not None
    assert job.error.__traceback__ is None


def test_cancelling_stops_the_work_at_its_next_report(executor: ManualExecutor) -> None:
    runner = JobRunner(executor)
    steps = []

    def count(progress: Progress) -> str:
        for step in range(10):
            progress.report(step / 10)
            steps.append(step)
            if step == 3:
                job.cancel()
        return "done"

    job = runner.start("Counting", count, lane="words")
    executor.drain()
    assert steps == [0, 1, 2, 3]
    assert (job.state, job.result) == (JobState.CANCELLED, None)


def test_a_result_after_the_cancel_is_dropped(executor: ManualExecutor) -> None:
    runner = JobRunner(executor)
    job = runner.start("Counting", lambda progress: job.cancel() or "too late", lane="words")
    executor.drain()
    assert (job.state, job.result) == (JobState.CANCELLED, None)


def test_a_result_that_nobody_received_yet_is_dropped_by_a_cancel(executor: ManualExecutor) -> None:
    job = JobRunner(executor).start("Counting", lambda progress: "waiting", lane="words")
    executor.drain()
    job.cancel()
    assert (job.settle(), job.result) == (JobState.CANCELLED, None)


def test_a_received_result_stays(executor: ManualExecutor) -> None:
    job = JobRunner(executor).start("Counting", lambda progress: "received", lane="words")
    executor.drain()
    job.settle()
    job.cancel()
    assert (job.state, job.result) == (JobState.SUCCEEDED, "received")


def test_replacing_cancels_what_its_lane_has_and_nothing_else(executor: ManualExecutor) -> None:
    runner = JobRunner(executor)
    ran = []
    first = runner.start("Finding", lambda progress: ran.append("first"), lane="find")
    second = runner.start("Finding", lambda progress: ran.append("second"), lane="find")
    elsewhere = runner.start("Scoring", lambda progress: ran.append("elsewhere"), lane="score")
    last = runner.start("Finding", lambda progress: ran.append("last"), lane="find", replace=True)
    executor.drain()
    assert [job.state for job in (first, second)] == [JobState.CANCELLED] * 2
    assert [job.state for job in (elsewhere, last)] == [JobState.SUCCEEDED] * 2
    assert ran == ["elsewhere", "last"]


def test_every_job_is_finished_exactly_once_when_cancelled_while_queued(executor: ManualExecutor) -> None:
    runner = JobRunner(executor)
    finished = []
    runner.listen(lambda job, event: finished.append(job.id) if event is JobEvent.FINISHED else None)
    jobs = [runner.start("Waiting", lambda progress: None, lane="one") for _ in range(4)]
    for job in jobs:
        job.cancel()
        job.cancel()
    executor.drain()
    assert sorted(finished) == sorted(job.id for job in jobs)
    assert runner.active() == []


@given(lanes=st.lists(st.sampled_from("abc"), max_size=12))
def test_a_lane_runs_its_jobs_one_by_one_in_the_order_of_their_start(lanes: list[str]) -> None:
    executor = ManualExecutor()
    runner = JobRunner(executor)
    order: dict[str, list[int]] = {}
    expected: dict[str, list[int]] = {}
    for number, lane in enumerate(lanes):
        expected.setdefault(lane, []).append(number)

        def work(progress: Progress, lane: str = lane, number: int = number) -> None:
            order.setdefault(lane, []).append(number)

        runner.start("Working", work, lane=lane)
    assert len(runner.active()) == len(lanes)
    executor.drain()
    assert order == expected


def test_at_most_twenty_reports_a_second_reach_a_listener(executor: ManualExecutor) -> None:
    clock = Clock()
    runner = JobRunner(executor, clock)
    told = []
    runner.listen(lambda job, event: told.append(clock.now) if event is JobEvent.PROGRESSED else None)

    def work(progress: Progress) -> None:
        for step in range(10_000):
            clock.now += 0.001
            progress.report(step / 10_000)

    runner.start("Working", work, lane="one")
    executor.drain()
    assert 190 <= len(told) <= 201  # ten seconds


def test_time_left_follows_the_measured_rate(executor: ManualExecutor) -> None:
    clock = Clock()
    runner = JobRunner(executor, clock)
    left = []

    def work(progress: Progress) -> None:
        for step in range(6):
            progress.report(step / 10)
            left.append(job.seconds_left)
            clock.now += 1.0

    job = runner.start("Working", work, lane="one")
    executor.drain()
    assert left[0] is None
    assert left[2:] == pytest.approx([8.0, 7.0, 6.0, 5.0])
    assert job.seconds_left is None


def test_work_can_ask_which_job_it_is(executor: ManualExecutor) -> None:
    job = JobRunner(executor).start("Asking", lambda progress: current_job(), lane="one")
    executor.drain()
    assert job.result is job
    assert current_job() is None


def test_work_that_stops_by_itself_is_cancelled(executor: ManualExecutor) -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled

    job = JobRunner(executor).start("Stopping", stop, lane="one")
    executor.drain()
    assert job.state is JobState.CANCELLED


def test_a_listener_that_fails_does_not_stop_the_work(
    executor: ManualExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    runner = JobRunner(executor)
    runner.listen(lambda job, event: 1 / 0)
    job = runner.start("Working", lambda progress: "done", lane="one")
    executor.drain()
    assert job.result == "done"
    assert "A listener failed" in caplog.text


def test_after_long_work_and_no_other_something_is_done_once_its_end_has_been_told(
    executor: ManualExecutor,
) -> None:
    clock, done = Clock(), []
    runner = JobRunner(executor, clock, after_long=lambda: done.append("cleared"))
    runner.listen(lambda job, event: done.append(job.title) if event is JobEvent.FINISHED else None)

    def last(seconds: float) -> None:
        clock.now += seconds

    runner.start("short", lambda progress: last(0.2), lane="a")
    runner.start("long", lambda progress: last(0.4), lane="b")
    executor.drain()
    assert done == ["short", "long", "cleared"]


def test_shutdown_cancels_and_waits_for_running_threads() -> None:
    runner = JobRunner()
    begun = threading.Event()

    def endless(progress: Progress) -> None:
        while True:
            begun.set()
            progress.report(0.5)

    running = runner.start("Endless", endless, lane="one")
    queued = runner.start("Endless", endless, lane="one")
    beside = runner.start("Endless", endless, lane="two")
    assert begun.wait(5)
    assert runner.shutdown(timeout_s=10)
    assert [job.state for job in (running, queued, beside)] == [JobState.CANCELLED] * 3
    with pytest.raises(RuntimeError):
        runner.start("Late", lambda progress: None, lane="one")


def test_shutdown_says_when_work_has_not_ended_and_can_wait_again() -> None:
    runner = JobRunner()
    begun, let_go = threading.Event(), threading.Event()

    def deaf(progress: Progress) -> None:
        begun.set()
        let_go.wait(10)

    runner.start("Deaf", deaf, lane="one")
    assert begun.wait(5)
    assert not runner.shutdown(timeout_s=0.01)
    let_go.set()
    assert runner.shutdown(timeout_s=10)
