"""What is kept of trainings under way, so that they go on after an interruption; for whom, and how long."""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from textminer import atomic
from textminer.sentiment.checkpoint_file import FILE_NAME, progress_of
from textminer.workflows import process_lock

FORGOTTEN_AFTER_S = 30 * 24 * 3600
LOCK, TASK = ".lock", "task.json"


@dataclass(frozen=True)
class KeptTraining:
    """A training that did not come to its end, and that no living process is at.

    key:          what was to be learnt, as a hash
    task:         what a window needs to begin it again
    step:         batches of `n_steps` in all that it had come to
    saved_s:      when that was written, seconds since 1970
    """

    key: str
    task: dict[str, Any]
    step: int
    n_steps: int
    saved_s: float


@dataclass(frozen=True)
class TrainingPlace:
    """Where a training under way keeps its checkpoint.

    folder:  of this training alone; None where another process is at the very same one
    """

    folder: Path | None

    def clear(self) -> None:
        """Delete what is kept: the training begins anew, or has come to its end."""
        if self.folder is not None:
            for path in (self.folder / FILE_NAME, self.folder / TASK):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def holds_checkpoint(self) -> bool:
        """Whether the training could go on from here."""
        return self.folder is not None and (self.folder / FILE_NAME).is_file()

    def describe(self, task: dict[str, Any]) -> None:
        """Write down what is trained, before it begins. Where the disk refuses, no window offers it."""
        if self.folder is not None:
            text = json.dumps(task).encode("ascii")
            with contextlib.suppress(OSError):
                atomic.write_bytes(self.folder / TASK, text, is_private=True)


def training_folder() -> Path:
    """Where all trainings under way keep their checkpoints; it may not exist yet."""
    return Path(platformdirs.user_data_dir("textminer", appauthor=False)) / "training"


@contextlib.contextmanager
def place_for(key: str, above: Path | None = None) -> Iterator[TrainingPlace]:
    """The place of a training for as long as this process is at it.

    What holds no checkpoint at the end of the block is removed. Where the disk refuses even a folder, each
    checkpoint will be refused as well, and the training says so.
    """
    above = above or training_folder()
    folder = above / key
    try:
        lock = _held(folder)
    except BlockingIOError:
        yield TrainingPlace(None)
        return
    except OSError:
        yield TrainingPlace(folder)
        return
    place = TrainingPlace(folder)
    try:
        yield place
    finally:
        is_wanted = place.holds_checkpoint()
        if os.name == "nt":
            lock.close()
        if not is_wanted:
            shutil.rmtree(folder, ignore_errors=True)
        lock.close()


def kept_training(key: str, above: Path | None = None) -> KeptTraining | None:
    """What is kept under a key; None where there is nothing, or where a living process is at it.

    What cannot be read is removed.
    """
    folder = (above or training_folder()) / key
    if not folder.is_dir() or process_lock.is_held(folder / LOCK):
        return None
    atomic.sweep(folder)
    path = folder / FILE_NAME
    told = progress_of(path)
    if told is None or time.time() - path.stat().st_mtime > FORGOTTEN_AFTER_S:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    task: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        task = dict(json.loads((folder / TASK).read_bytes()))
    return KeptTraining(key, task, *told, path.stat().st_mtime)


def kept_trainings(above: Path | None = None) -> list[KeptTraining]:
    """All that is kept, the newest first; what is of no use any more is removed."""
    above = above or training_folder()
    if not above.is_dir():
        return []
    found = [kept_training(folder.name, above) for folder in above.iterdir()]
    return sorted((kept for kept in found if kept is not None), key=lambda kept: -kept.saved_s)


def keeps_any(above: Path | None = None) -> bool:
    """Whether there is anything to look at."""
    try:
        return any((above or training_folder()).iterdir())
    except OSError:
        return False


def discard(key: str, above: Path | None = None) -> None:
    """Delete what is kept under a key, unless a living process is at it."""
    folder = (above or training_folder()) / key
    if not process_lock.is_held(folder / LOCK):
        shutil.rmtree(folder, ignore_errors=True)


def purge(above: Path | None = None) -> int:
    """Delete what is kept of every training but those that living processes are at; how many went."""
    found = kept_trainings(above)
    for kept in found:
        discard(kept.key, above)
    return len(found)


def _held(folder: Path) -> Any:
    """The open lock of a folder. Raises BlockingIOError where another process holds it."""
    while True:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "nt" and process_lock.is_held(folder / LOCK):
            raise BlockingIOError
        try:
            lock = process_lock.opened(folder / LOCK)
        except FileNotFoundError:  # another process has just come to the end of the same training
            continue
        try:
            process_lock.take(lock)
            if os.path.samestat(os.fstat(lock.fileno()), (folder / LOCK).stat()):
                return lock
        except FileNotFoundError:
            pass
        except OSError:
            lock.close()
            raise
        lock.close()
