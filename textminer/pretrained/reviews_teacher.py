"""Who labels the unlabelled film reviews: n-grams, finished networks, or both blended."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from textminer.atomic import write_bytes
from textminer.errors import ModelFileError
from textminer.pretrained.reviews_data import Reviews, read_reviews, read_unlabelled
from textminer.sentiment.calibration import expected_calibration_error, fit_calibration, softmax
from textminer.translation import _

NGRAMS = "ngrams"
SHARES = np.linspace(0, 1, 21)  # of the n-grams in a blend; the best on held-out films is taken


@dataclass(frozen=True, eq=False)
class Teacher:
    """Log-odds of "positive" for reviews that the teacher has not learnt from.

    held_out:    float32 (n_held_out,) of the labelled reviews of held-out films
    unlabelled:  float32 (n_unlabelled,)
    facts:       what it is and how good, plain values for the card
    """

    held_out: np.ndarray
    unlabelled: np.ndarray
    facts: dict[str, Any]

    def soft_labels(self) -> np.ndarray:
        """P(positive) of the unlabelled reviews: float32."""
        return (1 / (1 + np.exp(-self.unlabelled.astype(np.float64)))).astype(np.float32)


def ngram_teacher(work: Path) -> Teacher:
    """N-grams fitted on the labelled reviews, kept in the folder: fitting them takes two minutes."""
    path = teacher_path(work, NGRAMS)
    if path.exists():
        return read_teacher(path)
    # scikit-learn is not needed where the fitted labels were carried to
    from textminer.pretrained.mixture_model import TEACHER_PENALTY, TEACHER_TEMPERATURE
    from textminer.sentiment.ngrams import fit_ngrams

    reviews, unlabelled = read_reviews(work), read_unlabelled(work)
    learnt = reviews.learnt
    model = fit_ngrams(
        reviews.labelled.take(learnt), reviews.classes[learnt] == 1, inverse_penalty=TEACHER_PENALTY
    )
    held_out, free = (
        (model.margins(documents) / TEACHER_TEMPERATURE).astype(np.float32)
        for documents in (reviews.labelled.take(reviews.held_out), unlabelled)
    )
    facts = {"teacher": "NB-weighted 1- to 3-grams", "held-out films": figures(reviews, held_out)}
    teacher = Teacher(held_out, free, facts)
    write_teacher(path, teacher)
    return teacher


def network_teacher(
    work: Path, models: Sequence[Path], share: float | None = None, labels: bool = True,
    bfloat16: bool = False, device: str | None = None,
) -> Teacher:  # fmt: skip
    """The mean log-odds of some model files, blended with the n-grams.

    share:   of the n-grams; None takes the one that is likeliest on the held-out films, 0 leaves them out
    labels:  whether the unlabelled reviews are labelled as well, which takes minutes
    bfloat16:  reduced precision on a processor, for networks that torch reads

    The facts hold the figures of each part on the held-out films, and of the blend.
    """
    from textminer.sentiment.lstm.device import chosen_device, reduced_precision
    from textminer.sentiment.lstm.numpy_reader import is_read_by_numpy
    from textminer.sentiment.lstm.scoring import classifier_of, logits_of
    from textminer.sentiment.model_file import read_model

    reviews = read_reviews(work)
    judged = [reviews.labelled.take(reviews.held_out)]
    n_held_out = judged[0].n_documents
    if labels:
        judged.append(read_unlabelled(work))
    parts: dict[str, np.ndarray] = {}
    for path in models:
        classifier = classifier_of(read_model(path))
        if classifier.vocabulary.words != reviews.vocabulary.words:
            message = _("{path} has another vocabulary than the reviews in {folder}: it was made elsewhere.")
            raise ModelFileError(message.format(path=path, folder=work))
        calibration = classifier.card.calibration
        network = classifier.network
        if not is_read_by_numpy(network.settings):
            network.to(chosen_device(device))
        with reduced_precision(bfloat16):
            logits = [calibration.logits(logits_of(network, documents)) for documents in judged]
        parts[path.stem] = np.concatenate([values[:, 1] - values[:, 0] for values in logits])
    networks = np.mean(list(parts.values()), axis=0)
    ngrams = ngram_teacher(work)
    parts |= {
        "mean of networks": networks,
        NGRAMS: np.concatenate([ngrams.held_out, ngrams.unlabelled])[: len(networks)],
    }
    chosen = best_share(reviews, networks[:n_held_out], ngrams.held_out) if share is None else share
    blend = (1 - chosen) * networks + chosen * parts[NGRAMS]
    temperature = _temperature(reviews, blend[:n_held_out])
    parts["blend"] = blend = (blend / temperature).astype(np.float32)
    facts = {
        "teacher": "networks blended with n-grams",
        "models": [path.name for path in models],
        "share of n-grams": float(chosen),
        "temperature of the blend": temperature,
        "held-out films": {name: figures(reviews, values[:n_held_out]) for name, values in parts.items()},
    }
    return Teacher(blend[:n_held_out], blend[n_held_out:], facts)


def best_share(reviews: Reviews, networks: np.ndarray, ngrams: np.ndarray) -> float:
    """The share of the n-grams' log-odds under which the labels of the held-out films are likeliest."""
    if len(reviews.held_out) == 0:
        return 0.0
    losses = []
    for share in SHARES:
        blend = (1 - share) * networks + share * ngrams
        losses.append(_loss(blend / _temperature(reviews, blend), _held_out_classes(reviews)))
    return float(SHARES[int(np.argmin(losses))])


def figures(reviews: Reviews, log_odds: np.ndarray) -> dict[str, float]:
    """Accuracy, calibration error and loss in nats on the held-out films, of their log-odds (n_held_out,)."""
    classes = _held_out_classes(reviews)
    if len(classes) == 0:
        return {}
    return {
        "accuracy": round(float(((log_odds > 0) == (classes == 1)).mean()), 4),
        "calibration error": round(expected_calibration_error(softmax(_two(log_odds)), classes), 4),
        "loss": round(_loss(log_odds, classes), 4),
    }


def teacher_path(work: Path, name: str) -> Path:
    """Where the labels of a teacher lie."""
    return work / f"teacher-{name}.npz"


def write_teacher(path: Path, teacher: Teacher) -> None:
    """Write a teacher's labels."""
    file = io.BytesIO()
    facts = np.frombuffer(json.dumps(teacher.facts).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(file, held_out=teacher.held_out, unlabelled=teacher.unlabelled, facts=facts)
    write_bytes(path, file.getvalue())


def read_teacher(path: Path) -> Teacher:
    """A teacher's labels. Raises ModelFileError where there are none."""
    if not path.exists():
        message = _("{path} is missing. Run the command label-reviews first.")
        raise ModelFileError(message.format(path=path))
    with np.load(path) as file:
        return Teacher(file["held_out"], file["unlabelled"], json.loads(file["facts"].tobytes()))


def _temperature(reviews: Reviews, log_odds: np.ndarray) -> float:
    return fit_calibration(_two(log_odds), _held_out_classes(reviews), with_biases=False).temperature


def _held_out_classes(reviews: Reviews) -> np.ndarray:
    return reviews.classes[reviews.held_out].astype(np.int64)


def _two(margins: np.ndarray) -> np.ndarray:
    return np.stack([np.zeros_like(margins), margins], axis=1)


def _loss(margins: np.ndarray, classes: np.ndarray) -> float:
    signed = np.where(classes == 1, margins, -margins).astype(np.float64)
    return float(np.logaddexp(0, -signed).mean())
