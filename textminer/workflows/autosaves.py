"""What is kept of open documents for the case of a crash, and what the next start finds of it."""

import contextlib
import faulthandler
import json
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import platformdirs

from textminer import atomic
from textminer.workflows import process_lock

FORGOTTEN_AFTER_S = 30 * 24 * 3600
OPENING, OPEN, ENDED = "opening", "open", "ended"
SUFFIX = ".textminer"  # of projects; their module is too heavy for what runs before the first paint
LOCK, STATE, CRASH = ".lock", ".state.json", ".crash.txt"
ENDINGS = (STATE, CRASH, SUFFIX, LOCK)  # the lock last: without it nobody would look for the others


@dataclass(frozen=True)
class Leftover:
    """What a process that did not end well has left.

    key:      names its files in the folder of autosaves
    files:    what it had open, or was about to open
    stage:    OPENING where it was still reading them; ENDED where the system told it to end before what was
              open was saved; else OPEN
    project:  the autosave; None where it had not come to one
    saved_s:  when that was written, seconds since 1970
    details:  what the crash left to be told of, such as the stacks of all threads; never any data
    """

    key: str
    files: tuple[Path, ...]
    stage: str
    project: Path | None
    saved_s: float
    details: str = ""


class RunningMark:
    """Says, for as long as this process lives, that its autosaves are its own.

    The mark is a lock that the system takes back when the process dies, however it dies.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or autosave_folder()
        self.key = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock: IO[bytes] | None = None
        self._crash: IO[bytes] | None = None

    @property
    def project(self) -> Path:
        """Where this process keeps its autosave."""
        return self._folder / f"{self.key}{SUFFIX}"

    def begin(self) -> None:
        """Make the mark. May raise OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        young = self._folder / f"{self.key}.new"  # seen by nobody before it is held
        self._lock = process_lock.opened(young)
        process_lock.take(self._lock)
        if os.name != "nt":
            young.rename(self._folder / f"{self.key}{LOCK}")

    def watch(self) -> None:
        """Let a crash of the interpreter write down where it happened. May raise OSError."""
        self._crash = process_lock.opened(self._folder / f"{self.key}{CRASH}")
        faulthandler.enable(self._crash)

    def note(self, files: Sequence[Path], stage: str) -> None:
        """Write down what is being opened or is open. May raise OSError."""
        if self._lock is None:
            return
        values = {"files": [str(path.absolute()) for path in files], "stage": stage}
        text = json.dumps(values).encode("ascii")
        atomic.write_bytes(self._folder / f"{self.key}{STATE}", text, is_private=True)

    def forget(self) -> None:
        """Keep nothing of what is open any longer."""
        for ending in (STATE, SUFFIX):
            with contextlib.suppress(OSError):
                (self._folder / f"{self.key}{ending}").unlink(missing_ok=True)

    def end(self, keeps: bool = False) -> None:
        """Take the mark away: the process ends well.

        keeps:  let the next start offer the autosave all the same, if there is one
        """
        if self._lock is None:
            return
        keeps = keeps and self.project.is_file()
        if keeps:
            files, _stage = _state(self._folder, self.key)
            with contextlib.suppress(OSError):
                self.note(files, ENDED)
        else:
            self.forget()
        if self._crash is not None:
            faulthandler.disable()
        for file in (self._lock, self._crash):
            if file is not None:
                file.close()
        self._lock = self._crash = None
        _remove(self._folder, self.key, (CRASH,) if keeps else ENDINGS)


def autosave_folder() -> Path:
    """Where autosaves lie; it may not exist yet."""
    return Path(platformdirs.user_data_dir("textminer", appauthor=False)) / "autosave"


def leftovers(folder: Path | None = None) -> list[Leftover]:
    """What processes have left that did not end well, the newest first; what is of no use is removed."""
    folder = folder or autosave_folder()
    found: list[Leftover] = []
    if not folder.is_dir():
        return found
    atomic.sweep(folder)
    for lock in folder.glob(f"*{LOCK}"):
        key = lock.name.removesuffix(LOCK)
        if process_lock.is_held(lock):
            continue
        leftover = _leftover(folder, key)
        if leftover is None or time.time() - lock.stat().st_mtime > FORGOTTEN_AFTER_S:
            _remove(folder, key)
        else:
            found.append(leftover)
    return sorted(found, key=lambda each: -each.saved_s)


def discard(leftover: Leftover, folder: Path | None = None) -> None:
    """Delete what a process has left."""
    _remove(folder or autosave_folder(), leftover.key)


def purge(folder: Path | None = None) -> int:
    """Delete every autosave but those of processes that are alive; how many went."""
    found = leftovers(folder)
    for leftover in found:
        discard(leftover, folder)
    return len(found)


def _leftover(folder: Path, key: str) -> Leftover | None:
    """What lies under a key; None where nothing was open."""
    project = folder / f"{key}{SUFFIX}"
    details = ""
    with contextlib.suppress(OSError):
        details = (folder / f"{key}{CRASH}").read_text(encoding="utf-8", errors="replace")
    files, stage = _state(folder, key)
    if not files and not project.is_file() and not details:
        return None
    saved_s = (project if project.is_file() else folder / f"{key}{LOCK}").stat().st_mtime
    return Leftover(key, files, stage, project if project.is_file() else None, saved_s, details)


def _state(folder: Path, key: str) -> tuple[tuple[Path, ...], str]:
    """The files and the stage that were noted last."""
    try:
        values = json.loads((folder / f"{key}{STATE}").read_bytes())
        return tuple(Path(str(name)) for name in values["files"]), str(values["stage"])
    except (OSError, ValueError, KeyError, TypeError):
        return (), OPEN


def _remove(folder: Path, key: str, endings: Sequence[str] = ENDINGS) -> None:
    for ending in endings:
        with contextlib.suppress(OSError):
            (folder / f"{key}{ending}").unlink(missing_ok=True)
