"""From a corpus to its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from textminer.analysis.frequency import (
    WordFrequencies,
    counts_by_document,
    frequencies_of,
    word_frequencies,
)
from textminer.analysis.ngrams import distinct
from textminer.analysis.themes import theme_counts
from textminer.analysis.word_counts import (
    CountMatrix,
    lengths_of,
    of_documents,
    totals_of,
    word_counts,
)
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import Language, language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.corpus.word_lists import Theme, WordLists
from textminer.progress import Progress, Stage, silent, tracked


@dataclass(frozen=True)
class WordOptions:
    """What the words view asks for; two equal options give the same table.

    n:           length of the n-grams, 1 to 5
    most:        how many of the most frequent are listed; None for all
    are_themes:  count the themes of the cleaning's lists in place of words
    """

    cleaning: Cleaning = field(default_factory=lambda: Cleaning(drop_stop_words=True))
    n: int = 1
    most: int | None = None
    are_themes: bool = False


def count_words(
    corpus: Corpus,
    tokens: TokenTable,
    options: WordOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> WordFrequencies:
    """Count the words, or the themes, of the documents at `positions` (ascending int64; None for all)."""
    own = corpus.table.own.get("score")
    scores = None if own is None else own.to_numpy(dtype=float)
    if options.are_themes:
        return _count_themes(corpus, tokens, options, positions, scores, progress)
    return word_frequencies(
        tokens,
        positions,
        options.cleaning,
        language_of(corpus, tokens),
        options.n,
        scores,
        options.most,
        progress,
    )


def documents_of_words(
    corpus: Corpus,
    tokens: TokenTable,
    options: WordOptions,
    words: Sequence[str],
    progress: Progress = silent,
) -> np.ndarray:
    """Positions of the documents in which any of the words occurs: ascending int64.

    words:  as they were counted with the same options
    """
    counts, _lengths = counts_in_documents(corpus, tokens, options, words, progress)
    return distinct(counts.indices.astype(np.int64))


def counts_in_documents(
    corpus: Corpus,
    tokens: TokenTable,
    options: WordOptions,
    words: Sequence[str],
    progress: Progress = silent,
) -> tuple[CountMatrix, np.ndarray]:
    """How often each of the words, or themes, occurs in each document, and how many words it has.

    returns:  sparse (n_documents, n_words), as `WordCounts.counts`; int64 (n_documents,)
    """
    if not options.are_themes:
        language = language_of(corpus, tokens)
        return counts_by_document(tokens, words, options.cleaning, language, options.n, progress)
    by_name = {theme.name: theme for theme in options.cleaning.lists.themes}
    themes = [by_name.get(word, Theme(word, ())) for word in words]
    lengths = _lengths_with_all_words(corpus, tokens, options, Stage(progress, 0.0, 0.5))
    return theme_counts(tokens, themes, Stage(progress, 0.5, 1.0)).counts, lengths


def words_by_group(
    corpus: Corpus, tokens: TokenTable, options: WordOptions, column: int, progress: Progress = silent
) -> pd.DataFrame:
    """One row per word and group, groups in order of their first occurrence.

    column:  position of the original column that tells the groups; its blank cells are a group of their own
    """
    groups = corpus.table.column(column)
    values = list(dict.fromkeys(groups))
    frames = []
    for value in tracked(values, progress):
        positions = np.flatnonzero(groups.to_numpy() == value)
        frame = count_words(corpus, tokens, options, positions, Stage(silent, 0, 1)).frame()
        frame.insert(0, "group", value)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def language_of(corpus: Corpus, tokens: TokenTable) -> Language:
    """Whose stop words and stemmer are meant: the corpus's, and those of its rows where they differ."""
    return language_of_all([corpus.language, *codes_of(tokens.tokenizer)])


def _count_themes(
    corpus: Corpus,
    tokens: TokenTable,
    options: WordOptions,
    positions: np.ndarray | None,
    scores: np.ndarray | None,
    progress: Progress,
) -> WordFrequencies:
    """Themes, the most frequent first; their rates are of all words, stop words included."""
    sizes = _lengths_with_all_words(corpus, tokens, options, Stage(progress, 0.0, 0.5))
    found = theme_counts(tokens, options.cleaning.lists.themes, Stage(progress, 0.5, 0.9))
    counts = found.counts
    if positions is not None:
        sizes, counts = sizes[positions], of_documents(counts, positions)
        scores = None if scores is None else scores[positions]
    order = np.argsort(-totals_of(counts), kind="stable")
    names = [found.names[place] for place in order.tolist()]
    return frequencies_of(names, counts, order, sizes, scores, len(names))


def _lengths_with_all_words(
    corpus: Corpus, tokens: TokenTable, options: WordOptions, progress: Progress
) -> np.ndarray:
    """Words of each document, whatever the user's lists leave out: int64 (n_documents,)."""
    plain = replace(options.cleaning, drop_stop_words=False, lists=WordLists())
    return lengths_of(word_counts(tokens, plain, language_of(corpus, tokens), progress).counts)
