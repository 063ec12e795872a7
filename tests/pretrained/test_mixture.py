"""An epoch draws each set by the root of its size, and reads long documents in parts that are their own."""

import numpy as np
import pytest

from textminer.pretrained.mixture import Domain, Mixture, Reading
from textminer.sentiment.encoding import EncodedDocuments

SIZES = [5, 30, 100, 900]


@pytest.fixture
def documents() -> EncodedDocuments:
    lengths = np.tile(SIZES, 250)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    ids = np.random.default_rng(0).integers(5, 50, offsets[-1]).astype(np.int32)
    return EncodedDocuments(ids, offsets)


def mixture_of(documents: EncodedDocuments, seed: int = 1) -> Mixture:
    domains = [Domain("large", np.arange(900), 1.0), Domain("small", np.arange(900, 1000), 1.0)]
    ends = np.zeros(50, dtype=bool)
    ends[5] = True
    return Mixture(documents, domains, ends, 400, 4000, 64, seed)


def test_sets_are_drawn_by_the_root_of_their_size(documents: EncodedDocuments) -> None:
    plan = mixture_of(documents)(0)
    assert (plan.documents >= 900).sum() == 100  # root of 100 against root of 900: one in four


def test_no_document_is_drawn_twice_while_others_wait(documents: EncodedDocuments) -> None:
    mixture = mixture_of(documents)
    drawn = np.concatenate([mixture(epoch).documents for epoch in range(3)])
    counts = np.bincount(drawn, minlength=1000)
    assert (counts[:900] == 1).all()
    assert (counts[900:] == 3).all()


def test_spans_lie_within_their_documents_and_in_one_batch_each(documents: EncodedDocuments) -> None:
    plan = mixture_of(documents)(2)
    assert (plan.starts >= documents.offsets[plan.documents]).all()
    assert (plan.ends <= documents.offsets[plan.documents + 1]).all()
    lengths = plan.ends - plan.starts
    assert lengths.min() >= 1
    assert lengths.max() <= Reading().longest
    assert sorted(np.concatenate(plan.batches).tolist()) == list(range(len(plan.documents)))


def test_only_parts_are_doubted(documents: EncodedDocuments) -> None:
    plan = mixture_of(documents)(0)
    whole = (plan.ends - plan.starts) == documents.lengths[plan.documents]
    assert plan.doubts is not None
    assert (plan.doubts[whole] == 0).all()
    assert (plan.doubts > 0).any()
    assert plan.doubts.max() <= 0.25


def test_the_same_epoch_has_the_same_plan(documents: EncodedDocuments) -> None:
    one, two, other = mixture_of(documents)(4), mixture_of(documents)(4), mixture_of(documents, 2)(4)
    assert np.array_equal(one.starts, two.starts)
    assert not np.array_equal(one.starts, other.starts)
