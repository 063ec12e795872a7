"""Which documents are copies of others, whole or nearly: shingles, MinHash, exact likeness of pairs."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from textminer.analysis.ngrams import distinct
from textminer.corpus.offsets import offsets_of, repeated
from textminer.progress import Progress, Stage, silent

RUN = 3  # words of a shingle: single words alike say little, long runs break at every change
N_BANDS, BAND_ROWS = 16, 2  # finds 99 of 100 pairs at a likeness of .5, all but 1 in 1,000 at .6
LEAST_LIKENESS = 0.5  # below, texts share phrases, and are no copies
BLOCK_TOKENS = 65_536  # whose hashes stay in a processor's cache
PAIRS_AT_ONCE = 20_000
SEED = 20_131

_UNUSED = np.uint32(0xFFFFFFFF)


@dataclass(frozen=True, eq=False)
class Shingles:
    """The runs of words in each document, as 64-bit hashes.

    hashes:   uint64 (n_runs,) document by document; a run that is said twice stands there twice
    offsets:  int64 (n_documents + 1,) where each document's begin

    A document of fewer words than a run has is one run of its own; one without a word has none. Different
    runs have different hashes as long as there are no more than 2.6 million different words.
    """

    hashes: np.ndarray
    offsets: np.ndarray

    @property
    def n_documents(self) -> int:
        """How many documents, those without a run included."""
        return len(self.offsets) - 1


@dataclass(frozen=True, eq=False)
class Copies:
    """Documents that are copies of each other, in clusters; the cluster of the most documents first.

    positions:  int64 (n_copies,) cluster by cluster, each ascending: the first of each stands for it
    offsets:    int64 (n_clusters + 1,) where each cluster begins
    likeness:   float32 (n_copies,) of each document to the first of its cluster: shared runs of words as a
                share of all runs of both (Jaccard), 1 for the same words in the same order
    """

    positions: np.ndarray
    offsets: np.ndarray
    likeness: np.ndarray

    @property
    def n_clusters(self) -> int:
        """How many clusters of two or more documents there are."""
        return len(self.offsets) - 1

    def sizes(self) -> np.ndarray:
        """Documents in each cluster: int64 (n_clusters,)."""
        return np.diff(self.offsets)

    def cluster(self, place: int) -> np.ndarray:
        """Positions of one cluster's documents, ascending."""
        return self.positions[self.offsets[place] : self.offsets[place + 1]]

    def least_likeness(self) -> np.ndarray:
        """Of each cluster's documents to its first: float32 (n_clusters,)."""
        if not self.n_clusters:
            return np.empty(0, np.float32)
        return np.minimum.reduceat(self.likeness, self.offsets[:-1])

    def repeats(self) -> np.ndarray:
        """All but the first of each cluster: ascending int64."""
        is_first = np.zeros(len(self.positions), dtype=bool)
        is_first[self.offsets[:-1]] = True
        return np.sort(self.positions[~is_first])

    def restricted(self, positions: np.ndarray, least_likeness: float = 0.0) -> "Copies":
        """The clusters as far as their documents are among `positions`, and enough like the first of all."""
        clusters = repeated(np.arange(self.n_clusters), self.sizes())
        kept = np.isin(self.positions, positions) & (self.likeness >= least_likeness)
        return _copies(self.positions[kept], clusters[kept], self.likeness[kept])


def shingles(
    ids: np.ndarray,
    offsets: np.ndarray,
    word_of_type: np.ndarray,
    progress: Progress = silent,
    run: int = RUN,
) -> Shingles:
    """The runs of words of documents.

    ids:          int (n_tokens,) type of each token
    offsets:      int64 (n_documents + 1,) tokens of each document
    word_of_type: int (n_types,) the word that each type is, -1 for what is passed over
    """
    n_words = int(word_of_type.max(initial=-1)) + 1
    n_documents = len(offsets) - 1
    hashes, counts, start = [np.empty(0, np.uint64)], [np.zeros(1, np.int64)], 0
    while start < n_documents:
        progress.report(start / n_documents)
        last = int(np.searchsorted(offsets, offsets[start] + BLOCK_TOKENS, side="right")) - 1
        end = min(max(start + 1, last), n_documents)
        words = word_of_type[ids[offsets[start] : offsets[end]]]
        is_word = words >= 0
        before = offsets_of(is_word)
        own = before[offsets[start : end + 1] - offsets[start]]
        found, per_document = _runs(words[is_word], own, n_words, run)
        hashes.append(found)
        counts.append(per_document)
        start = end
    progress.report(1.0)
    return Shingles(np.concatenate(hashes), np.cumsum(np.concatenate(counts)))


