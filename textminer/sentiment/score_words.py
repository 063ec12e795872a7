"""What a score is called: words, numbers and colours for what a model says of one document."""

from dataclasses import dataclass
from math import floor, isnan, log10

from textminer.sentiment.class_words import class_word
from textminer.sentiment.prediction import (
    EMPTY,
    NO_KNOWN_WORD,
    SCORED,
    STATUSES,
    WAITING,
    Prediction,
    chosen_classes,
)
from textminer.translation import _

LEANING_BELOW = 0.6  # a class that is less probable than this is a lean, not a verdict
MINUS = "−"
LEAST_PART = 1e-6  # below, it is rounding that makes a part differ from 0


@dataclass(frozen=True)
class Verdict:
    """What is said of one document.

    words:       "leaning negative", or why there is no score; "" while nothing has been asked
    score:       -1 to 1; None without a score or without a polarity
    confidence:  probability of the most probable class; None where not scored
    colour:      field of Colours for the words
    status:      one of STATUSES; "" while nothing has been asked
    """

    words: str = ""
    score: float | None = None
    confidence: float | None = None
    colour: str = "secondary"
    status: str = ""


def verdict_of(prediction: Prediction | None, position: int) -> Verdict:
    """The verdict on the document at a position, as far as scoring has come."""
    if prediction is None or not 0 <= position < prediction.n_documents:
        return Verdict()
    status = STATUSES[int(prediction.statuses[position])]
    if status != SCORED:
        return Verdict(words=unscored_word(status), status=status)
    probabilities = prediction.probabilities[position]
    confidence = float(probabilities.max())
    polarity = prediction.polarity
    best = int(chosen_classes(probabilities[None], polarity, prediction.neutral_threshold)[0])
    if polarity is None:
        return Verdict(prediction.labels[best], None, confidence, "text", status)
    score = float(probabilities[polarity.positive] - probabilities[polarity.negative])
    is_lean = confidence < LEANING_BELOW
    if best == polarity.positive:
        words = _("leaning positive") if is_lean else _("positive")
        return Verdict(words, score, confidence, "positive_text", status)
    if best == polarity.negative:
        words = _("leaning negative") if is_lean else _("negative")
        return Verdict(words, score, confidence, "negative_text", status)
    return Verdict(class_word(prediction, best), score, confidence, "secondary", status)


def unscored_word(status: str) -> str:
    """In a cell: why a document has no score."""
    words = {WAITING: "…", EMPTY: _("not scored"), NO_KNOWN_WORD: _("no known word")}
    return words.get(status, _("not scored"))


def status_word(status: str) -> str:
    """In a menu: a state of the ledger."""
    words = {
        SCORED: _("scored"),
        WAITING: _("waiting"),
        EMPTY: _("empty"),
        NO_KNOWN_WORD: _("no known word"),
    }
    return words.get(status, status)


def status_sentence(status: str) -> str:
    """In the reader: why a document has no score, in a sentence; "" where it has one."""
    sentences = {
        WAITING: _("This document has not been scored yet."),
        EMPTY: _("This document is empty, so it was not scored."),
        NO_KNOWN_WORD: _("The model knows no word of this document, so it was not scored."),
    }
    return sentences.get(status, "")


def signed(number: float, digits: int = 2) -> str:
    """A number with its sign, and a real minus; zero has none."""
    text = f"{abs(number):.{digits}f}"
    if float(text) == 0:
        return text
    return ("+" if number > 0 else MINUS) + text


def signed_part(number: float) -> str:
    """A part of a score: three digits, or one that is not 0 where these would all be; "+0.012", "−0.0003"."""
    if not abs(number) >= LEAST_PART:
        return "0"
    digits = 3 if abs(number) >= 0.0005 else -floor(log10(abs(number)))
    return signed(number, digits)


def percent(share: float, digits: int = 0) -> str:
    """A share, 0 to 1, in per cent."""
    return _("{n} %").format(n=f"{100 * share:.{digits}f}")


def mean_with_interval(mean: float, half: float) -> str:
    """A mean score and half its 95 % interval: "+0.31 ± 0.04"; "± > 1" where few documents say nothing.

    half:  NaN where it is not known, as with a single document; "" for a mean that is NaN itself
    """
    if isnan(mean):
        return ""
    if isnan(half):
        return signed(mean)
    return f"{signed(mean)} ± {half:.2f}" if half <= 1 else f"{signed(mean)} ± > 1"


def probabilities_line(prediction: Prediction, position: int) -> str:
    """The probability of every class: "negative 49 % · neutral 24 % · positive 27 %"; "" where not scored."""
    if STATUSES[int(prediction.statuses[position])] != SCORED:
        return ""
    shares = prediction.probabilities[position]
    parts = (f"{class_word(prediction, index)} {percent(float(share))}" for index, share in enumerate(shares))
    return " · ".join(part.replace(" ", "\u00a0") for part in parts)  # a line breaks between classes
