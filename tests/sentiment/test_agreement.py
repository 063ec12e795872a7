"""A label agrees with a prediction when both name one class, whoever gave the label and however it is spelled."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from tests.builders import LABELS, POLARITY, corpus_of, prediction_of
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.given_labels import GivenLabels
from textminer.sentiment.agreement import agreement_column
from textminer.sentiment.prediction import Polarity, Prediction

TEXTS = ["a", "b", "c", "d", "e", ""]
SCORES = prediction_of([0.9, -0.9, 0.9, -0.9, 0.9, "empty"])  # positive, negative, positive, …
NONE = GivenLabels()


def labelled(cells: list[str]) -> Corpus:
    corpus = corpus_of(TEXTS, label=cells)
    return replace(corpus, roles=replace(corpus.roles, label=1))


def states(corpus: Corpus, prediction: Prediction, labels: GivenLabels) -> list[str]:
    column = agreement_column(corpus, prediction, labels)
    return ["" if value is None or value != value else str(value)[0] for value in column.astype(object)]


def test_stars_of_the_file_are_compared_as_sentiments() -> None:
    assert states(labelled(["5", "5", "1", "2", "", "4"]), SCORES, NONE) == ["a", "d", "d", "a", "", ""]


def test_a_column_in_chunks_as_large_files_are_read_says_the_same() -> None:
    whole = labelled(["5", "5", "1", "2", "", "4"])
    chunks = [whole.table.frame.iloc[:2], whole.table.frame.iloc[2:]]
    chunked = DocumentTable(pd.concat(chunks, ignore_index=True), whole.table.names)
    assert isinstance(pa.array(chunked.column(1)), pa.ChunkedArray)
    assert states(whole.with_table(chunked), SCORES, NONE) == ["a", "d", "d", "a", "", ""]


def test_the_users_own_label_counts_before_the_files() -> None:
    given = GivenLabels({1: "negative", 4: "neutral", 5: "positive"})
    assert states(labelled(["5", "5", "1", "2", "", "4"]), SCORES, given) == ["a", "a", "d", "a", "d", ""]
    assert states(corpus_of(TEXTS), SCORES, given) == ["", "a", "", "", "d", ""]


def test_classes_that_a_model_calls_by_other_words_agree_all_the_same() -> None:
    prediction = prediction_of([0.9, -0.9, 0.9, -0.9, 0.9, "empty"], ("neg", "pos"), Polarity(0, 1))
    given = GivenLabels({0: "positive", 1: "positive", 2: "neutral"})
    assert states(corpus_of(TEXTS), prediction, given) == ["a", "d", "d", "", "", ""]
    neutral = prediction.with_neutral_threshold(0.99)
    assert states(corpus_of(TEXTS), neutral, GivenLabels({0: "neutral", 1: "negative"})) == ["a", "d"] + 4 * [
        ""
    ]


def test_classes_that_are_no_sentiment_are_compared_by_name_without_regard_to_case() -> None:
    prediction = prediction_of([0.9, -0.9, 0.9, -0.9, 0.9, 0.9], ("app", "delivery"), None)
    corpus = labelled(["Delivery", "app", "app", "unknown", " delivery ", ""])
    assert states(corpus, prediction, NONE) == ["a", "a", "d", "", "a", ""]


@pytest.mark.parametrize("cells", [["x"] * 6, [f"id {n}" for n in range(6)]])
def test_a_column_that_names_no_class_says_nothing(cells: list[str]) -> None:
    assert states(labelled(cells), SCORES, NONE) == [""] * 6


def test_while_documents_wait_for_their_score_nothing_is_said_of_them() -> None:
    waiting = Prediction.waiting(LABELS, 6, POLARITY)
    assert (
        states(labelled(["5"] * 6), waiting, GivenLabels().with_label(np.arange(6), "positive")) == [""] * 6
    )
