"""`textminer words`: the frequency table."""

import argparse
import sys

import pandas as pd

from textminer.cli.reading import import_settings
from textminer.cli.terminal import TerminalProgress, say_notices
from textminer.progress import Stage
from textminer.workflows.counting import WordOptions, count_words, words_by_group
from textminer.workflows.exporting import export_frame
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.scoring import tokens_of


def run(options: argparse.Namespace) -> None:
    """Print or write the words, the most frequent first."""
    with TerminalProgress("textminer") as progress:
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.3),
        )
        by = None if options.by is None else column_named(corpus.table, options.by, corpus.name)
        tokens = tokens_of(corpus.texts(), corpus_tokenizer(corpus), Stage(progress, 0.3, 0.8))
        words = WordOptions(n=options.ngrams)
        if by is None:
            frame = count_words(corpus, tokens, words).frame().head(options.top)
        else:
            frame = words_by_group(corpus, tokens, words, by, Stage(progress, 0.8, 1))
            frame = frame.groupby("group", sort=False).head(options.top)
    say_notices(corpus.notices)
    frame = frame.assign(per_million=frame["per_million"].round(1))
    if options.output is None:
        _print(frame)
    else:
        export_frame(frame, options.output)


def _print(frame: pd.DataFrame) -> None:
    frame.to_csv(sys.stdout, sep="\t", index=False, lineterminator="\n")
