"""Told by the system to end, as when the user logs out: the window closes as by hand, but asks nothing."""

import os
import signal

from PySide6.QtCore import QObject, QSocketNotifier, Signal

NAMES = ("SIGTERM", "SIGINT", "SIGHUP")


class SystemEnd(QObject):
    """`asked` tells, on the GUI thread, that the process is to end. A second signal ends it at once.

    Python runs its own handlers when its interpreter next has a turn, which in a window that waits may be
    never; so the signals come by a pipe that the event loop watches. On Windows, which ends programs in
    another way, nothing is watched.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: list[int] = []
        if os.name == "nt":
            return
        self._numbers = [getattr(signal, name) for name in NAMES]
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._earlier = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        for number in self._numbers:
            signal.signal(number, _nothing)
        self._notifier = QSocketNotifier(self._reader, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_told)

    def close(self) -> None:
        """Leave the signals to the system again."""
        if not self._numbers:
            return
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)
        self._numbers = []
        signal.set_wakeup_fd(self._earlier)
        self._notifier.setEnabled(False)
        os.close(self._reader)
        os.close(self._writer)

    def _on_told(self) -> None:
        told = os.read(self._reader, 64)
        if set(told) & set(self._numbers):
            self.close()
            self.asked.emit()


def _nothing(_number: int, _frame: object) -> None:
    """A handler of Python's, without which no signal would reach the pipe."""
