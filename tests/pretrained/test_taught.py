"""Which texts the encoder labels, and how its labels and people's become one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from textminer.errors import TableError
from textminer.pretrained.labelled_sets import UNLABELLED, LabelledSet, Source
from textminer.pretrained.taught import (
    Wanted,
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


def test_a_missing_file_of_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"nothing\.parquet"):
        read_taught(tmp_path / "nothing.parquet")
