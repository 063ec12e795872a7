"""What label words mean: which are negative, neutral and positive, in the spellings that tables use."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from textminer.errors import LabelError
from textminer.sentiment.prediction import NEUTRAL, Polarity
from textminer.translation import _

NEGATIVE, POSITIVE = "negative", "positive"
SENTIMENTS = (NEGATIVE, NEUTRAL, POSITIVE)

_WORDS = {
    NEGATIVE: "negative neg bad unfavorable unfavourable unhappy dissatisfied negativ négatif negativo "
    "con cons 消极 负面 负向 贬义 差评 差 负 不满意 坏评",
    NEUTRAL: "neutral neu mixed none neutre neutro 中性 中评 中立 一般 中",
    POSITIVE: "positive pos good favorable favourable happy satisfied positiv positif positivo pro pros "
    "积极 正面 正向 褒义 好评 好 正 满意",
}
_SENTIMENT_OF_WORD = {word: name for name, words in _WORDS.items() for word in words.split()}

# numbers mean something only as a whole set: 1 is good beside 0 and bad beside 5
_NUMBER_SCALES: tuple[dict[str, str], ...] = (
    {"0": NEGATIVE, "1": POSITIVE},
    {"-1": NEGATIVE, "1": POSITIVE},
    {"-1": NEGATIVE, "0": NEUTRAL, "1": POSITIVE},
    {"0": NEGATIVE, "4": POSITIVE},
    {"0": NEGATIVE, "2": NEUTRAL, "4": POSITIVE},
    {"0": NEGATIVE, "1": NEUTRAL, "2": POSITIVE},
    {"1": NEGATIVE, "2": NEGATIVE, "3": NEUTRAL, "4": POSITIVE, "5": POSITIVE},
    {
        **dict.fromkeys(("1", "1.5", "2"), NEGATIVE),
        **dict.fromkeys(("2.5", "3", "3.5"), NEUTRAL),
        **dict.fromkeys(("4", "4.5", "5"), POSITIVE),
    },
)
STARS = ("star", "stars", "星")


def sentiment_of_words(words: Iterable[str]) -> dict[str, str] | None:
    """What each label word of a column means, or None where not all of them are known.

    words:    the distinct cells, trimmed; blank ones are left out
    returns:  "negative", "neutral" or "positive" by word as it stands
    """
    distinct = sorted({word for word in words if word.strip()})
    plain = {word: _plain(word) for word in distinct}
    if distinct and all(word in _SENTIMENT_OF_WORD for word in plain.values()):
        return {word: _SENTIMENT_OF_WORD[plain[word]] for word in distinct}
    found = set(plain.values())
    for scale in _NUMBER_SCALES:
        if len(found) > 1 and found <= set(scale):
            return {word: scale[plain[word]] for word in distinct}
    return None


def parse_label_map(given: str) -> dict[str, str]:
    """The map in "1=negative,2=positive": label by word. Raises LabelError for anything else."""
    pairs: dict[str, str] = {}
    for part in given.replace("，", ",").split(","):
        word, equals, label = part.partition("=")
        if not equals or not word.strip() or not label.strip():
            message = _("The label map “{given}” cannot be read. Write it as WORD=LABEL,WORD=LABEL.")
            raise LabelError(message.format(given=given))
        name = label.strip()
        pairs[word.strip()] = _SENTIMENT_OF_WORD.get(_plain(name), name)
    return pairs


def classes_of_words(
    words: Sequence[str], labels: Sequence[str], label_map: Mapping[str, str] | None = None
) -> np.ndarray:
    """Which class of a model each label cell names: int64 (n_documents,), -1 for blank cells.

    words:      the cells of the label column
    labels:     the model's class names
    label_map:  what the user says the words mean; None for the model's own names or known words

    Raises LabelError naming the words that fit no class.
    """
    distinct = sorted({word.strip() for word in words} - {""})
    if not distinct:
        raise LabelError(_("The label column is empty. Choose the column that holds the labels."))
    by_name = {name.casefold(): index for index, name in enumerate(labels)}
    meaning: Mapping[str, str]
    if label_map is not None:
        meaning = label_map
    elif all(word.casefold() in by_name for word in distinct):
        meaning = {word: word for word in distinct}
    else:
        meaning = sentiment_of_words(distinct) or {}
    unknown = [word for word in distinct if meaning.get(word, "").casefold() not in by_name]
    if unknown:
        message = _(
            "These labels fit no class of the model ({labels}): {words}. "
            "Say what they mean, as in --labels “{example}=negative,…”."
        )
        shown = ", ".join(unknown[:8]) + (", …" if len(unknown) > 8 else "")
        raise LabelError(message.format(labels=", ".join(labels), words=shown, example=unknown[0]))
    index_of = {word: by_name[meaning[word].casefold()] for word in distinct}
    return np.array([index_of.get(word.strip(), -1) for word in words], dtype=np.int64)


def polarity_of(labels: Sequence[str]) -> Polarity | None:
    """Which classes are negative, neutral and positive, or None where the labels are no sentiment.

    Numbers are taken for a sentiment only where they are no plain classes: -1, 0, 1; and 0 and 1.
    """
    meaning = sentiment_of_words(labels)
    if meaning is None or len(set(meaning.values())) != len(labels):
        return None
    index = {meaning[label]: place for place, label in enumerate(labels)}
    if NEGATIVE not in index or POSITIVE not in index:
        return None
    return Polarity(index[NEGATIVE], index[POSITIVE], index.get(NEUTRAL))


def _plain(word: str) -> str:
    """A label word without case, edges, a fraction of zeros and the word for stars."""
    word = word.strip().casefold()
    for star in STARS:
        word = word.removesuffix(star).rstrip(" -")
    head, dot, tail = word.partition(".")
    if dot and tail.strip("0") == "" and head.lstrip("+-").isdigit():
        word = head
    return word.removeprefix("+")
