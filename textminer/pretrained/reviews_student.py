"""The small network that ships as `english-reviews`: from labels and a teacher, without a language model."""

from pathlib import Path
from typing import Any

import numpy as np

from textminer.atomic import atomic_path
from textminer.pretrained.reviews import LABELS, examples_of, joined, log, write_model_file
from textminer.pretrained.reviews_data import Reviews, read_reviews, read_unlabelled
from textminer.pretrained.reviews_teacher import Teacher
from textminer.progress import Progress, silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.lstm.device import chosen_device
from textminer.sentiment.lstm.distillation import Distillation, DistillationSettings, student_network
from textminer.sentiment.lstm.examples import Examples
from textminer.sentiment.lstm.pieces import has_pieces, read_pieces
from textminer.sentiment.lstm.vectors import word_vectors
from textminer.sentiment.model_file import SUFFIX

TEACHER_WEIGHT = 0.7  # of a review that only a teacher has labelled


def train_student(
    work: Path, settings: DistillationSettings, teacher: Teacher, begin_with: str | None = None,
    unlabelled_share: float = 1.0, device: str | None = None, minutes: float | None = None,
    threads: int = 1, progress: Progress = silent,
) -> Path | None:  # fmt: skip
    """Train the student in the folder `work`, or go on with it; returns the model file at the end.

    begin_with:        name of a finished student whose weights are trained further, instead of anew
    unlabelled_share:  of the unlabelled reviews that is read at all, drawn once: for a shorter training

    A finished student that was carried here from another machine, without its state, is only written.
    """
    reviews = read_reviews(work)
    state = work / f"training-{settings.name}{SUFFIX}"
    if state.exists() or not has_pieces(work, settings.name):
        examples = taught_reviews(reviews, read_unlabelled(work), teacher, unlabelled_share, settings.seed)
        network = student_network(settings, len(reviews.vocabulary), len(LABELS))
        if begin_with is None:
            network.reset(settings.seed, _vectors(work, reviews, examples.documents, settings, progress))
        else:
            network.load_state_dict(read_pieces(work, begin_with)[0])
        training = Distillation(
            network, examples, examples_of(reviews, reviews.held_out), settings, work, chosen_device(device),
            threads,
        )  # fmt: skip
        if not training.run(minutes, progress, log):
            return None
    return write_student(work, reviews, settings, teacher, begin_with)


def write_student(
    work: Path, reviews: Reviews, settings: DistillationSettings, teacher: Teacher, begun_with: str | None
) -> Path:
    """The model file of a finished student, calibrated on the reviews of held-out films."""
    weights, facts = read_pieces(work, settings.name)
    network = student_network(settings, len(reviews.vocabulary), len(LABELS))
    network.load_state_dict(weights)
    description = (
        "Negative or positive: English film reviews. A bidirectional LSTM trained on labelled reviews and on "
        "unlabelled ones that a teacher labelled"
    )
    is_adversarial = settings.adversarial_weight > 0 and settings.epochs > settings.plain_epochs
    description += ", steadied by virtual adversarial training." if is_adversarial else "."
    about: dict[str, Any] = {"training": facts["training"], "teacher": teacher.facts}
    if begun_with is not None:
        about["begun with"] = begun_with
    path = work / f"{settings.name}{SUFFIX}"
    write_model_file(path, network, reviews, description, facts["points"][-1], about)
    return path


def taught_reviews(
    reviews: Reviews, unlabelled: EncodedDocuments, teacher: Teacher, share: float, seed: int
) -> Examples:
    """The labelled reviews with their labels, then a share of the others with the teacher's."""
    n_read = round(share * unlabelled.n_documents)
    read = np.sort(np.random.default_rng(seed).permutation(unlabelled.n_documents)[:n_read])
    learnt = reviews.learnt
    positive = np.concatenate([reviews.classes[learnt].astype(np.float32), teacher.soft_labels()[read]])
    weights = np.full(len(positive), TEACHER_WEIGHT, dtype=np.float32)
    weights[: len(learnt)] = 1
    return Examples(
        joined(reviews.labelled.take(learnt), unlabelled.take(read)),
        np.stack([1 - positive, positive], axis=1), weights, np.zeros(len(positive), dtype=bool),
    )  # fmt: skip


def _vectors(
    work: Path, reviews: Reviews, documents: EncodedDocuments, settings: DistillationSettings,
    progress: Progress,
) -> np.ndarray:  # fmt: skip
    """Word vectors of the text that is learnt from, kept in the folder for the pieces that follow."""
    path = work / f"vectors-{settings.embedding_size}-{settings.seed}.npy"
    if not path.exists():
        found = word_vectors(
            documents, len(reviews.vocabulary), settings.embedding_size, settings.seed, progress
        )
        with atomic_path(path) as temporary:
            with temporary.open("wb") as file:
                np.save(file, found.astype(np.float16))
    return np.load(path).astype(np.float32)
