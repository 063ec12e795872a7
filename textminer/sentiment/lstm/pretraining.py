"""How an encoder learns language from unlabelled text: one long training in pieces of time.

Shapes: B rows of the stream, T tokens of a window.
"""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from textminer.sentiment.encoding import PAD, EncodedDocuments
from textminer.sentiment.lstm.language_model import LanguageModel, LanguageModelSettings
from textminer.sentiment.lstm.network import Noise
from textminer.sentiment.lstm.pieces import write_pieces
from textminer.sentiment.lstm.piecewise import PiecewiseTraining
from textminer.sentiment.lstm.saved_run import one_cycle

SEPARATOR = PAD  # between documents: padding never stands in one, so its vector is free
HELD_OUT_ROWS = 16
SAMPLING_POWER = 0.75  # of a type's count: rare types are drawn more often than they occur
ACTIVATION_PENALTY, CHANGE_PENALTY = 2.0, 1.0  # of the last states and of their change (Merity et al. 2018)


@dataclass(frozen=True)
class PretrainingSettings:
    """How the language model is trained; the length is fixed before the first step.

    direction:        "forward", or "backward": each document from its last token to its first
    epochs:           passes over the text, fractions allowed
    rows:             B, stretches of the stream read side by side
    window:           T, tokens that a gradient goes back
    sampled:          types that the softmax is trained against; 0 for all, which only a GPU does fast
    point_every:      steps from one point of the curve to the next
    held_out_every:   … and to the next look at the held-out text; the last step looks as well
    held_out_tokens:  of the held-out text at most
    bfloat16:         reduced precision for all products
    """

    direction: str = "forward"
    epochs: float = 7.0
    rows: int = 128
    window: int = 70
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    gradient_limit: float = 1.0
    sampled: int = 0
    point_every: int = 50
    held_out_every: int = 1000
    held_out_tokens: int = 200_000
    seed: int = 1
    bfloat16: bool = False


def encoder_name(direction: str) -> str:
    """What the files of an encoder are called."""
    return f"encoder-{direction}"


def stream_of(documents: EncodedDocuments, order: np.ndarray, direction: str) -> np.ndarray:
    """The documents in an order as one run of ids, a separator at both ends of each: int32 (n,)."""
    taken = documents.take(order)
    stream = np.full(len(taken.ids) + len(order) + 1, SEPARATOR, dtype=np.int32)
    stream[np.arange(len(taken.ids)) + np.repeat(np.arange(len(order)) + 1, taken.lengths)] = taken.ids
    return np.ascontiguousarray(stream[::-1]) if direction == "backward" else stream


def in_rows(stream: np.ndarray, n_rows: int) -> np.ndarray:
    """The stream cut into stretches of equal length (n_rows, n // n_rows); a rest is left out."""
    length = len(stream) // n_rows
    return stream[: n_rows * length].reshape(n_rows, length)


