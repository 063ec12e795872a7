"""Batches hold every document once, and padding goes behind the tokens."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textminer.sentiment.encoding import (
    PAD,
    EncodedDocuments,
    batches_by_length,
    canonical_width,
    padded,
    with_fixed_length,
)

lengths = st.lists(st.integers(1, 300), min_size=1, max_size=60)


def documents_of(sizes: list[int]) -> EncodedDocuments:
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return EncodedDocuments(np.arange(1, offsets[-1] + 1, dtype=np.int32), offsets)


@given(lengths, st.integers(8, 2000), st.integers(1, 20), st.booleans())
def test_every_document_is_in_exactly_one_batch(
    sizes: list[int], tokens: int, most: int, shuffled: bool
) -> None:
    chance = np.random.default_rng(0) if shuffled else None
    batches = batches_by_length(np.array(sizes), tokens, most, chance)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(sizes)))


@given(lengths, st.integers(8, 2000), st.integers(1, 20))
def test_a_batch_of_several_documents_keeps_to_its_limits(sizes: list[int], tokens: int, most: int) -> None:
    for batch in batches_by_length(np.array(sizes), tokens, most):
        assert len(batch) <= most
        longest = max(sizes[index] for index in batch)
        assert len(batch) == 1 or len(batch) * canonical_width(longest) <= tokens


@given(lengths)
def test_padding_stands_behind_the_tokens(sizes: list[int]) -> None:
    documents = documents_of(sizes)
    ids, found = padded(documents.ids, documents.offsets[:-1], documents.offsets[1:])
    assert found.tolist() == sizes
    for row, position in zip(ids, range(len(sizes)), strict=True):
        assert row[: sizes[position]].tolist() == documents.document(position).tolist()
        assert (row[sizes[position] :] == PAD).all()


@given(st.integers(1, 100_000))
def test_a_canonical_width_holds_the_document_and_little_more(length: int) -> None:
    width = canonical_width(length)
    assert length <= width <= max(length + 4, length * 1.25)
    assert canonical_width(width) == width


@given(st.lists(st.integers(0, 12), min_size=1, max_size=20), st.integers(1, 8))
def test_a_fixed_length_keeps_the_last_tokens_and_pads_in_front(sizes: list[int], length: int) -> None:
    documents = documents_of(sizes)
    fixed = with_fixed_length(documents, length)
    for position in range(len(sizes)):
        own = documents.document(position).tolist()
        expected = [PAD] * max(0, length - len(own)) + own[-length:]
        assert fixed.document(position).tolist() == expected
