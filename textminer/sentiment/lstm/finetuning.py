"""How a pretrained encoder becomes a classifier: from the head down, layer by layer, in pieces of time."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from textminer.sentiment.encoding import batches_by_length
from textminer.sentiment.lstm.classifier_training import (
    ClassifierTraining,
    ClassifierTrainingSettings,
    Stage,
)
from textminer.sentiment.lstm.examples import EpochPlan, Examples
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.pieces import read_pieces, write_pieces
from textminer.sentiment.lstm.pretraining import encoder_name
from textminer.sentiment.settings import NetworkSettings


@dataclass(frozen=True)
class FinetuningSettings(ClassifierTrainingSettings):
    """How a classifier is trained from an encoder.

    The first stage trains the head for an epoch, each later one a layer more, the last one all for `epochs`;
    the learning rate of the last stage is a tenth of the first one's. The last tokens of a long document are
    read in training. Virtual adversarial training, unlabelled documents and averaging belong to the last
    stage.

    unlabelled:  documents without a label in each epoch of the last stage, for each labelled one; others are
                 drawn each time
    direction:   of the encoder
    """

    layer_ratio: float = 2.6
    longest: int = 800
    unlabelled: float = 1.0
    direction: str = "forward"


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


class Finetuning(ClassifierTraining):
    """One training of a classifier from the encoder in a folder, on documents of which some have weight 0.

    Raises ModelFileError where there is no encoder of the direction.
    """

    def __init__(
        self, examples: Examples, held_out: Examples, settings: FinetuningSettings, folder: Path,
        device: torch.device, threads: int = 1, save_every_s: float = 120.0,
    ) -> None:  # fmt: skip
        encoder, self._encoder_facts = read_pieces(folder, encoder_name(settings.direction))
        n_classes = examples.targets.shape[1]
        encoder_plan = self._encoder_facts["plan"]
        network = classifier_network(encoder_plan, settings.dropout, settings.direction, n_classes)
        network.reset(settings.seed)
        network.load_state_dict(encoder, strict=False)  # the head alone begins anew
        network.to(device)
        parts = [network.head, *reversed(network.layers), network.embedding]
        groups = [[p for p in part.parameters() if p.requires_grad] for part in parts]
        self._folder = folder
        self._name = classifier_name(settings.direction)
        super().__init__(
            network, groups, stages_of(examples, settings, len(groups)), examples, held_out, settings,
            state_path(folder, settings.direction), folder / f"curve-{self._name}.jsonl", device, threads,
            save_every_s,
        )  # fmt: skip
        self.plan = {
            **asdict(settings), "n_steps": self.n_steps, "n_documents": examples.documents.n_documents,
            "encoder": self._encoder_facts["step"],
        }  # fmt: skip

    def _finish(self, n_steps: int) -> None:
        facts = {"finetuning": self.plan, "points": self.points, "encoder": self._encoder_facts}
        write_pieces(self._folder, self._name, self.kept_weights(), facts)


def stages_of(examples: Examples, settings: FinetuningSettings, n_groups: int) -> list[Stage]:
    """The stages with all their batches: the same for the same settings and documents."""
    offsets = examples.documents.offsets
    starts = np.maximum(offsets[:-1], offsets[1:] - settings.longest)
    labelled = np.flatnonzero(examples.weights > 0)
    unlabelled = np.flatnonzero(examples.weights == 0)
    n_drawn = min(len(unlabelled), round(settings.unlabelled * len(labelled)))
    stages, number = [], 0
    for n_learning in range(1, n_groups + 1):
        is_last = n_learning == n_groups
        epochs = []
        for _repeat in range(settings.epochs if is_last else 1):
            chance = np.random.default_rng((settings.seed, number))
            drawn = chance.permutation(unlabelled)[:n_drawn] if is_last else unlabelled[:0]
            read = np.concatenate([labelled, drawn])
            lengths = offsets[read + 1] - starts[read]
            batches = batches_by_length(lengths, settings.batch_tokens, settings.batch_documents, chance)
            epochs.append(EpochPlan(read, starts[read], offsets[read + 1], batches))
            number += 1
        factor = 10 ** (-(n_learning - 1) / max(1, n_groups - 1))
        stages.append(Stage(n_learning, epochs, factor, 0 if is_last else None))
    return stages
