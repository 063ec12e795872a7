"""Two networks as one classifier: short documents are read by one, longer ones by the other."""

from collections.abc import Iterator, Sequence

import numpy as np

from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, OnPart
from textminer.sentiment.lstm.scoring import LstmClassifier
from textminer.sentiment.model_file import ModelCard
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.reading_in_parts import predict_in_parts


class LengthClassifier:
    """Two networks over the same words: a SentimentClassifier.

    A document's number of tokens says which of them reads it, whatever is asked of it; how all documents look
    beside each other is said by the network for the longer ones.
    """

    def __init__(self, card: ModelCard, longer: LstmClassifier, short: LstmClassifier) -> None:
        """card:  of both together; it says how long a short document may be"""
        assert card.short is not None
        self.card = card
        self.name = card.name
        self.labels = card.labels
        self.polarity = card.polarity
        self.tokenizer = card.tokenizer
        self._longest = card.short.longest
        self._longer = longer
        self._short = short

    def predict(
        self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
    ) -> Prediction:
        """Score every document of the table, the short ones first. Raises Cancelled between two batches."""
        is_short = tokens.lengths() <= self._longest
        parts = [(self._short, np.flatnonzero(is_short)), (self._longer, np.flatnonzero(~is_short))]
        return predict_in_parts(parts, tokens, progress, on_part)

    def representation(self, tokens: TokenTable, progress: Progress = silent) -> np.ndarray:
        """How the network for longer documents sees each one: what two networks see cannot be compared.

        Raises Cancelled between batches.
        """
        return self._longer.representation(tokens, progress)

    def explain(self, tokens: TokenTable, position: int, progress: Progress = silent) -> Explanation:
        """Say how much each token of one document contributed."""
        return self.reader_of(tokens, position).explain(tokens, position, progress)

    def predict_prefixes(
        self, tokens: TokenTable, rounds: Sequence[np.ndarray], progress: Progress = silent
    ) -> Iterator[Prediction]:
        """Let the network that reads the whole document score its prefixes, however short those are."""
        return self.reader_of(tokens, 0).predict_prefixes(tokens, rounds, progress)

    @property
    def operations_per_token(self) -> int:
        """What a token costs the dearer of both networks."""
        return max(self._longer.operations_per_token, self._short.operations_per_token)

    def knows(self, tokens: TokenTable) -> np.ndarray:
        """Whether each token is read as a word of the vocabulary: bool (n_tokens,)."""
        return self._longer.knows(tokens)

    def reader_of(self, tokens: TokenTable, position: int) -> LstmClassifier:
        """The one of both that reads a document of the table."""
        return self._short if tokens.lengths()[position] <= self._longest else self._longer
