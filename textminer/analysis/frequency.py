"""How often each word occurs, and in how many documents."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from textminer.analysis.ngrams import distinct, ngrams, run_names
from textminer.corpus.cleaning import Cleaning, clean_types
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class WordFrequencies:
    """Words of some documents, the most frequent first; ties in alphabetical order.

    words:                   (n_words,) forms after cleaning; the parts of an n-gram are joined by a blank
    counts:                  int64 (n_words,) occurrences
    document_counts:         int64 (n_words,) documents the word occurs in
    mean_scores:             float64 (n_words,) mean score of those documents, NaN where none is scored;
                             None where there are no scores
    n_tokens, n_documents:   tokens that were counted, and documents that were looked at
    n_words:                 how many different words there are, those that are not listed included
    """

    words: tuple[str, ...]
    counts: np.ndarray
    document_counts: np.ndarray
    mean_scores: np.ndarray | None
    n_tokens: int
    n_words: int
    n_documents: int

    def frame(self) -> pd.DataFrame:
        """The table a user exports."""
        columns: dict[str, object] = {
            "word": list(self.words),
            "count": self.counts,
            "per_million": self.rates_per_million(),
            "documents": self.document_counts,
        }
        if self.mean_scores is not None:
            columns["mean_score"] = self.mean_scores
        return pd.DataFrame(columns)

    def rates_per_million(self) -> np.ndarray:
        """Occurrences per million counted tokens: float64 (n_words,)."""
        return self.counts * (1e6 / max(self.n_tokens, 1))


def word_frequencies(
    tokens: TokenTable,
    positions: np.ndarray | None = None,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 1,
    scores: np.ndarray | None = None,
    most: int | None = None,
    progress: Progress = silent,
) -> WordFrequencies:
    """Count words or n-grams of the documents at `positions`.

    positions:  int64 (n_chosen,) ascending; None for all documents
    n:          length of the n-grams, 1 to 5. Dropped types are taken out first, so an n-gram may bridge
                them; none bridges two documents
    scores:     float (n_documents,) of the whole corpus, NaN where a document has none
    most:       keep so many of the most frequent; None keeps all. Long runs are nearly all different
    """
    progress.report(0.0)
    chosen = tokens if positions is None else tokens.take(positions)
    n_documents = max(chosen.n_documents, 1)
    words, map_of_types = _alphabetical(*clean_types(tokens.types, cleaning or Cleaning(), language))
    ids = map_of_types[chosen.ids]
    documents = np.repeat(np.arange(chosen.n_documents), np.diff(chosen.offsets))
    kept = ids >= 0
    ids, documents = ids[kept], documents[kept]
    progress.report(0.3)
    runs = ngrams(ids, documents, n, len(words))
    counts = np.bincount(runs.ids, minlength=len(runs.firsts))
    progress.report(0.5)
    pair_runs, pair_documents = np.divmod(
        distinct(runs.ids * n_documents + documents[runs.starts]), n_documents
    )
    document_counts = np.bincount(pair_runs, minlength=len(runs.firsts))
    progress.report(0.7)
    means = None
    if scores is not None:
        of_chosen = scores if positions is None else scores[positions]
        means = _mean_scores(pair_runs, of_chosen[pair_documents], len(runs.firsts))
    progress.report(0.8)
    order = np.argsort(-counts, kind="stable")[:most]  # ids are alphabetical, so ties stay so
    return WordFrequencies(
        words=run_names(ids, runs.firsts[order], n, words),
        counts=counts[order],
        document_counts=document_counts[order],
        mean_scores=None if means is None else means[order],
        n_tokens=len(runs.ids),
        n_words=len(runs.firsts),
        n_documents=chosen.n_documents,
    )


def documents_with(
    tokens: TokenTable,
    word: str,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    n: int = 1,
) -> np.ndarray:
    """Positions of the documents in which a counted word or n-gram occurs: ascending int64.

    word:  as in `WordFrequencies.words`, made with the same cleaning, language and n
    """
    cleaned, map_of_types = clean_types(tokens.types, cleaning or Cleaning(), language)
    parts = [word] if n == 1 else word.split(" ")
    id_by_word = {form: place for place, form in enumerate(cleaned)}
    wanted = [id_by_word.get(part, -1) for part in parts]
    if -1 in wanted:
        return np.empty(0, dtype=np.int64)
    ids = map_of_types[tokens.ids]
    documents = np.repeat(np.arange(tokens.n_documents), np.diff(tokens.offsets))
    kept = ids >= 0
    ids, documents = ids[kept], documents[kept]
    n_places = len(ids) - len(wanted) + 1
    if n_places <= 0:
        return np.empty(0, dtype=np.int64)
    hits = documents[:n_places] == documents[len(wanted) - 1 :]
    for place, part_id in enumerate(wanted):
        hits &= ids[place : place + n_places] == part_id
    return distinct(documents[:n_places][hits])


def _alphabetical(words: list[str], map_of_types: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The words in alphabetical order, and the map of types to match."""
    order = sorted(range(len(words)), key=words.__getitem__)
    new_places = np.empty(len(words) + 1, dtype=np.int64)
    new_places[order] = np.arange(len(words))
    new_places[-1] = -1  # where a dropped type leads
    return [words[place] for place in order], new_places[map_of_types]


def _mean_scores(words: np.ndarray, scores: np.ndarray, n_words: int) -> np.ndarray:
    is_scored = ~np.isnan(scores)
    sums = np.bincount(words[is_scored], weights=scores[is_scored], minlength=n_words)
    n_scored = np.bincount(words[is_scored], minlength=n_words)
    return np.divide(sums, n_scored, out=np.full(n_words, np.nan), where=n_scored > 0)
