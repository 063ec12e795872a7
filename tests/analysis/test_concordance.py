"""Lines are the ones that NLTK and a plain regular expression find, in the order that was asked for."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.text import ConcordanceIndex

from tests.builders import corpus_of
from textminer.analysis.concordance import (
    DOCUMENT,
    NODE,
    SCORE,
    ConcordanceLines,
    LineKey,
    line_order,
    neighbours,
    word_ids,
)
from textminer.analysis.finding import spans_in_texts
from textminer.analysis.token_index import TokenIndex, token_index
from textminer.analysis.word_pattern import WordPattern
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.errors import PatternError
from textminer.workflows.concordance import find_lines, line_text, lines_frame

WORDS = ["tea", "Tea", "good", "very", "the", "!", "cup"]
TOKENIZERS = {name: tokenizer_named(name) for name in ("tweet", "jieba")}
documents_strategy = st.lists(st.lists(st.sampled_from(WORDS), max_size=9), min_size=1, max_size=7)


def indexed(
    texts: list[str], tokenizer: str = "tweet", with_punctuation: bool = True
) -> tuple[Corpus, TokenIndex]:
    corpus = corpus_of(texts)
    return corpus, token_index(TOKENIZERS[tokenizer].tokenize(corpus.texts()), with_punctuation)


def found(texts: list[str], pattern: WordPattern, with_punctuation: bool = False) -> list[tuple[int, str]]:
    """Document and node of each line, in order."""
    corpus, index = indexed(texts, with_punctuation=with_punctuation)
    lines = find_lines(corpus, index, pattern)
    spans = zip(lines.documents.tolist(), lines.starts.tolist(), lines.ends.tolist(), strict=True)
    return [(document, texts[document][start:end]) for document, start, end in spans]


@given(documents_strategy, st.sampled_from(["tea", "good", "cup", "nowhere"]))
@settings(max_examples=60, deadline=None)
def test_hits_of_a_word_are_those_of_nltk(documents: list[list[str]], word: str) -> None:
    texts = [" ".join(words) for words in documents]
    corpus, index = indexed(texts)
    lines = find_lines(corpus, index, WordPattern(word))
    expected = []
    for position, words in enumerate(documents):
        nltk_index = ConcordanceIndex(words, key=str.lower)
        expected += [(position, place) for place in nltk_index.offsets(word)]
    firsts = lines.first_tokens - index.offsets[lines.documents]
    assert list(zip(lines.documents.tolist(), firsts.tolist(), strict=True)) == expected


@given(
    documents_strategy,
    st.lists(st.sampled_from(["tea", "very", "*", "the|good", "c*", "t?a"]), min_size=1, max_size=3),
)
@settings(max_examples=80, deadline=None)
def test_hits_of_a_phrase_are_those_of_a_plain_expression_over_the_tokens(
    documents: list[list[str]], query: list[str]
) -> None:
    if all(word == "*" for word in query):
        query = [*query, "tea"]
    one = {"*": r"\S+", "the|good": "(?:the|good)", "c*": r"c\S*", "t?a": r"t\Sa"}
    expression = r"(?=(?<!\S)" + " ".join(one.get(word, word) for word in query) + r"(?!\S))"
    texts = [" ".join(words) for words in documents]
    expected = [
        (n, hit.start())
        for n, text in enumerate(texts)
        for hit in re.finditer(expression, text, re.IGNORECASE)
    ]
    corpus, index = indexed(texts)
    lines = find_lines(corpus, index, WordPattern(" ".join(query)))
    assert list(zip(lines.documents.tolist(), lines.starts.tolist(), strict=True)) == expected


@given(
    documents_strategy, st.lists(st.sampled_from([-2, -1, 0, 1, 2, 3]), min_size=1, max_size=3, unique=True)
)
@settings(max_examples=60, deadline=None)
def test_sorted_lines_are_what_python_sorts(documents: list[list[str]], distances: list[int]) -> None:
    corpus, index = indexed([" ".join(words) for words in documents])
    lines = find_lines(corpus, index, WordPattern("t*|good"))

    def key(line: int) -> list[str]:
        words = [word.lower() for word in documents[int(lines.documents[line])]]
        place = int(lines.first_tokens[line] - index.offsets[lines.documents[line]])
        return [words[place + d] if 0 <= place + d < len(words) else "" for d in distances]

    expected = sorted(range(lines.n_lines), key=key)
    order = line_order(index, lines, [LineKey(distance) for distance in distances])
    assert order.tolist() == expected


def test_sorting_by_score_puts_unscored_documents_last_both_ways() -> None:
    corpus, index = indexed(["tea", "tea", "tea tea"])
    lines = find_lines(corpus, index, WordPattern("tea"))
    scores = np.array([np.nan, 0.5, -0.5])
    assert line_order(index, lines, [LineKey(SCORE)], scores).tolist() == [2, 3, 1, 0]
    assert line_order(index, lines, [LineKey(SCORE, descending=True)], scores).tolist() == [1, 2, 3, 0]
    assert line_order(index, lines, [LineKey(DOCUMENT, descending=True)]).tolist() == [2, 3, 1, 0]


def test_sorting_by_the_found_words_looks_at_all_of_them() -> None:
    corpus, index = indexed(["very tea", "very good", "good tea"])
    lines = find_lines(corpus, index, WordPattern("very|good *"))
    order = line_order(index, lines, [LineKey(NODE)])
    assert [corpus.texts()[document] for document in lines.documents[order]] == [
        "good tea",
        "very good",
        "very tea",
    ]


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("good", ["Good", "good"]),
        ("good|bad", ["Good", "good", "bad"]),
        ("un*able", ["unable", "unbelievable"]),
        ("b?d", ["bad"]),
        ("don't", ["don’t"]),
        ("not * good", ["not so good"]),
        ("so good , but", ["so good, but"]),
        ("wh+", ["what"]),
        (r"what\?", ["what"]),
    ],
)
def test_wildcards_and_alternatives_read_as_they_are_explained(pattern: str, nodes: list[str]) -> None:
    texts = ["Good, but unable.", "not so good, but what?", "bad; unbelievable: I don’t."]
    assert sorted(node for _document, node in found(texts, WordPattern(pattern), "," in pattern)) == sorted(
        nodes
    )


def test_punctuation_counts_as_words_only_when_asked() -> None:
    texts = ["not, good", "not good"]
    assert len(found(texts, WordPattern("not good"))) == 2
    assert len(found(texts, WordPattern("not good"), with_punctuation=True)) == 1


def test_case_matters_when_asked() -> None:
    assert found(["Tea tea"], WordPattern("Tea", match_case=True)) == [(0, "Tea")]
    assert len(found(["Tea tea"], WordPattern("TEA"))) == 2


def test_an_expression_fits_whole_words_or_spans_several() -> None:
    texts = ["colour color colours", "not very\ngood"]
    assert [node for _n, node in found(texts, WordPattern("colou?r", is_regex=True))] == ["colour", "color"]
    assert found(texts, WordPattern(r"very\s+go", is_regex=True)) == [(1, "very\ngo")]


@pytest.mark.parametrize(("text", "is_regex"), [("(", True), ("( a", True), ("*", False), ("* +", False)])
def test_a_pattern_that_cannot_be_looked_for_is_refused_in_a_sentence(text: str, is_regex: bool) -> None:
    for texts in (["tea"], []):
        corpus, index = indexed(texts)
        with pytest.raises(PatternError) as refused:
            find_lines(corpus, index, WordPattern(text, is_regex))
        assert "\\A" not in str(refused.value)


def test_a_word_of_a_script_without_blanks_is_found_wherever_its_tokens_end() -> None:
    corpus, index = indexed(["服务很好吃", "不很 好"], tokenizer="jieba")
    lines = find_lines(corpus, index, WordPattern("很好"))
    assert lines.documents.tolist() == [0]
    assert corpus.texts()[0][lines.starts[0] : lines.ends[0]] == "很好"
    assert lines.end_tokens[0] > lines.first_tokens[0]


@given(st.lists(st.text("ab😀é \n", max_size=12), max_size=6), st.sampled_from(["a", "é+", "😀b?", r"b\s"]))
@settings(max_examples=80, deadline=None)
def test_spans_over_texts_are_those_of_pythons_expressions(texts: list[str], regex: str) -> None:
    whole = pa.array(texts, pa.large_string())
    rows, starts, ends = spans_in_texts(whole, regex)
    in_chunks = spans_in_texts(pa.chunked_array([whole[:2], whole[2:]]), regex)
    assert all(np.array_equal(*both) for both in zip(in_chunks, (rows, starts, ends), strict=True))
    expected = [(row, *hit.span()) for row, text in enumerate(texts) for hit in re.finditer(regex, text)]
    assert list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)) == expected


def test_only_documents_in_scope_have_lines() -> None:
    corpus, index = indexed(["tea", "tea", "tea good"])
    assert find_lines(corpus, index, WordPattern("tea"), np.array([0, 2])).documents.tolist() == [0, 2]
    regex = WordPattern(r"tea(\s|$)", is_regex=True)
    assert find_lines(corpus, index, regex, np.array([0, 2])).documents.tolist() == [0, 2]


def test_no_phrase_bridges_two_documents() -> None:
    assert found(["very", "good"], WordPattern("very good")) == []


def test_a_neighbour_outside_the_document_is_none() -> None:
    corpus, index = indexed(["tea good", "very tea"])
    lines = find_lines(corpus, index, WordPattern("tea"))
    assert (neighbours(index, lines, -1) >= 0).tolist() == [False, True]
    assert (neighbours(index, lines, 1) >= 0).tolist() == [True, False]
    ids = word_ids(index, index.folded, neighbours(index, lines, 1))
    assert index.folded.words[int(ids[0])] == "good"


def test_a_line_shows_the_characters_of_the_text_with_its_breaks_as_blanks() -> None:
    text = "One\ntwo &amp; three\tfour"
    line = line_text(text, 4, 7, width=4)
    assert (line.left, line.node, line.right, line.start) == ("One ", "two", " &am", 0)
    corpus, index = indexed([text])
    frame = lines_frame(corpus, find_lines(corpus, index, WordPattern("three")), np.array([0]), 6)
    assert frame.iloc[0].tolist() == [1, "&amp; ", "three", " four"]


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["!!"]])
def test_nothing_to_find_is_no_line(texts: list[str]) -> None:
    corpus, index = indexed(texts, with_punctuation=False)
    lines = find_lines(corpus, index, WordPattern("tea"))
    assert (lines.n_lines, lines.n_documents) == (0, 0)
    assert isinstance(lines, ConcordanceLines)
    assert line_order(index, lines, [LineKey(1), LineKey(NODE)]).tolist() == []


@given(st.lists(st.integers(0, 5), max_size=40))
def test_the_index_lists_every_place_of_every_type(ids: list[int]) -> None:
    types = ["b", "a", "!", "C", "c", "é"]
    places = np.arange(len(ids), dtype=np.int32)
    table = TokenTable(types, np.array(ids, np.int32), np.array([0, len(ids)]), places, places + 1, "tweet")
    index = token_index(table, with_punctuation=True)
    for place, form in enumerate(types):
        is_wanted = np.array([other == form for other in types])
        assert index.places_of(is_wanted).tolist() == [n for n, value in enumerate(ids) if value == place]
    assert index.folded.words == ["!", "a", "b", "c", "é"]
    assert index.folded.ids.tolist() == [2, 1, 0, 3, 3, 4]
