"""No text is judged by n-grams that have learnt its own label."""

import numpy as np

from textminer.pretrained.cross_fitted import characters, cross_fitted_labels
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
