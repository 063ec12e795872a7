"""Sets of positions as bits agree with plain numpy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textminer.storage import bit_masks
from textminer.storage.bit_masks import last, places, positions


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
