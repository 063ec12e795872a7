"""Runs of n words: how often each stands in each document."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_matrix

from textminer.analysis.word_counts import CleanedTokens, cleaned_tokens
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import Language
from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent

MAX_N = 5
_LARGEST = 2**63 - 1


@dataclass(frozen=True, eq=False)
class RunCounts:
    """Counts of runs of n words by document; none reaches over two documents.

    cleaned:  the words that the runs are made of
    firsts:   int64 (n_distinct,) place among the words of some occurrence of each distinct run, which are
              in the order of their words
    counts:   int32 sparse (n_documents, n_distinct), no zeros stored, documents of a run ascending
    """

    cleaned: CleanedTokens
    n: int
    firsts: np.ndarray
    counts: csc_matrix

    def names(self, runs: np.ndarray) -> list[str]:
        """The words of some runs, int (n_names,), joined by a blank."""
        words, starts = self.cleaned.words, self.firsts[runs]
        parts = [words.take(pa.array(self.cleaned.ids[starts + step])) for step in range(self.n)]
        names: list[str] = pc.binary_join_element_wise(*parts, pa.scalar(" ", words.type)).to_pylist()
        return names


_latest: WeakKeyDictionary[TokenTable, tuple[object, RunCounts]] = WeakKeyDictionary()
"""The runs that were counted last in the tokens of a corpus: another filter takes some of their documents."""


def run_counts(
    tokens: TokenTable,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 2,
    progress: Progress = silent,
) -> RunCounts:
    """Count the runs of 2 to 5 words of every document; they bridge what cleaning drops."""
    if not 1 <= n <= MAX_N:
        raise ValueError(f"n-grams have 1 to {MAX_N} words, not {n}")
    asked = (cleaning, language, n)
    known = _latest.get(tokens)
    if known is not None and known[0] == asked:
        return known[1]
    cleaned = cleaned_tokens(tokens, cleaning, language, progress=Stage(progress, 0.0, 0.2))
    starts, order, bounds = _by_run(cleaned, n, Stage(progress, 0.2, 0.8))
    firsts = starts[order[bounds[:-1]]]
    documents = cleaned.documents[starts[order]].astype(np.int32)
    del starts, order
    progress.report(0.9)
    found = RunCounts(cleaned, n, firsts, _counted(documents, bounds, cleaned.n_documents))
    _latest[tokens] = (asked, found)
    return found


def distinct(values: np.ndarray) -> np.ndarray:
    """The different values, ascending."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def _by_run(cleaned: CleanedTokens, n: int, progress: Progress) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where runs start, int64 (n_runs,); these sorted by the words of the run, then by place, as an order of
    the starts; and where each distinct run begins in that order: int64 (n_distinct + 1,).
    """
    ids, n_words = cleaned.ids, max(len(cleaned.words), 1)
    n_places = max(len(ids) - n + 1, 0)
    starts = np.flatnonzero(cleaned.documents[:n_places] == cleaned.documents[n - 1 :])
    keys, span = ids[starts].astype(np.int64), n_words
    for step in range(1, n):
        progress.report(step / (n + 1))
        if span > _LARGEST // n_words // max(len(starts), 1):  # too large to be sorted with their places
            order, bounds = _sorted(keys, span)
            keys[order] = repeated(np.arange(len(bounds) - 1), np.diff(bounds))
            span = max(len(bounds) - 1, 1)
        keys *= n_words
        keys += ids[starts + step]
        span *= n_words
    progress.report(n / (n + 1))
    return starts, *_sorted(keys, span)


def _sorted(keys: np.ndarray, span: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of keys (below `span`) in their order, equal ones as they stand; where each distinct one begins.

    Key and place are sorted as one number, which takes a third of the time of sorting places by keys.
    """
    n_keys = max(len(keys), 1)
    if span <= _LARGEST // n_keys:
        packed = keys * n_keys + np.arange(len(keys))
        packed.sort()
        ordered, order = np.divmod(packed, n_keys)
    else:
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
    begins = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return order, np.concatenate([[0], begins, [len(keys)]]) if len(keys) else np.zeros(1, np.int64)


def _counted(documents: np.ndarray, bounds: np.ndarray, n_documents: int) -> csc_matrix:
    """How often each run stands in each document, of the document of each occurrence, run by run."""
    is_first = np.ones(len(documents), dtype=bool)
    is_first[1:] = documents[1:] != documents[:-1]
    is_first[bounds[:-1]] = True
    entries = np.flatnonzero(is_first)
    counts = np.diff(entries, append=len(documents)).astype(np.int32)
    indptr = offsets_of(is_first)[bounds]
    shape = (n_documents, len(bounds) - 1)
    return csc_matrix((counts, documents[entries], indptr), shape=shape)
