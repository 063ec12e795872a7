"""The language of a row is that of its own words, whatever stands around it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.test_languages import SENTENCES
from textminer.corpus.row_languages import languages_met, row_languages
from textminer.corpus.tokenizer import codes_of, tokenizer_named

ODD = [
    "",
    "5/5 !!!",
    "😀",
    "\ud800",
    "OK",
    "好",
    "@a_very_long_name 好吃",
    "https://t.cn/abcdef",
    "朝なかなか",
]
TEXTS = [*SENTENCES.values(), *ODD]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("好", "zh"),
        ("@a_very_long_name 好吃", "zh"),
        ("见 https://example.com/a-very-long-address-indeed", "zh"),
        ("The hotel 北京饭店 was lovely and close to everything we wanted to see.", "en"),
        ("OK", "en"),
        (SENTENCES["ja"], "en"),
        (SENTENCES["ko"], "en"),
    ],
)
def test_the_script_tells_chinese_from_the_rest(text: str, code: str) -> None:
    assert row_languages([text], ("en", "zh")).tolist() == [code]


def test_what_tells_nothing_counts_as_the_first_language() -> None:
    texts = ["", "5/5 !!!", "😀", "\ud800", "https://t.cn/abcdef", "@someone"]
    for among in (("zh", "en"), ("en", "zh"), ("de", "en", "zh"), ("zh", "en", "de")):
        assert set(row_languages(texts, among)) == {among[0]}
    assert row_languages([], ("en", "zh")).tolist() == []
    assert row_languages(pd.Series(["好", None], dtype="str"), ("en", "zh")).tolist() == ["zh", "en"]


def test_languages_of_one_script_are_told_by_their_letters_where_there_are_enough() -> None:
    among = ("en", "de", "zh", "ru", "ko", "ja")
    for code in among:
        assert row_languages([SENTENCES[code]], among).tolist() == [code]
    assert row_languages(["Sehr gut!", SENTENCES["fr"]], among).tolist() == ["en", "en"]
    assert row_languages([SENTENCES["de"], "ok"], ("zh", "en", "de")).tolist() == ["de", "en"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=12), st.sampled_from([("en", "zh"), ("zh", "en", "de")]))
def test_a_row_is_told_the_same_by_itself(texts: list[str], among: tuple[str, ...]) -> None:
    alone = [row_languages([text], among)[0] for text in texts]
    assert row_languages(texts, among).tolist() == alone
    parts = [texts[start : start + 3] for start in range(0, len(texts), 3)]
    assert languages_met(parts, among) == {among[0], *alone}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=12))
def test_each_row_has_the_tokens_that_the_tokenizer_of_its_language_gives(texts: list[str]) -> None:
    tokens = tokenizer_named("en+zh").tokenize(texts)
    assert codes_of(tokens.tokenizer) == ("en", "zh")
    assert tokens.languages is not None
    assert tokens.languages.tolist() == row_languages(texts, ("en", "zh")).tolist()
    for place, text in enumerate(texts):
        alone = tokenizer_named("jieba" if tokens.languages[place] == "zh" else "tweet").tokenize([text])
        assert tokens.document_tokens(place) == alone.document_tokens(0)
        np.testing.assert_array_equal(tokens.document_spans(place), alone.document_spans(0))
    backwards = np.arange(len(texts))[::-1]
    turned = tokens.take(backwards)
    assert turned.languages is not None
    assert turned.languages.tolist() == tokens.languages[backwards].tolist()
    joined = type(tokens).concatenate([tokens, turned])
    assert joined.languages is not None
    assert len(joined.languages) == 2 * len(texts)
