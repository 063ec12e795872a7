"""How a pretrained encoder becomes a classifier: from the head down, layer by layer, in pieces of time."""

import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from textminer.atomic import write_text
from textminer.progress import Progress, silent
from textminer.sentiment.encoding import batches_by_length, padded
from textminer.sentiment.lstm.examples import Examples, document_losses, right_answers
from textminer.sentiment.lstm.network import LstmNetwork, Noise
from textminer.sentiment.lstm.pieces import read_pieces, write_pieces
from textminer.sentiment.lstm.pretraining import BETAS, OnPoint, encoder_name
from textminer.sentiment.lstm.saved_run import (
    SavedRun,
    load_run,
    moments_of,
    one_cycle,
    restore_moments,
    save_run,
)
from textminer.sentiment.lstm.threads import use_threads
from textminer.sentiment.settings import NetworkSettings

HELD_OUT_BATCH = 65_536  # tokens


@dataclass(frozen=True)
class FinetuningSettings:
    """How a classifier is trained from an encoder; the length is fixed before the first step.

    The first stage trains the head for an epoch, each later one a layer more, the last one all for `epochs`.

    direction:      of the encoder
    epochs:         of the last stage
    learning_rate:  of the head in the first stage; that of the last stage is a tenth of it
    layer_ratio:    by which a layer learns slower than the one above it
    longest:        tokens of a document that are read in training, its last ones; all are read otherwise
    dropout:        share of the pooled features silenced; half of it on the word vectors and between layers
    """

    direction: str = "forward"
    epochs: int = 4
    batch_tokens: int = 16_384
    batch_documents: int = 64
    learning_rate: float = 1e-2
    layer_ratio: float = 2.6
    weight_decay: float = 0.01
    gradient_limit: float = 1.0
    longest: int = 800
    dropout: float = 0.4
    word_dropout: float = 0.05
    label_smoothing: float = 0.05
    seed: int = 1


@dataclass(frozen=True, eq=False)
class _Stage:
    """A number of epochs in which the same groups of weights learn, from the head down."""

    n_groups: int
    batches: list[np.ndarray]
    rate_factor: float
    ends_epoch: frozenset[int]


def classifier_name(direction: str) -> str:
    """What the files of a finished classifier are called."""
    return f"classifier-{direction}"


def state_path(folder: Path, direction: str) -> Path:
    """Where the state of a fine-tuning lies."""
    return folder / f"finetuning-{direction}.safetensors"


def classifier_network(
    encoder_plan: dict[str, Any], dropout: float, direction: str, n_classes: int
) -> LstmNetwork:
    """A network of the sizes that an encoder's plan tells, its weights not set yet."""
    settings = NetworkSettings(
        embedding_size=encoder_plan["embedding_size"], hidden_size=encoder_plan["hidden_size"],
        n_layers=encoder_plan["n_layers"], bidirectional=False, backward=direction == "backward",
        dropout=dropout, max_vocabulary=encoder_plan["n_types"], min_count=1,
    )  # fmt: skip
    return LstmNetwork(settings, encoder_plan["n_types"], n_classes)


