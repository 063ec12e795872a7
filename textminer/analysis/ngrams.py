"""Runs of n words as ids of their own."""

from collections.abc import Sequence

import numpy as np

MAX_N = 5


def ngram_ids(
    ids: np.ndarray, documents: np.ndarray, n: int, words: Sequence[str]
) -> tuple[np.ndarray, list[str]]:
    """Give every run of n words that stays inside one document an id.

    ids:        int (n_tokens,) place in `words`
    documents:  int (n_tokens,) document of each token, ascending
    returns:    int64 (n_tokens - n + 1,) id of the run that starts at each token, -1 where it would leave
                its document; and the runs by id, their words joined by a blank
    """
    if not 1 <= n <= MAX_N:
        raise ValueError(f"n-grams have 1 to {MAX_N} words, not {n}")
    if n == 1:
        return ids.astype(np.int64), list(words)
    n_runs = max(len(ids) - n + 1, 0)
    if n_runs == 0:
        return np.empty(0, dtype=np.int64), []
    keys = ids[:n_runs].astype(np.int64)
    firsts = np.arange(n_runs)
    for step in range(1, n):
        # Renumbered after each word, so that the key of any n stays below 2**63.
        pairs = keys * len(words) + ids[step : step + n_runs]
        _distinct, firsts, keys = np.unique(pairs, return_index=True, return_inverse=True)
    inside = documents[:n_runs] == documents[n - 1 :]
    # Runs across two documents got ids too; only those that occur inside one are kept.
    used, inverse = np.unique(keys[inside], return_inverse=True)
    result = np.full(n_runs, -1, dtype=np.int64)
    result[inside] = inverse
    names = [" ".join(words[ids[start + step]] for step in range(n)) for start in firsts[used]]
    return result, names
