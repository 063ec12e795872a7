"""How the window answers while groups are chosen, filtered by and compared in columns of very many values.

    python benchmarks/grouping.py [--rows 1000000] [--values 1000] [--keep FILE]

Writes a table of short reviews with two columns of as many values each, a date and stars, opens it, and does
what an analyst would: look into the filter's list of values, tick some, compare a group with another, with
all others, and the largest ones, divide by the other column and by time, and look at the overview by either
column. A 10 ms timer runs on the event loop all the while. Its gaps are what a user feels as stutter, waiting
for other programs included; "own" is the processor time that the window's thread took between two ticks,
which a busy machine does not change.
Set QT_QPA_PLATFORM=offscreen where there is no display.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from textminer.app import SWITCH_S, Application
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.gui.compare.page import ComparePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.garbage import GarbageCollector
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.widgets.drawings import drawings
from textminer.session.preferences import Preferences
from textminer.workflows.comparing import COLUMN, TIME, Choice, Division

TICK_MS = 10
WORDS = 400


class Meter:
    """Gaps between the ticks of a timer, and the processor time of this thread in each."""

    def __init__(self) -> None:
        self._last = self._now()
        self._gaps: list[tuple[float, float]] = []
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def take(self) -> np.ndarray:
        """Gap and own time in ms of each tick since the last call: float (n_ticks, 2)."""
        gaps, self._gaps = self._gaps, []
        return np.array(gaps).reshape(-1, 2)

    def _tick(self) -> None:
        last, self._last = self._last, self._now()
        self._gaps.append((self._last[0] - last[0], self._last[1] - last[1]))

    def _now(self) -> tuple[float, float]:
        return 1000 * time.perf_counter(), 1000 * time.thread_time()


def write_table(path: Path, n_rows: int, n_values: int) -> None:
    """Short reviews of products and reviewers, as many of each as there are values; some are rare."""
    chance = np.random.default_rng(11)
    words = np.array(
        [f"word{place}" for place in range(WORDS - 6)] + ["good", "bad", "great", "broken", "nice", "poor"]
    )
    products = np.minimum(chance.geometric(3 / n_values, n_rows), n_values)
    reviewers = chance.integers(0, n_values, n_rows)
    picked = words[chance.integers(0, WORDS, (n_rows, 8))]
    days = chance.integers(0, 1000, n_rows)
    dates = np.datetime_as_string(np.datetime64("2022-01-01") + days)
    stars = chance.integers(1, 6, n_rows)
    with path.open("w", encoding="utf-8") as file:
        file.write("review,product,reviewer,date,stars\n")
        for place in range(n_rows):
            file.write(
                f"{' '.join(picked[place])},P{products[place]:04d},R{reviewers[place]:04d},"
                f"{dates[place]},{stars[place]}\n"
            )


def main() -> None:
    """Run the phases one after the other and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--values", type=int, default=1_000)
    parser.add_argument("--keep", type=Path, help="the table: written if it is not there")
    options = parser.parse_args()
    folder = tempfile.TemporaryDirectory()
    path = options.keep or Path(folder.name) / "reviews.csv"
    if not path.exists():
        write_table(path, options.rows, options.values)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder.name)
    application = QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_S)
    made = Application(application, Preferences())
    made.window.resize(1440, 900)
    garbage = GarbageCollector(made.window)
    made.window.show()
    meter = Meter()
    taken: list[np.ndarray] = []

    def run(seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds and not until():
            application.processEvents()
            time.sleep(0.0005)

    def settle() -> None:
        for _again in range(3):
            run(600, lambda: not made.jobs.active() and not drawings.are_under_way)
            run(0.1, lambda: bool(made.jobs.active()))

    def phase(name: str, act: Callable[[], object] = lambda: None) -> None:
        meter.take()
        began = time.perf_counter()
        act()
        run(0.3)
        settle()
        gaps = meter.take()
        taken.append(gaps)
        print(f"{name:36} {time.perf_counter() - began:6.1f} s   {told(gaps)}", flush=True)

    run(0.5)
    made.warm_up(garbage.settle)
    run(60, lambda: not made.jobs.active())
    session = made.workbench().session
    made.open_paths([path])
    run(600, lambda: session.tokens is not None)
    for job in made.jobs.active():
        if job.lane == "score":
            job.cancel()
    settle()
    names = session.corpus.table.names if session.corpus is not None else []
    product, reviewer = names.index("product"), names.index("reviewer")
    documents = made.window.show_page("documents")
    assert isinstance(documents, DocumentsPage)
    settle()
    menu = next(bar for bar in made.window.findChildren(FilterBar) if bar.isVisible()).menu
    phase("filter menu", menu.fill)
    lists = [entry.menu() for entry in menu.actions() if entry.menu() is not None]
    for column in ("product", "reviewer"):
        values = next(each for each in lists if each is not None and each.title() == column)
        phase(f"list of the values of {column}", values.aboutToShow.emit)
    filtering = documents.filtering
    for n_values in (1, 20):
        chosen = tuple(f"P{place:04d}" for place in range(1, n_values + 1))
        wanted = DocumentFilter(conditions=(ColumnCondition(product, chosen),))
        phase(f"filter to {n_values} products", lambda wanted=wanted: filtering.apply(wanted))  # type: ignore[misc]
    phase("filter cleared", filtering.clear)
    phase("overview by product", lambda: made.window.show_page("overview"))
    page = made.window.show_page("compare")
    assert isinstance(page, ComparePage)
    phase("compare opened")
    for name, division, choice in (
        ("a product with all others", Division(COLUMN, product), Choice("P0001")),
        ("a product with another", Division(COLUMN, product), Choice("P0001", "P0002")),
        ("the largest products", Division(COLUMN, product), Choice(is_each=True)),
        ("by reviewer", Division(COLUMN, reviewer), None),
        ("by time", Division(TIME, names.index("date")), None),
    ):
        phase(name, lambda division=division, choice=choice: page.chooser.choose(division, choice))  # type: ignore[misc]
    phase("compared, filtered", lambda: filtering.apply(wanted))
    phase("compared, filter cleared", filtering.clear)
    print(f"{'all together':36} {'':8}   {told(np.concatenate(taken))}")
    garbage.stop()
    made.window.close()
    made.jobs.shutdown(10)
    folder.cleanup()


def told(gaps: np.ndarray) -> str:
    """Gaps and own times in a line."""
    if not len(gaps):
        return "no tick"
    p99, own_p99 = np.quantile(gaps, 0.99, axis=0)
    most, own_most = gaps.max(axis=0)
    return f"gaps p99 {p99:6.1f}  max {most:6.1f} ms   own p99 {own_p99:5.1f}  max {own_most:5.1f} ms"


if __name__ == "__main__":
    main()
