"""From a corpus to its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from textminer.analysis.frequency import WordFrequencies, documents_with, word_frequencies
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import Language, language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.progress import Progress, Stage, silent, tracked


@dataclass(frozen=True)
class WordOptions:
    """What the words view asks for; two equal options give the same table.

    n:     length of the n-grams, 1 to 5
    most:  how many of the most frequent are listed; None for all
    """

    cleaning: Cleaning = field(default_factory=lambda: Cleaning(drop_stop_words=True))
    n: int = 1
    most: int | None = None


def count_words(
    corpus: Corpus,
    tokens: TokenTable,
    options: WordOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> WordFrequencies:
    """Count the words of the documents at `positions` (ascending int64; None for all)."""
    scores = corpus.table.own.get("score")
    return word_frequencies(
        tokens,
        positions,
        options.cleaning,
        _language(corpus, tokens),
        options.n,
        None if scores is None else scores.to_numpy(dtype=float),
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
    return documents_with(tokens, words, options.cleaning, _language(corpus, tokens), options.n, progress)


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


def _language(corpus: Corpus, tokens: TokenTable) -> Language:
    """Whose stop words and stemmer are meant: the corpus's, and those of its rows where they differ."""
    return language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