class Pretraining(PiecewiseTraining):
    """One training of a language model; the encoder so far lies in the folder, in half precision."""

    def __init__(
        self, documents: EncodedDocuments, held_out: EncodedDocuments, n_types: int,
        network: LanguageModelSettings, settings: PretrainingSettings, folder: Path,
        device: torch.device, threads: int = 1, save_every_s: float = 120.0,
    ) -> None:  # fmt: skip
        self.model = LanguageModel(network, n_types)
        self.model.reset(settings.seed)
        self.model.to(device)
        name = encoder_name(settings.direction)
        super().__init__(
            self.model, [list(self.model.parameters())], settings.weight_decay, settings.gradient_limit,
            folder / f"pretraining-{settings.direction}.safetensors", folder / f"curve-{name}.jsonl", device,
            threads, save_every_s,
        )  # fmt: skip
        self._documents = documents
        self._held_out = held_out
        self._settings = settings
        self._folder = folder
        n_tokens = len(documents.ids) + documents.n_documents + 1
        # the last token of a row is only a target
        self.steps_an_epoch = max(1, (n_tokens // settings.rows - 1) // settings.window)
        self.n_steps = max(1, round(settings.epochs * self.steps_an_epoch))
        self.plan = {
            **asdict(settings), **asdict(network), "n_steps": self.n_steps, "n_types": n_types,
            "n_tokens": n_tokens,
        }  # fmt: skip
        self._state = self.model.first_state(settings.rows)
        self._epoch, self._rows = -1, np.empty((0, 0), np.int32)
        counts = np.bincount(documents.ids, minlength=n_types).astype(np.float64) + 1
        counts[SEPARATOR] += documents.n_documents
        shares = counts**SAMPLING_POWER / (counts**SAMPLING_POWER).sum()
        self._cumulative = torch.from_numpy(np.cumsum(shares)).float().to(device)
        self._expected = torch.from_numpy(shares * max(settings.sampled, 1)).float().to(device)

    def perplexity(self) -> float | None:
        """How many types the model wavers between on the held-out text: e to its mean loss, or None."""
        settings = self._settings
        held_out = self._held_out
        if held_out.n_documents == 0:
            return None
        stream = stream_of(held_out, np.arange(held_out.n_documents), settings.direction)
        rows = in_rows(stream[: settings.held_out_tokens], min(HELD_OUT_ROWS, len(stream) // 2))
        state = self.model.first_state(len(rows))
        total, n = 0.0, 0
        with torch.no_grad():
            for begin in range(0, rows.shape[1] - 1, settings.window):
                window = torch.from_numpy(rows[:, begin : begin + settings.window + 1]).to(self.device).long()
                with self._precision():
                    outputs, _states, state = self.model(window[:, :-1], state, None, settings.bfloat16)
                    losses = self.model.losses(outputs.flatten(0, 1), window[:, 1:].flatten())
                total += float(losses.sum())
                n += len(losses)
        return math.exp(min(total / n, 50.0))

    def _learn(self, step: int) -> Tensor:
        settings = self._settings
        if step // self.steps_an_epoch != self._epoch:
            self._epoch = step // self.steps_an_epoch
            self._rows = self._rows_of(self._epoch)
        if step % self.steps_an_epoch == 0:
            self._state = self.model.first_state(settings.rows)
        begin = step % self.steps_an_epoch * settings.window
        window = torch.from_numpy(self._rows[:, begin : begin + settings.window + 1]).to(self.device).long()
        loss, penalty, self._state = self._loss(window, self._state, step)
        (loss + penalty).backward()
        return loss.detach()

    def _loss(self, window: Tensor, state: Tensor, step: int) -> tuple[Tensor, Tensor, Tensor]:
        """Mean loss of a window, the penalties on the last layer's states, and the state behind it."""
        settings = self._settings
        noise = Noise(settings.seed, step, 0.0, self.device)
        with self._precision():
            outputs, states, state = self.model(window[:, :-1], state, noise, settings.bfloat16)
            flat, targets = outputs.flatten(0, 1), window[:, 1:].flatten()
            if settings.sampled:
                drawn = torch.searchsorted(self._cumulative, noise.uniform(settings.sampled))
                drawn = drawn.clamp_max(len(self._cumulative) - 1)
                losses = self.model.sampled_losses(flat, targets, drawn, self._expected)
            else:
                losses = self.model.losses(flat, targets)
        states = states.float()
        penalty = ACTIVATION_PENALTY * states.square().mean()
        if states.shape[1] > 1:
            penalty = penalty + CHANGE_PENALTY * states.diff(dim=1).square().mean()
        return losses.mean(), penalty, state

    def _precision(self) -> torch.autocast:
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self._settings.bfloat16)

    def _rates(self, step: int) -> list[float]:
        return [self._settings.learning_rate * one_cycle(step, self.n_steps)]

    def _is_point(self, n_steps: int) -> bool:
        return n_steps % self._settings.point_every == 0 or n_steps == self.n_steps

    def _begin_counting(self) -> None:
        self._since, self._n_counted = time.perf_counter(), 0

    def _after(self, step: int) -> None:
        self._n_counted += 1

    def _point(self, n_steps: int, loss: float) -> dict[str, Any]:
        settings = self._settings
        seconds = max(time.perf_counter() - self._since, 1e-9)
        looks = n_steps == self.n_steps or n_steps % settings.held_out_every == 0
        return {
            "step": n_steps,
            "epoch": round(n_steps / self.steps_an_epoch, 4),
            "loss": loss,
            "held_out_perplexity": self.perplexity() if looks else None,
            "tokens_per_s": round(self._n_counted * settings.rows * settings.window / seconds),
        }

    def _message(self) -> str:
        return f"perplexity {math.exp(min(self.points[-1]['loss'], 50.0)):.0f}" if self.points else ""

    def _more_state(self) -> dict[str, Tensor]:
        return {"state": self._state}

    def _restore_more(self, tensors: dict[str, Tensor]) -> None:
        self._state = tensors["state"].to(self.device)

    def _save(self, step: int) -> None:
        super()._save(step)
        facts = {"step": step, "plan": self.plan, "last point": self.points[-1] if self.points else None}
        name = encoder_name(self._settings.direction)
        write_pieces(self._folder, name, self.model.encoder(), facts)

    def _finish(self, n_steps: int) -> None:
        """Nothing: the encoder is written with each state."""

    def _rows_of(self, epoch: int) -> np.ndarray:
        """The text of an epoch, its documents in an order of its own: int32 (B, n)."""
        order = np.random.default_rng((self._settings.seed, epoch)).permutation(self._documents.n_documents)
        return in_rows(stream_of(self._documents, order, self._settings.direction), self._settings.rows)
