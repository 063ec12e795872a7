"""Several models as one: each document is scored by the model of the language it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from textminer.corpus.offsets import repeated
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import BETWEEN
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.classifier import Explanation, OnPart, SentimentClassifier
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.reading_in_parts import predict_in_parts


class MixedClassifier:
    """Models of the same classes, chosen document by document: a SentimentClassifier.

    by_language:  the model for each language, by its code; the first also scores what is in none of them

    Its tokenizer tells the languages apart, so the tables it gets say which model a document needs.
    """

    def __init__(self, by_language: Mapping[str, SentimentClassifier]) -> None:
        self._by_language = dict(by_language)
        self._classifiers = list(dict.fromkeys(self._by_language.values()))
        first = self._classifiers[0]
        self.name = BETWEEN.join(classifier.name for classifier in self._classifiers)
        self.labels = first.labels
        self.polarity = first.polarity
        self.tokenizer = BETWEEN.join(self._by_language)

    def predict(
        self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
    ) -> Prediction:
        """Score every document of the table, one model after the other."""
        parts = [(classifier, self._positions(classifier, tokens)) for classifier in self._classifiers]
        return predict_in_parts(parts, tokens, progress, on_part)

    def representation(self, tokens: TokenTable, progress: Progress = silent) -> np.ndarray:
        """How the models see the documents, each in columns of its own, with zeros in those of the others:
        what two models see cannot be compared, and lies apart.
        """
        parts, n_tokens, n_done = [], max(tokens.n_tokens, 1), 0
        for classifier in self._classifiers:
            positions = self._positions(classifier, tokens)
            own = tokens.take(positions)
            n_before, n_done = n_done, n_done + own.n_tokens
            seen = classifier.representation(own, Stage(progress, n_before / n_tokens, n_done / n_tokens))
            parts.append((positions, seen))
        whole = np.zeros((tokens.n_documents, sum(seen.shape[1] for _positions, seen in parts)), np.float32)
        begin = 0
        for positions, seen in parts:
            whole[positions, begin : begin + seen.shape[1]] = seen
            begin += seen.shape[1]
        progress.report(1.0)
        return whole

    def explain(self, tokens: TokenTable, position: int, progress: Progress = silent) -> Explanation:
        """Let the model that scored one document say how much each of its tokens contributed."""
        classifier = self._by_language[str(_languages(tokens)[position])]
        return replace(classifier.explain(tokens, position, progress), model=classifier.name)

    def predict_prefixes(
        self, tokens: TokenTable, rounds: Sequence[np.ndarray], progress: Progress = silent
    ) -> Iterator[Prediction]:
        """Let the model of the document's language score its prefixes, whatever language those look like."""
        return self._by_language[str(_languages(tokens)[0])].predict_prefixes(tokens, rounds, progress)

    @property
    def operations_per_token(self) -> int:
        """What a token costs the dearest of the models."""
        return max(classifier.operations_per_token for classifier in self._classifiers)

    def knows(self, tokens: TokenTable) -> np.ndarray:
        """Whether each token is a word of the model that reads its document: bool (n_tokens,)."""
        known = np.zeros(tokens.n_tokens, dtype=bool)
        languages = repeated(_languages(tokens), tokens.lengths())
        for code, classifier in self._by_language.items():
            is_own = languages == code
            known[is_own] = classifier.knows(tokens)[is_own]
        return known

    def _positions(self, classifier: SentimentClassifier, tokens: TokenTable) -> np.ndarray:
        """The documents that a model reads: int64 (n,)."""
        codes = [code for code, model in self._by_language.items() if model is classifier]
        return np.flatnonzero(np.isin(_languages(tokens), codes))


def _languages(tokens: TokenTable) -> np.ndarray:
    if tokens.languages is None:
        raise ValueError(f"the tokenizer {tokens.tokenizer!r} does not tell which language a document is in")
    return tokens.languages
