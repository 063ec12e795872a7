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
from textminer.progress import Progress, Stage, silent
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


@dataclass(frozen=True, eq=False)
class FoundNetwork:
    """The network of the most frequent words, and the collocations of all words.

    collocations:  pairs of two words within the window; of neighbours where the window is a document
    """

    network: WordNetwork
    collocations: WordPairs


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
) -> FoundNetwork:
    """Join the words of the documents at `positions` (ascending int64; None for all)."""
    progress.report(0.0)
    if positions is not None and len(positions) < sequence.n_documents:
        is_in_scope = np.zeros(sequence.n_documents, dtype=bool)
        is_in_scope[positions] = True
        sequence = sequence.restricted(is_in_scope)
    pairs = pairs_of_frequent_words(sequence, options.n_words, options.window, FEWEST - 1)
    progress.report(0.2)
    scores = scores_of(corpus)
    if scores is None:
        means = np.full(len(pairs.words), np.nan)
    else:
        means = mean_scores(sequence, pairs.words, scores)
    network = word_network(pairs, means)
    window = options.window + 1 if options.window else 2
    found = collocations(sequence, window, FEWEST, Stage(progress, 0.4, 1.0))
    return FoundNetwork(network, found.take(np.flatnonzero(found.firsts != found.seconds)))
