"""The stages of `english-reviews`: a language model of film reviews, and two-class models from it."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from textminer.pretrained.export import export
from textminer.pretrained.reviews_data import Reviews, read_reviews, read_unlabelled
from textminer.progress import Progress, silent
from textminer.sentiment.calibration import expected_calibration_error, softmax
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.labels import SENTIMENTS
from textminer.sentiment.lstm.device import chosen_device
from textminer.sentiment.lstm.examples import Examples
from textminer.sentiment.lstm.finetuning import (
    Finetuning,
    FinetuningSettings,
    classifier_name,
    classifier_network,
    state_path,
)
from textminer.sentiment.lstm.language_model import DIRECTIONS, LanguageModelSettings
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.pieces import has_pieces, read_pieces
from textminer.sentiment.lstm.pretraining import Pretraining, PretrainingSettings
from textminer.sentiment.lstm.scoring import classifier_of, logits_of
from textminer.sentiment.model_file import SUFFIX, read_model

LABELS = (SENTIMENTS[0], SENTIMENTS[-1])
HELD_OUT_FIGURES = "figures on held-out films"  # a fact of the card
LICENCE = (
    "The weights come from the Large Movie Review Dataset (Maas et al. 2011), whose terms ask to cite it; no "
    "text of it is part of the model but the words of its vocabulary."
)


def pretrain(
    work: Path, network: LanguageModelSettings, settings: PretrainingSettings, device: str | None = None,
    minutes: float | None = None, threads: int = 1, progress: Progress = silent,
) -> bool:  # fmt: skip
    """Train the language model in the folder `work`, or go on with it; returns whether it is finished.

    It reads the unlabelled reviews and the text of the labelled ones, held-out films apart.
    """
    reviews = read_reviews(work)
    documents = joined(reviews.labelled.take(reviews.learnt), read_unlabelled(work))
    training = Pretraining(
        documents, reviews.labelled.take(reviews.held_out), len(reviews.vocabulary), network, settings, work,
        chosen_device(device), threads,
    )  # fmt: skip
    return training.run(minutes, progress, log)


def finetune(
    work: Path, settings: FinetuningSettings, device: str | None = None, minutes: float | None = None,
    threads: int = 1, progress: Progress = silent,
) -> Path | None:  # fmt: skip
    """Train the classifier in the folder `work`, or go on with it; returns the model file at the end.

    A finished classifier that was carried here from another machine, without its state, is only written.
    """
    reviews = read_reviews(work)
    carried = has_pieces(work, classifier_name(settings.direction))
    if not carried or state_path(work, settings.direction).exists():
        training = Finetuning(
            _with_unlabelled(examples_of(reviews, reviews.learnt), read_unlabelled(work)),
            examples_of(reviews, reviews.held_out), settings, work, chosen_device(device), threads,
        )  # fmt: skip
        if not training.run(minutes, progress, log):
            return None
    return write_classifier(work, reviews, settings.direction)


def write_classifier(work: Path, reviews: Reviews, direction: str) -> Path:
    """The model file of a finished classifier, calibrated on the reviews of held-out films."""
    weights, facts = read_pieces(work, classifier_name(direction))
    plan = facts["finetuning"]
    network = classifier_network(facts["encoder"]["plan"], plan["dropout"], direction, len(LABELS))
    network.load_state_dict(weights)
    about = {
        "language model": {name: facts["encoder"][name] for name in ("plan", "step", "last point")},
        "fine-tuning": plan,
    }
    description = (
        f"Negative or positive: English film reviews. An LSTM that reads {direction}, pretrained as a "
        "language model on the same reviews, then fine-tuned."
    )
    path = work / f"english-reviews-{direction}{SUFFIX}"
    write_model_file(path, network, reviews, description, facts["points"][-1], about)
    return path


def write_model_file(
    path: Path, network: LstmNetwork, reviews: Reviews, description: str, last_point: dict[str, Any],
    about: dict[str, Any], precision: str = "8 bits", logits: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Write a two-class network, calibrated on the reviews of held-out films, with what is said of all.

    logits:  of these reviews, rounded as the file will be, where they are known already
    """
    held_out = examples_of(reviews, reviews.held_out)
    facts = {
        HELD_OUT_FIGURES: {
            "accuracy": last_point["held_out_accuracy"],
            "loss": last_point["held_out_loss"],
            "documents": held_out.documents.n_documents,
        },
        "protocol": "no text of a test split was read, for the vocabulary, unlabelled text or the labels",
        "sets": {"imdb_acl/train+unsup": learnt_counts(reviews.facts)},
        "data": reviews.facts,
        **about,
        "licences": LICENCE,
    }
    network.requires_grad_(False)
    domains = np.zeros(held_out.documents.n_documents, dtype=np.int64)
    export(
        path, network, reviews.vocabulary, held_out, domains, ("en",), reviews.facts["tokenizer"],
        description, facts, LABELS, precision, logits,
    )  # fmt: skip


def held_out_figures(work: Path) -> dict[str, dict[str, float]]:
    """Accuracy and calibration error on held-out films: of each direction's file, and of their mean.

    The mean is of the logarithms of the calibrated probabilities.
    """
    reviews = read_reviews(work)
    documents, classes = reviews.labelled.take(reviews.held_out), reviews.classes[reviews.held_out]
    logits: dict[str, np.ndarray] = {}
    if documents.n_documents == 0:
        return {}
    for direction in DIRECTIONS:
        path = work / f"english-reviews-{direction}{SUFFIX}"
        if path.exists():
            classifier = classifier_of(read_model(path))
            raw = logits_of(classifier.network, documents)
            logits[direction] = np.log(classifier.card.calibration.probabilities(raw) + 1e-12)
    if len(logits) == len(DIRECTIONS):
        logits["mean of both"] = np.mean(list(logits.values()), axis=0)
    return {
        name: {
            "accuracy": float((values.argmax(axis=1) == classes).mean()),
            "calibration_error": expected_calibration_error(softmax(values), classes),
        }
        for name, values in logits.items()
    }


def joined(first: EncodedDocuments, second: EncodedDocuments) -> EncodedDocuments:
    """The documents of two sets, one after the other."""
    offsets = np.concatenate([first.offsets, first.offsets[-1] + second.offsets[1:]])
    return EncodedDocuments(np.concatenate([first.ids, second.ids]), offsets)


def examples_of(reviews: Reviews, positions: np.ndarray) -> Examples:
    """The labelled reviews at some positions, with their labels."""
    documents = reviews.labelled.take(positions)
    return Examples.of_classes(documents, reviews.classes[positions].astype(np.int64), len(LABELS))


def _with_unlabelled(labelled: Examples, unlabelled: EncodedDocuments) -> Examples:
    """The labelled reviews, then the others with weight 0 and nothing said of their class."""
    n, n_classes = unlabelled.n_documents, len(LABELS)
    return Examples(
        joined(labelled.documents, unlabelled),
        np.concatenate([labelled.targets, np.full((n, n_classes), 1 / n_classes, dtype=np.float32)]),
        np.concatenate([labelled.weights, np.zeros(n, dtype=np.float32)]),
        np.concatenate([labelled.margin_only, np.zeros(n, dtype=bool)]),
    )


def log(point: dict[str, Any]) -> None:
    """Print a point of a curve."""
    print(json.dumps(point), flush=True)


def learnt_counts(facts: dict[str, Any]) -> dict[str, int]:
    """How many reviews were learnt from, with or without a label, and how many were held out."""
    labelled = facts["labelled reviews"]
    return {"training": labelled["learnt"] + facts["unlabelled reviews"], "validation": labelled["held out"]}
