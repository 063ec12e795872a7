"""Which words occur together: pairs near each other or in one document, and the network they make."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from textminer.analysis.collocation import Association, association
from textminer.analysis.ngrams import distinct
from textminer.analysis.word_counts import blocks_of, places_of_words
from textminer.analysis.word_sequence import WordSequence
from textminer.corpus.offsets import offsets_of
from textminer.progress import Progress, silent

PAIRS_AT_ONCE = 8_000_000  # of words that are sorted to be counted: fewer at once take longer in all
MEASURED_AT_ONCE = 100_000  # pairs: their measures take ten times as much room while they are computed
EDGES_PER_WORD = 2  # more lines than that cannot be told apart
MAJORISATIONS = 120  # the stress falls by less than a thousandth after some eighty
APART = 1.3  # of the mean length of paths: how far words are that no path joins


@dataclass(frozen=True, eq=False)
class WordPairs:
    """Pairs of words, each once, the most surely attracted first.

    words:           (n_words,) what the pairs are of
    totals:          int64 (n_words,) occurrences; in one document: documents that hold the word
    firsts, seconds: int32 (n_pairs,) places among the words; of neighbours the first stands before the second
    counts:          int32 (n_pairs,) times they were met together; in one document: documents that hold both
    association:     of each pair
    """

    words: tuple[str, ...]
    totals: np.ndarray
    firsts: np.ndarray
    seconds: np.ndarray
    counts: np.ndarray
    association: Association

    @property
    def n_pairs(self) -> int:
        """How many pairs."""
        return len(self.counts)

    def take(self, pairs: np.ndarray) -> "WordPairs":
        """Some of the pairs, in the order given: int (n_taken,)."""
        measures = Association(**{name: values[pairs] for name, values in vars(self.association).items()})
        return replace(
            self,
            firsts=self.firsts[pairs],
            seconds=self.seconds[pairs],
            counts=self.counts[pairs],
            association=measures,
        )

    def frame(self) -> pd.DataFrame:
        """The table a user exports."""
        return pd.DataFrame(
            {
                "first": [self.words[place] for place in self.firsts.tolist()],
                "second": [self.words[place] for place in self.seconds.tolist()],
                "count": self.counts,
                "first_occurrences": self.totals[self.firsts],
                "second_occurrences": self.totals[self.seconds],
                **vars(self.association),
            }
        )


@dataclass(frozen=True, eq=False)
class WordNetwork:
    """Words and the pairs that join them, laid out in the plane: every word is joined to one at least.

    pairs:        of these words; the network's edges
    mean_scores:  float64 (n_words,) mean score of the documents that hold the word, NaN where none is scored
    places:       float64 (n_words, 2) within −1 to 1
    """

    pairs: WordPairs
    mean_scores: np.ndarray
    places: np.ndarray

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the nodes."""
        return self.pairs.words


def collocations(
    sequence: WordSequence,
    window: int = 2,
    minimum: int = 3,
    with_itself: bool = True,
    progress: Progress = silent,
) -> WordPairs:
    """Pairs of words of which the second follows the first within a window, as NLTK's finder counts them.

    window:       2 for neighbours, 3 for one word between them at most, and so on
    minimum:      fewest times that a pair is met
    with_itself:  count a word that follows itself as a pair
    """
    totals = sequence.counts()
    frequent = np.flatnonzero(totals >= minimum)
    number_of = np.full(sequence.n_words + 1, -1, dtype=np.int32)
    number_of[frequent] = np.arange(len(frequent))
    numbers, documents = number_of[sequence.ids], sequence.documents
    span = max(len(frequent), 1)
    found, counts = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int32)]
    # pairs with some of the first words at a time: all of them, in order, take 80 bytes a word of the corpus
    bounds = offsets_of(totals[frequent] * (window - 1))
    for first, last in blocks_of(bounds, PAIRS_AT_ONCE):
        keys, n_keys = np.empty(int(bounds[last] - bounds[first]), dtype=np.int64), 0
        for distance in range(1, window):
            progress.report(bounds[first] / max(bounds[-1], 1))
            lefts, rights = numbers[:-distance], numbers[distance:]
            is_pair = (lefts >= first) & (lefts < last) & (rights >= 0)
            is_pair &= documents[distance:] == documents[:-distance]
            n_before, n_keys = n_keys, n_keys + int(np.count_nonzero(is_pair))
            keys[n_before:n_keys] = lefts[is_pair]
            keys[n_before:n_keys] *= span
            keys[n_before:n_keys] += rights[is_pair]
        met, n_met = _repeated_values(keys[:n_keys], minimum)
        found.append(met)
        counts.append(n_met.astype(np.int32))
    progress.report(1.0)
    firsts, seconds = (
        np.concatenate([part(keys, span) for keys in found]).astype(np.int32)
        for part in (np.floor_divide, np.remainder)
    )
    joint = np.concatenate(counts)
    del found, counts  # there may be millions, and their measures come on top
    if not with_itself:
        kept = firsts != seconds
        firsts, seconds, joint = firsts[kept], seconds[kept], joint[kept]
    totals = totals[frequent]
    measures = Association(*np.empty((4, len(joint))))
    for start in range(0, len(joint), MEASURED_AT_ONCE):
        block = slice(start, start + MEASURED_AT_ONCE)
        sides = totals[firsts[block]], totals[seconds[block]]
        of_block = association(joint[block] / (window - 1), *sides, len(sequence.ids))
        for name, values in vars(measures).items():
            values[block] = getattr(of_block, name)
    return _strongest_first(sequence.names(frequent), totals, (firsts, seconds, joint), measures)


