"""Where dead objects are taken away: on the GUI thread, because Qt's may not die on another."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250
WHOLE_AFTER = 15_000  # objects that lived on: those of a figure do until it is drawn anew
LONGEST_S = 0.05  # of processor time for a pass over all that finds little: what lives is left alone then
SETTLED_AFTER_S = 60.0  # the heavy imports are over by then, whatever became of them


class GarbageCollector(QObject):
    """Collects cycles by a timer, with Python's own collection, which any thread may set off, turned off.

    A widget in a reference cycle that a worker thread happens to collect is destroyed on that thread,
    and the process dies. Cycles are collected while this object runs; `stop` gives them back to Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._began_s = time.monotonic()
        self._is_settled = False
        self._n_old = 0  # objects that lived on since the last freeze
        self._n_kept = 0  # those of them that the last pass over all found in use
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def settle(self) -> None:
        """Take what lives now for permanent, at no cost: after the heavy imports, whose objects never die."""
        gc.freeze()
        gc.collect(0)  # nothing is left to pass over, but it starts the count of new objects again
        self._is_settled = True
        self._n_old = self._n_kept = 0

    def stop(self) -> None:
        """Let Python collect again: when the window is gone."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect what came since the last time; once many have grown old, all that is not permanent."""
        n_new = gc.get_count()[0]
        if not self._is_settled and time.monotonic() - self._began_s < SETTLED_AFTER_S:
            return
        if self._n_old > self._n_kept + WHOLE_AFTER:
            began_s, n_dead = time.thread_time(), gc.collect()
            self._n_old = self._n_kept = max(0, self._n_old + n_new - n_dead)
            if time.thread_time() - began_s > LONGEST_S and n_dead < WHOLE_AFTER / 2:
                self.settle()
        elif n_new > gc.get_threshold()[0]:
            self._n_old = max(0, self._n_old + n_new - gc.collect(1))
