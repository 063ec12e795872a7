"""All bytes of a file, as fast as the memory takes them."""

import ctypes
import io
import mmap
import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np

from textminer.errors import TableError
from textminer.progress import Progress, silent
from textminer.translation import _

READ_BYTES = 4 * 2**20  # per read call: a cancel is answered between two
MIN_FRESH = 32 * 2**20  # bytes from which on the system always gives memory that nothing has used before
N_THREADS = 2  # one alone waits for the system to make the memory ready


def read_whole(path: Path, progress: Progress = silent) -> bytes:
    """All bytes of a file; raises TableError where it cannot be read or changes meanwhile."""
    try:
        before = path.stat()
        whole = io.BytesIO(bytes(before.st_size))  # filled in place and given away without a copy
        n_read = 0
        with whole.getbuffer() as room, closing(_filled(path, room)) as parts:
            _ask_for_huge_pages(room)
            for n_more in parts:
                n_read += n_more
                progress.report(n_read / before.st_size)
        with path.open("rb") as file:
            file.seek(before.st_size)
            is_longer = bool(file.read(1))
        after = path.stat()
    except OSError as error:
        raise TableError(
            _("“{path}” cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from None
    unchanged = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not unchanged or n_read != before.st_size or is_longer:
        raise TableError(
            _("“{name}” changed while it was read. Try again when it is complete.").format(name=path.name)
        )
    return whole.getvalue()


def _filled(path: Path, room: memoryview) -> Generator[int, None, None]:
    """How many bytes each part of a file had that now stands in its place."""
    starts = range(0, len(room), READ_BYTES)
    read_part = partial(_read_part, path, room)
    if len(starts) < 2 * N_THREADS:
        yield from map(read_part, starts)
        return
    pool = ThreadPoolExecutor(N_THREADS, "reading")
    try:
        yield from pool.map(read_part, starts)
    finally:
        pool.shutdown(cancel_futures=True)  # nobody writes into the memory any longer


def _read_part(path: Path, room: memoryview, start: int) -> int:
    """Read a part of a file to its place; how many bytes it had."""
    stop = min(start + READ_BYTES, len(room))
    at = start
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while at < stop and (n_read := file.readinto(room[at:stop])):
            at += n_read
    return at - start


def _ask_for_huge_pages(room: memoryview) -> None:
    """Have fresh memory come in pages of 2 MB where the system can: it takes half the time to fill."""
    if os.name != "posix" or not hasattr(mmap, "MADV_HUGEPAGE") or len(room) < MIN_FRESH:
        return
    address = np.frombuffer(room, dtype=np.uint8).ctypes.data
    start = -(-address // mmap.PAGESIZE) * mmap.PAGESIZE
    size = (address + len(room)) // mmap.PAGESIZE * mmap.PAGESIZE - start
    advise = ctypes.CDLL(None).madvise
    advise(
        ctypes.c_void_p(start), ctypes.c_size_t(size), ctypes.c_int(mmap.MADV_HUGEPAGE)
    )  # or it is as it was
