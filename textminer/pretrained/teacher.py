"""How a public sentence encoder learns sentiment, before it labels texts for the LSTM."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from textminer.pretrained.cross_fitted import is_in_half
from textminer.pretrained.labelled_sets import CLASSES, LabelledSet, Source, document_weights, training_sets
from textminer.pretrained.labelling import LONGEST, logits_of_texts
from textminer.pretrained.mixture import Domain, Mixture, Reading
from textminer.pretrained.recipe import MixtureRecipe
from textminer.pretrained.sentence_encoder import (
    DROPOUT,
    SentenceEncoder,
    load_encoder,
    word_pieces,
)
from textminer.pretrained.taught import POINTS, SHORT_TEXTS
from textminer.progress import Progress, silent
from textminer.sentiment.encoding import padded
from textminer.sentiment.lstm.device import chosen_device, reduced_precision
from textminer.sentiment.lstm.examples import EpochPlan, Examples, document_losses, right_answers
from textminer.sentiment.lstm.piecewise import PiecewiseTraining
from textminer.sentiment.lstm.saved_run import one_cycle
from textminer.sentiment.lstm.tensor_file import write_tensors

READING = Reading(longest=80, crop_share=0.5, longest_crop=64)
ENGLISH_SENTENCE_ENDS = (".", "!", "?", "…", ";")
LAYER_RATIO = 1.15  # by which a layer learns slower than the one above it
HEAD_FACTOR = 10.0
BETAS = (0.9, 0.999)  # of Adam, as BERT is commonly tuned


@dataclass(frozen=True)
class TeacherSettings:
    """How the encoder is tuned; the number of steps is fixed before the first.

    texts:  drawn in all, from the sets in proportion to the root of their sizes
    more:   how many times as often some sets are drawn, by name
    start:  SHA-256 of tuned weights to begin from; empty for the encoder as it was published
    frozen: so many of the first layers stay as they are, which saves most of their time
    points: of the curve, at each of which the held-out texts are read
    sets:   what is learnt from, by name
    reading:       how much of the longer texts is read
    dropout:       share of the features silenced within the layers
    half:          the half of the texts that is not learnt from, so that it can be labelled; None for neither
    drops_near:    whether near duplicates of test texts are left out as well as equal texts
    sentence_ends: pieces after which a sentence may begin
    """

    texts: int = 100_000
    batch_tokens: int = 3072
    batch_documents: int = 96
    learning_rate: float = 1.5e-4
    weight_decay: float = 0.01
    label_smoothing: float = 0.05
    gradient_limit: float = 1.0
    seed: int = 1
    bfloat16: bool = False
    more: dict[str, float] = field(default_factory=dict)
    start: str = ""
    frozen: int = 0
    points: int = POINTS
    sets: tuple[str, ...] = SHORT_TEXTS
    reading: Reading = READING
    dropout: float = DROPOUT
    half: int | None = None
    drops_near: bool = False
    sentence_ends: tuple[str, ...] = ENGLISH_SENTENCE_ENDS


def teach(
    recipe: MixtureRecipe, data: Path, encoder: Path, work: Path, settings: TeacherSettings,
    start: Path | None = None, minutes: float | None = None, threads: int = 1, device: str | None = None,
    save_every_s: float = 120.0, progress: Progress = silent,
) -> bool:  # fmt: skip
    """Tune the encoder on the recipe's labelled sets, or go on with it; returns whether the end is reached.

    encoder:  folder of its weights and tokenizer
    work:     folder of `teacher-state.safetensors` and, at the end, `teacher.safetensors`
    start:    tuned weights to begin from, the result of an earlier `teach`
    """
    network = load_encoder(encoder, len(CLASSES), settings.seed)
    network.freeze(settings.frozen)
    network.dropout = settings.dropout
    if start is not None:
        network.load_state_dict(load_file(start))
        settings = replace(settings, start=hashlib.sha256(start.read_bytes()).hexdigest())
    # all are read, so that no held-out text of any set is learnt from another
    sets, overlap = training_sets(
        data, recipe.sources, settings.seed, recipe.run if settings.drops_near else 0
    )
    sets = [labelled for labelled in sets if labelled.source.name in settings.sets]
    print(overlap.sentence(), flush=True)
    place = chosen_device(device)
    training = Teaching(network.to(place), sets, encoder, settings, work, place, threads, save_every_s)
    return training.run(minutes, progress, lambda point: print(json.dumps(point), flush=True))


class Teaching(PiecewiseTraining):
    """The tuning of an encoder on one long epoch, its length fixed before the first step."""

    def __init__(
        self, network: SentenceEncoder, sets: list[LabelledSet], encoder: Path, settings: TeacherSettings,
        work: Path, device: torch.device, threads: int, save_every_s: float,
    ) -> None:  # fmt: skip
        self._rate_factors, groups = _by_depth(network)
        super().__init__(
            network, groups, settings.weight_decay, settings.gradient_limit,
            work / "teacher-state.safetensors", work / "curve-teacher.jsonl", device, threads, save_every_s,
            BETAS,
        )  # fmt: skip
        self._encoder, self._settings = network, settings
        self._result_path = work / "teacher.safetensors"
        self._names = [labelled.source.name for labelled in sets]
        texts = [text for labelled in sets for text in labelled.texts]
        self._examples = _examples(sets, texts, encoder, settings.reading.longest)
        domain = np.repeat(np.arange(len(sets)), [len(labelled.texts) for labelled in sets])
        is_held = np.concatenate([labelled.is_validation for labelled in sets])
        self._held, self._held_domain = self._examples.take(np.flatnonzero(is_held)), domain[is_held]
        sources = [labelled.source for labelled in sets]
        is_learnt = ~is_held if settings.half is None else ~is_held & ~is_in_half(texts, settings.half)
        self._epoch = _epoch(sources, self._examples, domain, is_learnt, encoder, settings)
        self.n_steps = len(self._epoch.batches)
        # as it reads back from JSON
        self.plan = json.loads(json.dumps({**asdict(settings), "n_steps": self.n_steps}))

    def _learn(self, step: int) -> Tensor:
        settings, examples, epoch = self._settings, self._examples, self._epoch
        torch.manual_seed(settings.seed * 1_000_003 + step)  # of the dropout: the same after a resumption
        self._encoder.train()
        batch = epoch.batches[step]
        rows = epoch.documents[batch]
        ids, lengths = padded(examples.documents.ids, epoch.starts[batch], epoch.ends[batch])
        with reduced_precision(settings.bfloat16, self.device.type):
            logits = self._encoder(self._there(ids), self._there(lengths))
        doubts = np.zeros(len(rows), np.float32) if epoch.doubts is None else epoch.doubts[batch]
        losses = document_losses(
            logits,
            self._there(examples.targets[rows]),
            self._there(examples.margin_only[rows]),
            self._there(doubts) + settings.label_smoothing,
        )
        weights = self._there(examples.weights[rows])
        loss = (losses * weights).sum() / weights.sum()
        loss.backward()
        return loss.detach()

    def _there(self, values: np.ndarray) -> Tensor:
        return torch.from_numpy(values).to(self.device)

    def _rates(self, step: int) -> list[float]:
        rate = self._settings.learning_rate * one_cycle(step, self.n_steps)
        return [rate * factor for factor in self._rate_factors]

    def _is_point(self, n_steps: int) -> bool:
        return n_steps % math.ceil(self.n_steps / self._settings.points) == 0 or n_steps == self.n_steps

    def _point(self, n_steps: int, loss: float) -> dict[str, Any]:
        """With the share right of each set's held-out texts, 0 to 1."""
        held = self._held
        logits = logits_of_texts(self._encoder, held.documents, self._settings.bfloat16)
        targets, margin_only = torch.from_numpy(held.targets), torch.from_numpy(held.margin_only)
        right = right_answers(torch.from_numpy(logits), targets, margin_only).numpy()
        figures = {
            name: round(float(right[self._held_domain == place].mean()), 4)
            for place, name in enumerate(self._names)
            if (self._held_domain == place).any()
        }
        return {"step": n_steps, "of": self.n_steps, "loss": loss, **figures}

    def _finish(self, n_steps: int) -> None:
        write_tensors(self._result_path, self._encoder.state_dict(), {})


