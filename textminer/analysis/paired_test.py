"""Whether two judges of the same rows are equally good."""

from scipy.stats import binomtest


def mcnemar(only_first: int, only_second: int) -> float:
    """Chance of so uneven a split of the rows on which one alone is right, were both as good; two-sided.

    only_first, only_second:  rows on which the first, and the second, alone is right
    returns:                  p from 0 to 1; 1 where there are no such rows

    Exact: under equal quality each such row goes to either with a chance of one half.
    Source: McNemar (1947), Note on the sampling error of the difference between correlated proportions.
    """
    uneven = only_first + only_second
    return float(binomtest(only_first, uneven).pvalue) if uneven else 1.0
