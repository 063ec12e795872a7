"""From a corpus to the documents that are copies of others."""

from textminer.analysis.duplicates import Copies, copies, shingles
from textminer.corpus.cleaning import Cleaning, clean_types
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.progress import Progress, Stage, silent
from textminer.translation import _


def find_copies(corpus: Corpus, tokens: TokenTable, progress: Progress = silent) -> Copies:
    """Documents with the same words or nearly; case, punctuation and blanks tell none apart."""
    progress.report(0.0, _("reading the words"))
    language = language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
    _words, word_of_type = clean_types(tokens.types, Cleaning(), language)
    stage = Stage(progress, 0.05, 0.3, _("reading the words"))
    runs = shingles(tokens.ids, tokens.offsets, word_of_type, stage)
    return copies(runs, Stage(progress, 0.3, 1.0, _("comparing documents")))
