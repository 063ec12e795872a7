"""What a class of a model is called in the user's language."""

from textminer.sentiment.prediction import Prediction
from textminer.translation import _


def class_word(prediction: Prediction, index: int) -> str:
    """What a class is called: in the user's language where it is a sentiment, else as the model has it.

    index:  into the prediction's class labels
    """
    polarity = prediction.polarity
    if polarity is not None:
        if index == len(prediction.labels):  # a model of two classes, under a threshold
            return _("neutral")
        for role, word in (
            (polarity.negative, _("negative")),
            (polarity.neutral, _("neutral")),
            (polarity.positive, _("positive")),
        ):
            if index == role:
                return word
    return prediction.labels[index]
