"""Which words one group uses more than another, how surely, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import erfc, xlogy

from textminer.analysis.document_words import GroupCounts

Z95 = 1.959964  # normal quantile of a 95 % interval
ABSENT = 0.5  # occurrences assumed where a group has none: a ratio needs some
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class KeynessOptions:
    """What is compared.

    by_documents:      compare the shares of documents that hold a word instead of its share of all words, so
                       that one verbose document counts once
    fewest_count:      occurrences, in the compared groups together, below which a word is not tested
    fewest_documents:  likewise documents
    """

    by_documents: bool = False
    fewest_count: int = 5
    fewest_documents: int = 3


@dataclass(frozen=True)
class Comparison:
    """One group against another, by their places; against all others where `reference` is None."""

    target: int
    reference: int | None = None


@dataclass(frozen=True, eq=False)
class Keyness:
    """A line for each comparison and tested word, the most certain differences first.

    names:             names of the groups
    comparisons:       (n_comparisons,)
    comparison:        int64 (n_lines,) which comparison a line belongs to
    words:             int64 (n_lines,) place of the word
    counts:            int64 (n_lines, 2) occurrences in target and reference
    document_counts:   int64 (n_lines, 2)
    n_tokens:          int64 (n_comparisons, 2) words of target and reference
    n_documents:       int64 (n_comparisons, 2)
    log_likelihoods:   float64 (n_lines,) G², 0 or more, unitless
    p_values:          float64 (n_lines,) of G² with one degree of freedom, raised for the number of all lines
                       by Benjamini and Hochberg: among lines up to q, a share q is expected to be chance
    log_ratios:        float64 (n_lines,) binary logarithm of rate over rate: 1 is twice as often in target
    lows, highs:       float64 (n_lines,) their 95 % interval, for one line by itself
    """

    names: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    comparison: np.ndarray
    words: np.ndarray
    counts: np.ndarray
    document_counts: np.ndarray
    n_tokens: np.ndarray
    n_documents: np.ndarray
    log_likelihoods: np.ndarray
    p_values: np.ndarray
    log_ratios: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    def rates_per_million(self) -> np.ndarray:
        """Occurrences per million words of target and reference: float64 (n_lines, 2)."""
        return self.counts * (1e6 / np.maximum(self.n_tokens, 1)[self.comparison])

    def document_shares(self) -> np.ndarray:
        """Share of target's and reference's documents that hold the word: float64 (n_lines, 2), 0 to 1."""
        return self.document_counts / np.maximum(self.n_documents, 1)[self.comparison]

    def lines_of(self, comparison: int) -> np.ndarray:
        """The lines of one comparison, the most certain first."""
        return np.flatnonzero(self.comparison == comparison)

    def frame(self, words: Sequence[str], others: str) -> pd.DataFrame:
        """The table a user exports.

        words:   names by place
        others:  what the reference is called where it is all other groups
        """
        targets = [self.names[pair.target] for pair in self.comparisons]
        references = [
            others if pair.reference is None else self.names[pair.reference] for pair in self.comparisons
        ]
        rates, shares = self.rates_per_million(), self.document_shares()
        return pd.DataFrame(
            {
                "word": [words[place] for place in self.words.tolist()],
                "group": [targets[place] for place in self.comparison.tolist()],
                "reference": [references[place] for place in self.comparison.tolist()],
                "log_likelihood": self.log_likelihoods,
                "p_adjusted": self.p_values,
                "log_ratio": self.log_ratios,
                "log_ratio_low": self.lows,
                "log_ratio_high": self.highs,
                "count": self.counts[:, 0],
                "count_reference": self.counts[:, 1],
                "per_million": rates[:, 0],
                "per_million_reference": rates[:, 1],
                "documents": self.document_counts[:, 0],
                "documents_reference": self.document_counts[:, 1],
                "document_share": shares[:, 0],
                "document_share_reference": shares[:, 1],
            }
        )


def keyness(
    counted: GroupCounts, comparisons: Sequence[Comparison], options: KeynessOptions | None = None
) -> Keyness:
    """Compare groups word by word; all comparisons are corrected together."""
    asked = options or KeynessOptions()
    sides = [_sides(counted, comparison) for comparison in comparisons]
    lines = [_tested(side, asked) for side in sides]
    places = np.concatenate([np.empty(0, dtype=np.int64), *lines])
    which = np.repeat(np.arange(len(lines)), [len(part) for part in lines])
    counts = _stacked([side.counts[part] for side, part in zip(sides, lines, strict=True)])
    documents = _stacked([side.document_counts[part] for side, part in zip(sides, lines, strict=True)])
    n_tokens = _stacked([side.n_tokens[None, :] for side in sides])
    n_documents = _stacked([side.n_documents[None, :] for side in sides])
    if asked.by_documents:
        used, sizes = documents, n_documents[which]
        likelihoods = log_likelihood(used, sizes) + log_likelihood(sizes - used, sizes)
    else:
        used, sizes = counts, n_tokens[which]
        likelihoods = log_likelihood(used, sizes)
    ratios, lows, highs = log_ratio(used, sizes)
    order = np.lexsort((places, which, -likelihoods))
    return Keyness(
        counted.names,
        tuple(comparisons),
        which[order],
        places[order],
        counts[order],
        documents[order],
        n_tokens,
        n_documents,
        likelihoods[order],
        adjusted_p_values(p_value(likelihoods))[order],
        ratios[order],
        lows[order],
        highs[order],
    )


def log_likelihood(counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Keyness of words: how surely their rates differ between two groups (G²).

    counts:   (n_words, 2) occurrences of each word in target and reference
    sizes:    (n_words, 2) all words of target and reference
    returns:  float64 (n_words,), 0 or more, unitless; 0 where neither has the word

    2 Σ O ln(O / E) over the two cells of the word's occurrences, as in Rayson's calculator; the cells of all
    other words, which Dunning (1993) adds, change little where words are rare.
    G² > 3.84 is p < .05 for one word; a table tests thousands: see `adjusted_p_values`.
    Source: Rayson & Garside (2000), Comparing corpora using frequency profiling.
    """
    observed = np.asarray(counts, dtype=float)
    sizes = np.asarray(sizes, dtype=float)
    whole = np.maximum(sizes.sum(axis=1, keepdims=True), 1)
    expected = sizes * (observed.sum(axis=1, keepdims=True) / whole)
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=expected > 0)
    return np.maximum(2 * xlogy(observed, ratio).sum(axis=1), 0.0)


