"""VADER runs from the word list that ships, without a download."""

import numpy as np

from textminer.sentiment.lexicon import lexicon_prediction
from textminer.sentiment.prediction import EMPTY, STATUSES

# the example of VADER's authors, with the compounds that NLTK's implementation gives
GOLDEN = {
    "VADER is smart, handsome, and funny.": 0.8316,
    "VADER is not smart, handsome, nor funny.": -0.7424,
    "The book was good.": 0.4404,
    "Today sux": -0.3612,
}


def test_the_leaning_follows_the_published_compounds() -> None:
    prediction = lexicon_prediction(list(GOLDEN))
    score = prediction.score()
    assert score is not None
    assert (np.sign(score) == np.sign(list(GOLDEN.values()))).all()
    assert np.argsort(score).tolist() == np.argsort(list(GOLDEN.values())).tolist()


def test_probabilities_sum_to_one_and_classes_follow_the_thresholds() -> None:
    prediction = lexicon_prediction(["good", "bad", "the table", ""])
    assert np.nansum(prediction.probabilities, axis=1)[:3].round(6).tolist() == [1, 1, 1]
    assert prediction.classes().tolist() == [2, 0, 1, -1]
    assert prediction.statuses[3] == STATUSES.index(EMPTY)
