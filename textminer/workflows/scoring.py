"""From documents to scores: tokenize and predict block by block, the visible documents first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from textminer.corpus.markup import mask_markup
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import Tokenizer, tokenizer_named
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import OnPart, SentimentClassifier
from textminer.sentiment.prediction import STATUSES, WAITING, Prediction

BLOCK_DOCUMENTS = 4_096  # long enough to sort by length, short enough to stream and to cancel within a second
FIRST_DOCUMENTS = 64  # what a window shows is scored before anything else

WAITING_INDEX = STATUSES.index(WAITING)

Visible = Callable[[], np.ndarray]
"""Positions of the documents the user is looking at, int64; asked again before each block."""


@dataclass(frozen=True, eq=False)
class Scored:
    """What scoring a corpus brought: the prediction, and its tokens for the word views."""

    prediction: Prediction
    tokens: TokenTable


def score_texts(
    texts: Sequence[str],
    classifier: SentimentClassifier,
    progress: Progress = silent,
    on_part: OnPart | None = None,
    visible: Visible | None = None,
) -> Scored:
    """Score every text, (n_documents,), in blocks.

    The result does not depend on the block size, on `visible` or on the order in which blocks were done.
    """
    n_documents = len(texts)
    prediction = Prediction.waiting(classifier.labels, n_documents, classifier.polarity)
    tokenizer = tokenizer_named(classifier.tokenizer)
    parts: list[TokenTable] = []
    for start in range(0, n_documents, BLOCK_DOCUMENTS):
        progress.report(start / max(n_documents, 1))
        if visible is not None:
            _score_visible(visible(), texts, classifier, tokenizer, prediction, on_part)
        positions = np.arange(start, min(start + BLOCK_DOCUMENTS, n_documents))
        tokens = tokenizer.tokenize(mask_markup(texts[start : start + BLOCK_DOCUMENTS]))
        parts.append(tokens)
        waiting = np.flatnonzero(_is_waiting(prediction)[positions])
        if len(waiting):
            chosen = tokens if len(waiting) == len(positions) else tokens.take(waiting)
            _take(prediction, positions[waiting], classifier.predict(chosen), on_part)
    progress.report(1.0)
    tokens = TokenTable.concatenate(parts) if parts else tokenizer.tokenize([])
    return Scored(prediction, tokens)


def tokens_of(texts: Sequence[str], tokenizer: str, progress: Progress = silent) -> TokenTable:
    """The tokens of every text as the scorer sees them, for the word views when nothing is scored."""
    return tokenizer_named(tokenizer).tokenize(mask_markup(texts), progress)


def _score_visible(
    visible: np.ndarray,
    texts: Sequence[str],
    classifier: SentimentClassifier,
    tokenizer: Tokenizer,
    prediction: Prediction,
    on_part: OnPart | None,
) -> None:
    visible = np.asarray(visible, dtype=np.int64)
    wanted = visible[_is_waiting(prediction)[visible]][:FIRST_DOCUMENTS]
    if len(wanted):
        tokens = tokenizer.tokenize(mask_markup([texts[position] for position in wanted]))
        _take(prediction, wanted, classifier.predict(tokens), on_part)


def _is_waiting(prediction: Prediction) -> np.ndarray:
    return prediction.statuses == WAITING_INDEX


def _take(prediction: Prediction, positions: np.ndarray, part: Prediction, on_part: OnPart | None) -> None:
    prediction.probabilities[positions] = part.probabilities
    prediction.statuses[positions] = part.statuses
    if on_part is not None:
        on_part(positions, part)
