"""A word's n-grams are those of its letters, and hash to the same buckets for ever."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.vocabulary import SPECIAL_WORDS, spelt_form
from textminer.sentiment.subwords import LETTERS_AT_MOST, spelling_of

BUCKETS = 1009
odd_words = st.text(max_size=12) | st.sampled_from(
    ["film", "soooo", "#Love", "好看", "不好吃", "👍🏽", "ﬁne", "\ud800x", *SPECIAL_WORDS]
)


def buckets_of(word: str) -> list[int]:
    """Straight from the definition, one n-gram after the other."""
    if word in SPECIAL_WORDS:
        return []
    letters = spelt_form(word)[:LETTERS_AT_MOST]
    sizes: tuple[int, ...] = (1, 2)
    if all(ord(letter) < 0x2190 for letter in letters):
        letters, sizes = f"<{letters}>", (3, 4, 5)
    ngrams = [letters[at : at + size] for size in sizes for at in range(len(letters) - size + 1)]
    return sorted(zlib.crc32(ngram.encode("utf-8", "surrogatepass")) % BUCKETS for ngram in ngrams)


@given(st.lists(odd_words, max_size=8))
def test_the_ngrams_of_many_words_are_those_of_each(words: list[str]) -> None:
    spelling = spelling_of(words, BUCKETS)
    assert len(spelling.offsets) == len(words) + 1
    for place, word in enumerate(words):
        own = spelling.buckets[spelling.offsets[place] : spelling.offsets[place + 1]]
        assert sorted(own.tolist()) == buckets_of(word)


def test_buckets_never_change() -> None:
    """A model file has learnt these very places: no later version may read others."""
    assert sorted(spelling_of(["good"], 16_384).buckets.tolist()) == [
        1024,
        1103,
        1830,
        1884,
        3585,
        3730,
        3862,
        9735,
        13076,
    ]
    assert sorted(spelling_of(["好"], 16_384).buckets.tolist()) == [3268]


def test_words_can_be_taken_in_any_order() -> None:
    spelling = spelling_of(["one", "two", "three"], BUCKETS)
    taken = spelling.take(np.array([2, 0]))
    assert taken.buckets.tolist() == spelling_of(["three", "one"], BUCKETS).buckets.tolist()
    assert taken.offsets.tolist() == spelling_of(["three", "one"], BUCKETS).offsets.tolist()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("wonderful", "wonderfull"),
        ("#wonderful", "WONDERFUL"),
        ("goood", "gooooooood"),
        ("👍🏽", "👍🏿"),
        ("不好吃", "好吃"),
    ],
)
def test_like_words_share_ngrams(one: str, two: str) -> None:
    first, second = (set(spelling_of([word], 1 << 30).buckets.tolist()) for word in (one, two))
    assert len(first & second) >= len(first | second) / 5


def test_a_word_without_end_has_few_ngrams() -> None:
    assert len(spelling_of(["ab" * 1_000_000], BUCKETS).buckets) < 3 * (LETTERS_AT_MOST + 2)
