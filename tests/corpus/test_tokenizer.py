"""Are the tokens NLTK's own, and do their spans say where they stand?"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textminer.corpus import chunk_memo, text_block
from textminer.corpus import tokenizer as tokenizer_module
from textminer.corpus.markup import mask_markup, masked
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.tweet_rule import TweetRule
from textminer.progress import Cancelled

MEMOISED = ("tweet", "word")
GOLDEN = Path(__file__).parent.parent / "data" / "golden_texts.txt"
WRITTEN_OTHERWISE = {'"', "``", "''"}

# what the rules of both tokenizers turn on, so that chance brings it together more often than letters would
PIECES = (
    *" \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u2028\u3000",
    *".,!?;:'\"`()[]{}<>-–—/\\|*&#@%$=+_~^«»“”‘’„…",
    *"0123589dDpPoOsStmx",
    *"\u200d\ufe0f\u0661é中ſİ🇬🇧👩👍🏽\ud83d\udc00\x00\ue000",
    *(
        "foo",
        "bar",
        "cannot",
        "gonna",
        "Wanna",
        "don't",
        "'tis",
        "n't",
        "'s",
        "I'll",
        "more'n",
        "d'ye",
        "ten-year-old",
    ),
    *(
        "<br />",
        "<br",
        "/>",
        "<b>",
        "</3",
        "<3",
        ":)",
        ":-D",
        "(o:",
        "8-)",
        "p:",
        "D:",
        "a<br />b",
        "x.<br /><br />",
    ),
    *("&amp;", "&nbsp;", "&#46;", "&#32;", "&#49;", "&lt;", "&foo;", "&#x31;", "&#x85;", "R&D;"),
    *("555", "1234", "(555)", "+1", "555-1234", "5551234", "10/10", "1,000", "3.5"),
    *(
        "...",
        ". . .",
        ". .",
        "--",
        "->",
        "<--",
        "!!!!!",
        "????",
        "-----",
        "word.",
        "word,",
        "end.\xa0",
        "U.S.",
        "e.g.",
    ),
    *(
        "http://a.b/c(d)",
        "https:x",
        "www.foo.com",
        "foo.com/",
        "foo.com",
        "a@b.co",
        "#tag",
        "@user",
        '."',
        ".)",
        "''foo",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.just(" ") | st.text(max_size=4), max_size=14).map("".join)


@cache
def nltk_tokenize(name: str) -> Callable[[str], list[str]]:
    if name == "tweet":
        from nltk.tokenize.casual import TweetTokenizer

        return TweetTokenizer().tokenize
    from nltk.tokenize.destructive import NLTKWordTokenizer

    return NLTKWordTokenizer().tokenize


@cache
def golden_texts() -> list[str]:
    return GOLDEN.read_text(encoding="utf-8").split("\n")


def assert_spans_fit(table: TokenTable, texts: list[str]) -> None:
    """Spans are in order, do not overlap, and hold their tokens, but for what NLTK writes otherwise."""
    for position, text in enumerate(texts):
        last = 0
        for token, (start, end) in zip(
            table.document_tokens(position), table.document_spans(position).tolist(), strict=True
        ):
            assert last <= start < end <= len(text)
            source = text[start:end]
            if source != token:
                entity = source[0] == "&" or "&" in text[:end]
                shortened = len(source) > len(token) and set(token) <= set(source)
                assert token in WRITTEN_OTHERWISE or entity or shortened, (token, source)
            last = end


@pytest.mark.parametrize("name", MEMOISED)
def test_every_golden_text_has_nltks_tokens(name: str) -> None:
    texts = golden_texts()
    table = tokenizer_named(name).tokenize(texts)
    assert len(texts) >= 200
    for position, text in enumerate(texts):
        assert table.document_tokens(position) == nltk_tokenize(name)(text)
    assert_spans_fit(table, texts)


@pytest.mark.parametrize("name", MEMOISED)
@pytest.mark.parametrize("joint", [" ", "\n", "\n\n", "\t", "\r\n", "", " \n", "<br /><br />", "\xa0"])
def test_golden_texts_in_one_have_nltks_tokens(name: str, joint: str) -> None:
    texts = [joint.join(golden_texts()[place : place + 5]) for place in range(0, 200, 5)]
    table = tokenizer_named(name).tokenize(texts)
    for position, text in enumerate(texts):
        assert table.document_tokens(position) == nltk_tokenize(name)(text)
    assert_spans_fit(table, texts)


@pytest.mark.parametrize("name", MEMOISED)
@settings(max_examples=120, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
@example(texts=["foo.", ".p:"])
@example(texts=['"', "a"])
@example(texts=["faces. \xa0 \xa0"])
@example(texts=["555 &foo; 1234", ". &#46; ."])
@example(texts=["\ud83d", "\ude00 x"])
def test_any_text_has_nltks_tokens(name: str, texts: list[str]) -> None:
    table = tokenizer_named(name).tokenize(texts)
    assert table.n_documents == len(texts)
    for position, text in enumerate(texts):
        assert table.document_tokens(position) == nltk_tokenize(name)(text)
    assert_spans_fit(table, texts)


@pytest.mark.parametrize("name", MEMOISED)
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), size=st.integers(1, 60))
def test_the_cut_into_blocks_does_not_change_a_token(name: str, texts: list[str], size: int) -> None:
    tokenizer = tokenizer_named(name)
    whole = tokenizer.tokenize(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_block.text_blocks, "__defaults__", (size,))
        patch.setattr(chunk_memo, "MAX_CHUNKS", size)
        in_blocks = tokenizer.tokenize(texts)
    assert np.array_equal(whole.ids, in_blocks.ids)
    assert np.array_equal(whole.offsets, in_blocks.offsets)
    assert np.array_equal(whole.starts, in_blocks.starts)
    assert np.array_equal(whole.ends, in_blocks.ends)


def test_entities_and_quotes_keep_the_span_of_their_own_characters() -> None:
    tweet = tokenizer_named("tweet").tokenize(["Q&amp;A &#39;x!!!!!! y"])
    assert tweet.document_tokens(0) == ["Q", "&", "A", "'", "x", "!", "!", "!", "y"]
    assert tweet.document_spans(0).tolist() == [
        [0, 1], [1, 6], [6, 7], [8, 13], [13, 14], [14, 15], [15, 16], [16, 20], [21, 22],
    ]  # fmt: skip
    word = tokenizer_named("word").tokenize(["\"Go,\" he said. ''No.''"])
    assert word.document_tokens(0)[:4] == ["``", "Go", ",", "''"]
    assert word.document_spans(0)[:4].tolist() == [[0, 1], [1, 3], [3, 4], [4, 5]]


@pytest.mark.parametrize("name", [*MEMOISED, "regexp", "jieba"])
def test_missing_and_empty_texts_have_no_tokens(name: str) -> None:
    texts = ["good", None, float("nan"), "", "  \n", 7, "bad"]
    table = tokenizer_named(name).tokenize(texts)
    assert table.lengths().tolist() == [1, 0, 0, 0, 0, 0, 1]
    assert tokenizer_named(name).tokenize([]).n_documents == 0
    assert tokenizer_named(name).tokenize(["", None]).n_tokens == 0


@pytest.mark.parametrize("name", [*MEMOISED, "jieba"])
def test_lists_series_and_arrow_arrays_give_the_same_tokens(name: str) -> None:
    texts = ["Good, isn't it?", None, "", "非常好 👍", "so so"]
    expected = tokenizer_named(name).tokenize(texts)
    forms = (
        pd.Series(texts, dtype="str"),
        pd.Series(texts, dtype=object),
        pd.Series(texts, index=[9, 9, 3, 2, 1]),
        pa.array(texts),
        pa.array(["x", *texts], type=pa.large_string()).slice(1),
        pa.chunked_array([texts[:2], [], texts[2:]], type=pa.string()),
    )
    for form in forms:
        table = tokenizer_named(name).tokenize(form)
        assert [table.document_tokens(position) for position in range(5)] == [
            expected.document_tokens(position) for position in range(5)
        ]
        assert np.array_equal(table.starts, expected.starts)


@pytest.mark.parametrize("name", [*MEMOISED, "regexp"])
def test_tables_of_one_tokenizer_share_their_types(name: str) -> None:
    tokenizer = tokenizer_named(name)
    first, second = tokenizer.tokenize(["a rose is"]), tokenizer.tokenize(["a rose again"])
    assert first.types is second.types
    assert second.document_ids(0).tolist()[:2] == first.document_ids(0).tolist()[:2]
    assert TokenTable.concatenate([first, second]).types is first.types


class _StopsAt:
    """A watcher that cancels once it has been told of so much."""

    def __init__(self, fraction: float) -> None:
        self.fraction, self.heard = fraction, [-1.0]

    def report(self, fraction: float, message: str = "") -> None:
        """Cancel late enough."""
        assert self.heard[-1] <= fraction <= 1
        self.heard.append(fraction)
        if fraction >= self.fraction:
            raise Cancelled


@pytest.mark.parametrize("name", [*MEMOISED, "regexp"])
def test_a_cancelled_tokenizer_stops_between_blocks_and_stays_usable(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_block.text_blocks, "__defaults__", (20,))
    monkeypatch.setattr(tokenizer_module, "DOCUMENTS_PER_REPORT", 10)
    tokenizer, texts = tokenizer_named(name), [f"text number {n}" for n in range(200)]
    watcher = _StopsAt(0.5)
    with pytest.raises(Cancelled):
        tokenizer.tokenize(texts, watcher)
    assert watcher.heard[-1] < 1
    assert tokenizer.tokenize(texts).n_tokens == 600


def test_a_text_that_nltk_gives_up_on_is_still_tokenized(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = TweetRule()
    pattern = rule._pattern

    class GivesUp:
        def finditer(self, text: str, timeout: float | None = 5.0):
            if timeout is not None:
                raise TimeoutError
            return pattern.finditer(text, timeout=None)

    monkeypatch.setattr(rule, "_pattern", GivesUp())
    spans = rule.tokenize_region("7" * 2500)
    assert "".join(span.token for span in spans) == "7" * 2500
    assert [span.start for span in spans] == [0, *(span.end for span in spans[:-1])]


def test_tokens_that_do_not_tile_their_chunks_are_refused() -> None:
    assert chunk_memo.tiled_tokens(["ab", "c"], np.array([2, 1])) is not None
    assert chunk_memo.tiled_tokens(["abc"], np.array([2, 1])) is None
    assert chunk_memo.tiled_tokens(["ab", "cd"], np.array([2, 1])) is None


def test_the_plain_tokenizer_is_nltks_wordpunct() -> None:
    from nltk.tokenize.regexp import WordPunctTokenizer

    texts = golden_texts()
    table = tokenizer_named("regexp").tokenize(texts)
    for position, text in enumerate(texts):
        assert table.document_tokens(position) == WordPunctTokenizer().tokenize(text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("我爱北京天安门好不 a1.，！\n\u3000\ud800é"), max_size=30))
def test_chinese_tokens_are_all_that_is_visible(text: str) -> None:
    table = tokenizer_named("jieba").tokenize([text])
    assert "".join("".join(table.document_tokens(0)).split()) == "".join(text.split())
    spans = table.document_spans(0).tolist()
    assert [text[start:end] for start, end in spans] == table.document_tokens(0)


def test_chinese_words_are_found() -> None:
    table = tokenizer_named("jieba").tokenize(["我爱北京天安门"])
    assert table.document_tokens(0) == ["我", "爱", "北京", "天安门"]


def test_an_unknown_tokenizer_is_refused() -> None:
    with pytest.raises(ValueError):
        tokenizer_named("nonsense")


@pytest.mark.parametrize("name", ["tweet", "word", "regexp", "jieba"])
@given(
    st.lists(st.sampled_from(["It was <br /> fine.", "", "don't #go", "no", "<b>x</b>"]), max_size=12),
    st.data(),
)
@settings(max_examples=15)
def test_texts_as_the_table_holds_them_give_the_very_tokens_of_a_list(
    name: str, texts: list[str], data: st.DataObject
) -> None:
    """However the column is in chunks, and with the same ids: types are met in the same order."""
    places = sorted(data.draw(st.lists(st.integers(0, len(texts)), max_size=4)))
    edges = list(zip([0, *places], [*places, len(texts)], strict=True))
    cells = pa.chunked_array([pa.array(texts[a:b], type=pa.large_string()) for a, b in edges])
    one = tokenizer_named(name).tokenize(masked(cells))
    other = tokenizer_named(name).tokenize(mask_markup(texts))
    assert list(one.types) == list(other.types)
    for field in ("ids", "offsets", "starts", "ends"):
        assert np.array_equal(getattr(one, field), getattr(other, field))
