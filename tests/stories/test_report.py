"""A user writes a report of what is on the screen."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from tests.builders import filter_to_selection
from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage

Wait = Callable[[Application], None]


def test_the_report_is_about_what_the_filter_lets_through(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait, tmp_path: Path
) -> None:
    workbench = app.workbench()
    session = workbench.session
    session.select(np.arange(30))
    filter_to_selection(session)
    target = tmp_path / "hotels.html"
    assert workbench.reports.write(target) is not None
    qtbot.waitUntil(target.exists, timeout=LONG_MS)
    until_idle(app)
    assert "30 of 150 documents" in target.read_text(encoding="utf-8")
    assert str(target) in app.window.messages.text()
