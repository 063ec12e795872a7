"""`textminer compare`: the words that tell groups of documents apart."""

import argparse
import sys

from textminer.analysis.keyness import KeynessOptions
from textminer.cli.reading import import_settings
from textminer.cli.terminal import TerminalProgress, say_notices
from textminer.errors import SettingsError
from textminer.progress import Stage
from textminer.translation import _
from textminer.workflows.comparing import Choice, CompareOptions, compare_columns
from textminer.workflows.exporting import export_frame
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.scoring import tokens_of

MOST_GROUPS = 2


def run(options: argparse.Namespace) -> None:
    """Print or write the key words, the most certain first."""
    if len(options.groups) > MOST_GROUPS:
        raise SettingsError(_("Name one group or two, or none to compare each with all others."))
    target, reference = ([*options.groups, "", ""])[:MOST_GROUPS]
    choice = Choice(target, reference, is_each=not options.groups)
    asked = CompareOptions(
        n=options.ngrams,
        keyness=KeynessOptions(options.by_documents, options.fewest, options.fewest),
    )
    with TerminalProgress("textminer") as progress:
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.3),
        )
        column = column_named(corpus.table, options.by, corpus.name)
        tokens = tokens_of(corpus.texts(), corpus_tokenizer(corpus), Stage(progress, 0.3, 0.8))
        compared = compare_columns(corpus, tokens, column, choice, asked, Stage(progress, 0.8, 1))
    say_notices(corpus.notices)
    frame = compared.keyness.frame(compared.matrix.words, _("all others"))
    if options.top is not None:
        frame = frame.groupby(["group", "reference"], sort=False).head(options.top)
    if options.output is None:
        frame.round(4).to_csv(sys.stdout, sep="\t", index=False, lineterminator="\n")
    else:
        export_frame(frame, options.output)
