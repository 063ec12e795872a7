"""All or nothing: a file is the whole new one or the untouched old one."""

import contextlib
import errno
import os
import platform
import re
import secrets
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

TEMPORARY_SUFFIX = ".tm-part"
SCRATCH_PREFIX, LOCK = "textminer-", ".lock"
PRIVATE, USUAL, USUAL_FOLDER = 0o600, 0o666, 0o700
MAX_NAME_BYTES = 120  # of the target's name in the temporary one: file systems allow 255 in all
ABANDONED_AFTER_S = 24 * 3600  # where no lock tells: what is older than a day is nobody's any more

# Who holds a temporary file is known by its lock, and that only on the computer where the lock was taken.
_HERE = f"{zlib.crc32(platform.node().encode('utf-8', 'surrogateescape')):08x}"
_OURS = re.compile(r"\..*\.(?:(?P<where>[0-9a-f]{8})-)?[0-9a-f]{12}\.tm-part", re.DOTALL)
_SCRATCH = re.compile(r"textminer-(?P<where>[0-9a-f]{8})-[0-9a-f]{12}")

try:
    import fcntl
except ImportError:  # Windows: a file that is open cannot be deleted there, which is lock enough

    def _take(descriptor: int) -> None:
        """Nothing is to be done."""

    def _is_free(descriptor: int) -> bool:
        return True

else:

    def _take(descriptor: int) -> None:
        """Lock an open file. Raises OSError where there are no locks."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _is_free(descriptor: int) -> bool:
        """Take the lock, if no other process holds it. Raises OSError where there are no locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


BeforeNaming = Callable[[Path], None]
Stamp = tuple[int, int, int]  # a file's number, its size and its time of change in nanoseconds


class ChangedMeanwhile(OSError):
    """The file that was to be replaced is another than the writer knows of; it stands untouched."""


@dataclass(frozen=True)
class Known:
    """The file that a writer knows of and means to replace, by its stamp; None for no file at all."""

    stamp: Stamp | None


def stamp_of(path: Path) -> Stamp | None:
    """What tells whether a file is still the one it was; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


@contextlib.contextmanager
def atomic_path(
    target: Path,
    is_private: bool = False,
    before_naming: BeforeNaming | None = None,
    known: Known | None = None,
) -> Iterator[Path]:
    """A temporary path beside `target` that replaces it when the block ends without an error.

    is_private:     nobody but the user may read the file, not even while it is written
    before_naming:  called with the temporary path once all is on the disk; what it raises stops the write
    known:          replace this file alone; None replaces whatever stands there

    The block must write the file, which is there and empty, without putting another in its place. It is
    flushed to the disk before the rename and the folder after it, so that a power cut leaves the old or the
    new file. A symbolic link is written through. What writes that died have left in the folder is removed.
    Whatever the block raises passes on, and the temporary file is removed.

    Raises, before the block begins, IsADirectoryError for a folder, FileNotFoundError where there is no
    folder to write to, PermissionError for a file that is marked read-only, and OSError (EINVAL) for what is
    neither file nor folder. Raises, behind the block, ChangedMeanwhile where another file than the known one
    stands there: of all who write with `known`, in whatever process, none loses what another has written.
    """
    target = Path(os.path.realpath(target))
    mode = _mode_of(target)
    sweep(target.parent)
    temporary = target.with_name(f".{_shortened(target.name)}.{_tag()}{TEMPORARY_SUFFIX}")
    try:
        with _held(temporary, PRIVATE if is_private else USUAL):
            yield temporary
            _flush_to_disk(temporary)
            if before_naming is not None:
                before_naming(temporary)
            if mode is not None and not is_private:
                with contextlib.suppress(OSError):
                    temporary.chmod(mode)
            if os.name != "nt":
                _replace(temporary, target, known)
        if os.name == "nt":
            _replace(temporary, target, known)
        _flush_folder(target.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A private folder among the system's temporary files, removed at the end of the block.

    What processes that died have left of such folders is removed first.
    """
    above = Path(tempfile.gettempdir())
    _sweep(above, _SCRATCH, stat.S_ISDIR)
    folder = above / f"{SCRATCH_PREFIX}{_tag()}"
    try:
        with _held(folder / LOCK, PRIVATE, is_in_own_folder=True):
            yield folder
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


