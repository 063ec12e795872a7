"""What several pages ask of the words of a corpus, made ahead of the first who asks."""

from textminer.analysis.word_counts import word_counts
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.classifier import SentimentClassifier
from textminer.workflows.counting import language_of
from textminer.workflows.free_memory import give_back
from textminer.workflows.overview_ground import CLEANING, unknown_words


def prepare_words(
    corpus: Corpus, tokens: TokenTable, classifier: SentimentClassifier | None, progress: Progress = silent
) -> None:
    """Count the words of every document and those that the model does not know; both are kept.

    Of a million short rows it takes two seconds, which overview, words, comparison and topics then do not.
    """
    word_counts(tokens, CLEANING, language_of(corpus, tokens), Stage(progress, 0.0, 0.7))
    give_back()
    if classifier is not None and classifier.tokenizer == tokens.tokenizer:
        progress.report(0.7)
        unknown_words(tokens, classifier)
