"""How far a figure may be off by the chance of which documents were labelled: 95 % intervals."""

import numpy as np

Z95 = 1.959964  # normal quantile of a 95 % interval
REPLICATES = 2_000  # the ends then move by about a twentieth of the interval's width from seed to seed
SEED = 20_131


def wilson_interval(n_right: int, n: int) -> tuple[float, float]:
    """95 % interval of a share. (0, 1) without any documents. Source: Wilson (1927)."""
    if n == 0:
        return 0.0, 1.0
    share = n_right / n
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    low, high = float(centre - half), float(centre + half)
    return min(max(0.0, low), share), max(min(1.0, high), share)  # rounding must not leave the share outside


def macro_intervals(
    confusion: np.ndarray, replicates: int = REPLICATES, seed: int = SEED
) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % intervals of macro-F1 and of macro-recall; (0, 1) each without any documents.

    confusion:  int (n_classes, n_classes), labels in rows, predictions in columns

    A bootstrap stratified by label: macro figures depend on the documents through these counts alone, so
    that drawing documents with replacement within each label is drawing each row from a multinomial.
    Percentiles of the replicates; the same seed gives the same interval. Too narrow for a class of a few
    documents, and of no width where nothing was wrong.
    Source: Efron & Tibshirani (1993), An introduction to the bootstrap, §13.3.
    """
    support = confusion.sum(axis=1)
    if support.sum() == 0:
        return (0.0, 1.0), (0.0, 1.0)
    chance = np.random.default_rng(seed)
    shares = confusion / np.maximum(support, 1)[:, None]
    drawn = np.stack(
        [
            chance.multinomial(n, row, size=replicates)
            if n
            else np.zeros((replicates, len(row)), dtype=np.int64)
            for n, row in zip(support, shares, strict=True)
        ],
        axis=1,
    )
    f1, recall = macro_figures(drawn)
    return _middle(f1), _middle(recall)


def macro_figures(confusions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Macro-F1 and macro-recall over the classes that the labels name: float (…,) each.

    confusions:  int (…, n_classes, n_classes), labels in rows, predictions in columns; 0 without documents
    """
    hits = np.diagonal(confusions, axis1=-2, axis2=-1)
    support, claimed = confusions.sum(axis=-1), confusions.sum(axis=-2)
    is_named = support > 0
    n_named = np.maximum(is_named.sum(axis=-1), 1)
    f1 = 2 * hits / np.maximum(support + claimed, 1)
    recall = hits / np.maximum(support, 1)
    return (f1 * is_named).sum(axis=-1) / n_named, (recall * is_named).sum(axis=-1) / n_named


def _middle(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
