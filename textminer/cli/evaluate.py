"""`textminer evaluate`: a model's predictions compared with labels."""

import argparse
import json

from textminer.cli.evaluation_table import reliability_lines, report_lines
from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say_notices
from textminer.progress import Stage
from textminer.sentiment.labels import parse_label_map
from textminer.translation import _
from textminer.workflows.evaluating import evaluate_corpus
from textminer.workflows.models import load_model, model_for
from textminer.workflows.opening import column_named, open_corpus


def run(options: argparse.Namespace) -> None:
    """Score the labelled rows and print the figures."""
    label_map = None if options.labels is None else parse_label_map(options.labels)
    with TerminalProgress("textminer") as progress:
        say_memory([options.file], import_settings(options))
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.2),
        )
        column = column_named(corpus.table, options.label, corpus.name)
        classifier = load_model(model_for(corpus, options.model))
        report = evaluate_corpus(
            corpus,
            column,
            classifier,
            label_map,
            Stage(progress, 0.2, 1, _("Scoring")),
            options.neutral_threshold,
        )
    say_notices(corpus.notices)
    if options.json:
        print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
        return
    print(_("Model “{model}” on {file}").format(model=report.model, file=corpus.name))
    print("\n".join(report_lines(report)))
    if options.reliability:
        print("\n".join(["", *reliability_lines(report.evaluation)]))
