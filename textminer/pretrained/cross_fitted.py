"""What n-grams say of labelled texts that they have not learnt from: soft labels beside people's."""

from collections.abc import Sequence

import numpy as np

from textminer.progress import Progress, silent
from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.ngrams import fit_ngrams

FOLDS = 4
PENALTY = 4.0  # C of the logistic regression
TEMPERATURE = 1.0


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
