"""What the user's own labels are called, which there are to give, and the keys that give them."""

from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import GivenLabels
from textminer.sentiment.labels import NEGATIVE, POSITIVE, SENTIMENTS
from textminer.sentiment.prediction import NEUTRAL, Prediction
from textminer.translation import _

KEYS = {POSITIVE: "P", NEUTRAL: "U", NEGATIVE: "N"}


def label_word(label: str) -> str:
    """What a label is called: in the user's language where it is a sentiment, else as it stands."""
    words = {POSITIVE: _("positive"), NEUTRAL: _("neutral"), NEGATIVE: _("negative")}
    return words.get(label, label)


def is_sentiment(prediction: Prediction | None) -> bool:
    """Whether documents are labelled by sentiment: so before any model has spoken, too."""
    return prediction is None or prediction.polarity is not None


def labels_to_give(
    corpus: Corpus | None, prediction: Prediction | None, given: GivenLabels
) -> tuple[str, ...]:
    """What a document can be labelled as: the sentiments or the model's classes, and what was given."""
    if corpus is None:
        return ()
    classes = SENTIMENTS[::-1] if prediction is None or prediction.polarity is not None else prediction.labels
    return tuple(dict.fromkeys((*classes, *given.names)))
