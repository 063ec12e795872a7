"""Clean stretches of a text read by other threads while the next ones are looked for."""

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

from textminer.storage.clean_blocks import CleanSpan, clean_span, read_span
from textminer.storage.marks import Dialect

MAX_THREADS = 4
N_AHEAD = 4  # spans begun before the first of them is asked for
KEPT_BYTES = 2**22  # of memory that was given back and is there for the next span


class ReadAhead:
    """The clean spans of a text, each at the offset where the one before it ends.

    limit:     byte offset that no span goes beyond
    size:      bytes of a usual span
    is_alone:  begin no span before it is asked for: the text may not be read to its end
    """

    def __init__(
        self, data: bytes, dialect: Dialect, width: int, limit: int, size: int, is_whole: bool, is_alone: bool
    ) -> None:
        np.empty(KEPT_BYTES, dtype=np.uint8)  # once given back, the C library keeps blocks up to this size
        self._data = data
        self._dialect = dialect
        self._width = width
        self._limit = limit
        self._size = size
        self._is_whole = is_whole
        self._n_ahead = 0 if is_alone else N_AHEAD
        self._pool = ThreadPoolExecutor(min(MAX_THREADS, os.cpu_count() or 1), "reading")
        self._begun: deque[tuple[CleanSpan | None, Future[pa.Table | None] | None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(self, at: int, size: int) -> tuple[CleanSpan, pa.Table] | None:
        """The span of at most `size` bytes from `at`; None where the records there are not clean."""
        if not self._begun:
            self._begin(at, size)
        span, table = self._begun.popleft()
        if span is None or table is None:
            return None
        while len(self._begun) < self._n_ahead:
            last = self._begun[-1][0] if self._begun else span
            if last is None or last.end >= self._limit:
                break
            self._begin(last.end, self._size)
        found = table.result()
        if found is not None:
            return span, found
        while self._begun:  # what follows begins elsewhere
            behind = self._begun.popleft()[1]
            if behind is not None:
                behind.cancel()
        return None

    def _begin(self, at: int, size: int) -> None:
        stop = min(at + size, self._limit)
        span = clean_span(self._data, at, stop, self._dialect, self._width, self._is_whole)
        if span is None:
            self._begun.append((None, None))
            return
        self._begun.append((span, self._pool.submit(read_span, self._data, span, self._dialect, self._width)))
