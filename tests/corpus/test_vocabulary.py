"""Is every type read as the word it should be?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.vocabulary import NUMBER, PAD, SPECIAL_WORDS, UNK, URL, USER, Vocabulary

WORDS = Vocabulary.from_words(
    (*SPECIAL_WORDS, "so", "good", "love", "10", "1st", ":)", "don't", "1000", "fine")
)


def read(form: str) -> str:
    return WORDS.words[WORDS.ids_of([form])[0]]


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("GOOD", "good"),
        ("sooooo", "so"),
        ("Goood", "good"),
        ("#Love", "love"),
        ("#loooove", "love"),
        ("ｇｏｏｄ", "good"),
        ("ﬁne", "fine"),
        ("don’t", "don't"),
        ("@someone", USER),
        ("@", UNK),
        ("http://t.co/abc", URL),
        ("www.example.org", URL),
        ("Example.com", URL),
        ("10", "10"),
        ("1234", NUMBER),
        ("1,234.5", NUMBER),
        ("3:45", NUMBER),
        ("10000", NUMBER),
        ("1ST", "1st"),
        (":)", ":)"),
        ("nonsense", UNK),
        ("", UNK),
        ("<pad>", UNK),
        ("<unk>", UNK),
        ("<user>", UNK),
    ],
)
def test_a_type_is_read_as_its_nearest_word(form: str, word: str) -> None:
    assert read(form) == word


@given(st.lists(st.text(max_size=8)))
def test_no_text_is_ever_read_as_padding(forms: list[str]) -> None:
    ids = WORDS.ids_of([*forms, PAD, PAD.upper()])
    assert ids.dtype == np.int32
    assert (ids > 0).all()
    assert (ids < len(WORDS)).all()


@given(
    st.dictionaries(st.text("abAB@1.#", min_size=1, max_size=4), st.integers(0, 9), max_size=20),
    st.integers(5, 15),
    st.integers(1, 4),
)
def test_every_occurrence_is_counted_once(counts: dict[str, int], max_size: int, min_count: int) -> None:
    made = Vocabulary.from_counts(list(counts), np.array(list(counts.values()), int), max_size, min_count)
    assert len(made) <= max(max_size, len(SPECIAL_WORDS))
    assert made.counts.sum() == sum(counts.values())
    expected = [0] * len(made)
    for form, count in counts.items():
        expected[made.ids_of([form])[0]] += count
    assert made.counts.tolist() == expected


def test_frequent_words_come_first_and_cases_count_together() -> None:
    made = Vocabulary.from_counts(["The", "the", "cat", "sat", "dog"], np.array([2, 3, 4, 1, 1]), max_size=8)
    assert made.words == (*SPECIAL_WORDS, "the", "cat", "dog")
    assert made.counts.tolist()[5:] == [5, 4, 1]
    assert made.counts[1] == 1


def test_a_saved_list_of_words_gives_the_same_ids() -> None:
    made = Vocabulary.from_counts(["a", "b", "B"], np.array([1, 2, 3]))
    again = Vocabulary.from_words(list(made.words))
    assert again.ids_of(["a", "b", "c"]).tolist() == made.ids_of(["a", "b", "c"]).tolist()
    with pytest.raises(ValueError):
        Vocabulary.from_words(["a", "b"])
    with pytest.raises(ValueError):
        Vocabulary.from_words([*SPECIAL_WORDS, "a", "a"])
    with pytest.raises(ValueError):
        Vocabulary.from_words(SPECIAL_WORDS, [1])
