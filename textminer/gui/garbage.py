"""Where dead objects are taken away: on the GUI thread, because Qt's may not die on another."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000
WHOLE_AFTER_S = 60.0
SETTLED_AFTER_S = 60.0  # the heavy imports are over by then, whatever became of them
MOST_OBJECTS = 1_000_000  # a pass over these takes 0.1 s of the GUI thread; more are left alone


class GarbageCollector(QObject):
    """Collects cycles by a timer, with Python's own collection, which any thread may set off, turned off.

    A widget in a reference cycle that a worker thread happens to collect is destroyed on that thread,
    and the process dies. Cycles are collected while this object runs; `stop` gives them back to Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._whole_s = self._began_s = time.monotonic()
        self._is_settled = False
        self._n_seen = 0  # objects passed over since the last freeze, at most
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def settle(self) -> None:
        """Take what lives now for permanent, at no cost: after the heavy imports, whose objects never die."""
        gc.freeze()
        gc.collect(0)  # nothing is left to pass over, but it starts the count of new objects again
        self._is_settled = True
        self._n_seen = 0

    def stop(self) -> None:
        """Let Python collect again: when the window is gone."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect what came since the last time; once a minute, all that is not permanent."""
        now = time.monotonic()
        young = gc.get_count()[0]
        self._n_seen += max(young, 0)
        if not self._is_settled and now - self._began_s < SETTLED_AFTER_S:
            return
        if self._n_seen > MOST_OBJECTS:
            self.settle()
        elif now - self._whole_s > WHOLE_AFTER_S:
            gc.collect()
            self._whole_s = now
        elif young > gc.get_threshold()[0]:
            gc.collect(1)
