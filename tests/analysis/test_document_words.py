"""The words of each document agree with counting one by one."""

import numpy as np

from textminer.analysis.document_words import document_words
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import language_named
from textminer.corpus.tokenizer import tokenizer_named

TEXTS = ["Good good room", "", "the bad ROOM , bad", "...", "good"]


def test_a_word_counts_once_for_each_document_that_holds_it() -> None:
    tokens = tokenizer_named("tweet").tokenize(TEXTS)
    found = document_words(tokens, Cleaning(drop_stop_words=True), language_named("en"))
    by_group = found.documents_by_group(np.array([0, -1, 1, 1, 1]), 2)
    assert dict(zip(found.words, by_group.T.tolist(), strict=True)) == {
        "good": [1, 1],
        "room": [1, 1],
        "bad": [0, 1],
    }
    places = {word: place for place, word in enumerate(found.words)}
    assert found.documents_with(np.array([places["good"]])).tolist() == [0, 4]
    assert found.documents_with(np.array([places["good"], places["bad"]])).tolist() == [0, 2, 4]