class Finetuning:
    """One training of a classifier from the encoder in a folder; `run` goes on where the last one ended.

    Raises ModelFileError where there is no encoder of the direction.
    """

    def __init__(
        self, examples: Examples, held_out: Examples, settings: FinetuningSettings, folder: Path,
        device: torch.device, threads: int = 1, save_every_s: float = 120.0,
    ) -> None:  # fmt: skip
        encoder, self._encoder_facts = read_pieces(folder, encoder_name(settings.direction))
        n_classes = examples.targets.shape[1]
        plan = self._encoder_facts["plan"]
        self.network = classifier_network(plan, settings.dropout, settings.direction, n_classes)
        self.network.reset(settings.seed)
        self.network.load_state_dict(encoder, strict=False)  # the head alone begins anew
        self.network.to(device)
        self._examples = examples
        self._held_out = held_out
        self._settings = settings
        self._folder = folder
        self._device = device
        self._threads = threads
        self._save_every_s = save_every_s
        self._points: list[dict[str, Any]] = []
        network = self.network
        parts = [network.head, *reversed(network.layers), network.embedding]
        self._groups = [[p for p in part.parameters() if p.requires_grad] for part in parts]
        offsets = examples.documents.offsets
        self._starts = np.maximum(offsets[:-1], offsets[1:] - settings.longest)
        self._stages = self._planned()
        self.n_steps = sum(len(stage.batches) for stage in self._stages)
        self._plan = {
            **asdict(settings), "n_steps": self.n_steps, "n_documents": examples.documents.n_documents,
            "encoder": self._encoder_facts["step"],
        }  # fmt: skip

    def run(
        self, minutes: float | None = None, progress: Progress = silent, on_point: OnPoint | None = None
    ) -> bool:
        """Train to the planned end, or until the minutes are over; returns whether the end is reached.

        At the end the classifier lies in the folder in half precision; the state lies there in any case.
        Raises Cancelled when the watcher cancels; the last state stays.
        """
        until = math.inf if minutes is None else time.monotonic() + 60 * minutes
        use_threads(self._threads)
        settings = self._settings
        parameters = [parameter for group in self._groups for parameter in group]
        optimiser = torch.optim.AdamW(
            [{"params": group} for group in self._groups], settings.learning_rate, BETAS,
            weight_decay=settings.weight_decay, fused=True,
        )  # fmt: skip
        step, loss_sum, n_summed = 0, torch.zeros((), device=self._device), 0
        saved = load_run(self._path, self._plan)
        if saved is not None:
            step, n_summed = saved.step, int(saved.sums["n"])
            loss_sum.fill_(saved.sums["loss"])
            self._points = list(saved.points)
            weights = {n.removeprefix("weights/"): v for n, v in saved.tensors.items() if n[:8] == "weights/"}
            self.network.load_state_dict(weights)
            restore_moments(optimiser, parameters, saved.tensors)
        saved_at = time.perf_counter()
        while step < self.n_steps and time.monotonic() < until:
            progress.report(step / self.n_steps)
            stage, within = self._at(step)
            self._unfreeze(stage.n_groups)
            factor = stage.rate_factor * one_cycle(within, len(stage.batches))
            for depth, group in enumerate(optimiser.param_groups):
                group["lr"] = settings.learning_rate * factor / settings.layer_ratio**depth
            optimiser.zero_grad(set_to_none=True)
            loss = self._loss(stage.batches[within], step)
            loss.backward()
            learning = [parameter for parameter in parameters if parameter.requires_grad]
            torch.nn.utils.clip_grad_norm_(learning, settings.gradient_limit)
            optimiser.step()
            loss_sum += loss.detach()
            n_summed += 1
            step += 1
            if within in stage.ends_epoch:
                self._add_point(step, float(loss_sum) / n_summed, stage.n_groups, on_point)
                loss_sum.zero_()
                n_summed = 0
            if time.perf_counter() - saved_at > self._save_every_s:
                self._save(step, optimiser, parameters, {"loss": float(loss_sum), "n": n_summed})
                saved_at = time.perf_counter()
        self._save(step, optimiser, parameters, {"loss": float(loss_sum), "n": n_summed})
        if step == self.n_steps:
            name = classifier_name(settings.direction)
            facts = {"finetuning": self._plan, "points": self._points, "encoder": self._encoder_facts}
            write_pieces(self._folder, name, self.network.state_dict(), facts)
        return step == self.n_steps

    @torch.no_grad()
    def held_out_figures(self) -> tuple[float, float] | tuple[None, None]:
        """Mean loss in nats and share right, 0 to 1, on the held-out documents read whole, or None."""
        examples = self._held_out
        n_documents = examples.documents.n_documents
        if n_documents == 0:
            return None, None
        loss, right = 0.0, 0
        offsets = examples.documents.offsets
        for rows in batches_by_length(examples.documents.lengths, HELD_OUT_BATCH, 1024):
            logits = self._logits(examples, rows, offsets[rows], offsets[rows + 1], None)
            targets, margin_only = self._answers(examples, rows)
            loss += float(document_losses(logits, targets, margin_only, 0.0).sum())
            right += int(right_answers(logits, targets, margin_only).sum())
        return loss / n_documents, right / n_documents

    def _loss(self, rows: np.ndarray, step: int) -> Tensor:
        settings, examples = self._settings, self._examples
        noise = Noise(settings.seed, step, settings.word_dropout, self._device)
        ends = examples.documents.offsets[rows + 1]
        logits = self._logits(examples, rows, self._starts[rows], ends, noise)
        losses = document_losses(logits, *self._answers(examples, rows), settings.label_smoothing)
        return losses.mean()

    def _logits(
        self, examples: Examples, rows: np.ndarray, starts: np.ndarray, ends: np.ndarray, noise: Noise | None
    ) -> Tensor:
        ids, lengths = padded(examples.documents.ids, starts, ends)
        logits: Tensor = self.network(
            torch.from_numpy(ids).to(self._device), torch.from_numpy(lengths).to(self._device), noise
        )
        return logits

    def _answers(self, examples: Examples, rows: np.ndarray) -> tuple[Tensor, Tensor]:
        targets = torch.from_numpy(examples.targets[rows]).to(self._device)
        return targets, torch.from_numpy(examples.margin_only[rows]).to(self._device)

    def _planned(self) -> list[_Stage]:
        """The stages with all their batches: the same for the same settings and documents."""
        settings = self._settings
        lengths = self._examples.documents.offsets[1:] - self._starts
        n_stages = len(self._groups)
        stages, epoch = [], 0
        for number in range(n_stages):
            batches: list[np.ndarray] = []
            ends = []
            for _repeat in range(settings.epochs if number == n_stages - 1 else 1):
                chance = np.random.default_rng((settings.seed, epoch))
                batches += batches_by_length(lengths, settings.batch_tokens, settings.batch_documents, chance)
                ends.append(len(batches) - 1)
                epoch += 1
            factor = 10 ** (-number / max(1, n_stages - 1))
            stages.append(_Stage(number + 1, batches, factor, frozenset(ends)))
        return stages

    def _at(self, step: int) -> tuple[_Stage, int]:
        """The stage of a step, and the step's place in it."""
        for stage in self._stages:
            if step < len(stage.batches):
                return stage, step
            step -= len(stage.batches)
        raise IndexError("a step behind the end of the plan")

    def _unfreeze(self, n_groups: int) -> None:
        for number, group in enumerate(self._groups):
            for parameter in group:
                parameter.requires_grad_(number < n_groups)

    def _add_point(self, step: int, loss: float, n_groups: int, on_point: OnPoint | None) -> None:
        held_out_loss, accuracy = self.held_out_figures()
        self._points.append(
            {
                "step": step,
                "of": self.n_steps,
                "learning": n_groups,
                "loss": loss,
                "held_out_loss": held_out_loss,
                "held_out_accuracy": accuracy,
            }
        )
        if on_point is not None:
            on_point(self._points[-1])

    @property
    def _path(self) -> Path:
        return state_path(self._folder, self._settings.direction)

    def _save(
        self,
        step: int,
        optimiser: torch.optim.Optimizer,
        parameters: Sequence[Tensor],
        sums: dict[str, float],
    ) -> None:
        weights = {f"weights/{name}": value for name, value in self.network.state_dict().items()}
        tensors = {**weights, **moments_of(optimiser, parameters)}
        save_run(self._path, SavedRun(step, self._plan, self._points, sums, tensors))
        curve = "".join(json.dumps(point) + "\n" for point in self._points)
        write_text(self._folder / f"curve-{classifier_name(self._settings.direction)}.jsonl", curve)
