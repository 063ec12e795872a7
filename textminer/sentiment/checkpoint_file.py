"""The state of a training on disk, as far as it is told without torch."""

import json
from collections.abc import Callable
from pathlib import Path

from safetensors import SafetensorError, safe_open

FILE_NAME = "checkpoint.safetensors"

OnCheckpoint = Callable[[str], None]
"""Called from the training thread after each try to write a checkpoint: with "", or with the sentence that
says why it could not be written; the training goes on."""


def ignore_checkpoint(doubt: str) -> None:
    """Leave it to the progress line: the default."""


def progress_of(path: Path) -> tuple[int, int] | None:
    """The steps done and the steps planned of a checkpoint; None where there is none that can be read."""
    try:
        with safe_open(path, framework="numpy") as file:
            told = json.loads(file.metadata()["checkpoint"])
        return int(told["step"]), int(told["plan"]["n_steps"])
    except (SafetensorError, OSError, KeyError, TypeError, ValueError):
        return None
