"""Do documents that are alike lie together, in the same place every time?"""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

from tests.builders import WordClassifier, corpus_of
from textminer.analysis.document_map import Anchors, PointIndex, beside, flat, laid_out, principal_axes
from textminer.analysis.document_terms import document_terms
from textminer.analysis.map_regions import characteristic_words, map_regions
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.map_look import AXES, NEIGHBOURS
from textminer.progress import Cancelled
from textminer.workflows import document_map
from textminer.workflows.document_map import DocumentMap, map_documents
from textminer.workflows.scoring import tokens_of

WORDS = ("good", "bad", "room", "pool", "staff", "food")


def clouds(n_each: int = 60, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Three clouds of documents in ten dimensions, and which each is of."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(scale=8, size=(3, 10))
    of_cloud = np.repeat(np.arange(3), n_each)
    return (centres[of_cloud] + chance.normal(size=(3 * n_each, 10))).astype(np.float32), of_cloud


def test_axes_are_those_of_scikit_learn() -> None:
    features, _clouds = clouds()
    axes = principal_axes(features, 4)
    expected = PCA(4, svd_solver="full").fit_transform(features)
    assert axes.coordinates(features) == pytest.approx(expected, abs=1e-3)


def test_neighbours_stay_neighbours_and_the_same_bits_come_out() -> None:
    features, of_cloud = clouds()
    coordinates = principal_axes(features).coordinates(features)
    points = laid_out(coordinates)
    assert points.tobytes() == laid_out(coordinates).tobytes()
    assert trustworthiness(features, points, n_neighbors=10) > 0.9
    centres = np.array([points[of_cloud == cloud].mean(axis=0) for cloud in range(3)])
    nearest = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == of_cloud).all()


def test_documents_are_placed_beside_those_they_are_like() -> None:
    features, of_cloud = clouds()
    axes = principal_axes(features)
    is_anchor = np.arange(len(features)) % 2 == 0
    coordinates = axes.coordinates(features)
    anchors = Anchors(coordinates[is_anchor], flat(coordinates[is_anchor]))
    points = beside(anchors, coordinates[~is_anchor])
    away = ((points[:, None] - anchors.points) ** 2).sum(axis=2).argmin(axis=1)
    assert (of_cloud[is_anchor][away] == of_cloud[~is_anchor]).all()
    assert beside(anchors, anchors.coordinates) == pytest.approx(anchors.points, abs=1e-2)


def test_equal_documents_have_a_place_too() -> None:
    same = np.ones((8, 3), dtype=np.float32)
    assert np.isfinite(laid_out(principal_axes(same).coordinates(same))).all()


def test_the_nearest_document_is_found_within_reach_alone() -> None:
    points = np.array([[0, 0], [1, 1], [np.nan, np.nan], [1.1, 1]])
    index = PointIndex(points, np.array([0, 1, 2]))
    assert index.nearest(1.1, 1, 0.5) == 1
    assert index.nearest(5, 5, 0.5) is None
    assert PointIndex(points, np.array([2])).nearest(0, 0, 9) is None


def test_regions_are_named_by_the_words_of_their_documents() -> None:
    chance = np.random.default_rng(2)
    centres = np.repeat([[0, 0], [20, 0], [0, 20]], 40, axis=0)
    points = np.vstack([chance.normal(size=(120, 2)) + centres, [np.nan, np.nan]]).astype(np.float32)
    texts = ["the bed room"] * 40 + ["the sea pool"] * 40 + ["the bus train"] * 40
    terms = document_terms(tokens_of(texts, "tweet"), Cleaning())
    found = map_regions(points, np.arange(120), terms)
    assert found.codes[-1] == -1
    for region in range(found.n_regions):
        own = np.flatnonzero(found.codes == region)
        assert len(set(own // 40)) == 1
        assert set(found.words[region]) == set(texts[own[0]].split()[1:])
    assert map_regions(points, np.arange(30), terms).n_regions == 0


def test_characteristic_words_rank_by_log_likelihood_worked_by_hand() -> None:
    # a word in 10 of 20 documents of one group and in 2 of 80 of the other: G² = 2 Σ O ln(O / E) = 28.7
    from textminer.analysis.map_regions import _log_likelihood

    found = _log_likelihood(np.array([10.0, 0.0]), np.array([2.0, 40.0]), 20, 80)
    cells = ((10, 2.4), (2, 9.6), (10, 17.6), (78, 70.4))
    assert found[0] == pytest.approx(2 * sum(seen * np.log(seen / expected) for seen, expected in cells))
    assert found[1] < 0


def texts(n_documents: int, seed: int = 0) -> list[str]:
    chance = np.random.default_rng(seed)
    return [" ".join(chance.choice(WORDS, 6)) for _document in range(n_documents)]


def drawn(layout: str, n_documents: int = 120) -> DocumentMap:
    made = [*texts(n_documents), "", "???"]
    classifier = WordClassifier(dict.fromkeys(WORDS, 1.0))
    return map_documents(corpus_of(made), tokens_of(made, "tweet"), classifier, layout)


@pytest.mark.parametrize("layout", [NEIGHBOURS, AXES])
def test_a_map_is_the_same_every_time_and_leaves_out_what_cannot_be_read(layout: str) -> None:
    first, second = drawn(layout), drawn(layout)
    assert first.points.tobytes() == second.points.tobytes()
    assert first.n_placed == 120
    assert first.n_unread == 2
    assert np.isnan(first.points[-2:]).all()


@pytest.mark.parametrize("layout", [NEIGHBOURS, AXES])
def test_more_documents_than_are_laid_out_are_all_placed(
    layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_map, "LAID_OUT", 50)
    monkeypatch.setattr(document_map, "PLACED_AT_ONCE", 30)
    monkeypatch.setattr(document_map, "PART_EVERY_S", 0.0)
    made = texts(170)
    parts: list[DocumentMap] = []
    classifier = WordClassifier(dict.fromkeys(WORDS, 1.0))
    found = map_documents(corpus_of(made), tokens_of(made, "tweet"), classifier, layout, parts.append)
    assert found.n_placed == 170
    assert found.n_laid_out == 50
    numbers = [part.n_placed for part in parts]
    assert numbers[0] == 50
    assert numbers == sorted(numbers)
    assert (found.regions.codes >= 0).all()


@pytest.mark.parametrize("made", [[], ["good room"], [""] * 9, ["good"] * 4])
def test_too_few_documents_make_no_map(made: list[str]) -> None:
    found = map_documents(corpus_of(made), tokens_of(made, "tweet"), WordClassifier({"good": 1.0}))
    assert found.n_placed == 0
    assert found.points.shape == (len(made), 2)


def test_equal_documents_of_few_words_make_a_map() -> None:
    found = map_documents(
        corpus_of(["good"] * 12), tokens_of(["good"] * 12, "tweet"), WordClassifier({"good": 1.0})
    )
    assert found.n_placed == 12


def test_making_a_map_can_be_stopped() -> None:
    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            if fraction > 0.6:
                raise Cancelled

    made = texts(60)
    with pytest.raises(Cancelled):
        map_documents(
            corpus_of(made), tokens_of(made, "tweet"), WordClassifier({"good": 1.0}), progress=Impatient()
        )


def test_words_of_a_group_are_those_that_more_of_its_documents_hold() -> None:
    terms = document_terms(tokens_of(["sea sea sea", "sea", "bed", "bed sea"] * 4, "tweet"), Cleaning())
    assert characteristic_words(terms, np.array([0, 0, 1, 1] * 4), 2) == (("sea",), ("bed",))
