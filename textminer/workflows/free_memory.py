"""Memory that is free given back to the system, before the next step takes its own."""

import contextlib
import ctypes
import sys

import pyarrow as pa

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of mallopt
RETURNED_FROM_BYTES = 2**21 + 2**16  # reading takes up to 2 MB at a time, which had better stay


def give_back() -> None:
    """Give back what Arrow and the C library keep for later: some milliseconds.

    glibc keeps what a worker has freed among small blocks that are still in use: after a million documents
    were split into words, 400 MB.
    """
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def give_back_large_blocks_from_now_on() -> None:
    """Let the C library, and Arrow by it, give large blocks back once they are free.

    glibc keeps blocks of up to 32 MB among small ones once it has seen one go, and Arrow's own allocator
    keeps what a thread that has ended had: of a million short rows 300 MB.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(MMAP_THRESHOLD, RETURNED_FROM_BYTES)
            library.mallopt(TRIM_THRESHOLD, 4 * RETURNED_FROM_BYTES)
