"""What the user's own labels are called, which there are to give, and the keys that give them."""

from textminer.sentiment.agreement import AGREES, DISAGREES, label_words
from textminer.sentiment.labels import NEGATIVE, POSITIVE, SENTIMENTS, sentiment_of_words
from textminer.sentiment.prediction import NEUTRAL
from textminer.session.session import Session
from textminer.translation import _

KEYS = {POSITIVE: "P", NEUTRAL: "U", NEGATIVE: "N"}
MENU_KEY, REMOVE_KEY = "L", "0"
MOST_FILE_LABELS = 12  # more cells of the label column than these are no classes to choose from


def label_word(label: str) -> str:
    """What a label is called: in the user's language where it is a sentiment, else as it stands."""
    words = {POSITIVE: _("positive"), NEUTRAL: _("neutral"), NEGATIVE: _("negative")}
    return words.get(label, label)


def label_colour(label: str | None) -> str:
    """The field of Colours that a label is written in."""
    return {POSITIVE: "positive_text", NEGATIVE: "negative_text", NEUTRAL: "secondary"}.get(
        label or "", "text"
    )


def agreement_word(state: str) -> str:
    """What is said of a document whose label is, or is not, what the model says."""
    return {AGREES: _("label and prediction agree"), DISAGREES: _("label and prediction disagree")}[state]


def is_of_sentiment(session: Session) -> bool:
    """Whether documents are labelled by sentiment; so before any model has spoken, too."""
    return session.prediction is None or session.prediction.polarity is not None


def labels_to_give(session: Session) -> tuple[str, ...]:
    """What a document can be labelled as: the sentiments or the model's classes, those of the file's label
    column where it holds others, and what was given already.
    """
    corpus, prediction = session.corpus, session.prediction
    if corpus is None:
        return ()
    classes = SENTIMENTS[::-1] if prediction is None or prediction.polarity is not None else prediction.labels
    words = label_words(corpus)
    if len(words) > MOST_FILE_LABELS or sentiment_of_words(words) is not None:
        words = ()
    return tuple(dict.fromkeys((*classes, *words, *session.labels.names)))
