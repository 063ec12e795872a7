"""From a trained network to a model file: calibrated on held-out documents of all sets, with its card."""

from pathlib import Path
from typing import Any

import numpy as np

from textminer.corpus.vocabulary import Vocabulary
from textminer.sentiment.calibration import Calibration, fit_calibration
from textminer.sentiment.labels import SENTIMENTS, polarity_of
from textminer.sentiment.lstm.examples import Examples
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.scoring import logits_of
from textminer.sentiment.model_file import ModelCard, write_model

UNREACHABLE = -1e9  # a logit whose class takes no part


def export(
    path: Path, network: LstmNetwork, vocabulary: Vocabulary, held_out: Examples, domains: np.ndarray,
    languages: tuple[str, ...], tokenizer: str, description: str, facts: dict[str, Any],
    labels: tuple[str, ...] = SENTIMENTS, precision: str = "8 bits", logits: np.ndarray | None = None,
) -> Calibration:  # fmt: skip
    """Write the model file and return the calibration that went into it.

    held_out:  documents that the network has not learnt from; classes in the order of the labels
    domains:   int (n_documents,) the set of each; all sets count alike, so that no set's own confidence is
               bought with another's
    precision: in which the weights are stored
    logits:    of the held-out documents, by weights rounded so, where they are known already
    """
    network.round_weights(precision)
    if logits is None:
        logits = logits_of(network, held_out.documents)
    calibration = calibration_of(logits, held_out, domains)
    card = ModelCard(
        name=path.stem,
        labels=labels,
        polarity=polarity_of(labels),
        tokenizer=tokenizer,
        masks_markup=True,
        network=network.settings,
        calibration=calibration,
        n_types=len(vocabulary),
        languages=languages,
        description=description,
        facts=facts,
        precision=precision,
    )
    weights_by_name = {name: value.numpy() for name, value in network.state_dict().items()}
    write_model(path, card, vocabulary, weights_by_name)
    return calibration


def calibration_of(logits: np.ndarray, held_out: Examples, domains: np.ndarray) -> Calibration:
    """The calibration of a network's logits (n_documents, n_classes) of held-out documents; see `export`."""
    logits = logits.copy()
    middle = np.arange(1, logits.shape[1] - 1)
    logits[np.ix_(held_out.margin_only, middle)] = (
        UNREACHABLE  # these documents say nothing of the neutral class
    )
    sizes = np.bincount(domains)
    weights = held_out.weights / sizes[domains]
    return fit_calibration(logits, held_out.targets.argmax(axis=1), weights)
