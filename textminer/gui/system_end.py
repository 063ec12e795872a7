"""Told by the system to end, as when the user logs out: the window closes as by hand, but asks nothing."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

NAMES = ("SIGTERM", "SIGINT", "SIGHUP")  # as far as the system has them


class SystemEnd(QObject):
    """`asked` tells, on the GUI thread, that the process is to end. A second signal ends it at once.

    Python runs its own handlers when its interpreter next has a turn, which in a window that waits may be
    never; so the signals come by a socket that the event loop watches.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._earlier = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in self._numbers:
            signal.signal(number, _nothing)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_told)

    def close(self) -> None:
        """Leave the signals to the system again."""
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(self._earlier)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_told(self) -> None:
        told = self._reader.recv(64)
        if set(told) & set(self._numbers):
            self.close()
            self.asked.emit()


def _nothing(_number: int, _frame: object) -> None:
    """A handler of Python's, without which no signal would reach the socket."""
