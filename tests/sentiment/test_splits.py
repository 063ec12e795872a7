"""Equal texts stay together, and every class has its share of each part."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.tokenizer import tokenizer_named
from textminer.sentiment.splits import groups_of_equal_texts, stratified_split

documents = st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 40)), min_size=1, max_size=200)


@given(documents, st.integers(0, 5))
def test_no_group_parts_and_every_labelled_document_is_used_once(
    rows: list[tuple[int, int]], seed: int
) -> None:
    classes, groups = np.array(rows).T
    split = stratified_split(classes, groups, 0.2, seed)
    parts = [set(groups[part].tolist()) for part in (split.training, split.validation, split.held_out)]
    assert not parts[0] & parts[1]
    assert not parts[0] & parts[2]
    assert not parts[1] & parts[2]
    together = np.concatenate([split.training, split.validation, split.held_out])
    assert sorted(together.tolist()) == np.flatnonzero(classes >= 0).tolist()


def test_each_part_has_the_share_of_each_class() -> None:
    classes = np.repeat([0, 1, 2], [600, 300, 100])
    split = stratified_split(classes, np.arange(1000), 0.1, 1)
    for part in (split.validation, split.held_out):
        counts = np.bincount(classes[part], minlength=3)
        assert np.abs(counts - [60, 30, 10]).max() <= 1


def test_the_same_seed_gives_the_same_split() -> None:
    classes = np.random.default_rng(0).integers(0, 2, 100)
    one, two = (stratified_split(classes, np.arange(100), 0.1, 5) for _ in range(2))
    other = stratified_split(classes, np.arange(100), 0.1, 6)
    assert (one.held_out == two.held_out).all()
    assert not np.array_equal(one.held_out, other.held_out)


def test_texts_that_differ_by_case_and_signs_alone_are_equal() -> None:
    texts = ["Great phone!", "great PHONE", "great", "!!!", "...", "phone great"]
    groups = groups_of_equal_texts(tokenizer_named("tweet").tokenize(texts))
    assert groups[0] == groups[1]
    assert len(set(groups.tolist())) == 5
