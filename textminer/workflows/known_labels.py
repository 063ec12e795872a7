"""What people said of documents, as classes of the model: labels in a column, stars, or the user's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textminer.analysis.cells import ColumnValues, looks_numeric
from textminer.analysis.grouping import grouping_by_values
from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import GivenLabels
from textminer.sentiment.labels import NEGATIVE, POSITIVE, sentiment_of_words
from textminer.sentiment.prediction import NEUTRAL, Prediction
from textminer.translation import _

MOST_RATINGS = 11  # 0 to 10
RATED_ROWS = 2_000
FEWEST_OWN = 20  # own labels by which a model is judged, though a column has labels as well

ASIDE = (  # what annotators write of documents that have no sentiment to be judged by
    "irrelevant", "not relevant", "not_relevant", "unrelated", "unknown", "unclear", "unsure", "n/a", "na",
    "?", "无关", "不确定",
)  # fmt: skip

_RATING_NAME = re.compile(
    r"(star|rating|score|sentiment|polarity|label|^overall$|^recommend|^(is[ _-]?)?positive$"
    r"|评分|打分|星级|星|评价|情感|标签|^好评$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class KnownLabels:
    """Labels of some documents.

    name:      what the user reads: the header of the column, or that they are the user's own
    column:    position of the original column; None for the user's own
    classes:   int64 (n_documents,) index into the prediction's class labels, -1 where there is none, or one
               that the model does not know, such as neutral to a model of two sides
    are_stars: whether they are stars that were read as sentiments
    """

    name: str
    column: int | None
    classes: np.ndarray
    are_stars: bool = False


def label_columns(corpus: Corpus, prediction: Prediction, columns: Sequence[ColumnValues]) -> tuple[int, ...]:
    """The original columns whose cells are classes of the model, the likeliest first.

    columns:  those whose values repeat

    Bare numbers count only in a column that is the label, or is named as a rating: a column of 0 and 1 may
    say anything.
    """
    found = []
    for group in columns:
        words = [word for word, _count in group.values if word.strip()]
        is_label = group.column == corpus.roles.label
        if _meaning(words, prediction) is None:
            continue
        has_name = bool(_RATING_NAME.search(corpus.table.names[group.column]))
        if is_label or has_name or not any(character.isdigit() for word in words for character in word):
            found.append((not is_label, not has_name, group.column))
    return tuple(column for *_likeliness, column in sorted(found))


def rating_column(corpus: Corpus) -> int | None:
    """The first column named as a rating whose cells are few different numbers; None without one."""
    for column, name in enumerate(corpus.table.names):
        if column == corpus.text_column or not _RATING_NAME.search(name):
            continue
        cells = {str(cell).strip() for cell in corpus.table.column(column).array[:RATED_ROWS]} - {""}
        if 2 <= len(cells) <= MOST_RATINGS and looks_numeric(corpus.table, column):
            return column
    return None


def labels_in_column(corpus: Corpus, column: int, prediction: Prediction) -> KnownLabels | None:
    """The labels of a column; None where they are no classes of the model."""
    grouping = grouping_by_values(corpus.table.column(column))
    meaning = _meaning(grouping.names, prediction)
    if meaning is None:
        return None
    class_of_name = np.array([*(meaning[name] for name in grouping.names), -1], dtype=np.int64)
    are_stars = len(grouping.names) > 2 and any(name.startswith("5") for name in grouping.names)
    return KnownLabels(corpus.table.names[column], column, class_of_name[grouping.codes], are_stars)


def own_labels(given: GivenLabels, prediction: Prediction) -> KnownLabels | None:
    """The labels that the user gave in the window; None where none is a class of the model."""
    meanings = [_meaning([name], prediction) for name in given.names]
    class_of_name = np.array(
        [
            -1 if meaning is None else meaning[name]
            for name, meaning in zip(given.names, meanings, strict=True)
        ],
        dtype=np.int64,
    )
    classes = np.full(prediction.n_documents, -1, dtype=np.int64)
    if len(given):
        classes[given.positions] = class_of_name[given.codes]
    return KnownLabels(_("your labels"), None, classes) if (classes >= 0).any() else None


def disagreeing(labels: KnownLabels, prediction: Prediction, positions: np.ndarray) -> np.ndarray:
    """Those of the positions where label and prediction contradict each other; ascending int64.

    With a polarity these are the documents on opposite sides: neutral contradicts neither.
    """
    given, predicted = labels.classes[positions], prediction.classes()[positions]
    polarity = prediction.polarity
    if polarity is None:
        return positions[(given >= 0) & (predicted >= 0) & (given != predicted)]
    negative, positive = polarity.negative, polarity.positive
    opposite = ((given == negative) & (predicted == positive)) | (
        (given == positive) & (predicted == negative)
    )
    return positions[opposite]


def _meaning(words: Sequence[str], prediction: Prediction) -> dict[str, int] | None:
    """The class of the model that each word names, -1 for a sentiment it does not know; None where the words
    are something else.
    """
    by_name = {name.casefold(): index for index, name in enumerate(prediction.class_labels)}
    if words and all(word.strip().casefold() in by_name for word in words):
        return {word: by_name[word.strip().casefold()] for word in words}
    polarity = prediction.polarity
    aside = [word for word in words if word.strip().casefold() in ASIDE]
    sentiments = sentiment_of_words([word for word in words if word not in aside])
    if polarity is None or sentiments is None:
        return None
    neutral = polarity.neutral
    if neutral is None:
        neutral = by_name.get(NEUTRAL, -1)
    index_of = {NEGATIVE: polarity.negative, NEUTRAL: neutral, POSITIVE: polarity.positive}
    return {**dict.fromkeys(aside, -1), **{word: index_of[said] for word, said in sentiments.items()}}
