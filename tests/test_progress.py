"""Long calls of libraries are asked after while they last, and can be left to themselves."""

import threading

import pytest

from textminer.progress import Cancelled, patiently, silent


class CancelsAtOnce:
    def report(self, fraction: float, message: str = "") -> None:
        raise Cancelled


def test_what_the_call_returns_or_raises_comes_back() -> None:
    assert patiently(lambda: 3, silent, 0.5) == 3
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 / 0, silent, 0.5)


def test_a_cancelled_call_is_not_waited_for() -> None:
    may_end = threading.Event()
    with pytest.raises(Cancelled):
        patiently(lambda: may_end.wait(60), CancelsAtOnce(), 0.5)
    assert not may_end.is_set()
    may_end.set()
