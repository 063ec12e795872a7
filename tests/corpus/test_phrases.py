"""Phrases are found as NLTK's MWETokenizer finds them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize import MWETokenizer

from textminer.analysis.word_counts import cleaned_tokens, totals_of, word_counts
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.word_lists import WordLists

WORDS = ["a", "b", "c"]


def table_of(documents: list[list[str]], words: list[str] = WORDS) -> TokenTable:
    ids = [words.index(word) for document in documents for word in document]
    offsets = np.cumsum([0, *(len(document) for document in documents)])
    places = np.arange(len(ids), dtype=np.int32)
    return TokenTable(words, np.array(ids, dtype=np.int32), offsets, places, places, "tweet")


def counted(table: TokenTable, cleaning: Cleaning) -> list[list[str]]:
    found = cleaned_tokens(table, cleaning)
    return [
        [found.words[word].as_py() for word in found.ids[found.documents == document]]
        for document in range(table.n_documents)
    ]


phrases_strategy = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(tuple), min_size=1, max_size=3, unique=True
)


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=4), phrases_strategy)
def test_phrases_are_those_of_nltk(documents: list[list[str]], phrases: list[tuple[str, ...]]) -> None:
    cleaning = Cleaning(lists=WordLists(phrases=tuple(" ".join(phrase) for phrase in phrases)))
    table = table_of(documents)
    reference = [longest_first(document, phrases) for document in documents]
    assert counted(table, cleaning) == reference
    found = word_counts(table, cleaning)
    for row, document in zip(found.counts.toarray(), reference, strict=True):
        assert {word: n for word, n in zip(found.words.to_pylist(), row, strict=True) if n} == {
            word: document.count(word) for word in document
        }


def longest_first(document: list[str], phrases: list[tuple[str, ...]]) -> list[str]:
    """Each place with NLTK's tokenizer of its own: over several phrases it backs off to none at all."""
    merged, place = [], 0
    while place < len(document):
        found = [
            phrase
            for phrase in phrases
            if MWETokenizer([phrase]).tokenize(document[place : place + len(phrase)]) == ["_".join(phrase)]
        ]
        length = max(map(len, found), default=1)
        merged.append("_".join(document[place : place + length]))
        place += length
    return merged


def test_one_phrase_is_what_nltk_merges() -> None:
    documents = [["a", "b", "a", "b", "c"], ["c", "a"], ["b", "a", "b"]]
    tokenizer = MWETokenizer([("a", "b")])
    cleaning = Cleaning(lists=WordLists(phrases=("A  b",)))
    assert counted(table_of(documents), cleaning) == [tokenizer.tokenize(document) for document in documents]


def test_a_phrase_is_found_however_its_words_are_cut() -> None:
    texts = ["这家店的服务态度很好", "服务 态度"]
    table = tokenizer_named("jieba").tokenize(texts)
    words = counted(table, Cleaning(lists=WordLists(phrases=("服务态度",))))
    assert "服务态度" in words[0]
    assert words[1] == ["服务", "态度"]
    english = tokenizer_named("word").tokenize(["I don't know"])
    assert counted(english, Cleaning(lists=WordLists(phrases=("don't know",)))) == [["i", "don't_know"]]


def test_a_phrase_with_stop_words_is_found_before_they_go() -> None:
    from textminer.corpus.languages import language_named

    table = tokenizer_named("tweet").tokenize(["The lift is out of order."])
    cleaning = Cleaning(drop_stop_words=True, lists=WordLists(phrases=("out of order", "order of")))
    found = word_counts(table, cleaning, language_named("en"))
    used = [
        word for word, total in zip(found.words.to_pylist(), totals_of(found.counts), strict=True) if total
    ]
    assert used == ["lift", "out_of_order"]


def test_a_phrase_may_hold_wildcards() -> None:
    table = tokenizer_named("tweet").tokenize(["Room services; room servant; rooms service"])
    assert counted(table, Cleaning(lists=WordLists(phrases=("room serv*",)))) == [
        ["room_serv*", "room_serv*", "rooms", "service"]
    ]
