"""How much of the gap in mean score between two groups of documents each word carries."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, lsqr

from textminer.analysis.document_words import DocumentWords
from textminer.progress import Progress, silent

PULL = 10.0  # documents without any effect that each word's worth is pulled towards 0 by
DRAWS = 500  # the ends of an interval then move by about a tenth of its width from seed to seed
SEED = 20_131
BLOCK = 4_000_000  # drawn documents held at once
DRAWN_WORDS = 100  # the words with the largest parts, whose intervals are drawn
ITERATIONS = 60


@dataclass(frozen=True, eq=False)
class Gap:
    """The gap between the mean scores of two groups, and the part of each word: the largest parts first.

    The score of a document is laid to its words: each word it holds (however often) brings what a mention is
    worth, learnt from the documents of both groups, other words and the group being equal; what the score has
    beyond that is laid to the document's words in equal shares. A word's part is its mean over all documents
    of the one group less that of the other, split as Kitagawa (1955) does:

        part   = often + spoken
        often  = (share_A - share_B) * (value_A + value_B) / 2     one group mentions it more often
        spoken = (value_A - value_B) * (share_A + share_B) / 2     where it stands, scores differ otherwise
        gap    = sum of all parts + rest

    The rest is what differs whatever words are there, and documents without a counted word.

    n_documents:   int64 (2,) scored documents of both groups
    means:         float64 (2,) their mean scores
    gap, rest:     float, in points of the score; gap = means[0] - means[1]
    gap_interval:  (low, high), 95 %; NaN as long as none has been drawn
    words:         int64 (n_words,) places
    shares:        float64 (n_words, 2) share of each group's documents that hold the word, 0 to 1
    values:        float64 (n_words, 2) points of score that a mention brings there
    parts, often, spoken:  float64 (n_words,) points of the gap
    lows, highs:   float64 (n_words,) 95 % interval of the part, NaN but for the first words
    """

    n_documents: np.ndarray
    means: np.ndarray
    gap: float
    rest: float
    gap_interval: tuple[float, float]
    words: np.ndarray
    shares: np.ndarray
    values: np.ndarray
    parts: np.ndarray
    often: np.ndarray
    spoken: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    def frame(self, words: tuple[str, ...]) -> pd.DataFrame:
        """The table a user exports; the last lines are the rest and the whole gap."""
        n = len(self.words)
        low = [*self.lows, np.nan, self.gap_interval[0]]
        high = [*self.highs, np.nan, self.gap_interval[1]]
        nothing = [np.nan, np.nan]
        return pd.DataFrame(
            {
                "word": [*(words[place] for place in self.words.tolist()), "(rest)", "(gap)"],
                "part": [*self.parts, self.rest, self.gap],
                "low": low,
                "high": high,
                "how_often": [*self.often, *nothing],
                "how_spoken_of": [*self.spoken, *nothing],
                **{f"document_share_{side + 1}": [*self.shares[:n, side], *nothing] for side in range(2)},
                **{f"value_{side + 1}": [*self.values[:n, side], *nothing] for side in range(2)},
            }
        )


def gap_by_words(
    matrix: DocumentWords,
    scores: np.ndarray,
    target: np.ndarray,
    reference: np.ndarray,
    fewest_documents: int = 5,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Progress = silent,
    on_parts: Callable[[Gap], None] | None = None,
) -> Gap | None:
    """Lay the gap in mean score between two groups to the words; None where a group has no scored document.

    scores:             float (n_documents,), NaN where a document has none
    target, reference:  positions of the groups, ascending, without a common one
    fewest_documents:   scored documents of both groups that must hold a word for it to get a part
    on_parts:           gets the gap before its intervals are drawn, which takes as long again

    Intervals: documents are drawn anew with replacement within each group (percentile bootstrap); what a
    mention of a word is worth follows to first order, as if no other word stood with it, so that intervals
    are somewhat too narrow for words that mostly stand together.
    Sources: Kitagawa (1955), Components of a difference between two rates; Oaxaca (1973) and Blinder (1973);
    pooled worths with the group among the regressors: Jann (2008), The Blinder-Oaxaca decomposition.
    """
    sides = [positions[~np.isnan(scores[positions])] for positions in (target, reference)]
    if not len(sides[0]) or not len(sides[1]):
        return None
    progress.report(0.0)
    documents = np.concatenate(sides)
    side = np.repeat([0, 1], [len(part) for part in sides])
    places, presence = _presence(matrix, documents, fewest_documents)
    progress.report(0.2)
    known = scores[documents].astype(np.float64)
    sizes = np.bincount(side, minlength=2)
    means = np.bincount(side, known, 2) / sizes
    shares = _group_means(presence, side, sizes)
    worth = _worth(presence, known - means[side], side, shares)
    progress.report(0.5)
    beyond = known - means[side] - (presence @ worth - (shares @ worth)[side])
    n_held = np.diff(presence.indptr)
    per_mention = np.divide(beyond, n_held, out=np.zeros(len(beyond)), where=n_held > 0)
    laid = _laid_to_words(presence, worth, per_mention)
    by_word = _group_means(laid, side, sizes)
    parts = by_word[0] - by_word[1]
    values, often, spoken = _split(by_word, shares)
    order = np.argsort(-np.abs(parts), kind="stable")
    progress.report(0.6)
    without_words = np.bincount(side, np.where(n_held > 0, 0.0, beyond), 2) / sizes
    by_worth = (shares[0] - shares[1]) @ worth
    nothing = np.full(len(order), np.nan)
    found = Gap(
        n_documents=sizes,
        means=means,
        gap=float(means[0] - means[1]),
        rest=float(means[0] - means[1] - by_worth + without_words[0] - without_words[1]),
        gap_interval=(np.nan, np.nan),
        words=places[order],
        shares=shares.T[order],
        values=values[order],
        parts=parts[order],
        often=often[order],
        spoken=spoken[order],
        lows=nothing,
        highs=nothing,
    )
    if on_parts is not None:
        on_parts(found)
    first = order[:DRAWN_WORDS]
    pulls, offsets = _pulls_on_worth(presence[:, first], beyond, side, sizes, shares[:, first])
    columns = sparse.hstack([laid[:, first] + pulls, sparse.csr_array(known[:, None])]).tocsr()
    drawn = _drawn_differences(columns, side, sizes, draws, seed, progress)
    drawn[:, : len(first)] -= offsets
    ends = np.percentile(drawn, [2.5, 97.5], axis=0)
    lows, highs = np.full((2, len(order)), np.nan)
    lows[: len(first)], highs[: len(first)] = ends[:, : len(first)]
    interval = (float(ends[0, -1]), float(ends[1, -1]))
    return replace(found, gap_interval=interval, lows=lows, highs=highs)


def _presence(
    matrix: DocumentWords, documents: np.ndarray, fewest: int
) -> tuple[np.ndarray, sparse.csr_array]:
    """Words that are frequent enough, and 1 where a document holds one: (n_chosen, n_kept)."""
    row_of = np.full(matrix.n_documents, -1, dtype=np.int64)
    row_of[documents] = np.arange(len(documents))
    rows = row_of[matrix.documents]
    words = matrix.entry_words()[rows >= 0]
    rows = rows[rows >= 0]
    is_kept = np.bincount(words, minlength=matrix.n_words) >= max(fewest, 1)
    places = np.flatnonzero(is_kept)
    column_of = np.cumsum(is_kept) - 1
    inside = is_kept[words]
    cells = (np.ones(int(inside.sum())), (rows[inside], column_of[words[inside]]))
    return places, sparse.csr_array(cells, shape=(len(documents), len(places)))


def _worth(
    presence: sparse.csr_array, beyond_mean: np.ndarray, side: np.ndarray, shares: np.ndarray
) -> np.ndarray:
    """What a mention of each word brings, other words and the group being equal: float64 (n_words,).

    Ridge regression of the scores on which words are there and on the group, which is not pulled to 0: within
    each group, all is taken as a difference from the group's mean (Frisch and Waugh).
    """
    n_documents, n_words = presence.shape
    if not n_words:
        return np.zeros(0)
    turned = presence.T.tocsr()

    def forward(worth: np.ndarray) -> np.ndarray:
        worth = worth.ravel()
        return presence @ worth - (shares @ worth)[side]

    def backward(of_documents: np.ndarray) -> np.ndarray:
        of_documents = of_documents.ravel()
        return turned @ of_documents - np.bincount(side, of_documents, 2) @ shares

    operator = LinearOperator((n_documents, n_words), forward, backward, dtype=np.float64)
    return np.asarray(lsqr(operator, beyond_mean, damp=np.sqrt(PULL), iter_lim=ITERATIONS)[0])


def _pulls_on_worth(
    presence: sparse.csr_array,
    beyond: np.ndarray,
    side: np.ndarray,
    sizes: np.ndarray,
    shares: np.ndarray,
) -> tuple[sparse.csr_array, np.ndarray]:
    """How each document moves a word's part through what a mention is worth, were it drawn once more.

    presence:  of some words; shares float64 (2, n_words) are theirs
    returns:   in the units of `_drawn_differences`, same cells as the presence; and the difference (n_words,)
               that these make when each document is drawn once
    """
    curvature = (shares * (1 - shares) * sizes[:, None]).sum(axis=0) + PULL
    per_residual = (shares[0] - shares[1]) / curvature
    rows = np.repeat(np.arange(presence.shape[0]), np.diff(presence.indptr))
    moved = per_residual[presence.indices] * beyond[rows]
    signed = moved * np.where(side == 0, sizes[0], -sizes[1])[rows]
    pulls = sparse.csr_array((signed, presence.indices, presence.indptr), shape=presence.shape)
    return pulls, np.bincount(presence.indices, moved, presence.shape[1])


def _laid_to_words(
    presence: sparse.csr_array, worth: np.ndarray, per_mention: np.ndarray
) -> sparse.csr_array:
    """What each document's words bring to its score; same cells as the presence."""
    brought = worth[presence.indices] + np.repeat(per_mention, np.diff(presence.indptr))
    return sparse.csr_array((brought, presence.indices, presence.indptr), shape=presence.shape)


