"""Results come in order, several at a time, and the watcher can end the work."""

import threading
from collections.abc import Callable

import pytest

from textminer.progress import Cancelled
from textminer.sentiment.threads import reading_threads, results_in_order, spare_cores


@pytest.mark.parametrize("n_threads", [1, 3])
def test_results_come_in_the_order_of_the_items(n_threads: int) -> None:
    found = results_in_order(lambda item, _check: item * item, range(20), n_threads, lambda: None)
    assert list(found) == [item * item for item in range(20)]


def test_several_items_are_worked_on_at_once() -> None:
    together = threading.Barrier(2, timeout=30)  # a single thread would wait for the other in vain
    assert list(results_in_order(lambda _item, _check: together.wait() >= 0, [1, 2], 2, lambda: None)) == [
        True,
        True,
    ]


@pytest.mark.parametrize("n_threads", [1, 2])
def test_what_the_check_raises_ends_all_work(n_threads: int) -> None:
    begun: list[int] = []

    def work(item: int, check: Callable[[], None]) -> int:
        begun.append(item)
        while n_threads > 1:
            check()
        return item

    def check() -> None:
        if begun:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(results_in_order(work, range(50), n_threads, check))
    assert len(begun) < 10
    assert threading.active_count() == 1 or all("ThreadPool" not in t.name for t in threading.enumerate())


def test_an_error_in_the_work_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        list(results_in_order(lambda item, _check: 1 // item, [1, 0, 2], 2, lambda: None))


def test_reading_threads_are_what_was_told_or_the_spare_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTMINER_READING_THREADS", raising=False)
    assert reading_threads() == spare_cores()
    for told, expected in (("3", 3), ("0", 1), ("many", spare_cores())):
        monkeypatch.setenv("TEXTMINER_READING_THREADS", told)
        assert reading_threads() == expected
