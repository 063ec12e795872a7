"""Label words mean what people mean by them; numbers only as a whole scale."""

import pytest

from textminer.errors import LabelError
from textminer.sentiment.labels import SENTIMENTS, classes_of_words, parse_label_map, polarity_of
from textminer.sentiment.prediction import Polarity


@pytest.mark.parametrize(
    ("words", "classes"),
    [
        (["1", "0", "", "1"], [2, 0, -1, 2]),
        (["1", "2", "3", "4", "5"], [0, 0, 1, 2, 2]),
        (["5.0", "1.0", "3.0"], [2, 0, 1]),
        (["5.0", "4.5", "3.5", "2.5", "1.5", "1.0"], [2, 2, 1, 1, 0, 0]),
        (["5 stars", "1 star", "3 stars"], [2, 0, 1]),
        (["-1", "0", "1"], [0, 1, 2]),
        (["+1", "-1"], [2, 0]),
        (["pos", "NEG", " Neutral "], [2, 0, 1]),
        (["Positive", "negative", "mixed"], [2, 0, 1]),
        (["好评", "差评", "中评"], [2, 0, 1]),
        (["正面", "负面"], [2, 0]),
        (["0", "4"], [0, 2]),
    ],
)
def test_usual_spellings_are_known(words: list[str], classes: list[int]) -> None:
    assert classes_of_words(words, SENTIMENTS).tolist() == classes


def test_a_models_own_names_go_first() -> None:
    assert classes_of_words(["good", "bad"], ("bad", "good")).tolist() == [1, 0]


def test_words_that_fit_nothing_are_named_with_the_way_out() -> None:
    with pytest.raises(LabelError, match=r"angry.*--labels"):
        classes_of_words(["angry", "positive"], SENTIMENTS)


def test_a_map_of_the_user_overrules_every_guess() -> None:
    label_map = parse_label_map("1=negative, 2=pos")
    assert label_map == {"1": "negative", "2": "positive"}
    assert classes_of_words(["2", "1", ""], SENTIMENTS, label_map).tolist() == [2, 0, -1]


@pytest.mark.parametrize("wrong", ["", "1", "=negative", "1=", "1=neg,,2=pos"])
def test_a_map_that_cannot_be_read_is_refused(wrong: str) -> None:
    with pytest.raises(LabelError):
        parse_label_map(wrong)


def test_an_empty_label_column_is_refused() -> None:
    with pytest.raises(LabelError):
        classes_of_words(["", " "], SENTIMENTS)


@pytest.mark.parametrize(
    ("labels", "polarity"),
    [
        (("negative", "positive"), Polarity(0, 1)),
        (("pos", "neu", "neg"), Polarity(2, 0, 1)),
        (("差评", "好评"), Polarity(0, 1)),
        (("0", "1"), Polarity(0, 1)),
        (("sport", "politics"), None),
        (("1", "2", "3", "4", "5"), None),
        (("negative", "neutral"), None),
    ],
)
def test_polarity_is_found_only_where_labels_are_sentiments(
    labels: tuple[str, ...], polarity: Polarity | None
) -> None:
    assert polarity_of(labels) == polarity