def p_value(log_likelihoods: np.ndarray) -> np.ndarray:
    """Chance of a G² this large or larger where rates are equal: χ² with one degree of freedom."""
    return np.asarray(erfc(np.sqrt(np.asarray(log_likelihoods) / 2)))


def log_ratio(counts: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Size of the difference: binary logarithm of target's rate over reference's, and its 95 % interval.

    counts, sizes:  as in `log_likelihood`; where one group has none, half an occurrence is assumed
    returns:        float64 (n_words,) each: the ratio, the lower and the upper end

    Source: Hardie (2014), Log Ratio – an informal introduction; the interval is Katz's for a ratio of two
    shares (Katz et al. 1978), so it takes occurrences to be independent, which words of one text are not.
    """
    sizes = np.maximum(np.asarray(sizes, dtype=float), 1)
    observed = np.maximum(np.asarray(counts, dtype=float), ABSENT)
    shares = np.minimum(observed / sizes, 1.0)
    ratios = np.log2(shares[:, 0] / shares[:, 1])
    half = Z95 / np.log(2) * np.sqrt(((1 - shares) / observed).sum(axis=1))
    return ratios, ratios - half, ratios + half


def adjusted_p_values(p_values: np.ndarray) -> np.ndarray:
    """P-values raised for how many there are, so that q of those up to q are expected to be chance.

    p_values, returned:  float64 (n_tests,), 0 to 1

    Source: Benjamini & Hochberg (1995), Controlling the false discovery rate.
    """
    n_tests = len(p_values)
    order = np.argsort(p_values)[::-1]
    raised = p_values[order] * (n_tests / np.arange(n_tests, 0, -1))
    adjusted = np.empty(n_tests)
    adjusted[order] = np.minimum(np.minimum.accumulate(raised), 1.0)
    return adjusted


def _sides(counted: GroupCounts, comparison: Comparison) -> GroupCounts:
    """Target and reference as the two groups."""
    target, reference = comparison.target, comparison.reference

    def pair(values: np.ndarray) -> np.ndarray:
        other = values.sum(axis=-1) - values[..., target] if reference is None else values[..., reference]
        return np.stack([values[..., target], other], axis=-1)

    return GroupCounts(
        counted.names,
        pair(counted.counts),
        pair(counted.document_counts),
        pair(counted.n_tokens),
        pair(counted.n_documents),
    )


def _tested(side: GroupCounts, options: KeynessOptions) -> np.ndarray:
    """Places of the words that are frequent enough."""
    enough = side.counts.sum(axis=1) >= max(options.fewest_count, 1)
    enough &= side.document_counts.sum(axis=1) >= options.fewest_documents
    return np.flatnonzero(enough)


def _stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *parts])
