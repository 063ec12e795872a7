"""The whole application, as a user starts it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6.Shiboken import getAllValidWrappers

from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.resource_files import resource_path
from textminer.session.preferences import Preferences

LONGEST_PAUSE_MS = 1_000  # of those after which work begins; what only hides a line takes longer
LONG_MS = 60_000  # scoring a sample takes about a second; a busy machine gets a minute


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication) -> Iterator[Application]:
    """The window on its welcome page, at 1280 × 800."""
    made = Application(qapp, Preferences())
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: made.jobs.shutdown(0.1), timeout=LONG_MS)


@pytest.fixture
def until_idle(qtbot: QtBot) -> Callable[[Application], None]:
    """Wait until the window is idle."""

    def wait(app: Application) -> None:
        QApplication.processEvents()  # what was asked for may wait in the queue itself
        qtbot.waitUntil(lambda: is_idle(app), timeout=LONG_MS)
        QApplication.processEvents()

    return wait


def is_idle(app: Application) -> bool:
    """Whether no job runs, nothing that a pause holds back is about to start one, and all figures are drawn."""

    def is_due(made: object) -> bool:
        if isinstance(made, QTimer):
            return made.isActive() and made.isSingleShot() and made.interval() <= LONGEST_PAUSE_MS
        return isinstance(made, FigureCanvas) and made.isVisible() and not made.is_current

    return not app.jobs.active() and not any(map(is_due, getAllValidWrappers()))


@pytest.fixture
def hotel(app: Application, qtbot: QtBot, until_idle: Callable[[Application], None]) -> DocumentsPage:
    """The documents page with the hotel reviews, all scored."""
    app.open_paths([sample("hotel-reviews.csv")])
    session = app.workbench().session
    qtbot.waitUntil(
        lambda: session.prediction is not None and bool((session.prediction.statuses != 1).all()),
        timeout=LONG_MS,
    )
    until_idle(app)
    page = app.window.show_page("documents")
    assert isinstance(page, DocumentsPage)
    return page


def sample(name: str) -> Path:
    """A corpus that ships with the product."""
    return resource_path("samples", name)
