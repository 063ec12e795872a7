"""How the window answers while a large file is opened, scored, sorted, filtered, searched and scrolled.

    python benchmarks/window.py FILE [--page-seconds 20] [--stop-scoring] [--jobs] [--stacks MS]

A 10 ms timer runs on the event loop all the while; its gaps are what a user feels as stutter. Prints when
the first rows and the first scores were on the screen, and the gaps of each phase (median, 99th percentile,
longest); then, page by page, how long it takes until all that it shows is there, as opened and after another
filter; last, with every page built, how it takes another theme and text size. --jobs tells what ran
meanwhile, --stacks writes where every thread was when a gap grew longer than MS.
Set QT_QPA_PLATFORM=offscreen where there is no display.
"""

import argparse
import faulthandler
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from textminer.analysis.word_pattern import WordPattern
from textminer.app import SWITCH_S, Application
from textminer.corpus.filter import DocumentFilter
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.garbage import GarbageCollector
from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import ThemeMode
from textminer.jobs.job import Job
from textminer.session.preferences import Preferences

TICK_MS = 10
PAGES = ("overview", "words", "concordance", "network", "compare", "topics")


class StallMeter:
    """Measures by how much each tick of a timer came late."""

    def __init__(self, stacks_s: float = 0.0) -> None:
        self._stacks_s = stacks_s
        self._last = time.perf_counter()
        self._gaps: list[float] = []
        self.taken: list[np.ndarray] = []
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def take(self) -> np.ndarray:
        """Gaps in ms since the last call."""
        gaps, self._gaps = np.array(self._gaps), []
        self.taken.append(gaps)
        return gaps

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append((now - self._last) * 1000)
        self._last = now
        if self._stacks_s:  # written by a thread of C, which needs no interpreter
            faulthandler.dump_traceback_later(self._stacks_s)


class JobTimes:
    """When each job began and how long it took, with what was shown after it."""

    def __init__(self, jobs: JobBridge) -> None:
        self._began = time.perf_counter()
        self._started: dict[int, float] = {}
        self._lines: list[str] = []
        jobs.updated.connect(self._on_update)
        jobs.finished.connect(self._on_finish)

    def tell(self) -> None:
        """Print the jobs since the last call, in seconds from then."""
        for line in self._lines:
            print(line, flush=True)
        self._lines.clear()
        self._began = time.perf_counter()

    def _on_update(self, job: Job[object]) -> None:
        self._started.setdefault(job.id, time.perf_counter())

    def _on_finish(self, job: Job[object]) -> None:
        now = time.perf_counter()
        began = self._started.pop(job.id, now)
        span = f"{began - self._began:7.2f} to {now - self._began:6.2f} s"
        self._lines.append(f"    {span}  {job.lane}: {job.title} ({job.state.value})")


def main() -> None:
    """Run the phases one after the other and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--page-seconds", type=float, default=20.0, help="how long to scroll while it scores")
    parser.add_argument("--stop-scoring", action="store_true", help="before the pages: for very many rows")
    parser.add_argument("--jobs", action="store_true")
    parser.add_argument("--stacks", type=float, default=0.0, metavar="MS")
    options = parser.parse_args()
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp())
    application = QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_S)
    made = Application(application, Preferences())
    made.window.resize(1440, 900)
    garbage = GarbageCollector(made.window)  # as in the program: Python's own stops all threads for long
    made.window.show()
    meter = StallMeter(options.stacks / 1000)
    job_times = JobTimes(made.jobs)

    def run(seconds: float, until: object = None, each: object = None) -> float:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds and not (callable(until) and until()):
            application.processEvents()
            if callable(each):
                each()
            time.sleep(0.0005)
        return time.perf_counter() - began

    def settle() -> float:
        """Until no job runs, and none has followed from its result."""
        took = 0.0
        while made.jobs.active():
            took += run(600, lambda: not made.jobs.active())
            run(0.05, lambda: bool(made.jobs.active()))
        return took

    def say(phase: str, took_s: float) -> None:
        gaps = meter.take()
        if len(gaps):
            print(f"{phase:28} {took_s:7.2f} s   {_told(gaps)}", flush=True)
        if options.jobs:
            job_times.tell()

    run(0.5)
    made.warm_up(garbage.settle)
    say("imports after first paint", run(60, lambda: not made.jobs.active()))
    meter.taken.clear()  # the first import of torch stops all threads for a while, once
    say("pages built ahead", run(2.0))
    session = made.workbench().session
    made.open_paths([options.file])
    say("drop to rows on the screen", run(600, lambda: session.corpus is not None))
    say(
        "rows to first scores",
        run(600, lambda: session.prediction is not None and session.prediction.is_scored.any()),
    )
    bar = made.window.show_page("documents").grid.verticalScrollBar()

    def scroll() -> None:
        bar.setValue((bar.value() + 36) % max(bar.maximum(), 1))

    say("scrolling while scoring", run(options.page_seconds, lambda: not made.jobs.active(), scroll))
    grid = made.window.page("documents").grid
    for column in range(min(grid.model().columnCount(), 5)):
        grid.horizontalHeader().sectionClicked.emit(column)
        took = run(0.3) + run(60, lambda: not _is_busy(made, "sort"))
        say(f"sort by column {column}", took)
    for text in ("the", "wonderful", "zzzz", ""):
        made.window.find_changed.emit(text)
        say(f"find {text!r}", run(0.3) + run(60, lambda: not _is_busy(made, "filter")))
    if options.stop_scoring:
        say("rest of the words", run(600, lambda: session.tokens is not None))
        for job in made.jobs.active():
            if job.lane == "score":
                job.cancel()
        say("words counted ahead", settle())
    filtering = made.window.page("documents").filtering
    for name in PAGES:
        page = made.window.show_page(name)
        if isinstance(page, ConcordancePage):
            page.look_for(WordPattern("the"))
        say(name, run(0.3) + settle())
        filtering.apply(DocumentFilter(sentiments=("negative",)))
        say(f"{name}, filtered", run(0.3) + settle())
        filtering.clear()
        run(0.3)
        settle()
        meter.take()
    made.window.show_page("documents")
    run(0.5)
    meter.take()
    for phase, change in (
        ("dark theme", lambda: made.theme.set_mode(ThemeMode.DARK)),
        ("light theme", lambda: made.theme.set_mode(ThemeMode.LIGHT)),
        ("text of 120 %", lambda: made.theme.set_scale(1.2)),
        ("text of 100 %", lambda: made.theme.set_scale(1.0)),
    ):
        change()
        say(phase, run(0.7) + settle())
    whole = np.concatenate(meter.taken)
    print(f"all together                 {_told(whole)}")
    garbage.stop()
    made.window.close()
    made.jobs.shutdown(10)


def _told(gaps: np.ndarray) -> str:
    p50, p99 = np.quantile(gaps, [0.5, 0.99])
    return f"gaps p50 {p50:5.1f}  p99 {p99:6.1f}  max {gaps.max():6.1f} ms  n {len(gaps)}"


def _is_busy(made: Application, lane: str) -> bool:
    return any(job.lane == lane for job in made.jobs.active())


if __name__ == "__main__":
    main()