def _examples(sets: list[LabelledSet], texts: list[str], encoder: Path, longest: int) -> Examples:
    documents = word_pieces(encoder, texts, max(longest, LONGEST))
    targets = np.eye(len(CLASSES), dtype=np.float32)[np.concatenate([labelled.classes for labelled in sets])]
    is_margin = [np.full(len(labelled.texts), labelled.source.kind == "margin") for labelled in sets]
    return Examples(documents, targets, document_weights(sets), np.concatenate(is_margin))


def _epoch(
    sources: Sequence[Source], examples: Examples, domain: np.ndarray, is_learnt: np.ndarray, encoder: Path,
    settings: TeacherSettings,
) -> EpochPlan:  # fmt: skip
    """The one long epoch that the encoder reads."""
    ends = np.zeros(int(examples.documents.ids.max()) + 1, dtype=bool)
    signs = word_pieces(encoder, list(settings.sentence_ends), 4)  # some tokenizers put a blank piece before
    ends[signs.ids[signs.offsets[1:] - 2]] = True
    domains = [
        Domain(
            source.name,
            np.flatnonzero((domain == place) & is_learnt),
            source.factor * settings.more.get(source.name, 1.0),
        )
        for place, source in enumerate(sources)
    ]
    mixture = Mixture(
        examples.documents, domains, ends, settings.texts, settings.batch_tokens, settings.batch_documents,
        settings.seed, settings.reading,
    )  # fmt: skip
    return mixture(0)


def _by_depth(network: SentenceEncoder) -> tuple[list[float], list[list[Tensor]]]:
    """The weights that learn, in groups from the head down, and the share of the learning rate of each."""
    parts: list[list[nn.Module]] = [[network.head], *([layer] for layer in reversed(network.layers))]
    parts.append([network.places, network.embedded_norm, network.distances or nn.Identity()])
    factors = [HEAD_FACTOR, *(LAYER_RATIO**-depth for depth in range(len(network.layers) + 1))]
    weights: list[list[Tensor]] = [
        [weight for part in group for weight in part.parameters()] for group in parts
    ]
    weights[-1].append(network.kind)
    groups = [[weight for weight in group if weight.requires_grad] for group in weights]
    learning = [place for place, group in enumerate(groups) if group]
    return [factors[place] for place in learning], [groups[place] for place in learning]
