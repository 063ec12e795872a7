"""Are the words that are counted the words that were meant?"""

import json
from fnmatch import fnmatchcase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.cleaning import Cleaning, clean_types, is_number, is_punctuation
from textminer.corpus.languages import language_named
from textminer.corpus.recipe import Recipe
from textminer.corpus.type_forms import is_wild, type_forms
from textminer.corpus.word_lists import Synonyms, Theme, WordLists


def stopping(*words: str) -> Cleaning:
    return Cleaning(lists=WordLists(stop_words=words))


ENGLISH, CHINESE = language_named("en"), language_named("zh")


def cleaned(types: list[str], cleaning: Cleaning, language=ENGLISH) -> list[str | None]:
    words, id_map = clean_types(types, cleaning, language)
    return [words[place] if place >= 0 else None for place in id_map]


def test_cases_are_one_word_only_when_asked() -> None:
    assert cleaned(["The", "the", "THE"], Cleaning()) == ["the"] * 3
    assert cleaned(["The", "the"], Cleaning(lower_case=False)) == ["The", "the"]


def test_negations_and_judgements_are_no_stop_words() -> None:
    kept = [
        "not",
        "no",
        "never",
        "n't",
        "don't",
        "can't",
        "without",
        "hardly",
        "good",
        "like",
        "well",
        "worst",
        "too_bad",
    ]
    assert cleaned(kept, Cleaning(drop_stop_words=True)) == kept
    assert cleaned(["the", "It's", "it’s", "of"], Cleaning(drop_stop_words=True)) == [None] * 4
    chinese = ["不", "没有", "没", "好", "不错", "差", "别", "喜欢"]
    assert cleaned(chinese, Cleaning(drop_stop_words=True), CHINESE) == chinese
    assert cleaned(["的", "了", "我们"], Cleaning(drop_stop_words=True), CHINESE) == [None] * 3


def test_signs_go_but_faces_and_emoji_stay() -> None:
    signs = [".", ",", "...", "``", "''", "--", "$", "&", "<", "_", "“", "。", "\ufe0f", "::"[:1]]
    assert cleaned(signs, Cleaning()) == [None] * len(signs)
    words = [":)", ":-(", "<3", "👍", "❤", "#tag", "@me", "c++", "10"]
    assert cleaned(words, Cleaning()) == words
    assert cleaned([".", "a"], Cleaning(drop_punctuation=False)) == [".", "a"]


def test_numbers_go_when_asked() -> None:
    assert cleaned(["10", "3.5", "1,000", "10/10", "1st", "b2b"], Cleaning(drop_numbers=True)) == [
        None, None, None, None, "1st", "b2b",
    ]  # fmt: skip


def test_stems_bring_forms_together() -> None:
    assert cleaned(["run", "Running", "runs"], Cleaning(stem=True)) == ["run"] * 3
    assert cleaned(["电影"], Cleaning(stem=True), CHINESE) == ["电影"]


def test_short_words_and_the_users_own_stop_words_go() -> None:
    assert cleaned(["a", "ab", "abc"], Cleaning(min_length=2)) == [None, "ab", "abc"]
    assert cleaned(["Film", "films"], stopping("FILM")) == [None, "films"]
    assert cleaned(["Film", "films", "it’s", "its"], stopping("fil*", "it's")) == [None, None, None, "its"]
    with pytest.raises(ValueError):
        Cleaning(min_length=0)


@given(st.lists(st.text(min_size=1, max_size=5), unique=True), st.booleans(), st.booleans(), st.booleans())
def test_each_type_has_one_word_or_none(types: list[str], lower: bool, signs: bool, numbers: bool) -> None:
    words, id_map = clean_types(types, Cleaning(lower, True, signs, numbers), ENGLISH)
    assert len(set(words)) == len(words)
    assert id_map.shape == (len(types),)
    assert set(id_map.tolist()) - {-1} == set(range(len(words)))
    for form, place in zip(types, id_map.tolist(), strict=True):
        assert place == -1 or words[place] == (form.lower() if lower else form)
        if (signs and is_punctuation(form)) or (numbers and is_number(form)):
            assert place == -1


