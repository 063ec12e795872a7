"""VADER, the word list with rules: the baseline that every user can compare a model with."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from textminer.progress import Progress, silent, tracked
from textminer.resource_files import resource_path
from textminer.sentiment.labels import SENTIMENTS, polarity_of
from textminer.sentiment.prediction import EMPTY, SCORED, STATUSES, Prediction

NEUTRAL_BELOW = 0.05  # of |compound|, as VADER's authors advise
TIE = 1e-3  # a text without any word of the list counts as positive where there is no neutral class


def lexicon_prediction(texts: Sequence[str], progress: Progress = silent) -> Prediction:
    """VADER's verdict on each text as a prediction.

    The most probable class is the one that VADER's thresholds give, and the sign of the score is that of its
    compound; the numbers themselves are no calibrated probabilities.
    Source: Hutto & Gilbert (2014), VADER: a parsimonious rule-based model, as NLTK implements it.
    """
    analyser = _analyser()
    compounds = np.array(
        [analyser.polarity_scores(text)["compound"] for text in tracked(texts, progress)], dtype=np.float64
    )
    is_empty = np.array([not text.strip() for text in texts], dtype=bool)
    statuses = np.where(is_empty, STATUSES.index(EMPTY), STATUSES.index(SCORED)).astype(np.int8)
    probabilities = probabilities_of(compounds)
    probabilities[is_empty] = np.nan
    return Prediction(SENTIMENTS, probabilities, statuses, polarity_of(SENTIMENTS))


def probabilities_of(compounds: np.ndarray, neutral_below: float = NEUTRAL_BELOW) -> np.ndarray:
    """Shares of negative, neutral and positive by a word list's verdict: float32 (n_documents, 3).

    compounds:      float (n_documents,), -1 to 1
    neutral_below:  of |compound|
    """
    leaning = np.where(compounds == 0, TIE, compounds)
    is_neutral = np.abs(compounds) < neutral_below
    winner = 0.5 + np.abs(leaning) / 2
    loser = (1 - winner) * 0.4
    positive = np.where(is_neutral, 0.25 + leaning, np.where(leaning > 0, winner, loser))
    negative = np.where(is_neutral, 0.25 - leaning, np.where(leaning > 0, loser, winner))
    return np.stack([negative, 1 - negative - positive, positive], axis=1).astype(np.float32)


@lru_cache
def _analyser() -> Any:
    from nltk.sentiment import vader

    class Analyser(vader.SentimentIntensityAnalyzer):
        """NLTK's analyser with the word list that ships here, instead of one from NLTK's download folders."""

        def __init__(self, words: str) -> None:
            self.lexicon_file = words
            self.lexicon = self.make_lex_dict()
            self.constants = vader.VaderConstants()

    return Analyser(resource_path("vader", "vader_lexicon.txt").read_text(encoding="utf-8").rstrip("\n"))
