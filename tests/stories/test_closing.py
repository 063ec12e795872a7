"""What is left of a window when it is closed: nothing."""

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.app import Application
from textminer.session.preferences import Preferences


@pytest.mark.timeout(300)
def test_a_closed_window_is_freed(
    qtbot: QtBot, qapp: QApplication, until_idle: Callable[[Application], None]
) -> None:
    """A slot that is a lambda or a partial, of what outlives the window, would keep it with all its corpus."""

    def used_and_closed() -> dict[str, weakref.ref[object]]:
        made = Application(qapp, Preferences())
        made.window.show()
        made.open_paths([sample("hotel-reviews.csv")])
        session = made.workbench().session
        qtbot.waitUntil(lambda: session.prediction is not None, timeout=LONG_MS)
        for name in PAGES:
            made.window.show_page(name)
            until_idle(made)
        corpus = session.corpus
        made.window.close()
        qtbot.waitUntil(lambda: made.jobs.shutdown(0.1), timeout=LONG_MS)
        made.window.deleteLater()
        kept = {"application": made, "window": made.window, "theme": made.theme, "session": session}
        return {name: weakref.ref(each) for name, each in (kept | {"corpus": corpus}).items()}

    gone = used_and_closed()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [name for name, it in gone.items() if it() is not None] == []


PAGES = (
    "overview",
    "documents",
    "words",
    "concordance",
    "network",
    "compare",
    "topics",
    "training",
    "models",
    "preferences",
)
