"""`textminer train`: a model from the labels of a column."""

import argparse

from textminer.cli.evaluation_table import report_lines
from textminer.cli.reading import import_settings
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.errors import ExportError
from textminer.progress import Stage
from textminer.storage.disk_sentence import check_place, disk_sentence
from textminer.translation import _
from textminer.workflows.evaluating import held_out_report
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.training import TrainingRequest, labelled_documents, train_on_corpus


def run(options: argparse.Namespace) -> None:
    """Read, train, print the figures of the held-out part, write the model file."""
    target = options.output
    check_place(target)
    if target.exists() and target.samefile(options.file):
        raise ExportError(
            _("{file} is the file that is being read. Name another output.").format(file=target)
        )
    with TerminalProgress("textminer") as progress:
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.05),
        )
        request = TrainingRequest(
            label_column=column_named(corpus.table, options.label, corpus.name),
            preset=options.preset,
            cell=options.cell,
            minutes=options.minutes,
            steps=options.steps,
            seed=options.seed,
            name=target.stem,
        )
        labelled = labelled_documents(corpus, request.label_column)
        model = train_on_corpus(corpus, request, Stage(progress, 0.05, 1))
    say_notices((*corpus.notices, *labelled.notices))
    if model.history.ending == "no gain":
        say(
            _("Stopped early at step {step}: the validation loss no longer fell.").format(
                step=model.history.points[-1].step
            )
        )
    report = held_out_report(model, labelled.classes)
    print(_("On the {n} documents held out:").format(n=f"{report.evaluation.n_labelled:,}"))
    print("\n".join([*report_lines(report), "", report.verdict()]))
    try:
        model.save(target)
    except OSError as error:
        raise ExportError(disk_sentence(target, error)) from error
    say(_("Model written to {file}.").format(file=target))
