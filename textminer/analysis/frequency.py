"""How often each word occurs, and in how many documents."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from textminer.analysis.ngrams import ngram_ids
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
    """

    words: tuple[str, ...]
    counts: np.ndarray
    document_counts: np.ndarray
    mean_scores: np.ndarray | None
    n_tokens: int
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
    progress: Progress = silent,
) -> WordFrequencies:
    """Count words or n-grams of the documents at `positions`.

    positions:  int64 (n_chosen,) ascending; None for all documents
    n:          length of the n-grams, 1 to 5. Dropped types are taken out first, so an n-gram may bridge
                them; none bridges two documents
    scores:     float (n_documents,) of the whole corpus, NaN where a document has none
    """
    progress.report(0.0)
    chosen = tokens if positions is None else tokens.take(positions)
    cleaned, map_of_types = clean_types(tokens.types, cleaning or Cleaning(), language)
    ids = map_of_types[chosen.ids]
    documents = np.repeat(np.arange(chosen.n_documents), np.diff(chosen.offsets))
    kept = ids >= 0
    ids, documents = ids[kept], documents[kept]
    progress.report(0.3)
    keys, words = ngram_ids(ids, documents, n, cleaned)
    documents = documents[: len(documents) - n + 1] if n > 1 else documents
    inside = keys >= 0
    keys, documents = keys[inside], documents[inside]
    counts = np.bincount(keys, minlength=len(words))
    progress.report(0.6)
    pairs = np.unique(keys.astype(np.int64) * max(chosen.n_documents, 1) + documents)
    pair_words, pair_documents = np.divmod(pairs, max(chosen.n_documents, 1))
    document_counts = np.bincount(pair_words, minlength=len(words))
    means = None
    if scores is not None:
        of_chosen = scores if positions is None else scores[positions]
        means = _mean_scores(pair_words, of_chosen[pair_documents], len(words))
    progress.report(0.9)
    order = _most_frequent_first(words, counts)
    return WordFrequencies(
        words=tuple(words[place] for place in order),
        counts=counts[order],
        document_counts=document_counts[order],
        mean_scores=None if means is None else means[order],
        n_tokens=len(keys),
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
    return np.unique(documents[:n_places][hits])


def _most_frequent_first(words: list[str], counts: np.ndarray) -> np.ndarray:
    occurring = np.flatnonzero(counts)
    alphabetical = np.asarray(sorted(occurring, key=words.__getitem__), dtype=np.int64)
    return alphabetical[np.argsort(-counts[alphabetical], kind="stable")]


def _mean_scores(words: np.ndarray, scores: np.ndarray, n_words: int) -> np.ndarray:
    is_scored = ~np.isnan(scores)
    sums = np.bincount(words[is_scored], weights=scores[is_scored], minlength=n_words)
    n_scored = np.bincount(words[is_scored], minlength=n_words)
    return np.divide(sums, n_scored, out=np.full(n_words, np.nan), where=n_scored > 0)
