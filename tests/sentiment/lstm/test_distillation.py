"""A student learns from labels and soft labels, stays steady, and goes on as if it had not been stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from textminer.errors import ModelFileError
from textminer.progress import Cancelled
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.adversarial import NORM
from textminer.sentiment.lstm.distillation import (
    Distillation,
    DistillationSettings,
    stage_of,
    student_network,
)
from textminer.sentiment.lstm.examples import Examples
from textminer.sentiment.lstm.pieces import read_pieces

N_TYPES = 30
CPU = torch.device("cpu")
SETTINGS = DistillationSettings(
    epochs=4, plain_epochs=2, batch_tokens=64, batch_documents=8, learning_rate=0.03, dropout=0.1,
    word_dropout=0.05, averaging=0.9, adversarial_norm=0.5, embedding_size=12, hidden_size=8, longest=10,
)  # fmt: skip


def examples_of(n: int, seed: int = 0, soft: bool = False) -> Examples:
    """Documents whose class is decided by one of two words among others."""
    chance = np.random.default_rng(seed)
    rows = [chance.integers(4, N_TYPES, chance.integers(3, 12)) for _ in range(n)]
    classes = chance.integers(0, 2, n)
    for row, label in zip(rows, classes, strict=True):
        row[chance.integers(len(row))] = 2 + label
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    documents = EncodedDocuments(np.concatenate(rows).astype(np.int32), offsets)
    examples = Examples.of_classes(documents, classes, 2)
    if not soft:
        return examples
    return replace(examples, targets=0.8 * examples.targets + 0.1)


def training_of(
    folder: Path, settings: DistillationSettings = SETTINGS, soft: bool = False, save_every_s: float = 1e9
) -> Distillation:
    network = student_network(settings, N_TYPES, 2)
    network.reset(settings.seed)
    return Distillation(
        network, examples_of(64, soft=soft), examples_of(40, 1), settings, folder, CPU, 1, save_every_s
    )


def without_speed(points: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: value for name, value in point.items() if name != "tokens_per_s"} for point in points]


@pytest.mark.parametrize("soft", [False, True])
def test_it_learns_from_labels_and_from_a_teachers_probabilities(tmp_path: Path, soft: bool) -> None:
    training = training_of(tmp_path, replace(SETTINGS, epochs=12), soft)
    points: list[dict[str, float]] = []
    assert training.run(on_point=points.append)
    assert len(points) == 24
    assert points[-1]["held_out_accuracy"] > 0.9
    weights, facts = read_pieces(tmp_path, "student")
    assert facts["points"] == points
    for name, value in training.kept_weights().items():
        assert torch.allclose(weights[name], value, atol=1e-3)


@pytest.mark.parametrize("interrupted", ["stopped", "cancelled"])
@pytest.mark.parametrize("bfloat16", [False, True])
def test_a_resumed_training_equals_an_unbroken_one(tmp_path: Path, interrupted: str, bfloat16: bool) -> None:
    settings = replace(SETTINGS, bfloat16=bfloat16)
    unbroken = training_of(tmp_path / "unbroken", settings)
    points: list[dict[str, object]] = []
    again: list[dict[str, object]] = []
    assert unbroken.run(on_point=points.append)
    if interrupted == "stopped":
        for _piece in range(2 * unbroken.n_steps):
            resumed = training_of(tmp_path / "broken", settings)
            if resumed.run(minutes=2e-4, on_point=again.append):
                break
    else:
        left = [int(0.7 * unbroken.n_steps)]  # in the adversarial epochs, averages under way

        class Cancel:
            def report(self, fraction: float, message: str = "") -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise Cancelled

        with pytest.raises(Cancelled):
            training_of(tmp_path / "broken", settings, save_every_s=0).run(
                progress=Cancel(), on_point=again.append
            )
        resumed = training_of(tmp_path / "broken", settings)
        assert resumed.run(on_point=again.append)
    assert without_speed(again) == without_speed(points)
    for name, value in unbroken.kept_weights().items():
        assert torch.equal(value, resumed.kept_weights()[name])


def test_adversarial_training_leaves_predictions_that_are_harder_to_move(tmp_path: Path) -> None:
    moved = {}
    for weight in (0.0, 1.0):
        settings = replace(SETTINGS, epochs=10, plain_epochs=4, adversarial_weight=weight, averaging=0.0)
        training = training_of(tmp_path / str(weight), settings)
        training.run()
        network, documents = training.network, examples_of(40, 1).documents
        lengths = torch.from_numpy(documents.lengths)
        chance = torch.Generator().manual_seed(1)
        differences = []
        for position in range(documents.n_documents):
            x = network.embedding(torch.from_numpy(documents.document(position)).long())[None]
            change = torch.randn(x.shape, generator=chance) * network.embedding.weight.std()
            length = lengths[position : position + 1]
            with torch.no_grad():
                before, after = (network.logits(v, length).softmax(1)[0, 1] for v in (x, x + change))
            differences.append(abs(float(before - after)))
        moved[weight] = float(np.mean(differences))
    assert moved[1.0] < moved[0.0]


def test_a_training_on_other_labels_or_weights_is_no_continuation(tmp_path: Path) -> None:
    training_of(tmp_path).run(minutes=0)
    with pytest.raises(ModelFileError, match="labels"):
        training_of(tmp_path, soft=True).run()


def test_each_epoch_reads_each_document_once_and_another_part_of_the_long_ones() -> None:
    documents = examples_of(64).documents
    stage = stage_of(documents, replace(SETTINGS, longest=5))
    starts = []
    for plan in stage.epochs:
        assert sorted(np.concatenate(plan.batches)) == list(range(64))
        assert (plan.starts >= documents.offsets[:-1]).all()
        assert (plan.ends <= documents.offsets[1:]).all()
        assert np.array_equal(plan.ends - plan.starts, np.minimum(documents.lengths, 5))
        starts.append(plan.starts - documents.offsets[:-1])
    assert not np.array_equal(starts[0], starts[1])
    assert {int(value) for start in starts for value in start} == set(
        range(7)
    )  # the first and the last place
    assert stage.adversarial_from == SETTINGS.plain_epochs


def test_the_norm_is_the_papers() -> None:
    assert DistillationSettings().adversarial_norm == NORM == 5.0
