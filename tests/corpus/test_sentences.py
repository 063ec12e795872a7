"""Sentences end where a reader would say so, and no character but blanks is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text).tolist()]


@pytest.mark.parametrize(
    "parts",
    [
        ["Breakfast was great.", "The lift was broken all week!", "Would I return?", "No."],
        ["Dr. Smith met Mrs. Jones at 5 p.m. on Main St. in town.", "They talked."],
        ["We left at 5 p.m.", "The bus was late."],
        ["It cost $3.50 vs. 4.20 before, i.e. less.", "Good."],
        ["See No. 5 and Fig. 2, approx. five pages.", "Done."],
        ["I said no.", "Then he left."],
        ["J. R. R. Tolkien wrote it.", "So did I.", "Then we slept."],
        ["Well... maybe not.", "It was…", "Nothing came."],
        ["He waited... and waited.", "Then he left."],
        ["“Really?” she asked.", "“Yes!”", "He nodded (twice).", "Fine."],
        ["great hotel!", "would come again.", "the food was ok."],
        ["The room was good.", "The food was bad!!!", "Never again?!"],
        ["It made 300.", "Never again."],
        ["Visit www.Example.Com or mail a.b@C.Org now.", "Bye."],
        ["Towels, soap, etc. were missing.", "Towels, soap, etc.", "The rest was there."],
    ],
)
def test_english_sentences(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_blank_that_was_left_out_joins_no_two_sentences() -> None:
    assert sentences("It was good.The food was bad!I left.") == [
        "It was good.",
        "The food was bad!",
        "I left.",
    ]


def test_a_numbered_list_keeps_its_numbers() -> None:
    assert sentences("1. The rooms are clean. 2. The food is bad.") == [
        "1. The rooms are clean.",
        "2. The food is bad.",
    ]


def test_chinese_sentences_need_no_blank() -> None:
    assert sentences("服务很好。房间“干净！”下次还来吗？会的，价格3.5元……还行") == [
        "服务很好。",
        "房间“干净！”",
        "下次还来吗？",
        "会的，价格3.5元……还行",
    ]


def test_arabic_and_hindi_signs_end_sentences() -> None:
    assert sentences("هل هو جيد؟ نعم. شكرا") == ["هل هو جيد؟", "نعم.", "شكرا"]
    assert sentences("यह अच्छा है। वह नहीं।") == ["यह अच्छा है।", "वह नहीं।"]


def test_line_ends_end_sentences_unless_the_text_was_broken_at_a_width() -> None:
    assert sentences("Good room\nBad food\n\nnever again") == ["Good room", "Bad food", "never again"]
    wrapped = "The room that we were given on the first evening faced the\nAtlantic and was\nquiet."
    assert sentences(wrapped) == [wrapped]


def test_signs_alone_belong_to_the_sentence_before() -> None:
    assert sentences("Great! :) \n !!! Bad.") == ["Great! :) \n !!!", "Bad."]


@pytest.mark.parametrize("text", ["", "   \n ", "..."])
def test_texts_without_words(text: str) -> None:
    assert sentences(text) == ([text] if text.strip() else [])


@given(st.text(alphabet=st.sampled_from("aA1 .!?\n\"'。”…I:)m") | st.characters(), max_size=80))
def test_nothing_but_blanks_is_outside_and_nothing_twice(text: str) -> None:
    end_before = 0
    for start, end in sentence_spans(text).tolist():
        assert end_before <= start < end
        assert not text[end_before:start].strip()
        assert text[start:end] == text[start:end].strip()
        end_before = end
    assert not text[end_before:].strip()


def test_half_a_million_characters_take_linear_time() -> None:
    assert len(sentence_spans("Mr. A said it was good. " * 20_000)) == 20_000
    assert len(sentence_spans("." * 500_000 + "x")) == 1
    assert len(sentence_spans("good.Bad" * 60_000)) > 50_000
    assert len(sentence_spans("a" * 500_000)) == 1
    assert len(sentence_spans(" \n" * 100_000 + "x")) == 1
    assert len(sentence_spans(" " * 500_000 + "x")) == 1
