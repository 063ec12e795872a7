"""No text is judged by n-grams that have learnt its own label."""

from pathlib import Path

import numpy as np
import pytest

from textminer.errors import ModelFileError, TableError
from textminer.pretrained.cross_fitted import (
    blended,
    characters,
    cross_fitted_labels,
    keys_of,
    read_labels,
    write_labels,
)
from textminer.sentiment.encoding import EncodedDocuments


def documents_of(rows: np.ndarray) -> EncodedDocuments:
    offsets = np.arange(len(rows) + 1, dtype=np.int64) * rows.shape[1]
    return EncodedDocuments(rows.astype(np.int32).ravel(), offsets)


def test_labels_that_mean_nothing_are_not_found_again() -> None:
    chance = np.random.default_rng(5)
    documents = documents_of(chance.integers(0, 30, (400, 8)))
    is_positive = chance.random(400) < 0.5
    said = cross_fitted_labels([documents], is_positive, 1) > 0.5
    assert 0.4 < (said == is_positive).mean() < 0.6


def test_what_both_views_show_is_found() -> None:
    chance = np.random.default_rng(5)
    is_positive = chance.random(200) < 0.5
    rows = chance.integers(10, 30, (200, 8))
    rows[:, 3] = np.where(is_positive, 1, 2)
    views = [documents_of(rows), documents_of(rows[:, ::-1].copy())]
    said = cross_fitted_labels(views, is_positive, 1)
    assert ((said > 0.5) == is_positive).all()
    assert np.array_equal(said, cross_fitted_labels(views, is_positive, 1))


def test_characters_are_ids_without_blanks() -> None:
    documents = characters(["好 不好", "", "a好"])
    assert documents.lengths.tolist() == [3, 0, 2]
    good = documents.ids[0]
    assert documents.document(0)[2] == documents.document(2)[1] == good


def test_labels_are_found_by_the_letters_of_a_text_and_averaged(tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    write_labels(first, keys_of(["很好!", "不好"]), np.array([2.0, -1.0]))
    write_labels(second, keys_of(["还行", "很 好"]), np.array([0.5, 4.0]))
    assert read_labels([first, second], ["不好", "很好", "还行"]).tolist() == [-1.0, 3.0, 0.5]
    with pytest.raises(TableError, match="1 texts have no label"):
        read_labels([first], ["不好", "还行"])
    with pytest.raises(ModelFileError, match=r"c\.npz is missing"):
        read_labels([tmp_path / "c.npz"], ["不好"])


def test_a_blend_leaves_out_what_says_nothing_and_is_never_less_likely_than_its_parts() -> None:
    chance = np.random.default_rng(3)
    is_positive = chance.random(4000) < 0.5
    signed = np.where(is_positive, 1.0, -1.0)
    useful, noise = signed + chance.normal(size=4000), chance.normal(size=4000)
    ngrams = (1 / (1 + np.exp(-useful))).astype(np.float32)
    ngrams[np.argmax(useful)] = 1.0  # as a long text may come out of rounding
    both = blended(ngrams, noise.astype(np.float32), is_positive)
    assert np.isfinite(both).all()
    doubtful = np.abs(both - 0.5) < 0.499
    odds = both[doubtful] / (1 - both[doubtful])
    assert np.corrcoef(np.log(odds), useful[doubtful])[0, 1] > 0.99

    def loss(p: np.ndarray) -> float:
        return float(-np.log(np.where(is_positive, p, 1 - p)).mean())

    assert loss(both) <= loss(ngrams)
    helped = blended(ngrams, (signed + chance.normal(size=4000)).astype(np.float32), is_positive)
    assert loss(helped) < loss(both) - 0.05
