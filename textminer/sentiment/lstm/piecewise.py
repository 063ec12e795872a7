"""A long training done in pieces of time: the loop, and how it stops and goes on."""

import json
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from textminer.atomic import write_text
from textminer.progress import Progress, silent
from textminer.sentiment.lstm.saved_run import SavedRun, load_run, moments_of, restore_moments, save_run
from textminer.sentiment.lstm.threads import use_threads

BETAS = (0.8, 0.99)
WEIGHTS = "weights/"

OnPoint = Callable[[dict[str, Any]], None]


class PiecewiseTraining(ABC):
    """One long training of a network; `run` goes on from the state that the folder holds.

    A subclass says what a step learns, when a point of the curve is due, and what the point tells. What it
    sets itself: `plan`, the settings and the length, fixed before the first step; and `n_steps`.
    """

    plan: dict[str, Any]
    n_steps: int

    def __init__(
        self, network: nn.Module, groups: Sequence[Sequence[Tensor]], weight_decay: float,
        gradient_limit: float, state_path: Path, curve_path: Path, device: torch.device, threads: int,
        save_every_s: float, betas: tuple[float, float] = BETAS,
    ) -> None:  # fmt: skip
        """groups: the weights that learn, in groups that may have learning rates of their own."""
        self.device = device
        self.points: list[dict[str, Any]] = []
        self._network = network
        self._parameters = [parameter for group in groups for parameter in group]
        self._optimiser = torch.optim.AdamW(
            [{"params": list(group)} for group in groups], 1e-3, betas, weight_decay=weight_decay, fused=True
        )
        self._gradient_limit = gradient_limit
        self._state_path = state_path
        self._curve_path = curve_path
        self._threads = threads
        self._save_every_s = save_every_s
        self._loss_sum = torch.zeros((), device=device)
        self._n_summed = 0

    def run(
        self, minutes: float | None = None, progress: Progress = silent, on_point: OnPoint | None = None
    ) -> bool:
        """Train to the planned end, or until the minutes are over; returns whether the end is reached.

        Either way the state lies in the folder when it returns; at the end the result lies there as well.
        Raises Cancelled when the watcher cancels; the last state stays. Raises ModelFileError where the state
        in the folder is of another plan.
        """
        until = math.inf if minutes is None else time.monotonic() + 60 * minutes
        use_threads(self._threads)
        step = self._restored()
        saved_at = time.perf_counter()
        self._begin_counting()
        while step < self.n_steps and time.monotonic() < until:
            progress.report(step / self.n_steps, self._message())
            for group, rate in zip(self._optimiser.param_groups, self._rates(step), strict=True):
                group["lr"] = rate
            self._optimiser.zero_grad(set_to_none=True)
            self._loss_sum += self._learn(step)
            learning = [parameter for parameter in self._parameters if parameter.requires_grad]
            torch.nn.utils.clip_grad_norm_(learning, self._gradient_limit)
            self._optimiser.step()
            self._n_summed += 1
            self._after(step)
            step += 1
            if self._is_point(step):
                mean = float(self._loss_sum) / self._n_summed  # waits for a GPU: the clock stays honest
                self.points.append(self._point(step, mean))
                if on_point is not None:
                    on_point(self.points[-1])
                self._loss_sum.zero_()
                self._n_summed = 0
                self._begin_counting()
            if time.perf_counter() - saved_at > self._save_every_s:
                self._save(step)
                saved_at = time.perf_counter()
        self._save(step)
        if step == self.n_steps:
            self._finish(step)
        return step == self.n_steps

    @abstractmethod
    def _learn(self, step: int) -> Tensor:
        """Leave the gradients of a step in the weights; returns the loss that the curve shows."""

    @abstractmethod
    def _rates(self, step: int) -> Sequence[float]:
        """The learning rate of each group."""

    @abstractmethod
    def _is_point(self, n_steps: int) -> bool:
        """Whether a point of the curve is due after so many steps."""

    @abstractmethod
    def _point(self, n_steps: int, loss: float) -> dict[str, Any]:
        """A point: plain values. `loss` is the mean since the last one."""

    @abstractmethod
    def _finish(self, n_steps: int) -> None:
        """Write the result."""

    def _after(self, step: int) -> None:  # noqa: B027 (most trainings have nothing more to do)
        """What follows a step."""

    def _begin_counting(self) -> None:  # noqa: B027
        """Called where a new point begins, and where a run goes on."""

    def _more_state(self) -> dict[str, Tensor]:
        """What decides the rest beside the weights and the optimiser's moments, by name."""
        return {}

    def _restore_more(self, tensors: dict[str, Tensor]) -> None:  # noqa: B027
        """Take back what `_more_state` gave, among all tensors of the state."""

    def _message(self) -> str:
        """A few words beside the progress."""
        return f"loss {self.points[-1]['loss']:.3f}" if self.points else ""

    def _restored(self) -> int:
        """Take over the state in the folder; returns the steps done."""
        saved = load_run(self._state_path, self.plan)
        if saved is None:
            return 0
        self._network.load_state_dict(named(saved.tensors, WEIGHTS))
        restore_moments(self._optimiser, self._parameters, saved.tensors)
        self._restore_more(saved.tensors)
        self._loss_sum.fill_(saved.sums["loss"])
        self._n_summed = int(saved.sums["n"])
        self.points = list(saved.points)
        return saved.step

    def _save(self, step: int) -> None:
        weights = {f"{WEIGHTS}{name}": value for name, value in self._network.state_dict().items()}
        tensors = {**weights, **moments_of(self._optimiser, self._parameters), **self._more_state()}
        sums = {"loss": float(self._loss_sum), "n": self._n_summed}
        save_run(self._state_path, SavedRun(step, self.plan, self.points, sums, tensors))
        write_text(self._curve_path, "".join(json.dumps(point) + "\n" for point in self.points))


def named(tensors: dict[str, Tensor], part: str) -> dict[str, Tensor]:
    """Those tensors whose name begins with a part, without it."""
    return {name.removeprefix(part): value for name, value in tensors.items() if name.startswith(part)}
