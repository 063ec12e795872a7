"""An executor that works when it is told to."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class ManualExecutor(Executor):
    """Runs what was submitted when told to, on the caller's thread: tests decide when work happens."""

    def __init__(self) -> None:
        self._calls: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._calls.append((future, lambda: fn(*args, **kwargs)))
        return future

    def step(self) -> bool:
        """Run the oldest submitted call; False if there was none."""
        if not self._calls:
            return False
        future, call = self._calls.popleft()
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
                raise
        return True

    def drain(self) -> None:
        """Run everything, also what is submitted meanwhile."""
        while self.step():
            pass

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            for future, _call in self._calls:
                future.cancel()
