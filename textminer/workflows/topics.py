"""From a corpus to its topics."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.document_terms import DocumentTerms, document_terms
from textminer.analysis.means import GroupMeans, group_means
from textminer.analysis.topics import Topics, topics, usual_topics
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.corpus.word_lists import WordLists
from textminer.progress import Progress, Stage, silent
from textminer.translation import _

# negations are no stop words, for they decide a sentiment; what a text is about they do not say
NEGATIONS = (
    "no", "not", "nor", "never", "none", "nothing", "cannot", "can't", "won't", "don't", "doesn't", "didn't",
    "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "couldn't", "wouldn't",
    "shouldn't", "ain't", "不", "没", "没有", "不是", "不会", "是不是",
)  # fmt: skip
CLEANING = Cleaning(
    drop_stop_words=True, drop_numbers=True, min_length=2, lists=WordLists(stop_words=NEGATIONS)
)


@dataclass(frozen=True)
class TopicOptions:
    """What the topics view asks for.

    n_topics:  how many; 0 for what suits the number of documents
    """

    n_topics: int = 0


def words_of_documents(corpus: Corpus, tokens: TokenTable, progress: Progress = silent) -> DocumentTerms:
    """The words that say what documents are about: no stop words, negations, numbers or single letters."""
    language = language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
    return document_terms(tokens, CLEANING, language, progress=progress)


def find_topics(
    corpus: Corpus,
    tokens: TokenTable,
    options: TopicOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> Topics:
    """Find topics in the documents at `positions` (ascending int64; None for all), and place all of them."""
    terms = words_of_documents(corpus, tokens, Stage(progress, 0.0, 0.3, _("counting words")))
    n_documents = tokens.n_documents if positions is None else len(positions)
    n_topics = options.n_topics or usual_topics(n_documents)
    return topics(terms, n_topics, positions, Stage(progress, 0.3, 1.0, _("finding topics")))


@dataclass(frozen=True, eq=False)
class TopicSizes:
    """How the documents that count are spread over the topics.

    counts:       int64 (n_topics,) documents whose main topic it is
    means:        mean score of those with a score; None where there are no scores
    n_documents:  documents that count, those without a topic included
    """

    counts: np.ndarray
    means: GroupMeans | None
    n_documents: int


def topic_sizes(corpus: Corpus, found: Topics, positions: np.ndarray) -> TopicSizes:
    """Count the documents at `positions` by their main topics, with the mean of their scores."""
    main = found.main[positions]
    counts = np.bincount(main[main >= 0], minlength=found.n_topics)
    scores = corpus.table.own.get("score")
    if scores is None:
        return TopicSizes(counts, None, len(positions))
    means = group_means(scores.to_numpy(dtype=float)[positions], main, found.n_topics)
    return TopicSizes(counts, means, len(positions))
