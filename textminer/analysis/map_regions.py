"""Regions of a map, and the words that tell the documents of each from the others."""

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from textminer.analysis.document_terms import DocumentTerms

DOCUMENTS_A_REGION = 25  # at least, on average
MOST_REGIONS = 10  # as many labels as a map has room for
WORDS = 3  # that name a region
BLOCK = 50_000
SEED = 20_131


@dataclass(frozen=True, eq=False)
class MapRegions:
    """Parts of a map.

    centres:  float32 (n_regions, 2)
    words:    for each the words that are said in it more often than elsewhere, the surest first
    codes:    int32 (n_documents,) the region of each document, -1 for what is nowhere
    """

    centres: np.ndarray
    words: tuple[tuple[str, ...], ...]
    codes: np.ndarray

    @property
    def n_regions(self) -> int:
        """How many regions there are."""
        return len(self.centres)

    def with_points(self, points: np.ndarray) -> "MapRegions":
        """The same regions for documents at these points; each is in the nearest one."""
        codes = np.full(len(points), -1, dtype=np.int32)
        if self.n_regions:
            placed = np.flatnonzero(np.isfinite(points[:, 0]))
            for start in range(0, len(placed), BLOCK):
                block = placed[start : start + BLOCK]
                away = ((points[block, None, :] - self.centres[None, :, :]) ** 2).sum(axis=2)
                codes[block] = away.argmin(axis=1)
        return MapRegions(self.centres, self.words, codes)


def no_regions(points: np.ndarray) -> MapRegions:
    """A map without regions."""
    return MapRegions(np.zeros((0, 2), np.float32), (), np.full(len(points), -1, np.int32))


def map_regions(
    points: np.ndarray, sampled: np.ndarray, terms: DocumentTerms, seed: int = SEED
) -> MapRegions:
    """Divide a map into regions of about one size.

    points:   float32 (n_documents, 2), NaN for what is nowhere
    sampled:  int64 (n,) documents by which regions are found and named
    terms:    words of these documents, a row for each
    """
    n_regions = min(MOST_REGIONS, len(sampled) // DOCUMENTS_A_REGION)
    if n_regions < 2:
        return no_regions(points)
    with threadpool_limits(limits=1):
        found = KMeans(n_regions, n_init=3, random_state=seed).fit(points[sampled].astype(np.float64))
    centres = found.cluster_centers_.astype(np.float32)
    unnamed = MapRegions(centres, (), np.empty(0, np.int32)).with_points(points)
    names = characteristic_words(terms, unnamed.codes[sampled], n_regions)
    return MapRegions(centres, names, unnamed.codes)


def characteristic_words(
    terms: DocumentTerms, codes: np.ndarray, n_groups: int
) -> tuple[tuple[str, ...], ...]:
    """For each group of documents, the words that more of its documents hold than of the others.

    codes:  int (n_documents,) group of each row of `terms`

    Ranked by G² (Dunning 1993) of documents with the word against those without.
    """
    has_word = terms.counts.copy()
    has_word.data = np.ones_like(has_word.data)
    everywhere = np.asarray(has_word.sum(axis=0)).ravel()
    names = []
    for group in range(n_groups):
        is_own = codes == group
        own = np.asarray(has_word[np.flatnonzero(is_own)].sum(axis=0)).ravel()
        n_own, n_all = int(is_own.sum()), len(codes)
        surprise = _log_likelihood(own, everywhere - own, n_own, n_all - n_own)
        best = np.argsort(-surprise, kind="stable")[:WORDS]
        names.append(tuple(terms.words[place] for place in best.tolist() if surprise[place] > 0))
    return tuple(names)


def _log_likelihood(inside: np.ndarray, outside: np.ndarray, n_inside: int, n_outside: int) -> np.ndarray:
    """G² of a word's documents, negative where the group holds it more seldom: float64 (n_words,)."""
    share = (inside + outside) / max(n_inside + n_outside, 1)
    total = np.zeros(len(inside))
    for found, n in ((inside, n_inside), (outside, n_outside)):
        for seen, expected in ((found, share * n), (n - found, (1 - share) * n)):
            ratio = np.divide(seen, expected, out=np.ones(len(seen)), where=(seen > 0) & (expected > 0))
            total += 2 * seen * np.log(ratio)
    is_more = inside * max(n_outside, 1) > outside * max(n_inside, 1)
    return np.where(is_more, total, -total)
