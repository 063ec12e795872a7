"""Themes are counted as one would count them by hand."""

import numpy as np

from textminer.analysis.themes import theme_counts
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.word_lists import Theme

TEXTS = [
    "The waiters were rude. RUDE! Customer service was slow.",
    "Good service; good food",
    "customer Services, customer service",
    "",
]


def counted(*patterns: str) -> list[int]:
    tokens = tokenizer_named("tweet").tokenize(TEXTS)
    found = theme_counts(tokens, [Theme("one", patterns)])
    assert found.names == ("one",)
    return found.counts.toarray()[:, 0].tolist()


def test_a_token_counts_once_whatever_fits_it() -> None:
    assert counted("rude", "r*", "waiter*") == [3, 0, 0, 0]


def test_a_phrase_counts_once_with_its_words() -> None:
    assert counted("customer service") == [1, 0, 1, 0]
    assert counted("customer service", "service") == [1, 1, 1, 0]
    assert counted("customer serv*", "customer", "serv*") == [1, 1, 2, 0]


def test_a_pattern_of_signs_means_the_signs() -> None:
    tokens = tokenizer_named("tweet").tokenize(["nice :) :)", "* what ?", ":("])
    found = theme_counts(
        tokens, [Theme("faces", (":)", ":(")), Theme("star", ("*",)), Theme("none", ("zzz",))]
    )
    assert found.counts.toarray().tolist() == [[2, 0, 0], [0, 1, 0], [1, 0, 0]]


def test_themes_do_not_touch_each_other() -> None:
    tokens = tokenizer_named("tweet").tokenize(TEXTS)
    themes = [Theme("a", ("service",)), Theme("b", ("customer service", "good"))]
    both = theme_counts(tokens, themes).counts.toarray()
    each = [theme_counts(tokens, [theme]).counts.toarray()[:, 0] for theme in themes]
    assert np.array_equal(both, np.stack(each, axis=1))


def test_chinese_is_found_however_it_is_cut() -> None:
    tokens = tokenizer_named("jieba").tokenize(["这家店的服务态度很好", "服务很差"])
    found = theme_counts(tokens, [Theme("服务", ("服务", "服务态度"))])
    assert found.counts.toarray()[:, 0].tolist() == [1, 1]
