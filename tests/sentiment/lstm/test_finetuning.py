"""A classifier begins with the encoder, thaws from the head down, and goes on as if it had not been stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from textminer.errors import ModelFileError
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.adversarial import divergences
from textminer.sentiment.lstm.classifier_training import entropies
from textminer.sentiment.lstm.examples import Examples, document_losses
from textminer.sentiment.lstm.finetuning import (
    Finetuning,
    FinetuningSettings,
    classifier_name,
    classifier_network,
    stages_of,
)
from textminer.sentiment.lstm.language_model import LanguageModelSettings
from textminer.sentiment.lstm.pieces import has_pieces, read_pieces
from textminer.sentiment.lstm.pretraining import Pretraining, PretrainingSettings

N_TYPES = 30
CPU = torch.device("cpu")
SETTINGS = FinetuningSettings(
    epochs=6,
    batch_documents=8,
    learning_rate=0.05,
    dropout=0.1,
    word_dropout=0.0,
    layer_ratio=1.5,
    adversarial_norm=0.5,
    averaging=0.9,
)


def examples_of(n: int, seed: int = 0) -> Examples:
    """Documents whose class is decided by one of two words among others."""
    chance = np.random.default_rng(seed)
    rows = [chance.integers(4, N_TYPES, chance.integers(3, 12)) for _ in range(n)]
    classes = chance.integers(0, 2, n)
    for row, label in zip(rows, classes, strict=True):
        row[chance.integers(len(row))] = 2 + label
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return Examples.of_classes(EncodedDocuments(np.concatenate(rows).astype(np.int32), offsets), classes, 2)


def pretrained(folder: Path, direction: str = "forward") -> None:
    network = LanguageModelSettings(embedding_size=12, hidden_size=16, n_layers=2)
    settings = PretrainingSettings(direction=direction, epochs=1, rows=4, window=8)
    documents = examples_of(40, 2).documents
    Pretraining(documents, documents, N_TYPES, network, settings, folder, CPU).run()


def finetuning_of(
    folder: Path, settings: FinetuningSettings = SETTINGS, save_every_s: float = 1e9
) -> Finetuning:
    return Finetuning(examples_of(64), examples_of(40, 1), settings, folder, CPU, 1, save_every_s)


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_two_classes_of_one_word_are_told_apart(tmp_path: Path, direction: str) -> None:
    pretrained(tmp_path, direction)
    training = finetuning_of(tmp_path, replace(SETTINGS, direction=direction, epochs=16))
    points: list[dict[str, float]] = []
    assert training.run(on_point=points.append)
    assert points[-1]["held_out_accuracy"] > 0.9
    assert points[-1]["held_out_accuracy"] > points[0]["held_out_accuracy"]
    weights, facts = read_pieces(tmp_path, classifier_name(direction))
    network = classifier_network(facts["encoder"]["plan"], 0.1, direction, 2)
    network.load_state_dict(weights)
    for name, value in training.kept_weights().items():
        assert torch.allclose(network.state_dict()[name], value, atol=1e-3)


def test_it_begins_with_the_weights_of_the_encoder(tmp_path: Path) -> None:
    pretrained(tmp_path)
    encoder, _facts = read_pieces(tmp_path, "encoder-forward")
    state = finetuning_of(tmp_path).network.state_dict()
    assert encoder
    assert all(torch.equal(state[name], value) for name, value in encoder.items())


def test_lower_layers_wait_for_their_stage_and_learn_slower(tmp_path: Path) -> None:
    pretrained(tmp_path)
    before, _facts = read_pieces(tmp_path, "encoder-forward")
    changed = []
    for epochs_read in range(1, 5):
        seen: list[dict[str, int]] = []
        training = finetuning_of(tmp_path, replace(SETTINGS, epochs=1))

        class Stop:
            def report(self, fraction: float, message: str = "", at: int = epochs_read) -> None:
                if len(seen) == at:  # noqa: B023 (read within this turn of the loop)
                    raise KeyboardInterrupt

        if epochs_read < 4:
            with pytest.raises(KeyboardInterrupt):
                training.run(progress=Stop(), on_point=seen.append)
        else:
            training.run(on_point=seen.append)
        assert [point["learning"] for point in seen] == list(range(1, epochs_read + 1))
        state = training.network.state_dict()
        changed.append(
            {name.split(".fused")[0] for name, value in before.items() if not torch.equal(state[name], value)}
        )
    assert changed == [
        set(),
        {"layers.1.0"},
        {"layers.1.0", "layers.0.0"},
        {"layers.1.0", "layers.0.0", "embedding.weight"},
    ]


def without_speed(points: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: value for name, value in point.items() if name != "tokens_per_s"} for point in points]


def test_a_resumed_training_equals_an_unbroken_one(tmp_path: Path) -> None:
    points: dict[str, list[dict[str, object]]] = {"unbroken": [], "broken": []}
    for name in points:
        pretrained(tmp_path / name)
    unbroken = finetuning_of(tmp_path / "unbroken")
    assert unbroken.run(on_point=points["unbroken"].append)
    for _piece in range(2 * unbroken.n_steps):
        resumed = finetuning_of(tmp_path / "broken")
        if resumed.run(minutes=2e-4, on_point=points["broken"].append):
            break
        assert not has_pieces(tmp_path / "broken", classifier_name("forward"))
    assert without_speed(points["broken"]) == without_speed(points["unbroken"])
    for name, value in unbroken.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name])


def with_unlabelled(n: int, n_unlabelled: int) -> Examples:
    """Examples of which the last ones have no label."""
    examples = examples_of(n + n_unlabelled)
    weights = examples.weights.copy()
    weights[n:] = 0
    targets = examples.targets.copy()
    targets[n:] = 0.5
    return replace(examples, weights=weights, targets=targets)


def test_unlabelled_documents_are_read_in_the_last_stage_alone() -> None:
    examples = with_unlabelled(24, 60)
    stages = stages_of(examples, replace(SETTINGS, epochs=3, unlabelled=1.5), 4)
    for stage in stages[:-1]:
        assert stage.adversarial_from is None
        assert sorted(stage.epochs[0].documents) == list(range(24))
    drawn = []
    for plan in stages[-1].epochs:
        assert sorted(np.concatenate(plan.batches)) == list(range(60))
        assert set(range(24)) <= set(plan.documents)
        drawn.append(set(plan.documents) - set(range(24)))
        assert len(drawn[-1]) == 36
    assert drawn[0] != drawn[1]
    assert stages[-1].adversarial_from == 0


def test_unlabelled_documents_teach_to_be_surer_and_move_with_the_labels(tmp_path: Path) -> None:
    sure = {}
    for weight in (0.0, 1.0):
        folder = tmp_path / str(weight)
        pretrained(folder)
        settings = replace(SETTINGS, epochs=6, unlabelled=2.0, entropy_weight=weight)
        training = Finetuning(with_unlabelled(48, 96), examples_of(60, 1), settings, folder, CPU)
        points: list[dict[str, float]] = []
        assert training.run(on_point=points.append)
        assert points[-1]["held_out_accuracy"] > 0.8
        documents = examples_of(60, 1).documents
        with torch.no_grad():
            logits = [
                training.network(torch.from_numpy(documents.document(i)).long()[None], torch.tensor([n]))
                for i, n in enumerate(documents.lengths.tolist())
            ]
        sure[weight] = float(entropies(torch.cat(logits)).mean())
    assert sure[1.0] < sure[0.0]


def test_losses_are_computed_where_the_logits_are() -> None:
    logits = torch.zeros(3, 2, device="meta")  # as on a GPU: what lies elsewhere cannot be mixed in
    margin_only = torch.zeros(3, dtype=torch.bool, device="meta")
    assert document_losses(logits, logits, margin_only, 0.05).device.type == "meta"
    assert entropies(logits).device.type == "meta"
    assert divergences(logits, logits).device.type == "meta"


def test_the_entropy_of_a_coin_is_one_bit() -> None:
    coin, certain = entropies(torch.tensor([[2.0, 2.0], [0.0, 60.0]])).tolist()
    assert coin == pytest.approx(np.log(2))
    assert certain == pytest.approx(0, abs=1e-12)


def test_without_an_encoder_it_says_which_stage_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="encoder-forward"):
        finetuning_of(tmp_path)


def test_only_the_end_of_a_long_document_is_read_in_training() -> None:
    examples = examples_of(64)
    offsets = examples.documents.offsets
    one, other = (stages_of(examples, replace(SETTINGS, longest=longest), 4) for longest in (4, 100))
    for plan in (epoch for stage in one for epoch in stage.epochs):
        assert np.array_equal(plan.ends, offsets[1:])
        assert (plan.ends - plan.starts).max() == 4
        assert sorted(np.concatenate(plan.batches)) == list(range(64))
    assert np.array_equal(other[0].epochs[0].starts, offsets[:-1])
