"""Closing the window in the middle of anything ends cleanly and leaves nothing half-written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.app import Application
from textminer.session.preferences import Preferences


@pytest.fixture
def many_rows(tmp_path: Path) -> Path:
    """Distinct documents that take seconds to score."""
    path = tmp_path / "many.csv"
    words = ["lovely", "awful", "quiet", "noisy", "clean", "dirty", "staff", "breakfast", "lift", "view"]
    rows = (
        " ".join(words[(number * step) % len(words)] for step in range(1, 40)) + f" {number}"
        for number in range(20_000)
    )
    path.write_text("review\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("moment", ["opening", "scoring", "exporting"])
def test_closing_in_the_middle_ends_every_job_and_leaves_no_part_of_a_file(
    qapp: QApplication, qtbot: QtBot, many_rows: Path, moment: str
) -> None:
    app = Application(qapp, Preferences())
    qtbot.addWidget(app.window)
    app.window.show()
    app.open_paths([many_rows])
    session = app.workbench().session
    if moment != "opening":
        qtbot.waitUntil(
            lambda: session.prediction is not None and bool(session.prediction.is_scored.any()),
            timeout=LONG_MS,
        )
    if moment == "exporting":
        app.workbench().commands.export(many_rows.with_name("out.xlsx"))
        qtbot.waitUntil(lambda: any(job.lane == "export" for job in app.jobs.active()), timeout=LONG_MS)
    app.window.close()
    assert not app.window.isVisible()
    qtbot.waitUntil(lambda: app.jobs.shutdown(0.1), timeout=LONG_MS)
    names = {path.name for path in many_rows.parent.iterdir()}
    assert names <= {"many.csv", "out.xlsx", "out.xlsx.receipt.json"}
    assert not any(name.startswith(".") for name in names)


def test_a_cancelled_scoring_keeps_what_was_scored_and_stops(
    qtbot: QtBot, app: Application, many_rows: Path
) -> None:
    app.open_paths([many_rows])
    session = app.workbench().session
    qtbot.waitUntil(
        lambda: session.prediction is not None and bool(session.prediction.is_scored.any()), timeout=LONG_MS
    )
    for job in app.jobs.active():
        job.cancel()
    qtbot.waitUntil(lambda: not app.jobs.active(), timeout=LONG_MS)
    assert session.prediction is not None
    n_scored = int(session.prediction.is_scored.sum())
    assert 0 < n_scored < 20_000
    assert session.corpus is not None
    assert (session.corpus.table.own["status"] == "scored").sum() == n_scored


def test_another_file_can_be_opened_while_one_is_scored(
    qtbot: QtBot, app: Application, many_rows: Path, until_idle: Callable[[Application], None]
) -> None:
    app.open_paths([many_rows])
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.prediction is not None, timeout=LONG_MS)
    app.open_paths([sample("hotel-reviews.csv")])
    qtbot.waitUntil(
        lambda: session.corpus is not None and session.corpus.name == "hotel-reviews.csv", timeout=LONG_MS
    )
    until_idle(app)
    assert session.prediction is not None
    assert session.prediction.n_documents == 150
    assert session.tokens is not None
    assert session.tokens.n_documents == 150
