"""Lists of words as users write them."""

from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.word_list_text import (
    lines_of_synonyms,
    lines_of_themes,
    lines_of_words,
    synonyms_of,
    themes_of,
    words_of,
)
from textminer.corpus.word_lists import Synonyms, Theme, merged_themes

plain_words = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=6)
patterns = st.lists(plain_words, min_size=1, max_size=4, unique=True).map(tuple)


def test_words_stand_one_a_line_or_between_commas() -> None:
    assert words_of("hotel\nfront   desk, spa;  hotel\n\n") == ("hotel", "front desk", "spa")
    assert words_of("") == ()
    assert words_of("酒店，餐厅、酒店") == ("酒店", "餐厅")


def test_themes_stand_on_a_line_or_under_a_heading() -> None:
    expected = (Theme("Staff", ("waiter*", "front desk")), Theme("Food", ("tea", "coffee")))
    assert themes_of("Staff: waiter*, front desk\nFood: tea, coffee") == expected
    assert themes_of("[Staff]\nwaiter*\nfront desk\n\n[Food]\ntea | coffee") == expected
    assert themes_of("*Staff\nwaiter* or front desk\n*Food\ntea or coffee") == expected
    assert themes_of("Staff:\nwaiter*\nfront desk\nFood：tea，coffee") == expected


def test_a_face_is_no_heading() -> None:
    assert themes_of("Joy: :), :-D\n:)") == (Theme("Joy", (":)", ":-D")),)


def test_a_theme_that_comes_twice_is_put_together() -> None:
    assert themes_of("A: x\nB: y\nA: z, x") == (Theme("A", ("x", "z")), Theme("B", ("y",)))
    assert merged_themes([Theme("A", ("x",))], [Theme("A", ("y",))]) == (Theme("A", ("x", "y")),)


@given(st.lists(st.builds(Theme, plain_words, patterns), max_size=4, unique_by=lambda theme: theme.name))
def test_what_is_written_is_read_again(themes: list[Theme]) -> None:
    assert themes_of(lines_of_themes(themes)) == tuple(themes)
    synonyms = tuple(Synonyms(theme.name.casefold(), theme.patterns) for theme in themes)
    if len({each.word for each in synonyms}) == len(synonyms):
        assert synonyms_of(lines_of_synonyms(synonyms)) == synonyms
    words = tuple(theme.name for theme in themes)
    assert words_of(lines_of_words(words)) == words
