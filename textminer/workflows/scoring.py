"""From documents to scores: tokenize and predict block by block, the visible documents first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from textminer.corpus.markup import masked
from textminer.corpus.text_block import Texts
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.classifier import OnPart, SentimentClassifier
from textminer.sentiment.prediction import STATUSES, WAITING, Prediction
from textminer.translation import _
from textminer.workflows.free_memory import give_back

# Long enough to sort by length, short enough to stream and to cancel within a second:
BLOCK_DOCUMENTS, BLOCK_TOKENS = 4_096, 400_000
BLOCK_OPERATIONS = 1.8e12  # multiplications of a network so large that it reads fewer tokens in the time
FIRST_DOCUMENTS = 64  # what a window shows is scored before anything else
FIRST_OPERATIONS = 1e11  # … as many of them as a core reads in a few seconds
TOKENIZING_SHARE = 0.1  # of the time that scoring takes with the shipped models


Visible = Callable[[], np.ndarray]
"""Positions of the documents the user is looking at, int64; asked again before each block."""


@dataclass(frozen=True, eq=False)
class Scored:
    """What scoring a corpus brought: the prediction, and its tokens for the word views."""

    prediction: Prediction
    tokens: TokenTable


def score_texts(
    texts: Texts,
    classifier: SentimentClassifier,
    progress: Progress = silent,
    on_part: OnPart | None = None,
    on_tokens: Callable[[TokenTable], None] | None = None,
    visible: Visible | None = None,
) -> Scored:
    """Score every text, (n_documents,), in blocks; first those that are visible, then all in order.

    on_tokens:  called once with the tokens of the whole corpus, before most of it is scored

    The result does not depend on `visible` or on the order in which blocks were done.
    """
    n_documents = len(texts)
    prediction = Prediction.waiting(classifier.labels, n_documents, classifier.polarity)
    tokenizer = tokenizer_named(classifier.tokenizer)
    if visible is not None:
        wanted = _waiting(prediction, visible())[:FIRST_DOCUMENTS]
        if not len(wanted):  # nobody looks at single documents: some from everywhere tell most of the whole
            wanted = np.unique(np.linspace(0, n_documents - 1, min(FIRST_DOCUMENTS, n_documents)).astype(int))
        first = tokenizer.tokenize(masked(_some(texts, wanted)))
        _score(prediction, *_few(wanted, first, classifier), classifier, Stage(progress, 0, 0), on_part)
    finding = Stage(progress, 0.0, TOKENIZING_SHARE, _("finding the words"))
    tokens = tokenizer.tokenize(masked(texts, finding), finding)
    del tokenizer  # and what it remembers of each distinct chunk of text
    give_back()
    if on_tokens is not None:
        on_tokens(tokens)
    for start, end in _blocks(tokens, classifier):
        said = _("{done} of {total}").format(done=f"{start:,}", total=f"{n_documents:,}")
        stage = Stage(
            progress,
            TOKENIZING_SHARE + (1 - TOKENIZING_SHARE) * start / n_documents,
            TOKENIZING_SHARE + (1 - TOKENIZING_SHARE) * end / n_documents,
            said,
        )
        stage.report(0.0)
        if visible is not None:
            wanted = _waiting(prediction, visible())[:FIRST_DOCUMENTS]
            waits = Stage(stage, 0, 0)
            _score(prediction, *_few(wanted, tokens.take(wanted), classifier), classifier, waits, on_part)
        positions = _waiting(prediction, np.arange(start, end))
        _score(prediction, positions, tokens.take(positions), classifier, stage, on_part)
    progress.report(1.0)
    return Scored(prediction, tokens)


def _blocks(tokens: TokenTable, classifier: SentimentClassifier) -> Iterator[tuple[int, int]]:
    """Spans of about BLOCK_TOKENS tokens, or of those that BLOCK_OPERATIONS read, one document at least; none
    reaches over a multiple of BLOCK_DOCUMENTS, so that a file scored in parts of as many falls into the same.
    """
    n_tokens = min(BLOCK_TOKENS, int(BLOCK_OPERATIONS / classifier.operations_per_token))
    start = 0
    while start < tokens.n_documents:
        last = int(np.searchsorted(tokens.offsets, tokens.offsets[start] + n_tokens, side="right")) - 1
        border = (start // BLOCK_DOCUMENTS + 1) * BLOCK_DOCUMENTS
        end = min(max(start + 1, last), border, tokens.n_documents)
        yield start, end
        start = end


def tokens_of(texts: Texts, tokenizer: str, progress: Progress = silent) -> TokenTable:
    """The tokens of every text as the scorer sees them, for the word views when nothing is scored."""
    tokens = tokenizer_named(tokenizer).tokenize(masked(texts, progress), progress)
    give_back()
    return tokens


def _some(texts: Texts, positions: np.ndarray) -> Texts:
    return (
        texts.take(pa.array(positions))
        if isinstance(texts, pa.ChunkedArray | pa.Array)
        else [texts[position] for position in positions]
    )


def _waiting(prediction: Prediction, positions: np.ndarray) -> np.ndarray:
    """Those of the positions that have not been reached yet."""
    positions = np.asarray(positions, dtype=np.int64)
    return positions[prediction.statuses[positions] == STATUSES.index(WAITING)]


def _few(
    positions: np.ndarray, tokens: TokenTable, classifier: SentimentClassifier
) -> tuple[np.ndarray, TokenTable]:
    """The first of some documents, as many as FIRST_OPERATIONS read, one at least."""
    n_tokens = int(FIRST_OPERATIONS / classifier.operations_per_token)
    n = max(1, int(np.searchsorted(tokens.offsets, n_tokens, side="right")) - 1)
    return positions[:n], tokens.take(np.arange(len(positions))[:n])


def _score(
    prediction: Prediction, positions: np.ndarray, tokens: TokenTable, classifier: SentimentClassifier,
    progress: Progress, on_part: OnPart | None,
) -> None:  # fmt: skip
    """Score the documents at some positions, whose tokens are given, and hand them out as they come."""
    if len(positions) == 0:
        return
    placed = None if on_part is None else lambda places, part: on_part(positions[places], part)
    part = classifier.predict(tokens, progress, placed)
    prediction.probabilities[positions] = part.probabilities
    prediction.statuses[positions] = part.statuses
