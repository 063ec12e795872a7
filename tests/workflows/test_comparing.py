"""Groups of documents: many of them, by a day, and what comparing them must not depend on."""

import numpy as np
import pytest

from tests.builders import corpus_of
from textminer.analysis.cells import MAX_GROUPS, grouping_columns
from textminer.analysis.grouping import Grouping
from textminer.corpus.corpus import Corpus
from textminer.corpus.tokenizer import tokenizer_named
from textminer.workflows.comparing import (
    COLUMN,
    SINCE,
    Choice,
    Compared,
    CompareOptions,
    Division,
    column_divisions,
    compare_groups,
    grouping_of,
    words_of_documents,
)

WORDS = ("bad", "battery", "fine", "good", "noise", "sound", "string", "tone")


@pytest.fixture
def shop() -> Corpus:
    """240 reviews of 80 products, written on 240 days of 2024."""
    chance = np.random.default_rng(3)
    texts = [" ".join(chance.choice(WORDS, 12)) for _review in range(240)]
    days = np.datetime64("2024-01-01") + np.arange(240)
    products = [f"P{place % 80}" for place in range(240)]
    return corpus_of(texts, product=products, day=[str(day) for day in days])


def compared(shop: Corpus, grouping: Grouping, choice: Choice) -> Compared:
    options = CompareOptions()
    matrix = words_of_documents(shop, tokenizer_named("tweet").tokenize(shop.texts()), options)
    return compare_groups(shop, matrix, grouping, choice, options)


def test_products_divide_the_reviews_though_they_are_many_and_days_do_as_time(shop: Corpus) -> None:
    divisions = column_divisions(shop)
    assert [(found.kind, found.column) for found in divisions] == [(COLUMN, 1), ("time", 2), (SINCE, 2)]
    assert divisions[2].day == "2024-04-30"  # as many reviews before as since


def test_one_of_many_groups_is_compared_with_all_others(shop: Corpus) -> None:
    grouping = grouping_of(shop, Division(COLUMN, 1))
    assert grouping.n_groups == 80 > MAX_GROUPS
    found = compared(shop, grouping, Choice("P79"))
    target = grouping.codes == grouping.names.index("P79")
    two = Grouping(("P79", "others"), np.where(target, 0, 1).astype(np.int32))
    expected = compared(shop, two, Choice("P79"))
    assert found.keyness.names == grouping.names
    assert found.keyness.words.tolist() == expected.keyness.words.tolist()
    assert np.array_equal(found.keyness.counts, expected.keyness.counts)
    assert found.keyness.n_tokens.tolist() == expected.keyness.n_tokens.tolist() == [[36, 239 * 12 - 24]]
    assert [side.tolist() for side in found.sides(0)] == [side.tolist() for side in expected.sides(0)]


def test_of_many_groups_the_largest_are_each_compared(shop: Corpus) -> None:
    found = compared(shop, grouping_of(shop, Division(COLUMN, 1)), Choice(is_each=True))
    assert len(found.keyness.comparisons) == MAX_GROUPS


def test_documents_since_a_day_are_compared_with_those_before(shop: Corpus) -> None:
    grouping = grouping_of(shop, Division(SINCE, 2, "2024-02-01"))
    assert grouping.names == ("since 2024-02-01", "before 2024-02-01")
    assert grouping.sizes().tolist() == [209, 31]
    assert grouping.positions(1).tolist() == list(range(31))


def test_values_that_hardly_repeat_are_no_groups() -> None:
    names = [f"author {place // 2}" for place in range(200)]
    corpus = corpus_of(["x"] * 200, pairs=names, nearly=[*names[:190], *map(str, range(10))])
    assert [found.column for found in grouping_columns(corpus.table, (0,))] == [1]
