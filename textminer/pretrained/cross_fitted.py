"""What others say of labelled texts that they have not learnt from: soft labels beside people's."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from textminer.atomic import write_bytes
from textminer.errors import ModelFileError, TableError
from textminer.pretrained.labelled_sets import normalised
from textminer.progress import Progress, silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.ngrams import fit_ngrams
from textminer.translation import _

FOLDS, HALVES = 4, 2
PENALTY = 4.0  # C of the logistic regression
TEMPERATURE = 1.0
LEAST = 1e-6  # a probability below it is read as this one, so that a label that is rounded to 0 has log-odds


def characters(texts: Sequence[str]) -> EncodedDocuments:
    """Texts as ids of their characters, blanks left out: Chinese needs no words for its n-grams."""
    points = [np.frombuffer("".join(text.split()).encode("utf-32-le"), dtype=np.uint32) for text in texts]
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in points]))).astype(np.int64)
    flat = np.concatenate(points) if points else np.zeros(0, np.uint32)
    return EncodedDocuments(np.unique(flat, return_inverse=True)[1].astype(np.int32), offsets)


def cross_fitted_labels(
    views: Sequence[EncodedDocuments], is_positive: np.ndarray, seed: int, progress: Progress = silent
) -> np.ndarray:
    """P(positive) of each document by n-grams fitted on the other folds: float32 (n_documents,).

    views:        the same documents by their words, by their characters: the mean of the log-odds counts
    is_positive:  bool (n_documents,) people's labels
    """
    n_documents = len(is_positive)
    fold = np.random.default_rng(seed).permutation(n_documents) % FOLDS
    margins = np.zeros(n_documents)
    for number in range(FOLDS):
        learnt, judged = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        for place, view in enumerate(views):
            progress.report((number + place / len(views)) / FOLDS)
            model = fit_ngrams(view.take(learnt), is_positive[learnt], inverse_penalty=PENALTY)
            margins[judged] += model.margins(view.take(judged)) / len(views)
    right = ((margins > 0) == is_positive).mean()
    print(f"cross-fitted n-grams are right on {right:.4f} of {n_documents} texts", flush=True)
    return (1 / (1 + np.exp(-margins / TEMPERATURE))).astype(np.float32)


def blended(ngrams: np.ndarray, log_odds: np.ndarray, is_positive: np.ndarray) -> np.ndarray:
    """P(positive) by the n-grams and by others together, weighted as makes people's labels likeliest.

    ngrams:    float32 (n_documents,) P(positive) of `cross_fitted_labels`
    log_odds:  float32 (n_documents,) of others that have not learnt from the document either
    """
    from sklearn.linear_model import LogisticRegression

    sure = np.clip(ngrams.astype(np.float64), LEAST, 1 - LEAST)
    margins = np.stack([np.log(sure) - np.log1p(-sure), log_odds], axis=1)
    fitted = LogisticRegression(C=1e6, fit_intercept=False).fit(margins, is_positive)
    both = margins @ fitted.coef_[0]
    parts = {"n-grams": margins[:, 0], "the others": log_odds, "both": both}
    right = {name: f"{((values > 0) == is_positive).mean():.4f}" for name, values in parts.items()}
    print(f"right on labels not learnt from: {right}, weights {fitted.coef_[0].round(3)}", flush=True)
    return (1 / (1 + np.exp(-both))).astype(np.float32)


def keys_of(texts: Iterable[str]) -> np.ndarray:
    """A number for the letters of each text, the same wherever the text stands: uint64 (n_texts,)."""
    digests = (hashlib.blake2b(normalised(text).encode(), digest_size=8).digest() for text in texts)
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)


def is_in_half(texts: Iterable[str], half: int) -> np.ndarray:
    """Which texts belong to one of the two halves, whatever set they stand in: bool (n_texts,)."""
    return keys_of(texts) % HALVES == half


def write_labels(path: Path, keys: np.ndarray, log_odds: np.ndarray) -> None:
    """Write log-odds of "positive" (n_texts,) of the texts with these keys."""
    file = io.BytesIO()
    np.savez_compressed(file, keys=keys, log_odds=log_odds.astype(np.float32))
    write_bytes(path, file.getvalue())


def read_labels(files: Sequence[Path], texts: Iterable[str]) -> np.ndarray:
    """The mean log-odds of "positive" that the files give each text: float32 (n_texts,).

    Raises TableError where a file is missing, or none of them names a text.
    """
    known: dict[int, list[float]] = {}
    for path in files:
        with np.load(existing(path)) as file:
            for key, value in zip(file["keys"].tolist(), file["log_odds"].tolist(), strict=True):
                known.setdefault(key, []).append(value)
    keys = keys_of(texts).tolist()
    missing = sum(key not in known for key in keys)
    if missing:
        message = _("{n} texts have no label in {files}: they were made from other data.")
        raise TableError(message.format(n=missing, files=", ".join(map(str, files))))
    return np.array([np.mean(known[key]) for key in keys], dtype=np.float32)


def existing(path: Path) -> Path:
    """The path of a file that an earlier command wrote. Raises ModelFileError where it is missing."""
    if not path.exists():
        raise ModelFileError(
            _("{path} is missing: the command that writes it comes first.").format(path=path)
        )
    return path
