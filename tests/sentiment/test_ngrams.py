"""The n-gram baseline learns what single words cannot tell."""

import numpy as np

from textminer.sentiment.encoding import EncodedDocuments
from textminer.sentiment.ngrams import fit_ngrams


def documents_of(rows: list[list[int]]) -> EncodedDocuments:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return EncodedDocuments(np.array([i for row in rows for i in row], dtype=np.int32), offsets)


def test_word_order_is_learnt_from_pairs() -> None:
    rows = [[5, 6, 7], [6, 5, 7]] * 20
    is_second = np.array([True, False] * 20)
    documents = documents_of(rows)
    model = fit_ngrams(documents, is_second)
    assert ((model.margins(documents) > 0) == is_second).all()


def test_unknown_words_leave_the_bias_alone() -> None:
    model = fit_ngrams(documents_of([[5, 6], [7, 8]] * 5), np.array([True, False] * 5))
    assert model.margins(documents_of([[900, 901], []])).tolist() == [model.bias, model.bias]


def test_a_repeated_word_counts_once_a_document() -> None:
    model = fit_ngrams(documents_of([[5, 6], [7, 8]] * 5), np.array([True, False] * 5), n_max=1)
    once, twice = model.margins(documents_of([[5], [5, 5]]), n_max=1)
    assert once == twice
