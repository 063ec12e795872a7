"""How a network learns: the loop, early stopping, averaging, and going on after an interruption."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from textminer.errors import ModelFileError
from textminer.progress import Progress, patiently, silent
from textminer.sentiment.checkpoint_file import OnCheckpoint, ignore_checkpoint
from textminer.sentiment.encoding import batches_by_length, padded
from textminer.sentiment.history import History, HistoryPoint, OnHistory, ignore_history
from textminer.sentiment.lstm.averaging import WeightAverage
from textminer.sentiment.lstm.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from textminer.sentiment.lstm.device import reduced_precision
from textminer.sentiment.lstm.examples import EpochPlan, Examples, PlanEpoch, document_losses, right_answers
from textminer.sentiment.lstm.network import LstmNetwork, Noise
from textminer.sentiment.lstm.threads import use_threads
from textminer.sentiment.settings import TrainingSettings
from textminer.translation import _

WARM_UP_STEPS = 100
POINT_EVERY_S = 1.0  # curves are drawn about once a second
VALIDATION_SHARE_OF_TIME = 0.1
VALIDATIONS_AT_LEAST = 8
MEASURED_BATCHES = 6
CHECKPOINT_COST = 50  # times what writing one took must pass before the next: 2 % of the time at most

State = dict[str, Tensor]


def never() -> bool:
    """Do not stop: the default."""
    return False


@dataclass
class _Sums:
    """What has been seen since the last point of the curves."""

    loss: float = 0.0
    weight: float = 0.0
    right: int = 0
    documents: int = 0
    norm: float = 0.0
    batches: int = 0
    since: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True)
class Plan:
    """The length of a training, fixed before its first step and written into each checkpoint.

    n_steps:         batches in all; the learning rate falls to 0 over them
    steps_an_epoch:  batches in one pass over the training part
    validate_every:  batches from one validation to the next: an epoch, or an eighth of a short training
    point_every:     batches from one point of the curves to the next
    """

    n_steps: int
    steps_an_epoch: int
    validate_every: int
    point_every: int


class Training:
    """One training under way, computed where the network lies. `run` may be called once; its result is the
    network with the kept weights.

    checkpoint_every_s:  seconds from one checkpoint to the next, more where the disk is slow; 0 writes one
                         with each point of the curves
    """

    def __init__(
        self,
        network: LstmNetwork,
        examples: Examples,
        validation: Examples,
        plan_epoch: PlanEpoch,
        settings: TrainingSettings,
        checkpoint_folder: Path | None = None,
        checkpoint_every_s: float = 120.0,
        on_checkpoint: OnCheckpoint = ignore_checkpoint,
    ) -> None:
        self.network = network
        self._examples = examples
        self._validation = validation
        self._plan_epoch = plan_epoch
        self._settings = settings
        self._folder = checkpoint_folder
        self._checkpoint_every_s = checkpoint_every_s
        self._device = network.embedding.weight.device
        self._on_checkpoint = on_checkpoint
        self._average = WeightAverage(settings.averaging)
        self._points: list[HistoryPoint] = []
        self._is_kept = True  # as far as the last checkpoint tells
        self._next_at = 0.0  # when the next one is due
        self._best: tuple[float, int, State] = (math.inf, 0, {})

    def run(
        self,
        progress: Progress = silent,
        on_history: OnHistory = ignore_history,
        should_stop: Callable[[], bool] = never,
    ) -> History:
        """Train to the planned end, to early stopping, or until `should_stop` says so; keep the best weights.

        Raises Cancelled when the watcher cancels; the last checkpoint stays.
        """
        use_threads(self._settings.threads)
        settings, network = self._settings, self.network
        parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
        make = partial(torch.optim.Adam, parameters, lr=settings.learning_rate, eps=settings.adam_epsilon)
        optimiser = patiently(partial(make, fused=True), progress, 0.0)  # the first one imports for seconds
        saved = load_checkpoint(self._folder) if self._folder is not None else None
        if saved is None:
            progress.report(0.0, _("Measuring the speed"))
            plan, step = self._planned(self._plan_epoch(0), progress), 0
        else:
            plan, step = Plan(**saved.plan), saved.step
            self._restore(saved, optimiser)
            going_on = _("Going on from step {step} of {n_steps}")
            progress.report(step / plan.n_steps, going_on.format(step=step, n_steps=plan.n_steps))
            on_history(tuple(self._points))
        sums, ending = _Sums(), "planned"
        self._next_at = time.perf_counter() + self._checkpoint_every_s
        for at, epoch, batch in self._steps(step, plan):
            self._train_on(at, plan, epoch, batch, optimiser, parameters, sums)
            done = at + 1
            validates = done % plan.validate_every == 0 or done == plan.n_steps
            if done % plan.point_every == 0 or validates:
                self._add_point(done, plan, validates, sums, progress)
                sums = _Sums()
                on_history(tuple(self._points))
                if self._folder and (done == plan.n_steps or time.perf_counter() >= self._next_at):
                    self._keep(self._folder, self._checkpoint(done, plan, optimiser))
            progress.report(done / plan.n_steps, self._message(done, plan))
            if validates and self._gains_no_more(done, plan):
                ending = "no gain"
                break
            if should_stop():
                if not validates:
                    self._add_point(done, plan, True, sums, progress)
                    on_history(tuple(self._points))
                ending = "stopped"
                break
        return self._kept(plan, ending)

    def restore_kept(self) -> int:
        """Give the network the weights that the last checkpoint would keep; returns its step.

        Raises ModelFileError where there is no checkpoint.
        """
        saved = load_checkpoint(self._folder) if self._folder is not None else None
        if saved is None:
            raise ModelFileError(_("There is no checkpoint in {folder}.").format(folder=self._folder))
        self.network.load_state_dict(saved.average or saved.weights)
        return saved.step

    def kept_weights(self) -> State:
        """The weights that would be kept now: the running average, or the current ones."""
        return self._average.kept(self.network)

    def _steps(self, step: int, plan: Plan) -> Iterator[tuple[int, EpochPlan, np.ndarray]]:
        number = -1
        while step < plan.n_steps:
            if step // plan.steps_an_epoch != number:
                number = step // plan.steps_an_epoch
                epoch = self._plan_epoch(number)
            # plans of one epoch and the next differ by a few batches where lengths are drawn anew
            yield step, epoch, epoch.batches[step % plan.steps_an_epoch % len(epoch.batches)]
            step += 1

    def _train_on(
        self, step: int, plan: Plan, epoch: EpochPlan, batch: np.ndarray, optimiser: torch.optim.Adam,
        parameters: Sequence[Tensor], sums: _Sums,
    ) -> None:  # fmt: skip
        settings = self._settings
        factor = learning_rate_factor(step, plan.n_steps) if settings.schedule else 1.0
        for group in optimiser.param_groups:
            group["lr"] = settings.learning_rate * factor
        optimiser.zero_grad(set_to_none=True)
        noise = Noise(settings.seed, step, settings.word_dropout, self._device)
        loss, right, weight = self._forward(epoch, batch, noise)
        (loss / weight).backward()
        limit = settings.gradient_limit
        norm = torch.nn.utils.clip_grad_norm_(parameters, math.inf if limit is None else limit)
        optimiser.step()
        self._average.update(self.network, step)
        sums.loss += loss.item()
        sums.weight += weight
        sums.right += right
        sums.documents += len(batch)
        sums.norm += float(norm)
        sums.batches += 1

    def _forward(self, epoch: EpochPlan, batch: np.ndarray, noise: Noise | None) -> tuple[Tensor, int, float]:
        """Summed weighted loss, right answers and summed weight of one batch."""
        rows = epoch.documents[batch]
        ids, lengths = padded(self._examples.documents.ids, epoch.starts[batch], epoch.ends[batch])
        targets, margin_only, weights = self._told(self._examples, rows)
        with reduced_precision(self._settings.bfloat16, self._device.type):
            logits = self.network(self._there(ids), self._there(lengths), noise)
        smoothing = np.full(len(batch), self._settings.label_smoothing, dtype=np.float32)
        if epoch.doubts is not None:
            smoothing += epoch.doubts[batch]
        losses = document_losses(logits, targets, margin_only, self._there(smoothing))
        right = int(right_answers(logits, targets, margin_only).sum())
        return (losses * weights).sum(), right, float(weights.sum())

    def _told(self, examples: Examples, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
        """Targets, whether they are of the margin alone, and weights of some examples."""
        targets = self._there(examples.targets[rows])
        return targets, self._there(examples.margin_only[rows]), self._there(examples.weights[rows])

    def _there(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values).to(self._device)

    def _add_point(self, done: int, plan: Plan, validates: bool, sums: _Sums, progress: Progress) -> None:
        loss = accuracy = None
        seconds = max(time.perf_counter() - sums.since, 1e-9)
        if validates and self._validation.documents.n_documents:
            loss, accuracy = self._validated(lambda: progress.report(done / plan.n_steps))
            if loss < self._best[0] or self._settings.patience is None:
                kept = {name: value.clone() for name, value in self.kept_weights().items()}
                self._best = (loss, done, kept)
        self._points.append(
            HistoryPoint(
                step=done,
                epoch=done / plan.steps_an_epoch,
                training_loss=sums.loss / max(sums.weight, 1e-9),
                training_accuracy=sums.right / max(sums.documents, 1),
                validation_loss=loss,
                validation_accuracy=accuracy,
                gradient_norm=sums.norm / max(sums.batches, 1),
                documents_per_s=sums.documents / seconds,
            )
        )

    @torch.no_grad()
    def _validated(self, check: Callable[[], object] = never) -> tuple[float, float]:
        """Loss and accuracy on the validation part with the weights that would be kept."""
        trained = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.network.load_state_dict(self.kept_weights())
        examples = self._validation
        loss, right, total = 0.0, 0, 0.0
        for rows in batches_by_length(examples.documents.lengths, 4 * self._settings.batch_tokens, 1024):
            check()
            offsets = examples.documents.offsets
            ids, lengths = padded(examples.documents.ids, offsets[rows], offsets[rows + 1])
            logits = self.network(self._there(ids), self._there(lengths))
            targets, margin_only, weights = self._told(examples, rows)
            loss += float((document_losses(logits, targets, margin_only, 0.0) * weights).sum())
            right += int(right_answers(logits, targets, margin_only).sum())
            total += float(weights.sum())
        self.network.load_state_dict(trained)
        return loss / total, right / examples.documents.n_documents

    def _gains_no_more(self, done: int, plan: Plan) -> bool:
        patience = self._settings.patience
        return patience is not None and done - self._best[1] >= patience * plan.steps_an_epoch

    def _planned(self, epoch: EpochPlan, progress: Progress) -> Plan:
        settings = self._settings
        n_batches = len(epoch.batches)
        seconds = self._seconds_a_batch(epoch, progress)
        if settings.steps is not None:
            n_steps = settings.steps
        elif settings.epochs is not None:
            n_steps = settings.epochs * n_batches
        else:
            assert settings.minutes is not None
            n_steps = max(1, int(settings.minutes * 60 * (1 - VALIDATION_SHARE_OF_TIME) / seconds))
        validate_every = max(1, min(n_batches, n_steps // VALIDATIONS_AT_LEAST))
        point_every = min(max(1, round(POINT_EVERY_S / seconds)), n_batches)
        return Plan(n_steps, n_batches, validate_every, point_every)

    def _seconds_a_batch(self, epoch: EpochPlan, progress: Progress) -> float:
        """Measured on a few batches, whose gradients are thrown away."""
        chosen = epoch.batches[:: max(1, len(epoch.batches) // MEASURED_BATCHES)][: MEASURED_BATCHES + 1]
        times = []
        for batch in chosen:
            progress.report(0.0)
            begin = time.perf_counter()
            noise = Noise(0, 0, self._settings.word_dropout, self._device)
            loss, _right, weight = self._forward(epoch, batch, noise)
            (loss / weight).backward()
            times.append(time.perf_counter() - begin)
        self.network.zero_grad(set_to_none=True)
        tokens = np.array([int((epoch.ends[batch] - epoch.starts[batch]).sum()) for batch in chosen])
        measured = slice(1, None) if len(chosen) > 1 else slice(None)  # the first batch also warms up
        an_epoch = int((epoch.ends - epoch.starts).sum())
        return sum(times[measured]) / max(int(tokens[measured].sum()), 1) * an_epoch / len(epoch.batches)

    def _kept(self, plan: Plan, ending: str) -> History:
        _loss, best_step, best = self._best
        if best:
            self.network.load_state_dict(best)
        else:
            self.network.load_state_dict(self.kept_weights())
        return History(tuple(self._points), plan.n_steps, best_step or plan.n_steps, ending)

    def _keep(self, folder: Path, checkpoint: Checkpoint) -> None:
        """Write a checkpoint; where the disk refuses, the training goes on, says so and tries again."""
        began = time.perf_counter()
        doubt = ""
        try:
            save_checkpoint(folder, checkpoint)
        except OSError as error:
            doubt = refused_sentence(folder, error)
        self._is_kept = not doubt
        self._on_checkpoint(doubt)
        took = time.perf_counter() - began
        every_s = self._checkpoint_every_s
        self._next_at = began + took + (max(every_s, CHECKPOINT_COST * took) if every_s else 0.0)

    def _message(self, done: int, plan: Plan) -> str:
        point = self._points[-1] if self._points else None
        if point is None:
            message = _("Training, step {step} of {n_steps}").format(step=done, n_steps=plan.n_steps)
        else:
            message = _("Training, step {step} of {n_steps}, loss {loss}").format(
                step=done, n_steps=plan.n_steps, loss=f"{point.training_loss:.3f}"
            )
        return message if self._is_kept else message + _("; no checkpoint could be written")

    def _checkpoint(self, done: int, plan: Plan, optimiser: torch.optim.Adam) -> Checkpoint:
        return Checkpoint(
            step=done,
            plan=asdict(plan),
            points=tuple(self._points),
            best_loss=self._best[0],
            best_step=self._best[1],
            weights=self.network.state_dict(),
            average=self._average.weights,
            best=self._best[2],
            moments=[
                {"exp_avg": state["exp_avg"], "exp_avg_sq": state["exp_avg_sq"], "step": state["step"]}
                for state in (optimiser.state[p] for group in optimiser.param_groups for p in group["params"])
            ],
        )  # fmt: skip

    def _restore(self, saved: Checkpoint, optimiser: torch.optim.Adam) -> None:
        self.network.load_state_dict(saved.weights)
        self._average.weights = {name: value.to(self._device) for name, value in saved.average.items()}
        self._best = (saved.best_loss, saved.best_step, saved.best)
        self._points = list(saved.points)
        parameters = [p for group in optimiser.param_groups for p in group["params"]]
        for parameter, moments in zip(parameters, saved.moments, strict=True):
            optimiser.state[parameter] = {name: value.to(self._device) for name, value in moments.items()}


def refused_sentence(folder: Path, error: OSError) -> str:
    """What a user is told of a checkpoint that the disk refused."""
    message = _(
        "The training cannot be kept for the case of an interruption: nothing could be written in {folder} "
        "({reason}). Make room there: the training goes on meanwhile, and tries again."
    )
    return message.format(folder=folder, reason=error.strerror or error)


def learning_rate_factor(step: int, n_steps: int) -> float:
    """Linear warm-up, then a cosine down to nearly 0."""
    warm_up = min(WARM_UP_STEPS, max(1, n_steps // 10))
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, n_steps - warm_up))) * 0.99 + 0.01
