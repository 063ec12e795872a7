"""`textminer score`: every row in, every row out, with its score."""

import argparse
from dataclasses import replace

from textminer.cli.reading import import_settings
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.corpus.ledger_words import ledger_line
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.errors import ExportError
from textminer.progress import Stage
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.exports import ExportOptions, check_target
from textminer.translation import _, ngettext_
from textminer.workflows.exporting import export_scored
from textminer.workflows.models import language_doubt, load_model, model_for
from textminer.workflows.opening import open_corpus
from textminer.workflows.scoring import score_texts


def run(options: argparse.Namespace) -> None:
    """Read, score and write, with a receipt beside the output."""
    check_target(options.output)
    for path in options.files:
        if options.output.exists() and path.exists() and options.output.samefile(path):
            raise ExportError(
                _(
                    "{file} is the file that is being read. Name another output; yours is never changed."
                ).format(file=options.output)
            )
    with TerminalProgress("textminer") as progress:
        imports = import_settings(options)
        corpus = open_corpus(
            options.files, imports, text_column=options.text, progress=Stage(progress, 0, 0.2, _("Reading"))
        )
        say_notices(corpus.notices)
        model = model_for(corpus, options.model)
        classifier = load_model(model)
        if doubt := language_doubt(corpus, model):
            say(doubt)
        scored = score_texts(corpus.texts(), classifier, Stage(progress, 0.2, 0.9, _("Scoring")))
        prediction = scored.prediction.with_neutral_threshold(options.neutral_threshold)
        corpus = with_prediction(corpus, prediction)
        recipe = Recipe(
            imports=corpus.imports,
            roles=corpus.roles,
            language=corpus.language,
            model=model,
            neutral_threshold=options.neutral_threshold,
        )
        result = export_scored(
            corpus,
            options.output,
            recipe,
            options=_export_options(corpus.imports, options),
            progress=Stage(progress, 0.9, 1, _("Writing")),
        )
    say_notices(result.notices)
    if corpus.ledger is not None:
        say(ledger_line(corpus.ledger))
    n_scored = int(prediction.is_scored.sum())
    n_documents = corpus.table.n_documents
    line = ngettext_("{n} row", "{n} rows", n_documents).format(n=f"{n_documents:,}")
    say(
        _("{rows} written to {file}, {scored} of them scored.").format(
            rows=line, file=result.path, scored=f"{n_scored:,}"
        )
    )


def _export_options(imports: ImportSettings, options: argparse.Namespace) -> ExportOptions:
    """CSV as the source was written, but for what the user asked."""
    if options.with_bom:
        like = ExportOptions.like(imports, options.for_spreadsheets)
        return replace(like, encoding="utf-8", with_bom=True, restores_bytes=False)
    return ExportOptions.like(imports, options.for_spreadsheets)
