"""How a small network learns from labels and from a teacher's probabilities, without a pretrained encoder."""

import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from textminer.sentiment.encoding import EncodedDocuments, batches_by_length
from textminer.sentiment.lstm.classifier_training import (
    ClassifierTraining,
    ClassifierTrainingSettings,
    Stage,
)
from textminer.sentiment.lstm.examples import EpochPlan, Examples
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.pieces import write_pieces
from textminer.sentiment.settings import NetworkSettings


@dataclass(frozen=True)
class DistillationSettings(ClassifierTrainingSettings):
    """How the student is trained: one stage, all weights at once, a random part of each long document.

    name:             of the student, and of its files
    plain_epochs:     epochs before virtual adversarial training begins: a network that knows nothing yet has
                      nothing to hold on to, and reads twice as fast without
    points_an_epoch:  looks at the held-out documents in each epoch
    """

    epochs: int = 5
    batch_tokens: int = 8192
    learning_rate: float = 2e-3
    batch_documents: int = 128
    name: str = "student"
    embedding_size: int = 160
    hidden_size: int = 192
    n_layers: int = 1
    plain_epochs: int = 2
    points_an_epoch: int = 2


def student_network(settings: DistillationSettings, n_types: int, n_classes: int) -> LstmNetwork:
    """A network of the student's sizes, its weights not set yet."""
    sizes = NetworkSettings(
        embedding_size=settings.embedding_size, hidden_size=settings.hidden_size, n_layers=settings.n_layers,
        bidirectional=True, dropout=settings.dropout, max_vocabulary=n_types, min_count=1,
    )  # fmt: skip
    return LstmNetwork(sizes, n_types, n_classes)


class Distillation(ClassifierTraining):
    """One training of a student in a folder; a teacher is nothing but the soft labels among the examples.

    Each document is read once an epoch. A network whose weights are set already is trained further.
    """

    def __init__(
        self, network: LstmNetwork, examples: Examples, held_out: Examples, settings: DistillationSettings,
        folder: Path, device: torch.device, threads: int = 1, save_every_s: float = 120.0,
    ) -> None:  # fmt: skip
        network.to(device)
        self._folder = folder
        self._name = settings.name
        learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
        super().__init__(
            network, [learning], [stage_of(examples.documents, settings)], examples, held_out, settings,
            folder / f"training-{self._name}.safetensors", folder / f"curve-{self._name}.jsonl", device,
            threads, save_every_s, settings.points_an_epoch,
        )  # fmt: skip
        self.plan = {
            **asdict(settings), "n_steps": self.n_steps, "n_documents": examples.documents.n_documents,
            "labels": zlib.crc32(examples.targets.tobytes()),
            "first vectors": zlib.crc32(network.embedding.weight.detach().cpu().numpy().tobytes()),
        }  # fmt: skip

    def _finish(self, n_steps: int) -> None:
        write_pieces(
            self._folder, self._name, self.kept_weights(), {"training": self.plan, "points": self.points}
        )


def stage_of(documents: EncodedDocuments, settings: DistillationSettings) -> Stage:
    """All epochs with their batches, and where in each long document they read."""
    lengths = np.minimum(documents.lengths, settings.longest)
    epochs = []
    for number in range(settings.epochs):
        chance = np.random.default_rng((settings.seed, number))
        batches = batches_by_length(lengths, settings.batch_tokens, settings.batch_documents, chance)
        left = documents.lengths - lengths
        starts = documents.offsets[:-1] + np.floor(chance.random(len(left)) * (left + 1)).astype(np.int64)
        epochs.append(EpochPlan(np.arange(documents.n_documents), starts, starts + lengths, batches))
    return Stage(1, epochs, 1.0, settings.plain_epochs)
