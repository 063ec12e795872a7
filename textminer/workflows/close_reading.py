"""One text read closely: its sentences, the running score of its prefixes, what an edited text would get."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from textminer.corpus.markup import mask_markup
from textminer.corpus.sentences import sentence_spans
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, SentimentClassifier
from textminer.sentiment.passages import prefixes_of, sentences_of
from textminer.sentiment.prediction import Prediction

FIRST_TOKENS = 130_000  # read for the first curve: below a second, with a shipped model on one core
REFINING_TOKENS = 500_000  # read after it, for a finer one
PART_TOKENS = 25_000  # read between two reports


@dataclass(frozen=True, eq=False)
class Sentences:
    """The sentences of a text, each scored as if it stood alone.

    spans:       int32 (n_sentences, 2) characters of the text
    tokens:      int64 (n_sentences, 2) first token and the one after the last
    prediction:  of each sentence
    """

    spans: np.ndarray
    tokens: np.ndarray
    prediction: Prediction


@dataclass(frozen=True, eq=False)
class RunningScores:
    """What the model says of a text's beginnings, of more and more words.

    n_tokens:     of the whole text
    lengths:      int64 (n_prefixes,) tokens of each prefix that was read, ascending; the last is n_tokens
    starts, ends: int32 (n_tokens,) characters of each token
    prediction:   of each prefix that was read
    """

    n_tokens: int
    lengths: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    prediction: Prediction

    def values(self) -> np.ndarray:
        """The score of each prefix, -1 to 1; without a polarity the probability, 0 to 1, of the class that
        the whole text gets. float32 (n_prefixes,), NaN where a prefix cannot be scored."""
        score = self.prediction.score()
        if score is not None:
            return score
        if not len(self.lengths) or not self.prediction.is_scored[-1]:
            return np.full(len(self.lengths), np.nan, dtype=np.float32)
        return self.prediction.probabilities[:, int(self.prediction.probabilities[-1].argmax())]


@dataclass(frozen=True, eq=False)
class TextReading:
    """What the model says of one text that is no document of the corpus, and why: a prediction of one."""

    text: str
    prediction: Prediction
    explanation: Explanation


def read_text(text: str, classifier: SentimentClassifier, progress: Progress = silent) -> TextReading:
    """Score and explain a text."""
    tokens = _tokens_of(text, classifier)
    prediction = classifier.predict(tokens, progress)
    return TextReading(text, prediction, classifier.explain(tokens, 0, progress))


def read_closely(
    text: str,
    classifier: SentimentClassifier,
    progress: Progress = silent,
    on_sentences: Callable[[Sentences], None] = lambda sentences: None,
    on_running: Callable[[RunningScores], None] = lambda running: None,
    first_tokens: int = FIRST_TOKENS,
    refining_tokens: int = REFINING_TOKENS,
) -> RunningScores:
    """Score the sentences of a text, then its prefixes: coarsely at first, then finer while it may cost more.

    on_running:       called with all prefixes read so far, each time the curve has become finer
    first_tokens:     tokens to read, all prefixes together, before the first curve is there
    refining_tokens:  tokens to read after it

    A prefix is the first tokens of the text, scored as a document of its own: nothing is approximate, but a
    long text has a prefix every few tokens only.
    """
    tokens = _tokens_of(text, classifier)
    spans = sentence_spans(mask_markup([text])[0])
    table, places = sentences_of(tokens, spans)
    on_sentences(Sentences(spans, places, classifier.predict(table, _Cancelling(progress))))
    running = RunningScores(
        tokens.n_tokens,
        np.zeros(0, np.int64),
        tokens.starts,
        tokens.ends,
        classifier.predict(prefixes_of(tokens, np.zeros(0, np.int64))),
    )
    rounds = prefix_rounds(tokens.n_tokens, first_tokens, refining_tokens)
    n_all, n_read = max(sum(int(lengths.sum()) for lengths in rounds), 1), 0
    for lengths in rounds:
        for part in _parts(lengths):
            progress.report(n_read / n_all)
            read = classifier.predict(prefixes_of(tokens, part), _Cancelling(progress))
            running = _joined(running, part, read)
            n_read += int(part.sum())
        on_running(running)
    progress.report(1.0)
    return running


def prefix_rounds(n_tokens: int, first_tokens: int, refining_tokens: int) -> list[np.ndarray]:
    """Which prefixes are read, round by round; each int64, ascending, and no prefix twice.

    The first round ends with the whole text and costs about `first_tokens`; each further one halves the
    distance, as long as all of them together cost no more than `refining_tokens`.
    """
    if n_tokens == 0:
        return []
    step = 1
    while n_tokens * n_tokens / (2 * step) > first_tokens and step < n_tokens:
        step *= 2
    first = np.arange(n_tokens, 0, -step, dtype=np.int64)[::-1]
    rounds, left = [first], refining_tokens
    while step > 1:
        between = np.arange(n_tokens - step // 2, 0, -step, dtype=np.int64)[::-1]
        left -= int(between.sum())
        if left < 0:
            break
        rounds.append(between)
        step //= 2
    return [lengths for lengths in rounds if len(lengths)]


class _Cancelling:
    """Lets a part of the work be stopped without telling how far that part alone has come."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def report(self, fraction: float, message: str = "") -> None:
        self._progress.report(0.0)


def _tokens_of(text: str, classifier: SentimentClassifier) -> TokenTable:
    return tokenizer_named(classifier.tokenizer).tokenize(mask_markup([text]))


def _parts(lengths: np.ndarray) -> list[np.ndarray]:
    """The lengths in runs that are read between two reports."""
    numbers = np.cumsum(lengths) // PART_TOKENS
    return np.split(lengths, np.flatnonzero(np.diff(numbers)) + 1)


def _joined(running: RunningScores, lengths: np.ndarray, read: Prediction) -> RunningScores:
    joined = np.concatenate([running.lengths, lengths])
    order = np.argsort(joined, kind="stable")
    so_far = running.prediction
    prediction = Prediction(
        so_far.labels,
        np.concatenate([so_far.probabilities, read.probabilities])[order],
        np.concatenate([so_far.statuses, read.statuses])[order],
        so_far.polarity,
    )
    return RunningScores(running.n_tokens, joined[order], running.starts, running.ends, prediction)
