"""The different words of each document agree with counting one by one."""

import numpy as np
import pytest

from textminer.analysis import document_words as module
from textminer.analysis.document_words import document_words
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import language_named
from textminer.corpus.tokenizer import tokenizer_named

TEXTS = ["Good good room", "", "the bad ROOM , bad", "...", "good"]


@pytest.mark.parametrize("block", [1, 4, 1000])
def test_words_are_found_once_in_each_document_whatever_the_blocks(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BLOCK_TOKENS", block)
    tokens = tokenizer_named("tweet").tokenize(TEXTS)
    found = document_words(tokens, Cleaning(drop_stop_words=True), language_named("en"))
    by_document = [
        {found.words[word] for word in found.word_ids[found.document_ids == place]} for place in range(5)
    ]
    assert by_document == [{"good", "room"}, set(), {"bad", "room"}, set(), {"good"}]
    assert len(found.word_ids) == 5
    counts = found.counts_by_group(np.array([0, -1, 1, 1, 1]), 2)
    assert dict(zip(found.words, counts.T.tolist(), strict=True)) == {
        "good": [1, 1], "room": [1, 1], "bad": [0, 1],
    }  # fmt: skip
    assert found.documents_with(found.words.index("good")).tolist() == [0, 4]
