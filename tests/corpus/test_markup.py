"""Is markup hidden, and everything else left where it stands?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.markup import mask_markup

PIECES = st.sampled_from(
    ["<br />", "<b>", "</b>", "<3", "<", ">", "a < b", "<a href='x'>", "word", " ", "<!-- x -->", "é"]
)


@pytest.mark.parametrize(
    "tag", ["<br />", "<br>", "<BR/>", "</p>", "<a href='x' title=\"y\">", "<!-- note -->", "<h2>"]
)
def test_a_tag_becomes_as_many_blanks(tag: str) -> None:
    assert mask_markup([f"one{tag}two"]) == ["one" + " " * len(tag) + "two"]


@pytest.mark.parametrize(
    "text", ["I <3 you", "a < b and b > c", "<grin>", "<brave> new", "x <br", "->", "<user>", "<>"]
)
def test_what_only_looks_like_a_tag_stays(text: str) -> None:
    assert mask_markup([text]) == [text]


@given(st.lists(PIECES).map("".join))
def test_no_character_outside_tags_moves(text: str) -> None:
    (masked,) = mask_markup([text])
    assert len(masked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, masked, strict=True))


def test_a_missing_text_is_empty() -> None:
    assert mask_markup([None, float("nan"), "x"]) == ["", "", "x"]