def _repeated_values(values: np.ndarray, fewest: int) -> tuple[np.ndarray, np.ndarray]:
    """The values that stand there so often, ascending, and how often; the values are put in order."""
    values.sort()
    fewest = max(fewest, 1)
    n_candidates = max(len(values) - fewest + 1, 0)
    is_repeated = values[fewest - 1 :][:n_candidates] == values[:n_candidates]
    is_repeated[1:] &= values[1:n_candidates] != values[: max(n_candidates - 1, 0)]  # the first of its run
    starts = np.flatnonzero(is_repeated)
    return values[starts], np.searchsorted(values, values[starts], side="right") - starts


def pairs_of_frequent_words(
    sequence: WordSequence, n_words: int = 60, window: int = 5, minimum: int = 2
) -> WordPairs:
    """Pairs among the most frequent words, in either order, at most `window` words apart.

    window:  0 for anywhere in one document
    """
    counts = sequence.counts()
    chosen = np.sort(np.argsort(-counts, kind="stable")[:n_words])
    chosen = chosen[counts[chosen] > 0]
    n_chosen = len(chosen)
    number_of = np.full(sequence.n_words + 1, -1, dtype=np.int32)
    number_of[chosen] = np.arange(n_chosen)
    numbers = number_of[sequence.ids]
    places = np.flatnonzero(numbers >= 0)
    numbers, documents = numbers[places].astype(np.int64), sequence.documents[places].astype(np.int64)
    if window == 0:
        met, totals, n_all, scale = _met_in_documents(numbers, documents, n_chosen, sequence.n_documents)
    else:
        met = _met_nearby(numbers, documents, places, n_chosen, window)
        totals, n_all, scale = counts[chosen], len(sequence.ids), 2 * window
    firsts, seconds = np.nonzero(np.triu(met, 1) >= max(minimum, 1))
    joint = met[firsts, seconds].astype(np.int32)
    firsts, seconds = firsts.astype(np.int32), seconds.astype(np.int32)
    measures = association(joint / scale, totals[firsts], totals[seconds], n_all)
    return _strongest_first(sequence.names(chosen), totals, (firsts, seconds, joint), measures)


def word_network(
    pairs: WordPairs, mean_scores: np.ndarray, edges_per_word: int = EDGES_PER_WORD
) -> WordNetwork:
    """The network of the surest pairs: words that none of them joins are left out.

    mean_scores:  float (n_words,) of the words of the pairs
    """
    attracted = np.flatnonzero(pairs.association.log_likelihood > 0)[: edges_per_word * len(pairs.words)]
    edges = pairs.take(attracted)
    used = distinct(np.concatenate([edges.firsts, edges.seconds]))
    number_of = np.zeros(len(pairs.words), dtype=np.int64)
    number_of[used] = np.arange(len(used))
    edges = replace(
        edges,
        words=tuple(pairs.words[place] for place in used.tolist()),
        totals=pairs.totals[used],
        firsts=number_of[edges.firsts],
        seconds=number_of[edges.seconds],
    )
    return WordNetwork(edges, mean_scores[used], layout(len(used), edges))