def test_a_cleaning_survives_a_recipe() -> None:
    lists = WordLists(
        ("film",),
        (Synonyms("room", ("rooms",)),),
        ("front desk",),
        (Theme("Staff", ("waiter*", "front desk")),),
    )
    recipe = Recipe(cleaning=Cleaning(drop_stop_words=True, lemma=True, lists=lists))
    assert Recipe.from_dict(json.loads(recipe.to_json())) == recipe
    old = {"drop_stop_words": True, "extra_stop_words": ["film"]}
    assert Cleaning.from_dict(old) == Cleaning(drop_stop_words=True, lists=WordLists(("film",)))
    with pytest.raises(TypeError):
        Cleaning.from_dict({"unheard_of": 1})


def test_without_a_language_nothing_is_a_stop_word() -> None:
    words, id_map = clean_types(["the", "cat"], Cleaning(drop_stop_words=True, stem=True))
    assert words == ["cat", "the"]
    assert np.array_equal(id_map, [1, 0])


def test_emoji_and_faces_go_when_asked_and_only_then() -> None:
    types = ["👍", "❤", ":)", ":D", "<3", "!", "10", "fun"]
    assert cleaned(types, Cleaning(drop_emoji=True)) == [None] * 6 + ["10", "fun"]
    assert cleaned([":D", ":d"], Cleaning()) == [":d", ":d"]


def test_lemmas_are_words_of_a_dictionary() -> None:
    assert cleaned(["Rooms", "room", "children", "was"], Cleaning(lemma=True)) == [
        "room", "room", "child", "be",
    ]  # fmt: skip
    french = cleaned(["Maisons", "étaient", "😀"], Cleaning(lemma=True), language_named("fr"))
    assert french == ["maison", "être", "😀"]
    assert cleaned(["电影"], Cleaning(lemma=True), CHINESE) == ["电影"]
    with pytest.raises(ValueError):
        Cleaning(lemma=True, stem=True)


def test_own_stop_words_meet_what_a_word_is_counted_as() -> None:
    cleaning = Cleaning(lemma=True, lists=WordLists(stop_words=("be",)))
    assert cleaned(["was", "is", "bee"], cleaning) == [None, None, "bee"]


def test_synonyms_are_counted_as_one_word() -> None:
    lists = WordLists(synonyms=(Synonyms("room", ("Rooms", "suite*")), Synonyms("bath", ("suite", "tub"))))
    types = ["Room", "rooms", "suites", "suite", "tub", "bed"]
    assert cleaned(types, Cleaning(lists=lists)) == ["room"] * 4 + ["bath", "bed"]
    under_lemma = Cleaning(lemma=True, lists=WordLists(synonyms=(Synonyms("clean", ("tidy",)),)))
    assert cleaned(["tidier", "Tidy", "cleans"], under_lemma) == ["clean"] * 3


@given(
    st.text(alphabet="ab*?.(", min_size=1, max_size=5),
    st.lists(st.text("ab.(*?c\n", max_size=5), unique=True),
)
def test_wildcards_fit_what_the_shell_would_fit(pattern: str, words: list[str]) -> None:
    forms = type_forms(words)
    fitting = {forms.folded.words[place] for place in forms.folded.matching(pattern)}
    if is_wild(pattern):
        assert fitting == {word for word in words if fnmatchcase(word, pattern)}
    else:
        assert fitting == {pattern} & set(words)


@given(st.lists(st.text(max_size=4), unique=True))
def test_forms_are_sorted_as_python_sorts(types: list[str]) -> None:
    forms = type_forms(types)
    assert forms.exact.words == sorted(types)
    assert [forms.exact.words[place] for place in forms.exact.ids] == types
    assert forms.lower.words == sorted({form.lower() for form in types})
