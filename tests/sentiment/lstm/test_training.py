"""Training learns, repeats itself, stops when told, and goes on after an interruption as if there had been none."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from textminer.errors import ModelFileError
from textminer.progress import Cancelled
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.history import History, HistoryPoint
from textminer.sentiment.lstm.checkpoint import FILE_NAME, load_checkpoint
from textminer.sentiment.lstm.examples import Examples, document_losses, every_document_once, right_answers
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.training import Training, learning_rate_factor
from textminer.sentiment.settings import NetworkSettings, TrainingSettings

SETTINGS = TrainingSettings(
    steps=24, batch_documents=8, learning_rate=0.01, patience=None, seed=5, word_dropout=0.1, threads=1
)


def examples_of(n: int, seed: int = 0) -> Examples:
    """Documents whose class is decided by one of two words among others."""
    chance = np.random.default_rng(seed)
    rows = [chance.integers(4, 30, chance.integers(3, 12)) for _ in range(n)]
    classes = chance.integers(0, 2, n)
    for row, label in zip(rows, classes, strict=True):
        row[chance.integers(len(row))] = 2 + label
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return Examples.of_classes(EncodedDocuments(np.concatenate(rows).astype(np.int32), offsets), classes, 2)


def training_of(
    settings: TrainingSettings = SETTINGS, folder: Path | None = None, cell: str = "lstm", n: int = 40
) -> Training:
    network = LstmNetwork(NetworkSettings(cell=cell, embedding_size=8, hidden_size=8, dropout=0.2), 30, 2)
    network.reset(settings.seed)
    examples = examples_of(n)
    plan = every_document_once(examples, settings.batch_tokens, settings.batch_documents, settings.seed)
    return Training(network, examples, examples_of(30, 1), plan, settings, folder, checkpoint_every_s=0)


def without_speed(points: tuple[HistoryPoint, ...]) -> list[HistoryPoint]:
    return [replace(point, documents_per_s=0.0) for point in points]


class CancelAt:
    """A watcher that cancels at the n-th report of a step."""

    def __init__(self, n: int) -> None:
        self.left = n

    def report(self, fraction: float, message: str = "") -> None:
        self.left -= "step" in message
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("cell", ["rnn", "lstm", "peephole"])
def test_every_cell_overfits_eight_documents(cell: str) -> None:
    settings = replace(SETTINGS, steps=120, averaging=0.0, word_dropout=0.0, label_smoothing=0.0)
    training = training_of(settings, cell=cell, n=8)
    history = training.run()
    assert history.points[-1].training_accuracy == 1.0
    assert history.points[-1].training_loss < 0.1


def test_the_same_seed_gives_the_same_history_and_weights_twice() -> None:
    one, two, other = training_of(), training_of(), training_of(replace(SETTINGS, seed=6))
    histories = [training.run() for training in (one, two, other)]
    last = [history.points[-1].validation_loss for history in histories]
    assert last[0] == last[1] != last[2]
    for name, value in one.network.state_dict().items():
        assert torch.equal(value, two.network.state_dict()[name])


@pytest.mark.parametrize("cancelled_at", [3, 11, 17])
def test_a_resumed_training_equals_an_unbroken_one(tmp_path: Path, cancelled_at: int) -> None:
    unbroken = training_of(folder=tmp_path / "unbroken")
    history = unbroken.run()
    with pytest.raises(Cancelled):
        training_of(folder=tmp_path / "broken").run(CancelAt(cancelled_at))
    resumed = training_of(folder=tmp_path / "broken")
    again = resumed.run()
    by_step = {point.step: point for point in without_speed(again.points)}
    for point in without_speed(
        history.points
    ):  # points lie where the measured speed put them: compare shared ones
        if point.validation_loss is not None:
            assert by_step[point.step].validation_loss == point.validation_loss
            assert by_step[point.step].validation_accuracy == point.validation_accuracy
    for name, value in unbroken.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name])


def test_cancelling_leaves_a_whole_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        training_of(folder=tmp_path).run(CancelAt(9))
    saved = load_checkpoint(tmp_path)
    assert saved is not None
    assert 0 < saved.step <= 10


def test_a_damaged_checkpoint_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a checkpoint")
    with pytest.raises(ModelFileError, match="Remove it"):
        training_of(folder=tmp_path).run()


def test_where_a_checkpoint_cannot_be_written_the_training_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    said: list[str] = []

    class Listening:
        def report(self, fraction: float, message: str = "") -> None:
            said.append(message)

    unhindered = training_of(folder=tmp_path / "other").run()
    hindered = training_of(folder=tmp_path)
    told: list[str] = []
    hindered._on_checkpoint = told.append
    monkeypatch.setattr("textminer.sentiment.lstm.training.save_checkpoint", full)
    history = hindered.run(Listening())
    assert history.ending == unhindered.ending == "planned"
    assert history.points[-1].training_loss == unhindered.points[-1].training_loss
    assert said[-1].endswith("no checkpoint could be written")
    assert len(told) > 1
    assert all("No space left" in doubt and "goes on" in doubt and str(tmp_path) in doubt for doubt in told)


def test_once_there_is_room_again_a_checkpoint_stands_and_nothing_is_doubted_any_more(tmp_path: Path) -> None:
    folder, told = tmp_path / "training", list[str]()
    folder.write_bytes(b"in the way")
    training = training_of(folder=folder)

    def tell(doubt: str) -> None:
        told.append(doubt)
        folder.unlink(missing_ok=True) if doubt else None

    training._on_checkpoint = tell
    training.run()
    assert told[0]
    assert set(told[1:]) == {""}
    assert load_checkpoint(folder) is not None


def test_stop_and_keep_ends_at_once_with_usable_weights() -> None:
    asked = [0]

    def should_stop() -> bool:
        asked[0] += 1
        return asked[0] == 4

    history = training_of().run(should_stop=should_stop)
    assert history.ending == "stopped"
    assert history.points[-1].step == 4
    assert history.points[-1].validation_loss is not None


def test_early_stopping_keeps_the_best_weights() -> None:
    settings = replace(SETTINGS, steps=None, epochs=60, learning_rate=0.05, patience=2, averaging=0.0)
    training = training_of(settings)
    history = training.run()
    validated = [point for point in history.points if point.validation_loss is not None]
    best = min(validated, key=lambda point: point.validation_loss or 0.0)
    assert history.ending == "no gain"
    assert history.best_step == best.step < validated[-1].step
    assert training._validated()[0] == pytest.approx(best.validation_loss)


def test_minutes_become_a_plan_of_steps_once(tmp_path: Path) -> None:
    settings = replace(SETTINGS, steps=None, minutes=0.02)
    history = training_of(settings, tmp_path).run()
    saved = load_checkpoint(tmp_path)
    assert saved is not None
    assert saved.plan["n_steps"] == history.n_steps == history.points[-1].step


def test_watchers_see_every_point_as_it_is_added() -> None:
    seen: list[int] = []
    history = training_of().run(on_history=lambda points: seen.append(len(points)))
    assert seen == list(range(1, len(history.points) + 1))
    assert History.from_dict(history.to_dict()) == history


def test_the_learning_rate_rises_and_falls_once() -> None:
    factors = [learning_rate_factor(step, 1000) for step in range(1000)]
    top = int(np.argmax(factors))
    assert factors[top] == pytest.approx(1.0)
    assert (np.diff(factors[: top + 1]) > 0).all()
    assert (np.diff(factors[top:]) <= 0).all()
    assert factors[-1] < 0.02


def test_a_document_of_two_classes_says_nothing_of_the_neutral_one() -> None:
    logits = torch.tensor([[1.0, 5.0, 2.0], [1.0, 5.0, 2.0]], requires_grad=True)
    targets = torch.tensor([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    margin_only = torch.tensor([True, False])
    losses = document_losses(logits, targets, margin_only, 0.0)
    losses.sum().backward()
    assert logits.grad is not None
    assert logits.grad[0, 1] == 0
    assert logits.grad[1, 1] > 0
    assert losses[0].item() == pytest.approx(np.log1p(np.exp(-1.0)))
    assert right_answers(logits, targets, margin_only).tolist() == [True, False]


def test_losses_of_certain_labels_are_cross_entropies() -> None:
    logits = torch.randn(5, 3, generator=torch.Generator().manual_seed(0))
    classes = torch.tensor([0, 1, 2, 1, 0])
    targets = torch.eye(3)[classes]
    found = document_losses(logits, targets, torch.zeros(5, dtype=torch.bool), 0.1)
    expected = torch.nn.functional.cross_entropy(logits, classes, reduction="none", label_smoothing=0.1)
    assert torch.allclose(found, expected)
