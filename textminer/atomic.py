"""All or nothing: a file is the whole new one or the untouched old one."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

TEMPORARY_SUFFIX = ".tm-part"
ABANDONED_AFTER_S = 24 * 3600  # an unfinished write older than a day belongs to a process that died


@contextlib.contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path beside `target` that replaces it when the block ends without an error.

    The block must create the file. It is flushed to the disk before the rename and the folder after
    it, so that a power cut leaves the old or the new file. A symbolic link is written through.
    Whatever the block raises passes on, and the temporary file is removed.
    """
    target = Path(os.path.realpath(target))
    temporary = target.with_name(f".{target.name[:80]}.{os.getpid()}.{time.monotonic_ns()}{TEMPORARY_SUFFIX}")
    try:
        yield temporary
        _flush_to_disk(temporary)
        if target.exists():
            with contextlib.suppress(OSError):
                temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
        _flush_folder(target.parent)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def write_bytes(target: Path, data: bytes) -> None:
    """Write `data` as the whole content of `target`, all or nothing."""
    with atomic_path(target) as temporary:
        temporary.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    """Write `text` as UTF-8 without changing its line ends, all or nothing."""
    write_bytes(target, text.encode("utf-8"))


def sweep(folder: Path) -> int:
    """Remove what writes that died have left in `folder`; returns how many files went."""
    swept = 0
    for path in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED_AFTER_S:
                path.unlink()
                swept += 1
    return swept


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no descriptor for a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse it
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