def _runs(ids: np.ndarray, offsets: np.ndarray, n_words: int, run: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the runs of some documents, and how many each has."""
    lengths = np.diff(offsets)
    counts = np.where(lengths >= run, lengths - run + 1, np.minimum(lengths, 1))
    run_offsets = offsets_of(counts)
    starts = np.arange(run_offsets[-1]) + repeated(offsets[:-1] - run_offsets[:-1], counts)
    ends = repeated(offsets[1:], counts)
    keys = np.zeros(len(starts), dtype=np.uint64)
    padded = np.append(ids, 0).astype(np.uint64) + np.uint64(1)
    for step in range(run):
        places = np.minimum(starts + step, len(ids))
        keys = keys * np.uint64(n_words + 1) + np.where(starts + step < ends, padded[places], np.uint64(0))
    return _mixed(keys), counts


def signatures(found: Shingles, progress: Progress = silent, seed: int = SEED) -> np.ndarray:
    """MinHash signatures: uint32 (n_documents, N_BANDS * BAND_ROWS).

    Two documents agree in each entry with the probability of their likeness (Jaccard).
    Source: Broder (1997), On the resemblance and containment of documents; hashed by multiplication and
    shift as in Dietzfelbinger et al. (1997).
    """
    n_hashes = N_BANDS * BAND_ROWS
    chance = np.random.default_rng(seed)
    factors = chance.integers(0, 2**63, n_hashes, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    signed = np.full((found.n_documents, n_hashes), _UNUSED, dtype=np.uint32)
    filled = np.flatnonzero(np.diff(found.offsets))
    begins = found.offsets[:-1][filled]
    ends = found.offsets[1:][filled]
    start = 0
    while start < len(filled):
        progress.report(start / len(filled))
        limit = begins[start] + BLOCK_TOKENS
        end = max(start + 1, int(np.searchsorted(ends, limit, side="right")))
        hashes = found.hashes[begins[start] : ends[end - 1]]
        cuts = begins[start:end] - begins[start]
        for place, factor in enumerate(factors):
            values = _mixed_again(hashes, factor)
            signed[filled[start:end], place] = np.minimum.reduceat(values, cuts)
        start = end
    progress.report(1.0)
    return signed


def likeness_of_pairs(
    found: Shingles, first: np.ndarray, second: np.ndarray, progress: Progress = silent
) -> np.ndarray:
    """Exact likeness (Jaccard of the sets of runs) of pairs of documents: float32 (n_pairs,); 0 without runs.

    first, second:  int64 (n_pairs,) positions
    """
    result = np.zeros(len(first), dtype=np.float32)
    for start in range(0, len(first), PAIRS_AT_ONCE):
        progress.report(start / len(first))
        block = slice(start, start + PAIRS_AT_ONCE)
        involved, places = np.unique(np.concatenate([first[block], second[block]]), return_inverse=True)
        sets = _sets(found, involved)
        sizes = np.diff(sets.indptr)
        one, other = np.split(places, 2)
        shared = np.asarray(sets[one].multiply(sets[other]).sum(axis=1)).ravel()
        either = sizes[one] + sizes[other] - shared
        result[block] = np.divide(shared, either, out=np.zeros(len(one)), where=either > 0)
    return result


def copies(
    found: Shingles, progress: Progress = silent, least_likeness: float = LEAST_LIKENESS, seed: int = SEED
) -> Copies:
    """Clusters of documents that are copies of each other.

    least_likeness:  of each document to the first of its cluster, 0 to 1
    Raises Cancelled between blocks. Documents without a word are no copies of each other.

    Pairs are looked for among documents that agree in a band of their MinHash signatures (locality-sensitive
    hashing: Leskovec, Rajaraman & Ullman, Mining of massive datasets, §3.4), each with the first and the
    previous one of its band, so that work grows with documents, not with pairs. Their likeness is exact.
    """
    signed = signatures(found, Stage(progress, 0.0, 0.6), seed)
    first, second = _candidates(signed, np.diff(found.offsets) > 0, Stage(progress, 0.6, 0.75))
    alike = likeness_of_pairs(found, first, second, Stage(progress, 0.75, 0.9))
    joined = alike >= least_likeness
    graph = sparse.coo_array(
        (np.ones(int(joined.sum()), dtype=np.int8), (first[joined], second[joined])),
        shape=(found.n_documents, found.n_documents),
    )
    _n, labels = connected_components(graph, directed=False)
    positions = np.flatnonzero(np.bincount(labels, minlength=1)[labels] > 1)
    return _around_firsts(found, positions, labels[positions], least_likeness, Stage(progress, 0.9, 1.0))


def _around_firsts(
    found: Shingles, positions: np.ndarray, labels: np.ndarray, least_likeness: float, progress: Progress
) -> Copies:
    """Divide chains of copies, whose ends may be unlike, into clusters of documents like their first one.

    positions:  ascending int64, of the documents in a chain; labels: which chain each is in
    """
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    n_clusters = 0
    while len(positions):
        order = np.argsort(labels, kind="stable")
        positions, labels = positions[order], labels[order]
        is_first = np.diff(labels, prepend=-1) != 0
        cluster = np.cumsum(is_first) - 1
        alike = likeness_of_pairs(found, positions, positions[is_first][cluster], progress)
        joins = is_first | (alike >= least_likeness)
        parts.append((positions[joins], cluster[joins] + n_clusters, alike[joins]))
        n_clusters += int(is_first.sum())
        positions, labels = positions[~joins], labels[~joins]
    progress.report(1.0)
    if not parts:
        return _copies(positions, positions, np.empty(0, np.float32))
    gathered = [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]
    return _copies(gathered[0], gathered[1], gathered[2])


def _candidates(
    signed: np.ndarray, is_filled: np.ndarray, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of documents that agree in a band, each once: int64 (n_pairs,) the earlier and the later."""
    filled = np.flatnonzero(is_filled)
    n_documents = np.uint64(len(signed))
    pairs = []
    for band in range(N_BANDS):
        progress.report(band / N_BANDS)
        keys = np.zeros(len(filled), dtype=np.uint64)
        for row in range(band * BAND_ROWS, (band + 1) * BAND_ROWS):
            keys = _mixed(keys ^ signed[filled, row].astype(np.uint64))
        order = np.argsort(keys, kind="stable")
        ordered, documents = keys[order], filled[order].astype(np.uint64)
        is_new = np.ones(len(ordered), dtype=bool)
        is_new[1:] = ordered[1:] != ordered[:-1]
        heads = documents[is_new][np.cumsum(is_new) - 1]
        repeated = np.flatnonzero(~is_new)
        pairs.append(heads[repeated] * n_documents + documents[repeated])
        pairs.append(documents[repeated - 1] * n_documents + documents[repeated])
    found = distinct(np.concatenate(pairs)) if pairs else np.empty(0, np.uint64)
    first, second = np.divmod(found, n_documents) if len(found) else (found, found)
    return first.astype(np.int64), second.astype(np.int64)


def _sets(found: Shingles, documents: np.ndarray) -> sparse.csr_array:
    """Which runs some documents hold, a row for each: float32 CSR of ones."""
    starts, counts = found.offsets[documents], np.diff(found.offsets)[documents]
    offsets = offsets_of(counts)
    hashes = found.hashes[np.arange(offsets[-1]) + repeated(starts - offsets[:-1], counts)]
    order = np.argsort(hashes, kind="stable")
    is_new = np.diff(hashes[order], prepend=np.uint64(0)) != 0
    columns = np.empty(len(hashes), dtype=np.int64)
    columns[order] = np.cumsum(is_new)
    sets = sparse.csr_array(
        (np.ones(len(hashes), dtype=np.float32), columns, offsets),
        shape=(len(documents), len(hashes) + 1),
    )
    sets.sum_duplicates()
    sets.data[:] = 1
    return sets


def _copies(positions: np.ndarray, clusters: np.ndarray, likeness: np.ndarray) -> Copies:
    """Clusters of two and more, the largest first, ties by their first document.

    positions, clusters:  cluster by cluster, ascending within each
    """
    begins = np.flatnonzero(np.diff(clusters, prepend=-1))
    sizes = np.diff(np.append(begins, len(positions)))
    order = [place for place in np.lexsort((positions[begins], -sizes)).tolist() if sizes[place] > 1]
    offsets = offsets_of(sizes[order])
    places = np.arange(offsets[-1]) + repeated(begins[order] - offsets[:-1], sizes[order])
    return Copies(positions[places], offsets, likeness[places])


def _mixed_again(hashes: np.ndarray, factor: np.uint64) -> np.ndarray:
    """One of many hash functions of 64-bit hashes: uint32."""
    return ((hashes * factor) >> np.uint64(32)).astype(np.uint32)


def _mixed(keys: np.ndarray) -> np.ndarray:
    """Keys uint64 scattered over all values, different ones to different ones.

    Source: Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators (SplitMix64).
    """
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))
