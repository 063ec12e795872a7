"""What is left of a window when it is closed: nothing."""

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.app import Application
from textminer.session.preferences import Preferences


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_all", [False, True], ids=["documents", "all pages"])
def test_a_closed_window_is_freed(
    qtbot: QtBot, qapp: QApplication, until_idle: Callable[[Application], None], is_all: bool
) -> None:
    """What would keep it, with its corpus and its model: a slot that is a lambda or a partial, of something
    that outlives the window.
    """

    def used_and_closed() -> list[tuple[str, weakref.ref[object]]]:
        made = Application(qapp, Preferences())
        made.window.resize(1280, 800)
        made.window.show()
        made.window.show_page("documents")
        made.open_paths([sample("hotel-reviews.csv")])
        session = made.workbench().session
        qtbot.waitUntil(lambda: session.prediction is not None, timeout=LONG_MS)
        for name in PAGES if is_all else ("documents",):
            made.window.show_page(name)
            until_idle(made)
        kept = [made, made.window, made.theme, made.jobs, session, session.corpus, session.tokens]
        own = [each for each in made.window.findChildren(QWidget) if type(each).__module__.startswith(OURS)]
        made.window.close()
        qtbot.waitUntil(lambda: made.jobs.shutdown(0.1), timeout=LONG_MS)
        made.window.deleteLater()
        return [(type(each).__name__, weakref.ref(each)) for each in (*kept, *own)]

    gone = used_and_closed()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert len(gone) > 50
    assert [name for name, it in gone if it() is not None] == []


OURS = "textminer."
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
