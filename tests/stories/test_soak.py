"""One window for a whole day: corpora that were closed leave nothing behind."""

import gc
import os
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.workflows.free_memory import give_back

N_OPENINGS = int(os.environ.get("TEXTMINER_OPENINGS", "30"))
WARM_UP = N_OPENINGS // 3  # what is built once is built by then
MOST_MB = 0.5  # that an opening may leave behind; a corpus and its views take ten times as much
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


def test_corpora_that_were_replaced_are_gone(
    app: Application, qtbot: QtBot, until_idle: Callable[[Application], None], tmp_path: Path
) -> None:
    session = app.workbench().session
    chance = np.random.default_rng(7)
    kept: list[weakref.ref[object]] = []
    megabytes, n_widgets = [], []
    for number in range(N_OPENINGS):
        path = tmp_path / f"{number}.csv"
        names = [f"w{number}x{place}" for place in range(30)]
        rows = (f"{' '.join(chance.choice([*WORDS, *names], 25))},{'ABC'[row % 3]}" for row in range(40))
        path.write_text("\n".join(["review,city", *rows]), encoding="utf-8")
        app.open_paths([path])
        qtbot.waitUntil(
            lambda path=path: (
                session.corpus is not None  # type: ignore[misc]
                and session.corpus.name == path.name
                and session.tokens is not None
            ),
            timeout=LONG_MS,
        )
        app.window.show_page(PAGES[number % len(PAGES)])
        until_idle(app)
        kept += [weakref.ref(session.corpus), weakref.ref(session.tokens)]
        gc.collect()
        give_back()
        megabytes.append(psutil.Process().memory_info().rss / 1e6)
        n_widgets.append(len(QApplication.allWidgets()))
    alive = [place for place, it in enumerate(kept[: -2 * len(PAGES)]) if it() is not None]
    assert not alive, f"of {len(kept)} corpora and token tables, these live on: {alive}"
    assert np.polyfit(range(N_OPENINGS - WARM_UP), n_widgets[WARM_UP:], 1)[0] < 1, n_widgets
    settled, round_of_pages = np.array(megabytes[WARM_UP:]), len(PAGES)
    # by the median, since what a library takes once and for all is no leak
    slope = np.median(settled[round_of_pages:] - settled[:-round_of_pages]) / round_of_pages
    print(f"{slope:.3f} MB with each opening")
    assert slope < MOST_MB, f"{slope:.2f} MB with each opening: {megabytes}"
