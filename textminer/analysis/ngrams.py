"""Runs of n words as ids of their own."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.progress import Progress, silent

MAX_N = 5
_LARGEST_KEY = 2**62
_COUNTED_UP_TO = 2**22  # different keys for which a table costs less than sorting does


@dataclass(frozen=True, eq=False)
class Ngrams:
    """All runs of n words that stay inside one document.

    starts:  int64 (n_runs,) place of each run's first token, ascending
    ids:     int64 (n_runs,) which distinct run each is; ids follow the order of the runs' word ids
    firsts:  int64 (n_distinct,) place of the first token of some occurrence of each distinct run
    """

    starts: np.ndarray
    ids: np.ndarray
    firsts: np.ndarray


def ngrams(
    ids: np.ndarray, documents: np.ndarray, n: int, n_words: int, progress: Progress = silent
) -> Ngrams:
    """Give every distinct run of n words an id.

    ids:        int (n_tokens,) word of each token, below `n_words`
    documents:  int (n_tokens,) document of each token, ascending
    """
    if not 1 <= n <= MAX_N:
        raise ValueError(f"n-grams have 1 to {MAX_N} words, not {n}")
    n_runs = max(len(ids) - n + 1, 0)
    starts = np.flatnonzero(documents[:n_runs] == documents[n - 1 :])
    keys = ids[starts].astype(np.int64)
    span = max(n_words, 1)
    for step in range(1, n):
        progress.report(step / (n + 1))
        if span > _LARGEST_KEY // max(n_words, 1):
            keys, firsts = renumbered(keys, span)
            span = max(len(firsts), 1)
        keys = keys * n_words + ids[starts + step]
        span *= max(n_words, 1)
    run_ids, occurrences = renumbered(keys, span)
    return Ngrams(starts, run_ids, starts[occurrences])


def run_names(ids: np.ndarray, firsts: np.ndarray, n: int, words: pa.Array) -> tuple[str, ...]:
    """The words of the runs that begin at `firsts` (n_names,), joined by a blank.

    words:  large_string (n_words,)
    """
    parts = [words.take(pa.array(ids[firsts + step])) for step in range(n)]
    return tuple(pc.binary_join_element_wise(*parts, pa.scalar(" ", words.type)).to_pylist())


def renumbered(keys: np.ndarray, span: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys below `span` as 0, 1, 2 … in their order; and for each new number the place of one of its keys.

    Counts or sorts: NumPy's own `unique` hashes, which takes ten times as long for millions of keys.
    """
    if span <= _COUNTED_UP_TO:
        place_of = np.full(span, -1, dtype=np.int64)
        place_of[keys] = np.arange(len(keys))
        used = np.flatnonzero(place_of >= 0)
        number_of = np.empty(span, dtype=np.int64)
        number_of[used] = np.arange(len(used))
        return number_of[keys], place_of[used]
    order = np.argsort(keys)
    ordered = keys[order]
    is_new = np.ones(len(keys), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.cumsum(is_new) - 1
    return numbers, order[is_new]


def distinct(values: np.ndarray) -> np.ndarray:
    """The different values, ascending."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]
