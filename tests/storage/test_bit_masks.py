"""Sets of positions as bits agree with plain numpy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textminer.storage import bit_masks
from textminer.storage.bit_masks import followers, from_odd_to_even, last, places, positions
from textminer.storage.clean_blocks import _records_of_rows


@pytest.mark.parametrize("piece", [64, 2**18])
@settings(max_examples=100, deadline=None)
@given(text=st.text("ab", max_size=700))
def test_where_a_byte_stands_is_told_in_order(piece: int, text: str) -> None:
    block = np.frombuffer(text.encode(), dtype=np.uint8)
    expected = np.flatnonzero(block == ord("b"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bit_masks, "PIECE", piece)
        patch.setattr(bit_masks, "WORDS_SOUGHT", 2)
        bits = places(block, ord("b"))
        assert positions(bits).tolist() == expected.tolist()
        assert last(bits) == (expected[-1] if len(expected) else -1)


@settings(max_examples=300, deadline=None)
@given(text=st.text("abc", max_size=700), sparse=st.integers(0, 90))
def test_the_follower_of_a_member_is_the_next_one_in_any_word(text: str, sparse: int) -> None:
    spread = ("-" * sparse).join(text)
    block = np.frombuffer(spread.encode(), dtype=np.uint8)
    bits, others = places(block, ord("a")), places(block, ord("b"))
    among = bits | others
    filled = np.flatnonzero(among)
    found = np.zeros_like(among)
    found[filled] = followers(bits[filled], among[filled])
    members = [(at, mark) for at, mark in enumerate(spread) if mark in "ab"]
    expected = [at for (_before, mark), (at, _mark) in zip(members, members[1:], strict=False) if mark == "a"]
    assert positions(found).tolist() == expected


@settings(max_examples=500, deadline=None)
@given(text=st.text('",\n x', max_size=200), width=st.integers(1, 3))
def test_records_of_rows_are_those_whose_second_line_may_be_one(text: str, width: int) -> None:
    block = np.frombuffer(text.encode(), dtype=np.uint8)
    quotes, newlines, delimiters = (places(block, ord(mark)) for mark in '"\n,')
    inside = from_odd_to_even(quotes)
    found = _records_of_rows(newlines, inside, delimiters, width)
    is_inside = np.cumsum(block == ord('"')) % 2 == 1
    records = [[]]  # the places of line ends inside each record
    for at in np.flatnonzero(block == ord("\n")).tolist():
        records[-1].append(at)
        if not is_inside[at]:
            records[-1].pop()
            records.append([])
    expected = [
        number
        for number, inner in enumerate(records)
        if len(inner) > 1
        and inner[1] - inner[0] >= width
        and text[inner[0] : inner[1]].count(",") >= width - 1
    ]
    assert found.tolist() == expected
