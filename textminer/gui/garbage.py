"""Where dead objects are taken away: on the GUI thread, because Qt's may not die on another."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000
WHOLE_AFTER_S = 60.0  # a pass over everything that lives long takes 0.1 s
WHOLE_AFTER_PASSES = 10  # as many young passes as Python itself waits for


class GarbageCollector(QObject):
    """Collects cycles by a timer, with Python's own collection, which any thread may set off, turned off.

    A widget in a reference cycle that a worker thread happens to collect is destroyed on that thread,
    and the process dies. Cycles are collected while this object runs; `stop` gives them back to Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._whole_s = time.monotonic()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect_young)
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Let Python collect again: when the window is gone."""
        self._timer.stop()
        gc.enable()

    def collect_young(self) -> None:
        """Collect what came since the last time; now and then, everything."""
        young, _middle, old = gc.get_count()
        now = time.monotonic()
        if old >= WHOLE_AFTER_PASSES and now - self._whole_s > WHOLE_AFTER_S:
            gc.collect()
            self._whole_s = now
        elif young > gc.get_threshold()[0]:
            gc.collect(1)

    def settle(self) -> None:
        """Take what lives now for permanent, so that later passes are short: after the heavy imports."""
        gc.collect()
        gc.freeze()
        self._whole_s = time.monotonic()
