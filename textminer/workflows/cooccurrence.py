"""From a corpus to its words that occur together."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.cooccurrence import (
    WordNetwork,
    WordPairs,
    collocations,
    mean_scores,
    pairs_of_frequent_words,
    word_network,
)
from textminer.analysis.word_sequence import WordSequence, word_sequence
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.progress import Progress, silent
from textminer.workflows.concordance import scores_of

FEWEST = 3  # times that a pair is met


@dataclass(frozen=True)
class NetworkOptions:
    """Which words are joined.

    n_words:  at most so many of the most frequent
    window:   how many words apart they are at most; 0 for anywhere in one document
    """

    n_words: int = 60
    window: int = 5
    drop_stop_words: bool = True


def words_in_order(corpus: Corpus, tokens: TokenTable, drop_stop_words: bool) -> WordSequence:
    """The words of all documents without punctuation and numbers."""
    language = language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
    cleaning = Cleaning(drop_stop_words=drop_stop_words, drop_numbers=True)
    return word_sequence(tokens, cleaning, language)


def find_network(
    corpus: Corpus,
    sequence: WordSequence,
    options: NetworkOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> WordNetwork:
    """Join the most frequent words of the documents at `positions` (ascending int64; None for all)."""
    progress.report(0.0)
    sequence = _restricted(sequence, positions)
    pairs = pairs_of_frequent_words(sequence, options.n_words, options.window, FEWEST - 1)
    progress.report(0.4)
    scores = scores_of(corpus)
    if scores is None:
        means = np.full(len(pairs.words), np.nan)
    else:
        means = mean_scores(sequence, pairs.words, scores)
    progress.report(0.8)
    return word_network(pairs, means)


def find_collocations(
    sequence: WordSequence,
    options: NetworkOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> WordPairs:
    """Pairs of two words, of all words: within the window; of neighbours where the window is a document."""
    window = options.window + 1 if options.window else 2
    return collocations(
        _restricted(sequence, positions), window, FEWEST, with_itself=False, progress=progress
    )


def _restricted(sequence: WordSequence, positions: np.ndarray | None) -> WordSequence:
    if positions is None or len(positions) == sequence.n_documents:
        return sequence
    is_in_scope = np.zeros(sequence.n_documents, dtype=bool)
    is_in_scope[positions] = True
    return sequence.restricted(is_in_scope)
