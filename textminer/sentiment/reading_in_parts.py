"""A table scored by several classifiers, each of which reads a part of its documents."""

from collections.abc import Sequence

import numpy as np

from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage
from textminer.sentiment.classifier import OnPart, SentimentClassifier
from textminer.sentiment.prediction import Prediction


def predict_in_parts(
    parts: Sequence[tuple[SentimentClassifier, np.ndarray]],
    tokens: TokenTable,
    progress: Progress,
    on_part: OnPart | None,
) -> Prediction:
    """The prediction of all documents, one part after the other.

    parts:  classifiers of the same classes, and the positions of the documents that each reads, ascending;
            together all
    """
    first = parts[0][0]
    prediction = Prediction.waiting(first.labels, tokens.n_documents, first.polarity)
    n_tokens, n_done = max(tokens.n_tokens, 1), 0
    for classifier, positions in parts:
        if len(positions) == 0:
            continue
        own = tokens if len(positions) == tokens.n_documents else _words_of(tokens, positions)
        n_before, n_done = n_done, n_done + own.n_tokens
        part = classifier.predict(
            own, Stage(progress, n_before / n_tokens, n_done / n_tokens), _placed(on_part, positions)
        )
        prediction.probabilities[positions] = part.probabilities
        prediction.statuses[positions] = part.statuses
    progress.report(1.0)
    return prediction


def _words_of(tokens: TokenTable, positions: np.ndarray) -> TokenTable:
    """The words of some documents, ascending, without their places in the text, which no score needs: a
    quarter of the memory.
    """
    is_own = np.zeros(tokens.n_documents, dtype=bool)
    is_own[positions] = True
    lengths = tokens.lengths()
    ids = tokens.ids[repeated(is_own, lengths)]
    nowhere = np.broadcast_to(np.int32(0), len(ids))
    languages = None if tokens.languages is None else tokens.languages[positions]
    offsets = offsets_of(lengths[positions])
    return TokenTable(tokens.types, ids, offsets, nowhere, nowhere, tokens.tokenizer, languages)


def _placed(on_part: OnPart | None, positions: np.ndarray) -> OnPart | None:
    """What is called with a part of some documents, by their places among all."""
    if on_part is None:
        return None
    return lambda places, part: on_part(positions[places], part)
