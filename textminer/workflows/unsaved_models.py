"""A model that was trained and not saved yet, kept for the case of a crash, and what the next start finds."""

import contextlib
import secrets
import shutil
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import platformdirs

from textminer import atomic
from textminer.workflows import process_lock

if TYPE_CHECKING:
    from textminer.sentiment.model_file import ModelCard
    from textminer.workflows.model_library import Saveable

FORGOTTEN_AFTER_S = 30 * 24 * 3600
BEING_MADE_S = 600  # that a folder may be without a model, as it is before the lock is taken
LOCK, SUFFIX = ".lock", ".safetensors"  # of model files; their module is too heavy for before the first paint


@dataclass(frozen=True)
class UnsavedModel:
    """A model whose process is gone.

    path:     its file, called like the model
    saved_s:  when it was written, seconds since 1970
    """

    path: Path
    saved_s: float

    @property
    def name(self) -> str:
        """What the model is called."""
        return self.path.stem


class KeptModel:
    """The file of a model that this process has trained; nobody else takes it while the process lives."""

    def __init__(self, folder: Path, lock: IO[bytes]) -> None:
        self._folder = folder
        self._lock = lock
        weakref.finalize(self, lock.close)  # with its window, if that closes before the process

    def forget(self) -> None:
        """Delete it: the model is saved, or nobody wants it."""
        _remove(self._folder, self._lock)


def unsaved_folder() -> Path:
    """Where they are kept; it may not exist yet."""
    return Path(platformdirs.user_data_dir("textminer", appauthor=False)) / "unsaved"


def keep_model(model: "Saveable", name: str) -> KeptModel:
    """Write a model down before the user has said whether to save it. May raise OSError."""
    from textminer.workflows.model_library import file_name

    folder = unsaved_folder() / secrets.token_hex(6)
    folder.mkdir(parents=True, mode=0o700)
    lock = process_lock.opened(folder / LOCK)
    try:
        process_lock.take(lock)
        model.save(folder / f"{file_name(name)}{SUFFIX}")
    except OSError:
        _remove(folder, lock)
        raise
    return KeptModel(folder, lock)


def unsaved_models() -> list[UnsavedModel]:
    """Those that no living process holds, the newest first; what is of no use is removed."""
    found: list[UnsavedModel] = []
    for folder in _folders():
        if process_lock.is_held(folder / LOCK):
            continue
        paths = list(folder.glob(f"*{SUFFIX}"))
        age = time.time() - folder.stat().st_mtime if folder.is_dir() else 0.0
        if paths and age < FORGOTTEN_AFTER_S:
            found.append(UnsavedModel(paths[0], paths[0].stat().st_mtime))
        elif age > (FORGOTTEN_AFTER_S if paths else BEING_MADE_S):
            shutil.rmtree(folder, ignore_errors=True)
    return sorted(found, key=lambda model: -model.saved_s)


def bring_back(model: UnsavedModel) -> "ModelCard | None":
    """Save it among the user's own models; None where another window was faster.

    Raises ModelFileError for a damaged file, ExportError where the copy cannot be written.
    """
    from textminer.workflows.model_library import import_model

    with _taken(model) as lock:
        if lock is None:
            return None
        card = import_model(model.path)
        _remove(model.path.parent, lock)
    return card


def discard(model: UnsavedModel) -> None:
    """Delete it, unless another window is at it."""
    with _taken(model) as lock:
        if lock is not None:
            _remove(model.path.parent, lock)


def purge() -> int:
    """Delete all but those that living processes hold; how many went."""
    found = unsaved_models()
    for model in found:
        discard(model)
    return len(found)


def _folders() -> list[Path]:
    with contextlib.suppress(OSError):
        return [path for path in unsaved_folder().iterdir() if path.is_dir()]
    return []


@contextlib.contextmanager
def _taken(model: UnsavedModel) -> Iterator[IO[bytes] | None]:
    """The lock of a model's folder while this process is at it; None where another is, or was."""
    path = model.path.parent / LOCK
    if not model.path.is_file() or process_lock.is_held(path):
        yield None
        return
    try:
        lock = process_lock.opened(path)
    except OSError:
        yield None
        return
    with lock:
        try:
            process_lock.take(lock)
        except BlockingIOError:
            yield None
        else:
            yield lock if model.path.is_file() else None


def _remove(folder: Path, lock: IO[bytes]) -> None:
    for path in folder.glob(f"*{SUFFIX}"):  # the lock last: without its file nobody looks for a holder
        with contextlib.suppress(OSError):
            path.unlink()
    lock.close()
    atomic.sweep(folder)
    shutil.rmtree(folder, ignore_errors=True)
