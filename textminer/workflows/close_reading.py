"""One text read closely: its sentences, the running score of its prefixes, what an edited text would get."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from textminer.corpus.markup import mask_markup
from textminer.corpus.sentences import sentence_spans
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, SentimentClassifier
from textminer.sentiment.passages import sentences_of
from textminer.sentiment.prediction import Prediction

FIRST_OPERATIONS = 6e10  # multiplications for the first curve: a second or two of one core
REFINING_OPERATIONS = 4e11  # … and after it, for a finer one
REREAD_TOKENS = 1_500  # of a prefix: further back an LSTM does not remember where the text was cut


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
    """What the model says of one text that is no document of the corpus: a prediction of one.

    explanation:  why; None as long as that is being found out
    """

    text: str
    prediction: Prediction
    explanation: Explanation | None = None


def read_text(
    text: str,
    classifier: SentimentClassifier,
    progress: Progress = silent,
    on_score: Callable[[TextReading], None] = lambda reading: None,
) -> TextReading:
    """Score and explain a text.

    on_score:  called with the score alone, for which explaining a long text need not be waited for
    """
    tokens = _tokens_of(text, classifier)
    reading = TextReading(text, classifier.predict(tokens, progress))
    on_score(reading)
    return replace(reading, explanation=classifier.explain(tokens, 0, progress))


def read_closely(
    text: str,
    classifier: SentimentClassifier,
    progress: Progress = silent,
    on_sentences: Callable[[Sentences], None] = lambda sentences: None,
    on_running: Callable[[RunningScores], None] = lambda running: None,
    first_operations: float = FIRST_OPERATIONS,
    refining_operations: float = REFINING_OPERATIONS,
) -> RunningScores:
    """Score the sentences of a text, then its prefixes: coarsely at first, then finer while it may cost more.

    on_running:           called with all prefixes read so far, each time the curve has become finer
    first_operations:     multiplications, all prefixes together, before the first curve is there
    refining_operations:  … and after it

    A prefix is the first tokens of the text, scored as a document of its own: nothing is approximate, but a
    long text, or one that a large network reads, has a prefix every few tokens only.
    """
    tokens = _tokens_of(text, classifier)
    starts, ends = tokens.document_spans(0).T
    spans = sentence_spans(mask_markup([text])[0])
    table, places = sentences_of(tokens, spans)
    on_sentences(Sentences(spans, places, classifier.predict(table, _Cancelling(progress))))
    running: RunningScores | None = None
    cost = classifier.operations_per_token
    rounds = prefix_rounds(tokens.n_tokens, int(first_operations / cost), int(refining_operations / cost))
    predictions = classifier.predict_prefixes(tokens, rounds, _Cancelling(progress))
    for lengths, prediction in zip(rounds, predictions, strict=True):
        part = RunningScores(tokens.n_tokens, lengths, starts, ends, prediction)
        running = part if running is None else _joined(running, part)
        on_running(running)
    progress.report(1.0)
    if running is None:
        nothing = Prediction.waiting(classifier.labels, 0, classifier.polarity)
        running = RunningScores(0, np.zeros(0, np.int64), starts, ends, nothing)
    return running


def prefix_rounds(n_tokens: int, first_tokens: int, refining_tokens: int) -> list[np.ndarray]:
    """Which prefixes are read, round by round; each int64, ascending, and no prefix twice.

    The first round ends with the whole text and costs about `first_tokens`; each further one halves the
    distance, as long as all of them together cost no more than `refining_tokens`.
    """
    if n_tokens == 0:
        return []
    step, every = 1, np.arange(1, n_tokens + 1)
    while _cost(every[::-step]) > first_tokens and step < n_tokens:
        step *= 2
    rounds, left = [every[::-step][::-1]], refining_tokens
    while step > 1:
        between = every[: n_tokens - step // 2][::-step][::-1]
        left -= _cost(between)
        if left < 0:
            break
        rounds.append(between)
        step //= 2
    return [lengths for lengths in rounds if len(lengths)]


def _cost(lengths: np.ndarray) -> int:
    """Tokens that are read for prefixes of these lengths."""
    return int(np.minimum(lengths, REREAD_TOKENS).sum())


class _Cancelling:
    """Lets a part of the work be stopped without telling how far that part alone has come."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def report(self, fraction: float, message: str = "") -> None:
        self._progress.report(0.0)


def _tokens_of(text: str, classifier: SentimentClassifier) -> TokenTable:
    return tokenizer_named(classifier.tokenizer).tokenize(mask_markup([text]))


def _joined(one: RunningScores, other: RunningScores) -> RunningScores:
    lengths = np.concatenate([one.lengths, other.lengths])
    order = np.argsort(lengths, kind="stable")
    prediction = Prediction(
        one.prediction.labels,
        np.concatenate([one.prediction.probabilities, other.prediction.probabilities])[order],
        np.concatenate([one.prediction.statuses, other.prediction.statuses])[order],
        one.prediction.polarity,
    )
    return RunningScores(one.n_tokens, lengths[order], one.starts, one.ends, prediction)
