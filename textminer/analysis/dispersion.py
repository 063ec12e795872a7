"""How evenly words are spread over a corpus."""

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from textminer.corpus.offsets import repeated

PARTS = 100  # as many as the word lists of the British National Corpus take


def deviation_of_proportions(counts: csc_matrix, sizes: np.ndarray) -> np.ndarray:
    """Gries' normalised DP of each word: 0 spread as the text is, 1 all in the smallest part.

    counts:   int sparse (n_parts, n_words), no zeros stored
    sizes:    int (n_parts,) words in each part, these and all others
    returns:  float64 (n_words,); NaN for a word that does not occur, and where there is one part alone

    Half the sum of what the shares of a word differ from the shares of the text. Rare words have a high one
    over many short documents whatever they mean: compare words that are about equally frequent.
    Source: Gries (2008), Dispersions and adjusted frequencies in corpora; Lijffijt & Gries (2012) divide by
    the most that there can be, 1 less the smallest share.
    """
    filled = sizes[sizes > 0]
    if len(filled) < 2:
        return np.full(counts.shape[1], np.nan)
    totals = sums_by_word(counts, counts.data)
    shares = (sizes / filled.sum())[counts.indices]
    differences = np.abs(counts.data / repeated(totals, np.diff(counts.indptr)) - shares) - shares
    # parts without the word, the most of them, differ by their share: that is 1 less the shares of the others
    found = 0.5 * (1.0 + sums_by_word(counts, differences)) / (1.0 - filled.min() / filled.sum())
    found[totals == 0] = np.nan
    return np.clip(found, 0.0, 1.0)


def juilland_d(counts: csc_matrix, sizes: np.ndarray) -> np.ndarray:
    """Juilland's D of each word: 1 spread evenly, 0 all in one part.

    counts, sizes:  as for `deviation_of_proportions`; parts need not be of one size, for rates are compared
    returns:        float64 (n_words,); NaN for a word that does not occur, and where there is one part alone

    1 less the coefficient of variation of the rates, standard deviation of the population, over the root of
    the number of parts less 1.
    Source: Juilland & Chang-Rodríguez (1964), Frequency dictionary of Spanish words, p. liii.
    """
    n_parts = int(np.count_nonzero(sizes))
    if n_parts < 2:
        return np.full(counts.shape[1], np.nan)
    rates = counts.data / np.maximum(sizes, 1)[counts.indices]
    means = sums_by_word(counts, rates) / n_parts
    squares = sums_by_word(counts, rates * rates) / n_parts
    deviations = np.sqrt(np.maximum(squares - means * means, 0.0))
    variations = np.divide(deviations, means, out=np.full(len(means), np.nan), where=means > 0)
    return np.clip(1.0 - variations / np.sqrt(n_parts - 1), 0.0, 1.0)


def in_equal_parts(
    counts: csc_matrix, sizes: np.ndarray, n_parts: int = PARTS
) -> tuple[csc_matrix, np.ndarray]:
    """Documents put together, in their order, into parts of about as many words each.

    counts, sizes:  over documents
    returns:        counts and sizes over the parts, at most `n_parts` and at most one for each document
    """
    n_parts = max(min(n_parts, int(np.count_nonzero(sizes))), 1)
    middles = np.cumsum(sizes) - sizes / 2
    parts = np.minimum(middles * n_parts / max(sizes.sum(), 1), n_parts - 1).astype(np.int64)
    words = np.repeat(np.arange(counts.shape[1]) * n_parts, np.diff(counts.indptr))
    n_cells = counts.shape[1] * n_parts
    cells = np.bincount(words + parts[counts.indices], counts.data, n_cells).reshape(-1, n_parts)
    return csr_matrix(cells).T, np.bincount(parts, sizes, n_parts)


def sums_by_word(counts: csc_matrix, values: np.ndarray) -> np.ndarray:
    """The sum of a value for each stored count, by word: float64 (n_words,).

    values:  (n_stored,) in the order of `counts.indices`
    """
    sums = np.zeros(counts.shape[1])
    filled = np.flatnonzero(np.diff(counts.indptr))
    if len(filled):
        sums[filled] = np.add.reduceat(values, counts.indptr[filled], dtype=np.float64)
    return sums
