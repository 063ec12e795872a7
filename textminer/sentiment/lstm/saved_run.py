"""A long training done in pieces of time: the state that is saved, and the plan it belongs to."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from textminer.errors import ModelFileError
from textminer.sentiment.lstm.tensor_file import write_tensors
from textminer.translation import _

RISING_SHARE = 0.25  # of the steps; over the rest the learning rate falls
FIRST_FACTOR, LAST_FACTOR = 1 / 25, 1 / 1000


@dataclass(frozen=True)
class SavedRun:
    """Everything that decides the rest of a training whose data and settings are given again.

    step:     steps done
    plan:     settings and length, fixed before the first step: plain values that survive JSON
    points:   the curve so far, plain values
    sums:     what has been added up for the next point
    tensors:  by name
    """

    step: int
    plan: dict[str, Any]
    points: list[dict[str, Any]]
    sums: dict[str, float]
    tensors: dict[str, Tensor]


def save_run(path: Path, run: SavedRun) -> None:
    """Write the state, in place of the last one."""
    rest = json.dumps({"step": run.step, "plan": run.plan, "points": run.points, "sums": run.sums})
    write_tensors(path, run.tensors, {"run": rest})


def load_run(path: Path, plan: dict[str, Any]) -> SavedRun | None:
    """The state in a file, or None where there is none yet.

    Raises ModelFileError for a file that is none, or for the state of a training with another plan.
    """
    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            rest = json.loads(file.metadata()["run"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no dictionary)
        run = SavedRun(rest["step"], rest["plan"], rest["points"], rest["sums"], tensors)
    except (SafetensorError, KeyError, TypeError, ValueError, OSError) as error:
        message = _("The checkpoint {path} cannot be read ({error}). Remove it to start the training anew.")
        raise ModelFileError(message.format(path=path, error=error)) from error
    if run.plan != plan:
        differing = sorted(name for name in {*plan, *run.plan} if plan.get(name) != run.plan.get(name))
        message = _(
            "The checkpoint {path} was begun with other settings ({names}). "
            "Give the same ones again, or remove it to start the training anew."
        )
        raise ModelFileError(message.format(path=path, names=", ".join(differing)))
    return run


def moments_of(optimiser: torch.optim.Optimizer, parameters: Sequence[Tensor]) -> dict[str, Tensor]:
    """The optimiser's state of those parameters that have been trained, by place and name."""
    return {
        f"moments/{place}/{name}": value
        for place, parameter in enumerate(parameters)
        for name, value in optimiser.state.get(parameter, {}).items()
    }


def restore_moments(
    optimiser: torch.optim.Optimizer, parameters: Sequence[Tensor], tensors: dict[str, Tensor]
) -> None:
    """Give the optimiser the state that `moments_of` took from one."""
    for key, value in tensors.items():
        if key.startswith("moments/"):
            _part, place, name = key.split("/")
            parameter = parameters[int(place)]
            optimiser.state[parameter][name] = value.to(parameter.device)


def one_cycle(step: int, n_steps: int) -> float:
    """Factor of the learning rate: up along a cosine in the first quarter, then down nearly to 0.

    Source: Smith & Topin (2019), Super-convergence.
    """
    rising = max(1, round(RISING_SHARE * n_steps))
    if step < rising:
        low, share = FIRST_FACTOR, 1 - step / rising
    else:
        low, share = LAST_FACTOR, (step - rising) / max(1, n_steps - rising)
    return low + (1 - low) * 0.5 * (1 + math.cos(math.pi * share))
