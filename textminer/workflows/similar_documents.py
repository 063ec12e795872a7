"""From a document to those that are worded alike."""

from textminer.analysis.similarity import WordedDocuments, worded_documents
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.progress import Progress, silent


def weigh_words(corpus: Corpus, tokens: TokenTable, progress: Progress = silent) -> WordedDocuments:
    """Make the documents of a corpus comparable by their words; stop words and signs count for nothing."""
    language = language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
    return worded_documents(tokens, Cleaning(drop_stop_words=True), language, progress)
