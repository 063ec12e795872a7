"""All or nothing: a file is the whole new one or the untouched old one."""

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

TEMPORARY_SUFFIX = ".tm-part"
PRIVATE = 0o600
MAX_NAME_BYTES = 120  # of the target's name in the temporary one: file systems allow 255 in all
ABANDONED_AFTER_S = 24 * 3600  # an unfinished write older than a day belongs to a process that died


@contextlib.contextmanager
def atomic_path(target: Path, is_private: bool = False) -> Iterator[Path]:
    """A temporary path beside `target` that replaces it when the block ends without an error.

    is_private:  nobody but the user may read the file, not even while it is written

    The block must write the file, which may exist by then. It is flushed to the disk before the rename and
    the folder after it, so that a power cut leaves the old or the new file. A symbolic link is written
    through.
    Whatever the block raises passes on, and the temporary file is removed.

    Raises, before the block begins, IsADirectoryError for a folder, FileNotFoundError where there is no
    folder to write to, and PermissionError for a file that is marked read-only.
    """
    target = Path(os.path.realpath(target))
    mode = _mode_of(target)
    temporary = target.with_name(f".{_shortened(target.name)}.{secrets.token_hex(6)}{TEMPORARY_SUFFIX}")
    try:
        if is_private:
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        yield temporary
        _flush_to_disk(temporary)
        if mode is not None and not is_private:
            with contextlib.suppress(OSError):
                temporary.chmod(mode)
        temporary.replace(target)
        _flush_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def write_bytes(target: Path, data: bytes, is_private: bool = False) -> None:
    """Write `data` as the whole content of `target`, all or nothing."""
    with atomic_path(target, is_private) as temporary:
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


def _mode_of(target: Path) -> int | None:
    """The permissions that the new file takes over; None where there is no old one."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        target.parent.stat()  # raises where there is no folder to write to
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return stat.S_IMODE(mode) & 0o777


def _shortened(name: str) -> str:
    """As much of a name as leaves room for what is added to it; no character is cut."""
    return os.fsencode(name)[:MAX_NAME_BYTES].decode("utf-8", "ignore")


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    """The rename itself has happened: what cannot be flushed here is no reason to call the write failed."""
    if os.name == "nt":  # Windows has no descriptor for a folder
        return
    with contextlib.suppress(
        OSError
    ):  # some network file systems, and folders without read permission, refuse
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
