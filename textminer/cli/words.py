"""`textminer words`: the frequency table."""

import argparse
import sys

import pandas as pd

from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say_notices
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.word_lists import WordLists
from textminer.progress import Stage
from textminer.storage.word_list_files import read_synonyms, read_themes, read_words
from textminer.workflows.counting import WordOptions, count_words, words_by_group
from textminer.workflows.exporting import export_frame
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.scoring import tokens_of

DECIMALS = {"per_million": 1, "dp": 4, "juilland_d": 4}


def run(options: argparse.Namespace) -> None:
    """Print or write the words, the most frequent first; with --themes the themes."""
    words = _word_options(options)
    with TerminalProgress("textminer") as progress:
        say_memory([options.file], import_settings(options))
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.3),
        )
        by = None if options.by is None else column_named(corpus.table, options.by, corpus.name)
        tokens = tokens_of(corpus.text_cells(), corpus_tokenizer(corpus), Stage(progress, 0.3, 0.8))
        if by is None:
            frame = count_words(corpus, tokens, words).frame().head(options.top)
        else:
            frame = words_by_group(corpus, tokens, words, by, Stage(progress, 0.8, 1))
            frame = frame.groupby("group", sort=False).head(options.top)
    say_notices(corpus.notices)
    frame = frame.round(DECIMALS)
    if words.are_themes:
        frame = frame.rename(columns={"word": "theme"})
    if options.output is None:
        _print(frame)
    else:
        export_frame(frame, options.output)


def _word_options(options: argparse.Namespace) -> WordOptions:
    """What the options ask for; raises WordListError for a file that holds no list."""
    lists = WordLists(
        stop_words=() if options.stop_words is None else read_words(options.stop_words),
        synonyms=() if options.synonyms is None else read_synonyms(options.synonyms),
        phrases=() if options.phrases is None else read_words(options.phrases),
        themes=() if options.themes is None else read_themes(options.themes),
    )
    cleaning = Cleaning(drop_stop_words=True, lemma=options.lemma, stem=options.stem, lists=lists)
    return WordOptions(cleaning, options.ngrams, are_themes=options.themes is not None)


def _print(frame: pd.DataFrame) -> None:
    frame.to_csv(sys.stdout, sep="\t", index=False, lineterminator="\n")
