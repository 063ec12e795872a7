"""The last stages of `english-reviews`: each direction learns from both, then the two become one file."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from textminer.pretrained.reviews import HELD_OUT_FIGURES, LABELS, examples_of, log, write_model_file
from textminer.pretrained.reviews_data import read_reviews, read_unlabelled
from textminer.pretrained.reviews_student import taught_reviews
from textminer.pretrained.reviews_teacher import Teacher
from textminer.progress import Progress, silent
from textminer.sentiment.calibration import fit_calibration
from textminer.sentiment.lstm.device import chosen_device, reduced_precision
from textminer.sentiment.lstm.distillation import Distillation, DistillationSettings
from textminer.sentiment.lstm.finetuning import classifier_name, classifier_network
from textminer.sentiment.lstm.joining import joined_directions
from textminer.sentiment.lstm.language_model import DIRECTIONS
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.pieces import has_pieces, read_pieces
from textminer.sentiment.lstm.scoring import logits_of
from textminer.sentiment.model_file import SUFFIX, ModelCard, read_card, read_model, write_model

NAME = "english-reviews"
PRECISION = "4 bits"
DESCRIPTION = (
    "Negative or positive: English film reviews. Two LSTMs, one that reads forward and one that reads "
    "backward, each pretrained as a language model on the same reviews and then fine-tuned: accurate, "
    "but a hundred times as slow as “english”."
)


def self_trained_name(direction: str) -> str:
    """What the files of a direction that has learnt from both are called."""
    return f"self-trained-{direction}"


def self_train(
    work: Path, direction: str, settings: DistillationSettings, teacher: Teacher,
    device: str | None = None, minutes: float | None = None, threads: int = 1, progress: Progress = silent,
) -> bool:  # fmt: skip
    """Train a finished direction on all reviews, the unlabelled ones as the teacher labels them.

    teacher:  of the mean of both directions and the n-grams

    Goes on with what it finds in the folder `work`; returns whether the end is reached.
    """
    reviews = read_reviews(work)
    network = _classifier(work, direction, classifier_name(direction))
    sizes = network.settings
    settings = replace(
        settings, name=self_trained_name(direction), embedding_size=sizes.embedding_size,
        hidden_size=sizes.hidden_size, n_layers=sizes.n_layers,
    )  # fmt: skip
    examples = taught_reviews(reviews, read_unlabelled(work), teacher, 1.0, settings.seed)
    training = Distillation(
        network, examples, examples_of(reviews, reviews.held_out), settings, work, chosen_device(device),
        threads,
    )  # fmt: skip
    return training.run(minutes, progress, log)


def join(
    work: Path, precision: str = PRECISION, bfloat16: bool = False, calibrated_as: Path | None = None
) -> Path:
    """Write the model file of both directions, self-trained ones where both are there, and calibrate it.

    bfloat16:       reduced precision while the held-out reviews are read
    calibrated_as:  the joined file of a development run, from which a final run, which holds nothing out,
                    takes its temperatures
    """
    reviews = read_reviews(work)
    earlier = None if calibrated_as is None else read_card(calibrated_as)
    is_self_trained = all(has_pieces(work, self_trained_name(direction)) for direction in DIRECTIONS)
    networks, temperatures, about = [], [], {}
    held_out = examples_of(reviews, reviews.held_out)
    classes = held_out.targets.argmax(axis=1)
    for direction in DIRECTIONS:
        name = self_trained_name(direction) if is_self_trained else classifier_name(direction)
        network = _classifier(work, direction, name)
        networks.append(network)
        if earlier is not None:
            about[direction] = earlier.facts["directions"][direction]
        else:
            with reduced_precision(bfloat16):
                logits = logits_of(network, held_out.documents)
            facts = read_pieces(work, name)[1]
            figures = {key: facts["points"][-1][key] for key in ("held_out_accuracy", "held_out_loss")}
            temperature = fit_calibration(logits, classes, with_biases=False).temperature
            about[direction] = {"stage": name, **figures, "temperature": temperature}
        temperatures.append(about[direction]["temperature"])
    joined = joined_directions(networks[0], networks[1], (temperatures[0], temperatures[1]))
    joined.round_weights(precision)
    with reduced_precision(bfloat16):
        logits = logits_of(joined, held_out.documents)
    path = work / f"{NAME}{SUFFIX}"
    point = _figures(logits, classes)
    write_model_file(path, joined, reviews, DESCRIPTION, point, {"directions": about}, precision, logits)
    if earlier is not None:
        _calibrate_as(path, earlier)
    return path


def _calibrate_as(path: Path, earlier: ModelCard) -> None:
    """Give a model file the calibration of an earlier one, and its figures on held-out films."""
    contents = read_model(path)
    of_development = {
        "of the development run, which did not learn from the held-out films": earlier.facts[HELD_OUT_FIGURES]
    }
    facts = contents.card.facts | {HELD_OUT_FIGURES: of_development}
    card = replace(contents.card, calibration=earlier.calibration, facts=facts)
    write_model(path, card, contents.vocabulary, contents.weights)


def _figures(logits: np.ndarray, classes: np.ndarray) -> dict[str, float | None]:
    """Share right and mean loss in nats, calibrated, of the held-out reviews; None where there are none."""
    if len(classes) == 0:
        return {"held_out_accuracy": None, "held_out_loss": None}
    probabilities = fit_calibration(logits, classes, with_biases=False).probabilities(logits)
    of_truth = probabilities[np.arange(len(classes)), classes]
    return {
        "held_out_accuracy": float((logits.argmax(axis=1) == classes).mean()),
        "held_out_loss": float(-np.log(of_truth + 1e-12).mean()),
    }


def _classifier(work: Path, direction: str, name: str) -> LstmNetwork:
    """A finished direction, of the sizes of its encoder."""
    facts = read_pieces(work, classifier_name(direction))[1]
    dropout = facts["finetuning"]["dropout"]
    network = classifier_network(facts["encoder"]["plan"], dropout, direction, len(LABELS))
    network.load_state_dict(read_pieces(work, name)[0])
    return network
