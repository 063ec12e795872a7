"""A training's whole state on disk, so that it goes on after an interruption as if there had been none."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from textminer.errors import ModelFileError
from textminer.sentiment.checkpoint_file import FILE_NAME
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.lstm.tensor_file import write_tensors
from textminer.translation import _


@dataclass(frozen=True)
class Checkpoint:
    """Everything that decides the rest of a training; examples and settings are given again by the caller.

    weights, average, best:  tensors by name; the latter two may be empty
    moments:                 Adam's state of each trained parameter, in the network's order
    """

    step: int
    plan: dict[str, int]
    points: tuple[HistoryPoint, ...]
    best_loss: float
    best_step: int
    weights: dict[str, Tensor]
    average: dict[str, Tensor]
    best: dict[str, Tensor]
    moments: list[dict[str, Tensor]]


def save_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Write the checkpoint of a training, in place of its last one."""
    tensors: dict[str, Tensor] = {}
    for part in ("weights", "average", "best"):
        for name, value in getattr(checkpoint, part).items():
            tensors[f"{part}/{name}"] = value
    for index, moments in enumerate(checkpoint.moments):
        for name, value in moments.items():
            tensors[f"moments/{index}/{name}"] = value
    rest = {
        "step": checkpoint.step,
        "plan": checkpoint.plan,
        "points": [asdict(point) for point in checkpoint.points],
        "best_loss": checkpoint.best_loss,
        "best_step": checkpoint.best_step,
    }
    write_tensors(folder / FILE_NAME, tensors, {"checkpoint": json.dumps(rest)}, is_private=True)


def load_checkpoint(folder: Path) -> Checkpoint | None:
    """The checkpoint in a folder, or None where there is none yet.

    Raises ModelFileError for a file that is none.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return None
    tensors: dict[str, dict[str, Tensor]] = {"weights": {}, "average": {}, "best": {}, "moments": {}}
    try:
        with safe_open(path, framework="pt") as file:
            rest: dict[str, Any] = json.loads(file.metadata()["checkpoint"])
            for key in file.keys():  # noqa: SIM118 (not a dictionary)
                part, name = key.split("/", 1)
                tensors[part][name] = file.get_tensor(key)
    except (SafetensorError, KeyError, TypeError, ValueError, OSError) as error:
        message = _("The checkpoint {path} cannot be read ({error}). Remove it to start the training anew.")
        raise ModelFileError(message.format(path=path, error=error)) from error
    moments: list[dict[str, Tensor]] = []
    for key, value in sorted(tensors["moments"].items(), key=lambda item: int(item[0].split("/")[0])):
        index, name = key.split("/", 1)
        if int(index) == len(moments):
            moments.append({})
        moments[int(index)][name] = value
    return Checkpoint(
        step=rest["step"],
        plan=rest["plan"],
        points=tuple(HistoryPoint(**point) for point in rest["points"]),
        best_loss=rest["best_loss"],
        best_step=rest["best_step"],
        weights=tensors["weights"],
        average=tensors["average"],
        best=tensors["best"],
        moments=moments,
    )
