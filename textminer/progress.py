"""How long work says how far it is, and how it is told to stop."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

ASKED_EVERY_S = 0.1


class Cancelled(Exception):
    """The watcher asked the work to stop. Domain code lets it pass."""


class Progress(Protocol):
    """What a long computation needs of whoever watches it."""

    def report(self, fraction: float, message: str = "") -> None:
        """Say how far the work is, 0 to 1. Raises Cancelled when it should stop."""


class Silent:
    """A watcher that neither looks nor cancels: the default of every long function."""

    def report(self, fraction: float, message: str = "") -> None:
        """Ignore the report."""


silent = Silent()


class Stage:
    """A part of a longer work, seen by the watcher as the span `start` to `end` of the whole."""

    def __init__(self, whole: Progress, start: float, end: float, message: str = "") -> None:
        self._whole = whole
        self._start = start
        self._end = end
        self._message = message

    def report(self, fraction: float, message: str = "") -> None:
        """Pass the fraction on, scaled into the span."""
        inside = min(max(fraction, 0.0), 1.0)
        self._whole.report(self._start + (self._end - self._start) * inside, message or self._message)


def tracked(items: Sequence[Item], progress: Progress, message: str = "") -> Iterator[Item]:
    """Yield the items, reporting before each; raises Cancelled between two of them."""
    for done, item in enumerate(items):
        progress.report(done / len(items), message)
        yield item
    progress.report(1.0, message)


def patiently(call: Callable[[], Value], progress: Progress, fraction: float, message: str = "") -> Value:
    """What a call of a library returns that takes long without a word, such as to parse a whole workbook.

    The watcher is asked meanwhile. Where it cancels, the call goes on unseen to its end, which nobody waits
    for: it must change nothing.
    """
    helper = ThreadPoolExecutor(1, thread_name_prefix="patiently")
    pending = helper.submit(call)
    helper.shutdown(wait=False)
    while not wait([pending], ASKED_EVERY_S).done:
        progress.report(fraction, message)
    return pending.result()
