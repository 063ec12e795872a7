"""Opens one corpus after the other in one window: python -m tests.stories.soak N FOLDER

Prints JSON: megabytes held and widgets there after each opening, and which of the replaced corpora and token
tables live on. It is a process of its own, since what other tests hold would drown what a corpus leaves.
"""

import gc
import json
import sys
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtWidgets import QApplication

from tests.stories.conftest import LONG_MS, is_idle
from textminer.app import Application
from textminer.session.preferences import Preferences
from textminer.workflows.free_memory import give_back

PAGES = ("overview", "documents", "words", "network", "compare", "topics")
WORDS = [
    "good",
    "bad",
    "great",
    "broken",
    "lift",
    "room",
    "staff",
    "view",
    "bed",
    "ok",
    "nice",
    "old",
    "dirty",
    "clean",
]


def soak(n_openings: int, folder: Path) -> dict[str, list[float]]:
    """Open so many corpora, each with words of its own, and look at a page of each."""
    application = QApplication([])
    app = Application(application, Preferences())
    app.window.resize(1280, 800)
    app.window.show()
    session = app.workbench().session
    chance = np.random.default_rng(7)
    kept: list[weakref.ref[object]] = []
    megabytes: list[float] = []
    n_widgets: list[float] = []

    def wait(until: Callable[[], bool]) -> None:
        end = time.monotonic() + LONG_MS / 1000
        while not until():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to rest")
            application.processEvents()
            time.sleep(0.005)

    for number in range(n_openings):
        path = folder / f"{number}.csv"
        names = [f"w{number}x{place}" for place in range(30)]
        rows = (f"{' '.join(chance.choice([*WORDS, *names], 25))},{'ABC'[row % 3]}" for row in range(40))
        path.write_text("\n".join(["review,city", *rows]), encoding="utf-8")
        app.open_paths([path])
        wait(
            lambda name=path.name: (
                session.corpus is not None and session.corpus.name == name and session.tokens is not None  # type: ignore[misc]
            )
        )
        app.window.show_page(PAGES[number % len(PAGES)])
        wait(lambda: is_idle(app))
        kept += [weakref.ref(session.corpus), weakref.ref(session.tokens)]
        gc.collect()
        give_back()
        megabytes.append(psutil.Process().memory_info().rss / 1e6)
        n_widgets.append(len(QApplication.allWidgets()))
    replaced = kept[: -2 * len(PAGES)]
    alive: list[float] = [place for place, reference in enumerate(replaced) if reference() is not None]
    app.window.close()
    wait(lambda: app.jobs.shutdown(0.1))
    return {"megabytes": megabytes, "widgets": n_widgets, "alive": alive}


if __name__ == "__main__":
    print(json.dumps(soak(int(sys.argv[1]), Path(sys.argv[2]))))
