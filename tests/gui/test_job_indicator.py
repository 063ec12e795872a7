"""What the status bar says of jobs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from tests.manual_executor import ManualExecutor
from textminer.gui.job_bridge import JobBridge
from textminer.gui.job_indicator import JobIndicator, duration, job_detail
from textminer.gui.widgets.drawings import drawings
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.jobs.job import JobState
from textminer.jobs.runner import JobRunner
from textminer.progress import Progress


@pytest.fixture
def jobs(executor: ManualExecutor) -> Iterator[JobBridge]:
    jobs = JobBridge(JobRunner(executor))
    yield jobs
    jobs.shutdown(1.0)


@pytest.fixture
def indicator(qtbot: QtBot, jobs: JobBridge) -> JobIndicator:
    indicator = JobIndicator(jobs)
    qtbot.addWidget(indicator)
    indicator.show()
    return indicator


def shown(indicator: JobIndicator) -> list[str]:
    return [label.text() for label in indicator.findChildren(QLabel) if label.isVisible()]


def test_an_idle_window_is_ready(indicator: JobIndicator) -> None:
    assert shown(indicator) == ["Ready"]


def test_a_running_job_shows_its_name_progress_and_what_it_says(
    qtbot: QtBot, indicator: JobIndicator, jobs: JobBridge, executor: ManualExecutor
) -> None:
    seen = []

    def work(progress: Progress) -> None:
        progress.report(0.5, "7,730 of 12,431")
        qtbot.waitUntil(lambda: "Scoring documents" in shown(indicator), timeout=60_000)
        qtbot.waitUntil(lambda: "7,730 of 12,431" in " ".join(shown(indicator)), timeout=60_000)
        seen.append(next(bar.value() for bar in indicator.findChildren(QProgressBar) if bar.isVisible()))

    jobs.start("Scoring documents", work, lane="score")
    executor.drain()
    assert seen == [500]
    qtbot.waitUntil(lambda: shown(indicator) == ["Ready"], timeout=60_000)


def test_a_window_is_not_ready_before_its_figures_are_drawn(
    qtbot: QtBot, indicator: JobIndicator, jobs: JobBridge, executor: ManualExecutor
) -> None:
    figure = QLabel()
    drawings.set_waiting(figure, True)
    assert "Ready" not in shown(indicator)
    qtbot.waitUntil(lambda: shown(indicator) == ["Drawing…"], timeout=60_000)
    jobs.start("Scoring documents", lambda progress: None, lane="score")
    executor.drain()
    qtbot.waitUntil(lambda: not jobs.active(), timeout=60_000)
    assert shown(indicator) == ["Drawing…"]
    drawings.set_waiting(figure, False)
    assert shown(indicator) == ["Ready"]


def test_a_canvas_that_is_looked_at_waits_for_its_drawing(qtbot: QtBot) -> None:
    canvas = FigureCanvas("Bars")
    qtbot.addWidget(canvas)
    canvas.show_figure(lambda figure, _colours: figure.clear(), None)
    assert not drawings.are_under_way  # nobody looks
    canvas.show()
    assert drawings.are_under_way
    qtbot.waitUntil(lambda: canvas.is_current, timeout=60_000)
    assert not drawings.are_under_way
    canvas.resize(300, 200)
    assert drawings.are_under_way
    canvas.hide()
    assert not drawings.are_under_way


def test_cancel_in_the_status_bar_cancels_the_job(
    qtbot: QtBot, indicator: JobIndicator, jobs: JobBridge
) -> None:
    job = jobs.start("Scoring documents", lambda progress: None, lane="score")
    qtbot.waitUntil(lambda: "Scoring documents" in shown(indicator), timeout=60_000)
    cancel = next(b for b in indicator.findChildren(QPushButton) if b.text() == "Cancel" and b.isVisible())
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert job.state is JobState.CANCELLED
    qtbot.waitUntil(lambda: shown(indicator) == ["Ready"], timeout=60_000)


def test_several_jobs_can_be_looked_at(qtbot: QtBot, indicator: JobIndicator, jobs: JobBridge) -> None:
    for number in range(3):
        jobs.start(f"Job {number}", lambda progress: None, lane=str(number))
    qtbot.waitUntil(lambda: "Job 0" in shown(indicator), timeout=60_000)
    more = next(b for b in indicator.findChildren(QPushButton) if b.isVisible() and "more" in b.text())
    assert more.text() == "2 more"
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert {"Job 0", "Job 1", "Job 2"} <= set(shown(indicator))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.hide()


def test_a_job_that_says_nothing_shows_its_share(executor: ManualExecutor) -> None:
    details = []

    def work(progress: Progress) -> None:
        progress.report(0.421)
        details.append(job_detail(job))
        job.cancel()
        details.append(job_detail(job))

    job = JobRunner(executor).start("Working", work, lane="one")
    details.append(job_detail(job))
    executor.drain()
    assert details == ["waiting", "42 %", "stopping…"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (48, "48 s"), (89.5, "2 min"), (100, "2 min"), (3600, "1 h 0 min"), (7500, "2 h 5 min")],
)
def test_time_is_told_in_the_unit_that_fits(seconds: float, words: str) -> None:
    assert duration(seconds) == words
