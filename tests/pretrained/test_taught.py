"""Which texts the encoder labels, and how its labels and people's become one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from textminer.errors import TableError
from textminer.pretrained.labelled_sets import UNLABELLED, LabelledSet, Source
from textminer.pretrained.taught import (
    Sentences,
    Wanted,
    beside_ngrams,
    joined_taught,
    read_taught,
    texts_to_label,
    with_taught_labels,
    write_taught,
)

LONG = (
    "This sentence stands in a test split as well. " + "The acting was as good as it gets, I thought! " * 10
)


def sets_of(texts: list[str], held: list[bool]) -> list[LabelledSet]:
    source = Source("some", "margin", ("train",))
    return [LabelledSet(source, texts, np.zeros(len(texts), np.int8), np.array(held))]


def test_sentences_of_long_texts_are_labelled_unless_a_test_split_or_a_held_out_text_holds_them(
    tmp_path: Path,
) -> None:
    table = pd.DataFrame({"text": ["this sentence stands in a test split, as well"], "split": ["test"]})
    table.to_parquet(tmp_path / "other.parquet")
    held = "A held-out sentence that nobody may label."
    sets = sets_of(["Short one.", LONG + held, held], [False, False, True])
    short, sentences = texts_to_label(sets, tmp_path, 1)
    assert short == ["Short one."]
    assert sentences == ["The acting was as good as it gets, I thought!"]


def test_only_so_many_short_texts_of_the_sets_that_are_wanted_are_labelled(tmp_path: Path) -> None:
    pd.DataFrame({"text": ["else"], "split": ["test"]}).to_parquet(tmp_path / "other.parquet")
    own = sets_of(["One.", "Two.", "Three.", LONG], [False] * 4)
    others = [
        LabelledSet(Source("else", "three", ("train",)), ["Four."], np.zeros(1, np.int8), np.zeros(1, bool))
    ]
    short, sentences = texts_to_label(own + others, tmp_path, 1, Wanted(2, frozenset({"some"})))
    assert len(short) == 2
    assert set(short) < {"One.", "Two.", "Three."}
    assert sentences == []


def test_of_what_two_encoders_have_labelled_the_last_ones_word_counts(tmp_path: Path) -> None:
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    write_taught(first, ["a", "b"], np.array([[0.2, 0.2, 0.6], [1, 0, 0]]), np.array([True, False]))
    write_taught(second, ["c", "a"], np.array([[0, 1, 0], [0.4, 0.0, 0.6]]), np.array([False, False]))
    joined = joined_taught([first, second])
    assert joined.text.tolist() == ["b", "c", "a"]
    assert np.allclose(joined[["neg", "neu", "pos"]], [[1, 0, 0], [0, 1, 0], [0.4, 0, 0.6]])
    assert joined.is_sentence.tolist() == [False, False, False]


def test_the_neutral_class_of_a_two_class_set_is_the_encoders_alone(tmp_path: Path) -> None:
    write_taught(
        tmp_path / "t.parquet", ["a", "b", "c"], np.array([[0.1, 0.6, 0.3]] * 3), np.array([False] * 3)
    )
    taught = read_taught(tmp_path / "t.parquet")
    classes = np.array([2, 2, UNLABELLED, 0], np.int8)
    kinds = np.array(["margin", "three", "taught", "three"])
    targets, is_taught = with_taught_labels(["a", "b", "c", "unread"], classes, kinds, taught)
    assert is_taught.tolist() == [True, True, True, False]
    assert np.allclose(targets[0], [0.05, 0.6, 0.35])
    assert np.allclose(targets[1], [0.05, 0.3, 0.65])
    assert np.allclose(targets[2], [0.1, 0.6, 0.3])
    assert not targets[3].any()


def test_chinese_sentences_need_no_blank_between_them_and_those_of_one_half_are_enough(
    tmp_path: Path,
) -> None:
    pd.DataFrame({"text": ["else"], "split": ["test"]}).to_parquet(tmp_path / "other.parquet")
    texts = ["房间很干净。服务员也很热情！早餐一般。", "位置不错。隔音太差了，睡不好！"]
    sets = sets_of(texts, [False, False])
    cut = Sentences(of_texts_from=5, shortest=6, longest=20)
    found = [texts_to_label(sets, tmp_path, 1, Wanted(cut=cut, half=half)) for half in (0, 1)]
    assert sorted(short for both in found for short in both[0]) == sorted(texts)
    assert sorted(sentence for both in found for sentence in both[1]) == sorted(
        ["房间很干净。", "服务员也很热情！", "隔音太差了，睡不好！"]
    )


def test_n_grams_weigh_in_between_the_two_sides_and_leave_the_neutral_share(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    is_positive = chance.random(400) < 0.5
    texts = [str(number) for number in range(400)]
    margins = np.where(is_positive, 1.0, -1.0)
    ngrams = 1 / (1 + np.exp(-margins - chance.normal(0, 1, 400)))
    positive = 0.8 / (1 + np.exp(-margins - chance.normal(0, 1, 400)))
    labels = np.stack([0.8 - positive, np.full(400, 0.2), positive], axis=1)
    write_taught(tmp_path / "t.parquet", [*texts[:300], "else"], labels[:301], np.zeros(301, bool))
    taught = read_taught(tmp_path / "t.parquet")
    joined = beside_ngrams(taught, texts, ngrams.astype(np.float32), is_positive)
    assert np.allclose(joined[["neg", "neu", "pos"]].sum(axis=1), 1)
    assert np.allclose(joined.neu, 0.2)
    pd.testing.assert_frame_equal(joined[300:], taught[300:], check_dtype=False)
    right = [((frame.pos > frame.neg)[:300] == is_positive[:300]).mean() for frame in (taught, joined)]
    assert right[1] > max(right[0], ((ngrams > 0.5) == is_positive)[:300].mean())


def test_a_missing_file_of_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"nothing\.parquet"):
        read_taught(tmp_path / "nothing.parquet")
