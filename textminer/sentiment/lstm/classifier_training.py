"""How a classifier learns over a long training: in stages, averaged, and steady under small changes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from textminer.sentiment.encoding import batches_by_length, padded
from textminer.sentiment.lstm.adversarial import (
    NORM,
    NewNoise,
    change_along,
    direction_of_two,
    power_iteration,
    vector_spread,
    virtual_adversarial_losses,
)
from textminer.sentiment.lstm.averaging import WeightAverage
from textminer.sentiment.lstm.device import reduced_precision
from textminer.sentiment.lstm.examples import EpochPlan, Examples, document_losses, right_answers
from textminer.sentiment.lstm.network import LstmNetwork, Noise
from textminer.sentiment.lstm.piecewise import PiecewiseTraining, named
from textminer.sentiment.lstm.saved_run import one_cycle

AVERAGE = "average/"
DROPOUT_SEED = (
    500_009  # added to the seed: dropout is drawn apart from word dropout, so that it can be repeated
)
HELD_OUT_BATCH = 65_536  # tokens


@dataclass(frozen=True)
class ClassifierTrainingSettings:
    """What every such training is told; the length is fixed before the first step.

    epochs:              of the last stage
    learning_rate:       the highest of all groups and stages
    layer_ratio:         by which a group learns slower than the one before it
    longest:             tokens of a document that are read in a training step; all are read otherwise
    dropout:             share of the pooled features silenced; half of it on the vectors and between layers
    averaging:           decay of the weight average that is judged and kept; 0 for none
    adversarial_weight:  of the virtual adversarial loss beside the other; 0 for none
    adversarial_norm:    of a document's change, in units of the vectors' spread
    entropy_weight:      of the entropy of the predictions for documents without a label
    bfloat16:            reduced precision, on processors alone: a GPU's fused LSTM would take float16
    """

    epochs: int = 4
    batch_tokens: int = 16_384
    batch_documents: int = 64
    learning_rate: float = 1e-2
    layer_ratio: float = 1.0
    weight_decay: float = 0.01
    gradient_limit: float = 1.0
    longest: int = 400
    dropout: float = 0.4
    word_dropout: float = 0.05
    label_smoothing: float = 0.05
    averaging: float = 0.998
    adversarial_weight: float = 1.0
    adversarial_norm: float = NORM
    entropy_weight: float = 1.0
    seed: int = 1
    bfloat16: bool = False


@dataclass(frozen=True, eq=False)
class Stage:
    """Epochs in which the same groups of weights learn, over one cycle of the learning rate.

    n_groups:          how many of the groups learn, from the first on
    rate_factor:       of the learning rate
    adversarial_from:  the first epoch of the stage with virtual adversarial training, None for no epoch
    """

    n_groups: int
    epochs: list[EpochPlan]
    rate_factor: float = 1.0
    adversarial_from: int | None = None

    @property
    def n_steps(self) -> int:
        """Batches in all."""
        return sum(len(epoch.batches) for epoch in self.epochs)


@dataclass(frozen=True, eq=False)
class _Place:
    """Where a step lies in the plan: the stage, its step and epoch, and the batch."""

    stage: Stage
    number: int
    step: int
    epoch: int
    batch: int

    @property
    def is_adversarial(self) -> bool:
        return self.stage.adversarial_from is not None and self.epoch >= self.stage.adversarial_from


class ClassifierTraining(PiecewiseTraining):
    """One training of a classifier in stages; a subclass makes the network and writes the result.

    Documents of weight 0 have no label: their predictions are made surer and steadier. In the last stage
    the weights are averaged. Points of the curve: `points_an_epoch` each epoch.
    """

    network: LstmNetwork

    def __init__(
        self, network: LstmNetwork, groups: Sequence[Sequence[Tensor]], stages: list[Stage],
        examples: Examples, held_out: Examples, settings: ClassifierTrainingSettings, state_path: Path,
        curve_path: Path, device: torch.device, threads: int = 1, save_every_s: float = 120.0,
        points_an_epoch: int = 1,
    ) -> None:  # fmt: skip
        super().__init__(
            network, groups, settings.weight_decay, settings.gradient_limit, state_path, curve_path, device,
            threads, save_every_s,
        )  # fmt: skip
        self.network = network
        self._groups = groups
        self._stages = stages
        self._examples = examples
        self._held_out = held_out
        self._settings = settings
        self._average = WeightAverage(settings.averaging)
        self._places = [
            _Place(stage, number, step, epoch, batch)
            for number, stage in enumerate(stages)
            for step, (epoch, batch) in enumerate(
                (epoch, batch)
                for epoch, plan in enumerate(stage.epochs)
                for batch in range(len(plan.batches))
            )
        ]
        self.n_steps = len(self._places)
        self._points_after = frozenset(self._point_steps(points_an_epoch))
        counts = np.bincount(examples.documents.ids, minlength=network.embedding.num_embeddings)
        self._shares = torch.from_numpy(counts / counts.sum()).float().to(device)

    @torch.no_grad()
    def held_out_figures(self) -> tuple[float, float] | tuple[None, None]:
        """Mean loss in nats and share right, 0 to 1, on the held-out documents read whole, or None.

        Judged are the weights that would be kept: the average where there is one.
        """
        examples = self._held_out
        n_documents = examples.documents.n_documents
        if n_documents == 0:
            return None, None
        loss, right = 0.0, 0
        offsets = examples.documents.offsets
        learnt = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.network.load_state_dict(self.kept_weights())
        for rows in batches_by_length(examples.documents.lengths, HELD_OUT_BATCH, 1024):
            ids, lengths = self._read(examples, offsets[rows], offsets[rows + 1])
            with self._precision():
                logits = self.network(ids, lengths).float()
            targets, margin_only = self._answers(examples, rows)
            loss += float(document_losses(logits, targets, margin_only, 0.0).sum())
            right += int(right_answers(logits, targets, margin_only).sum())
        self.network.load_state_dict(learnt)
        return loss / n_documents, right / n_documents

    def kept_weights(self) -> dict[str, Tensor]:
        """The weights that would be kept now."""
        return self._average.kept(self.network)

    def _learn(self, step: int) -> Tensor:
        place, settings, examples = self._places[step], self._settings, self._examples
        for number, group in enumerate(self._groups):
            for parameter in group:
                parameter.requires_grad_(number < place.stage.n_groups)
        plan = place.stage.epochs[place.epoch]
        spans = plan.batches[place.batch]
        rows = plan.documents[spans]
        self._n_tokens += int((plan.ends[spans] - plan.starts[spans]).sum())
        ids, lengths = self._read(examples, plan.starts[spans], plan.ends[spans])

        def new_noise() -> Noise:
            return Noise(settings.seed + DROPOUT_SEED, step, 0.0, self.device)

        def new_vectors() -> Tensor:
            noise = Noise(settings.seed, step, settings.word_dropout, self.device)
            vectors: Tensor = self.network.vectors(ids, noise)
            return vectors

        is_adversarial = place.is_adversarial and settings.adversarial_weight > 0
        with self._precision():
            x = new_vectors()
            if is_adversarial:
                if not x.requires_grad:  # while the vectors do not learn yet
                    x.requires_grad_()
                x.retain_grad()
            logits = self.network.logits(x, lengths, new_noise())
        if is_adversarial:
            logits.retain_grad()
        loss = self._labelled_loss(logits, rows, examples.weights[plan.documents])
        loss.backward()
        if is_adversarial:
            self._learn_adversarially(x, new_vectors, lengths, logits, step, new_noise)
        return loss.detach()

    def _labelled_loss(self, logits: Tensor, rows: np.ndarray, epoch_weights: np.ndarray) -> Tensor:
        """Loss of a batch by its labels, and by the doubt left where there is none.

        Both are divided by what a batch of the epoch weighs on average, so that all its documents count alike
        whichever batch they are in.
        """
        examples, settings = self._examples, self._settings
        weights = torch.from_numpy(examples.weights[rows]).to(self.device)
        losses = document_losses(logits, *self._answers(examples, rows), settings.label_smoothing)
        loss = (losses * weights).sum() / (len(rows) * float(epoch_weights.mean()))
        share = float((epoch_weights == 0).mean())
        if share and settings.entropy_weight:
            doubts = (entropies(logits) * (weights == 0)).sum() / (len(rows) * share)
            loss = loss + settings.entropy_weight * doubts
        return loss

    def _learn_adversarially(
        self, x: Tensor, new_vectors: Callable[[], Tensor], lengths: Tensor, logits: Tensor, step: int,
        new_noise: NewNoise,
    ) -> None:  # fmt: skip
        """Add the gradients of the virtual adversarial loss to those of a step with these predictions."""
        settings, network = self._settings, self.network
        spread = vector_spread(network.embedding.weight, self._shares)
        if logits.shape[1] == 2:
            assert x.grad is not None
            assert logits.grad is not None
            direction = direction_of_two(x.grad, logits, logits.grad)
        else:
            generator = torch.Generator(self.device).manual_seed(settings.seed * 1_000_003 + step)
            with self._precision():
                direction = power_iteration(network, x, lengths, logits, spread, generator, new_noise)
        change = change_along(direction, lengths, spread, settings.adversarial_norm)
        with self._precision():
            losses = virtual_adversarial_losses(network, new_vectors(), lengths, logits, change, new_noise)
        (settings.adversarial_weight * losses.mean()).backward()

    def _rates(self, step: int) -> list[float]:
        place, settings = self._places[step], self._settings
        rate = settings.learning_rate * place.stage.rate_factor * one_cycle(place.step, place.stage.n_steps)
        return [rate / settings.layer_ratio**depth for depth in range(len(self._groups))]

    def _after(self, step: int) -> None:
        place = self._places[step]
        if place.number == len(self._stages) - 1:
            self._average.update(self.network, place.step)

    def _is_point(self, n_steps: int) -> bool:
        return n_steps in self._points_after

    def _begin_counting(self) -> None:
        self._since, self._n_tokens = time.perf_counter(), 0

    def _point(self, n_steps: int, loss: float) -> dict[str, Any]:
        seconds = max(time.perf_counter() - self._since, 1e-9)
        held_out_loss, accuracy = self.held_out_figures()
        return {
            "step": n_steps,
            "of": self.n_steps,
            "learning": self._places[n_steps - 1].stage.n_groups,
            "loss": loss,
            "held_out_loss": held_out_loss,
            "held_out_accuracy": accuracy,
            "tokens_per_s": round(self._n_tokens / seconds),
        }

    def _more_state(self) -> dict[str, Tensor]:
        return {f"{AVERAGE}{name}": value for name, value in self._average.weights.items()}

    def _restore_more(self, tensors: dict[str, Tensor]) -> None:
        self._average.weights = {
            name: value.to(self.device) for name, value in named(tensors, AVERAGE).items()
        }

    def _precision(self) -> torch.autocast:
        enabled = self._settings.bfloat16 and self.device.type == "cpu"
        return reduced_precision(enabled)

    def _read(self, examples: Examples, starts: np.ndarray, ends: np.ndarray) -> tuple[Tensor, Tensor]:
        ids, lengths = padded(examples.documents.ids, starts, ends)
        return torch.from_numpy(ids).to(self.device), torch.from_numpy(lengths).to(self.device)

    def _answers(self, examples: Examples, rows: np.ndarray) -> tuple[Tensor, Tensor]:
        targets = torch.from_numpy(examples.targets[rows]).to(self.device)
        return targets, torch.from_numpy(examples.margin_only[rows]).to(self.device)

    def _point_steps(self, points_an_epoch: int) -> list[int]:
        steps, done = [], 0
        for stage in self._stages:
            for epoch in stage.epochs:
                n = len(epoch.batches)
                steps += [done + round(n * part / points_an_epoch) for part in range(1, points_an_epoch + 1)]
                done += n
        return steps


def entropies(logits: Tensor) -> Tensor:
    """Entropy of each prediction in nats: (B, C) to (B,)."""
    logs = F.log_softmax(logits, dim=1)
    return -(logs.exp() * logs).sum(dim=1)