def layout(n_words: int, edges: WordPairs) -> np.ndarray:
    """Where words stand so that the lengths of paths between them are kept: float64 (n_words, 2), −1 to 1.

    The same network is laid out the same way every time: it starts from classical scaling, not from chance.
    Source: Gansner, Koren & North (2004), Graph drawing by stress majorization.
    """
    if n_words < 2:
        return np.zeros((n_words, 2))
    strengths = edges.association.log_dice
    spread = max(float(np.ptp(strengths)), 1e-9) if len(strengths) else 1.0
    lengths = 1 + (strengths.max(initial=0.0) - strengths) / spread  # 1 for the strongest, 2 for the weakest
    graph = csr_array((lengths, (edges.firsts, edges.seconds)), shape=(n_words, n_words))
    wanted = shortest_path(graph, directed=False)
    finite = np.isfinite(wanted)
    wanted[~finite] = APART * wanted[finite & (wanted > 0)].mean()
    np.fill_diagonal(wanted, 1.0)
    weights = wanted**-2.0
    np.fill_diagonal(weights, 0.0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    places = _classical_scaling(wanted)
    for _round in range(MAJORISATIONS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        ratios = np.divide(weights * wanted, apart, out=np.zeros_like(apart), where=apart > 1e-9)
        places = inverse @ (np.diag(ratios.sum(axis=1)) - ratios) @ places
    places = places - (places.max(axis=0) + places.min(axis=0)) / 2
    return places / np.maximum(np.abs(places).max(axis=0), 1e-9)


def documents_with_pair(sequence: WordSequence, first: str, second: str, window: int) -> np.ndarray:
    """Positions of the documents with two words at most `window` words apart; 0: anywhere in them."""
    places = places_of_words(sequence.words, (first, second))
    if (places < 0).any():
        return np.empty(0, dtype=np.int64)
    is_first, is_second = (sequence.ids == place for place in places)
    documents = sequence.documents
    if window == 0:
        return np.intersect1d(documents[is_first], documents[is_second]).astype(np.int64)
    found = [np.empty(0, dtype=np.int64)]
    for distance in range(1, window + 1):
        together = documents[distance:] == documents[:-distance]
        near = is_first[distance:] & is_second[:-distance] | is_second[distance:] & is_first[:-distance]
        found.append(documents[distance:][together & near])
    return np.unique(np.concatenate(found)).astype(np.int64)


def documents_with_word(sequence: WordSequence, word: str) -> np.ndarray:
    """Positions of the documents that hold a word: ascending int64."""
    place = places_of_words(sequence.words, [word])
    return distinct(sequence.documents[sequence.ids == place]).astype(np.int64)


def mean_scores(sequence: WordSequence, words: tuple[str, ...], scores: np.ndarray) -> np.ndarray:
    """Mean score of the documents that hold each of some words: float64 (n_words,), NaN where none is scored.

    scores:  float (n_documents,)
    """
    places = places_of_words(sequence.words, words)
    numbers_of_words = np.full(sequence.n_words, -1, dtype=np.int32)
    numbers_of_words[places[places >= 0]] = np.flatnonzero(places >= 0)
    numbers = numbers_of_words[sequence.ids]
    kept = numbers >= 0
    pairs = distinct(numbers[kept].astype(np.int64) * sequence.n_documents + sequence.documents[kept])
    of_word, of_document = np.divmod(pairs, max(sequence.n_documents, 1))
    known = ~np.isnan(scores[of_document])
    sums = np.bincount(of_word[known], weights=scores[of_document[known]], minlength=len(words))
    n_scored = np.bincount(of_word[known], minlength=len(words))
    return np.divide(sums, n_scored, out=np.full(len(words), np.nan), where=n_scored > 0)


def _met_nearby(
    numbers: np.ndarray, documents: np.ndarray, places: np.ndarray, n_words: int, window: int
) -> np.ndarray:
    """How often each two words are met within a window: int64 (n_words, n_words), symmetric."""
    met = np.zeros(n_words * n_words, dtype=np.int64)
    for step in range(1, window + 1):
        near = (documents[step:] == documents[:-step]) & (places[step:] - places[:-step] <= window)
        met += np.bincount((numbers[:-step] * n_words + numbers[step:])[near], minlength=len(met))
    square = met.reshape(n_words, n_words)
    return square + square.T


def _met_in_documents(
    numbers: np.ndarray, documents: np.ndarray, n_words: int, n_documents: int
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """How many documents hold each two words, each one; how many there are with any; and no scaling."""
    pairs = distinct(documents * max(n_words, 1) + numbers)
    held = csr_array((np.ones(len(pairs)), np.divmod(pairs, max(n_words, 1))), shape=(n_documents, n_words))
    met = np.asarray((held.T @ held).todense()).astype(np.int64)
    return met, np.diag(met).copy(), n_documents, 1


def _strongest_first(
    words: tuple[str, ...],
    totals: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray, np.ndarray],
    measures: Association,
) -> WordPairs:
    """The pairs in their order; the measures are put in order as they are, since there may be millions.

    pairs:  first and second word of each, and how often they were met
    """
    order = np.argsort(-measures.log_likelihood, kind="stable")
    for values in vars(measures).values():
        values[:] = values[order]
    firsts, seconds, counts = (values[order] for values in pairs)
    return WordPairs(words, totals, firsts, seconds, counts, measures)


def _classical_scaling(distances: np.ndarray) -> np.ndarray:
    """Where to begin: the first two axes of classical multidimensional scaling, their signs settled."""
    squared = distances**2
    np.fill_diagonal(squared, 0.0)
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    axes = vectors[:, ::-1][:, :2]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    return axes * np.sqrt(np.maximum(values[::-1][:2], 1e-6))
