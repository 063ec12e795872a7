"""Whether dead widgets are taken away on the GUI thread alone."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from textminer.gui.garbage import GarbageCollector


class Cyclic(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    collector = GarbageCollector()
    collector.settle()
    yield collector
    collector.stop()
    gc.unfreeze()
    gc.disable()  # the tests' own way, see conftest


def test_a_worker_that_allocates_much_destroys_no_widget(collector: GarbageCollector) -> None:
    died_on: list[str] = []
    widget = Cyclic()
    widget.destroyed.connect(
        lambda: died_on.append(threading.current_thread().name), Qt.ConnectionType.DirectConnection
    )
    del widget
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend([n] for n in range(300_000)), name="worker")
    worker.start()
    worker.join()
    assert died_on == []
    collector.collect()
    assert died_on == [threading.main_thread().name]


def test_cycles_are_collected_by_and_by(qtbot: QtBot, collector: GarbageCollector) -> None:
    widget = Cyclic()
    seen = weakref.ref(widget)
    del widget
    kept: list[list[int]] = []

    def has_died() -> bool:
        # objects of earlier tests that die meanwhile are taken off the count of new ones: go on making some
        kept.extend([number] for number in range(2000))
        return seen() is None

    qtbot.waitUntil(has_died, timeout=10_000)


def test_python_collects_again_once_it_is_stopped(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()