def _group_means(cells: sparse.csr_array, side: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Mean of each column over the documents of each group: float64 (2, n_words)."""
    rows = np.repeat(side, np.diff(cells.indptr))
    n_words = cells.shape[1]
    sums = np.bincount(rows * n_words + cells.indices, cells.data, 2 * n_words)
    return np.asarray(sums.reshape(2, n_words) / sizes[:, None])


def _split(by_word: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value of a mention (n_words, 2), and what of each part is how often and how spoken of.

    A group that never mentions a word is taken to value it as the other does: all of its part is how often.
    """
    values = np.divide(by_word, shares, out=np.full_like(by_word, np.nan), where=shares > 0)
    values = np.where(np.isnan(values), values[::-1], values)
    often = (shares[0] - shares[1]) * values.mean(axis=0)
    spoken = (values[0] - values[1]) * shares.mean(axis=0)
    return values.T, often, spoken


def _drawn_differences(
    columns: sparse.csr_array,
    side: np.ndarray,
    sizes: np.ndarray,
    draws: int,
    seed: int,
    progress: Progress,
) -> np.ndarray:
    """Difference of the groups' means in documents drawn anew: float64 (draws, n_columns)."""
    chance = np.random.default_rng(seed)
    found = np.zeros((draws, columns.shape[1]))
    for group, sign in ((0, 1.0), (1, -1.0)):
        turned = columns[side == group].T.tocsr()
        n = int(sizes[group])
        block = max(1, BLOCK // n)
        for start in range(0, draws, block):
            progress.report(0.6 + 0.2 * group + 0.2 * start / draws)
            n_drawn = min(block, draws - start)
            picked = chance.integers(0, n, (n_drawn, n)) + np.arange(n_drawn)[:, None] * n
            weights = np.bincount(picked.ravel(), minlength=n_drawn * n).reshape(n_drawn, n)
            found[start : start + n_drawn] += sign * (turned @ weights.T.astype(np.float64)).T / n
    return found