def _replace(temporary: Path, target: Path, known: Known | None) -> None:
    """Give a file its name; look first, in turn with all others in the folder, whose place it takes."""
    if known is None:
        temporary.replace(target)
        return
    with turn_in(target.parent):
        if stamp_of(target) != known.stamp:
            raise ChangedMeanwhile(errno.EBUSY, os.strerror(errno.EBUSY), str(target))
        temporary.replace(target)


@contextlib.contextmanager
def turn_in(folder: Path) -> Iterator[None]:
    """One process at a time, for what reads a folder and then writes there what depends on it.

    Without waiting where the system locks no folders. A write with `known` takes its own turn: not inside.
    """
    descriptor = -1
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        _take(descriptor)
    try:
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def write_bytes(target: Path, data: bytes, is_private: bool = False, known: Known | None = None) -> None:
    """Write `data` as the whole content of `target`, all or nothing; `known` as of `atomic_path`."""
    with atomic_path(target, is_private, known=known) as temporary:
        temporary.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    """Write `text` as UTF-8 without changing its line ends, all or nothing."""
    write_bytes(target, text.encode("utf-8"))


def sweep(folder: Path) -> int:
    """Remove what writes that died have left in `folder`; returns how many files went.

    A file counts as left by its name and by its lock, which the system takes back from a process that dies.
    Where no lock can tell, such as on a disk that another computer writes to, it must be older than a day.
    """
    return _sweep(folder, _OURS, stat.S_ISREG)


def _sweep(folder: Path, names: re.Pattern[str], is_kind: Callable[[int], bool]) -> int:
    swept = 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # no reason not to write
        for entry in entries:
            match = names.fullmatch(entry.name)
            if match is None:
                continue
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                is_old = time.time() - found.st_mtime > ABANDONED_AFTER_S
                if is_kind(found.st_mode) and (is_old or match["where"] == _HERE):
                    swept += _remove_unless_held(Path(entry.path), stat.S_ISDIR(found.st_mode), is_old)
    return swept


def _remove_unless_held(path: Path, is_folder: bool, is_old: bool) -> bool:
    """Remove a temporary file or folder unless a living process may still need it."""
    try:
        descriptor = os.open(path / LOCK if is_folder else path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:  # the folder's maker died before it locked it, or has not come to it yet
        if is_old:
            shutil.rmtree(path)
        return is_old
    try:
        try:
            is_free = _is_free(descriptor)
        except OSError:
            is_free = is_old
        if os.name == "nt":
            os.close(descriptor)
            descriptor = -1
        if is_free and is_folder:
            shutil.rmtree(path)
        elif is_free:
            path.unlink()
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    return is_free


@contextlib.contextmanager
def _held(path: Path, mode: int, is_in_own_folder: bool = False) -> Iterator[None]:
    """A new file under a lock for as long as the block lasts.

    Another process may sweep it between its making and its lock, and with it the folder that was made for it:
    it is then made again.
    """
    while True:
        if is_in_own_folder:
            path.parent.mkdir(mode=USUAL_FOLDER, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
        except FileNotFoundError:
            if is_in_own_folder:
                continue
            raise
        with contextlib.suppress(OSError):
            _take(descriptor)
        if path.exists():
            break
        os.close(descriptor)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # nothing was written through it
            os.close(descriptor)


def _tag() -> str:
    return f"{_HERE}-{secrets.token_hex(6)}"


def _mode_of(target: Path) -> int | None:
    """The permissions that the new file takes over; None where there is no old one."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        target.parent.stat()  # raises where there is no folder to write to
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(target))
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
