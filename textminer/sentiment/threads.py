"""How work is spread over processor cores: one is left for the window, or it stands still."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from itertools import islice
from threading import Event
from typing import TypeVar

from textminer.progress import Cancelled

Item = TypeVar("Item")
Result = TypeVar("Result")
CHECKED_EVERY_S = 0.1


def spare_cores() -> int:
    """How many threads long work may take."""
    return max(1, (os.cpu_count() or 2) - 1)


def reading_threads() -> int:
    """How many threads a deep network reads with: what TEXTMINER_READING_THREADS says, or the spare cores."""
    told = os.environ.get("TEXTMINER_READING_THREADS", "")
    return max(1, int(told)) if told.isdecimal() else spare_cores()


def results_in_order(
    work: Callable[[Item, Callable[[], None]], Result],
    items: Sequence[Item],
    n_threads: int,
    check: Callable[[], None],
) -> Iterator[Result]:
    """`work(item, check)` of each item, in their order, several at a time.

    work:   must let numpy or another library do the most, or threads gain nothing
    check:  called in the calling thread now and then; what it raises ends the work
    """
    if n_threads == 1 or len(items) == 1:
        for item in items:
            check()
            yield work(item, check)
        return
    is_over = Event()

    def stop_when_over() -> None:
        if is_over.is_set():
            raise Cancelled

    with ThreadPoolExecutor(n_threads) as pool:
        try:
            started = (pool.submit(work, item, stop_when_over) for item in items)
            running = deque(islice(started, n_threads + 1))
            while running:
                result = _awaited(running.popleft(), check)
                running.extend(islice(started, 1))
                yield result
        finally:
            is_over.set()
            pool.shutdown(cancel_futures=True)


def _awaited(future: "Future[Result]", check: Callable[[], None]) -> Result:
    while True:
        check()
        try:
            return future.result(CHECKED_EVERY_S)
        except NotYet:
            continue
