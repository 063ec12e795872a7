"""A second, larger network of a mixture model, for short texts: it reads the first one's word vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from textminer.errors import TableError
from textminer.pretrained.export import calibration_of
from textminer.pretrained.mixture_model import LAYERS, Prepared, log, prepare, training_of
from textminer.pretrained.recipe import MixtureRecipe
from textminer.progress import Progress, silent
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.pieces import has_pieces, read_pieces, write_pieces
from textminer.sentiment.lstm.scoring import logits_of_weights
from textminer.sentiment.lstm.training import Training
from textminer.sentiment.model_file import SHORT, ShortNetwork, as_stored, read_model, write_model
from textminer.sentiment.settings import NetworkSettings, TrainingSettings
from textminer.translation import _

LONGEST = 64  # tokens of a short text


@dataclass(frozen=True)
class ShortSettings:
    """What differs from the first network.

    hidden_size:  of a direction
    dropout:      of its features; it learns from a million texts, so little is wanted
    """

    hidden_size: int = 256
    dropout: float = 0.2


def training_settings(steps: int, seed: int, threads: int, bfloat16: bool = False) -> TrainingSettings:
    """Large batches of short texts; half the label smoothing of the first network's."""
    return TrainingSettings(
        preset="accurate", steps=steps, batch_tokens=16_384, batch_documents=512, learning_rate=2e-3,
        averaging=0.9995, label_smoothing=0.02, word_dropout=0.12, patience=None, seed=seed, threads=threads,
        bfloat16=bfloat16,
    )  # fmt: skip


def add_short_network(
    recipe: MixtureRecipe, data: Path, model: Path | None, first_run: Path, work: Path, short: ShortSettings,
    settings: TrainingSettings, taught: Sequence[Path] = (), encoder: Path | None = None,
    drops_near: bool = False, first_seed: int = 1, device: str | None = None, progress: Progress = silent,
) -> None:  # fmt: skip
    """Train the second network in the folder `work`, or go on with it, and add it to the file of the first.

    model:      the first network's file, to which the second is added; None trains it alone
    first_run:  the folder of its checkpoints
    first_seed: of that run: it says which texts are held out

    A finished network that was carried here from another machine is only added.

    Raises TableError where the file is of other texts than the run.
    """
    prepared = prepare(recipe, data, first_run, first_seed, progress, taught, encoder, drops_near)
    own = of_short_texts(prepared)
    if not has_pieces(work, LAYERS):
        first = training_of(recipe, prepared, settings, first_run)
        first.restore_kept()
        training = short_training(recipe, own, first.network, short, settings, work, device)
        step = training.run(progress, log).n_steps
        write_short_network(work, training.network, {"training": settings.to_dict(), "step": step})
    if model is not None:
        _add(model, replace(recipe.network, hidden_size=short.hidden_size, dropout=short.dropout), own, work)


def _add(model: Path, network: NetworkSettings, prepared: Prepared, work: Path) -> None:
    """Add the network in a folder to a model file, calibrated on the short texts that were held out."""
    contents = read_model(model)
    if contents.vocabulary.words != prepared.vocabulary.words:
        message = _("{model} has another vocabulary than the texts of this training: it was made elsewhere.")
        raise TableError(message.format(model=model))
    weights, about = read_pieces(work, LAYERS)
    precision = contents.card.precision
    layers = {SHORT + name: as_stored(SHORT + name, w.numpy(), precision) for name, w in weights.items()}
    tables = {name: value for name, value in contents.weights.items() if name.startswith("embedding")}
    reads = tables | {name.removeprefix(SHORT): value for name, value in layers.items()}
    logits = logits_of_weights(network, reads, prepared.validation.documents)
    calibration = calibration_of(logits, prepared.validation, prepared.domains_held)
    facts = contents.card.facts | {"network for short texts": {"longest": LONGEST, **about}}
    card = replace(contents.card, short=ShortNetwork(LONGEST, network, calibration), facts=facts)
    others = {name: value for name, value in contents.weights.items() if not name.startswith(SHORT)}
    write_model(model, card, contents.vocabulary, others | layers)
    print(f"{model}: short texts, temperature {calibration.temperature:.3f}", flush=True)


def of_short_texts(prepared: Prepared, longest: int = LONGEST) -> Prepared:
    """What a network for short texts learns from: all documents that are no longer."""
    learnt = np.flatnonzero(prepared.training.documents.lengths <= longest)
    held = np.flatnonzero(prepared.validation.documents.lengths <= longest)
    return replace(
        prepared,
        training=prepared.training.take(learnt),
        domain=prepared.domain[learnt],
        validation=prepared.validation.take(held),
        domains_held=prepared.domains_held[held],
    )


def short_training(
    recipe: MixtureRecipe, prepared: Prepared, first: LstmNetwork, short: ShortSettings,
    settings: TrainingSettings, work: Path, device: str | None = None,
) -> Training:  # fmt: skip
    """The training of the second network; the vectors of words and n-grams stay the first's.

    prepared:  of short texts
    first:     the network that reads the longer texts, its n-grams not folded
    """
    network = replace(recipe.network, hidden_size=short.hidden_size, dropout=short.dropout)
    training = training_of(replace(recipe, network=network), prepared, settings, work, device)
    training.network.take_tables(first)
    return training


def write_short_network(work: Path, network: LstmNetwork, about: dict[str, Any]) -> None:
    """Write the network's weights but its word vectors, which are the first network's."""
    kept = {name: value for name, value in network.state_dict().items() if not name.startswith("embedding")}
    write_pieces(work, LAYERS, kept, about)
