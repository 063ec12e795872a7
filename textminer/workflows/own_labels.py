"""The user's own labels as a column to learn from, alone or in place of cells of the file's."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.given_labels import GivenLabels
from textminer.sentiment.labels import sentiment_of_words
from textminer.storage.tables import frame_of
from textminer.workflows.learnt_labels import learnt_label_name
from textminer.workflows.training import reading_texts_of

OWN, CORRECTED = -2, -3  # in place of a column: the user's labels, alone or over those of the file


def corpus_to_learn(corpus: Corpus, labels: GivenLabels, text_column: int, source: int) -> Corpus:
    """The corpus read through a text column; the user's labels come last in it where they are to be learnt.

    source:  the column of the labels, OWN or CORRECTED
    """
    if source in (OWN, CORRECTED):
        below = corpus.roles.label if source == CORRECTED else None
        corpus = with_labels_to_learn(corpus, labels, learnt_label_name(), below)
    return reading_texts_of(corpus, text_column)


def with_labels_to_learn(corpus: Corpus, labels: GivenLabels, name: str, column: int | None = None) -> Corpus:
    """The corpus with one original column more, the last: the labels that the user gave.

    name:    its header
    column:  the label column whose other cells are taken too; stars and the usual words of sentiments become
             "negative", "neutral" and "positive", as the user's own labels are. None takes those alone
    """
    table = corpus.table
    if column is None:
        words = np.full(table.n_documents, "", dtype=object)
    else:
        cells = table.column(column).str.strip()
        meaning = sentiment_of_words([str(word) for word in cells.unique() if word != ""])
        words = (cells if meaning is None else cells.map({**meaning, "": ""})).to_numpy(dtype=object)
        words = words.copy()
    if labels:
        words[labels.positions] = np.array(labels.names, dtype=object)[labels.codes]
    added = pa.chunked_array([pa.array(words, type=pa.large_string())])
    series = frame_of([added]).iloc[:, 0].rename(table.n_columns)
    frame = pd.concat([table.frame, series], axis="columns")
    return replace(corpus, table=DocumentTable(frame, (*table.names, name), table.own))
