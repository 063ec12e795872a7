"""The user's own models: saved, imported, removed and brought back."""

import contextlib
import re
import secrets
import shutil
import time
from pathlib import Path
from typing import Protocol

from textminer.atomic import atomic_path, turn_in
from textminer.errors import ExportError
from textminer.progress import Progress, silent
from textminer.sentiment.model_file import (
    SUFFIX,
    ModelCard,
    list_models,
    models_folder,
    read_card,
    read_model,
)
from textminer.storage.disk_sentence import disk_sentence
from textminer.translation import _

REMOVED = "removed"  # folder beside the models in which a removed one waits for Undo
WAITS_FOR_S = 24 * 3600
MAX_NAME = 60

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # no file names on Windows


class Saveable(Protocol):
    """Anything that can write itself as a model file, such as a trained model."""

    def save(self, path: Path) -> object:
        """Write it, all or nothing."""


def model_name(card: ModelCard) -> str:
    """The name by which a model is asked for: that of its file."""
    return card.name if card.path is None else card.path.stem


def known_models() -> list[ModelCard]:
    """The models that ship, then the user's own, each by name."""
    return sorted(list_models(), key=lambda card: (not card.is_shipped, model_name(card).casefold()))


def file_name(wished: str) -> str:
    """A name like the wished one that a file can have."""
    plain = _NOT_IN_FILE_NAMES.sub(" ", wished).strip(" .")[:MAX_NAME].strip(" .")
    return f"{plain} model".strip() if not plain or _RESERVED.fullmatch(plain) else plain


def free_name(wished: str) -> str:
    """A name like the wished one that a file can have and no model has yet: "team", "team 2" …"""
    plain = file_name(wished)
    taken = {model_name(card).casefold() for card in list_models()}
    taken |= {path.stem.casefold() for path in models_folder().glob(f"*{SUFFIX}")}  # damaged ones as well
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    return name


def save_model(model: Saveable, name: str) -> Path:
    """Save a model among the user's own, under a free name like the given one; returns its file.

    Raises ExportError where the folder cannot be written to.
    """
    folder = models_folder()
    path = folder / f"{name}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with turn_in(folder):  # or two windows would find the same name free
            path = folder / f"{free_name(name)}{SUFFIX}"
            model.save(path)
    except OSError as error:
        raise _not_written(path, error) from error
    return path


def import_model(source: Path, progress: Progress = silent) -> ModelCard:
    """Copy a model file among the user's own, after all of it was checked.

    Raises ModelFileError for a damaged or foreign file, ExportError where the copy cannot be written.
    """
    progress.report(0.0, _("Checking the model"))
    read_model(source)
    progress.report(0.5)
    folder = models_folder()
    target = folder / source.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with turn_in(folder):
            target = folder / f"{free_name(source.stem)}{SUFFIX}"
            with atomic_path(target) as temporary:
                shutil.copyfile(source, temporary)
    except OSError as error:
        raise _not_written(target, error) from error
    return read_card(target)


def remove_model(card: ModelCard) -> Path:
    """Take one of the user's models away; `restore_model` brings it back from the returned file.

    Raises ExportError for a shipped model, or where the file cannot be moved.
    """
    if card.path is None or card.is_shipped:
        raise ExportError(_("“{name}” ships with TextMiner and stays.").format(name=model_name(card)))
    # in a folder of its own: another window may have removed another of that name, and may bring it back
    waiting = card.path.parent / REMOVED / secrets.token_hex(6) / card.path.name
    try:
        waiting.parent.mkdir(parents=True, exist_ok=True)
        card.path.rename(waiting)
    except FileNotFoundError:
        message = _("“{name}” is gone already: another window has deleted or renamed it.")
        raise ExportError(message.format(name=model_name(card))) from None
    except OSError as error:
        message = _("“{name}” could not be deleted: {error}.")
        raise ExportError(message.format(name=model_name(card), error=error.strerror)) from error
    return waiting


def restore_model(waiting: Path) -> ModelCard:
    """Bring a removed model back under its old name, or a free one like it."""
    folder = models_folder()
    try:
        with turn_in(folder):
            target = folder / f"{free_name(waiting.stem)}{SUFFIX}"
            waiting.rename(target)
    except OSError as error:
        message = _("“{name}” could not be brought back: {error}.")
        raise ExportError(message.format(name=waiting.stem, error=error.strerror)) from error
    return read_card(target)


def forget_removed() -> None:
    """Delete for good what has waited for Undo so long that no window offers it any more."""
    for path in list((models_folder() / REMOVED).rglob(f"*{SUFFIX}")):
        with contextlib.suppress(OSError):  # another window is at it
            if time.time() - path.stat().st_ctime > WAITS_FOR_S:  # since when it has lain there
                path.unlink()
                path.parent.rmdir()


def _not_written(path: Path, error: OSError) -> ExportError:
    return ExportError(disk_sentence(path, error))
