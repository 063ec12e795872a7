"""Whether what a document was labelled agrees with what the model says of it."""

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.text_cells import text_array
from textminer.sentiment.labels import NEGATIVE, POSITIVE, sentiment_of_words
from textminer.sentiment.prediction import NEUTRAL, Prediction

AGREEMENT_KEY = "agreement"  # of the column that is there to filter by; no export holds it
AGREES, DISAGREES = "agrees", "disagrees"
AGREEMENTS = (DISAGREES, AGREES)
MOST_WORDS = 100  # a label column with more distinct cells names no classes
FIRST_CELLS = 2_000


def agreement_column(corpus: Corpus, prediction: Prediction, labels: GivenLabels) -> pd.Series:
    """Of each document "agrees" or "disagrees"; missing where it has no label or no score: (n_documents,).

    The user's own label counts, and where there is none the cell of the file's label column, in as far as it
    names a class: stars and the usual words for sentiments do.
    """
    names = class_names(prediction)
    places = {name: place for place, name in enumerate(names)}
    truth = _file_classes(corpus, places)
    given = np.array([places.setdefault(name, len(places)) for name in labels.names], dtype=np.int64)
    if labels:
        truth[labels.positions] = given[labels.codes]
    classes = prediction.classes()
    codes = np.where(truth == classes, AGREEMENTS.index(AGREES), AGREEMENTS.index(DISAGREES))
    codes = np.where((truth < 0) | (classes < 0), -1, codes).astype(np.int8)
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(AGREEMENTS)))


def class_names(prediction: Prediction) -> tuple[str, ...]:
    """The classes as they are given for labels: "negative", "neutral", "positive" for those of a polarity."""
    names = list(prediction.class_labels)
    if prediction.polarity is not None:
        polarity = prediction.polarity
        neutral = len(prediction.labels) if polarity.neutral is None else polarity.neutral
        roles = ((polarity.negative, NEGATIVE), (polarity.positive, POSITIVE), (neutral, NEUTRAL))
        for place, name in roles:
            if place < len(names):
                names[place] = name
    return tuple(names)


def label_words(corpus: Corpus) -> tuple[str, ...]:
    """The distinct cells of the file's label column, trimmed; () without one, or where they are too many."""
    column = corpus.roles.label
    if column is None:
        return ()
    return tuple(word for word in _encoded(corpus, column)[0] if word)


def _file_classes(corpus: Corpus, places: dict[str, int]) -> np.ndarray:
    """Which class each cell of the label column names: int64 (n_documents,), -1 for none.

    places:  of the classes by name; sentiments that the model does not know are added
    """
    none = np.full(corpus.table.n_documents, -1, dtype=np.int64)
    column = corpus.roles.label
    if column is None:
        return none
    words, codes = _encoded(corpus, column)
    filled = [word for word in words if word]
    by_name = {name.casefold(): name for name in places}
    meaning = sentiment_of_words(filled) if NEGATIVE in places and POSITIVE in places else None
    if meaning is None:
        meaning = {word: by_name[word.casefold()] for word in filled if word.casefold() in by_name}
    if not meaning:
        return none
    found = [places.setdefault(meaning[word], len(places)) if word in meaning else -1 for word in words]
    return np.array([*found, -1], dtype=np.int64)[codes]


def _encoded(corpus: Corpus, column: int) -> tuple[list[str], np.ndarray]:
    """The distinct trimmed cells of a column, and the place of each document among them; none if too many."""
    cells = text_array(corpus.table.column(column))
    nothing: tuple[list[str], np.ndarray] = [], np.full(len(cells), -1, dtype=np.int64)
    if pc.count_distinct(cells.slice(0, FIRST_CELLS)).as_py() > MOST_WORDS:
        return nothing
    encoded = pc.dictionary_encode(cells)
    if len(encoded.dictionary) > MOST_WORDS:
        return nothing
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
