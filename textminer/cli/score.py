"""`textminer score`: every row in, every row out, with its score."""

import argparse
from collections.abc import Iterable
from dataclasses import replace

from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.corpus.corpus import Corpus
from textminer.corpus.ledger_words import ledger_line
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.errors import ExportError
from textminer.progress import Progress, Stage
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.exports import ExportOptions, ExportResult, check_target
from textminer.translation import _, ngettext_
from textminer.workflows.exporting import export_scored
from textminer.workflows.models import language_doubt, load_model, model_for
from textminer.workflows.opening import open_corpus
from textminer.workflows.scoring import score_texts
from textminer.workflows.streaming import can_stream, look_through, score_stream


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
        outcome = None
        if can_stream(options.files, options.output, import_settings(options)):
            outcome = _score_part_by_part(options, progress)
        if outcome is None:
            outcome = _score_at_once(options, progress)
    result, line, n_scored = outcome
    say_notices(result.notices)
    if line:
        say(line)
    rows = ngettext_("{n} row", "{n} rows", result.n_rows).format(n=f"{result.n_rows:,}")
    say(
        _("{rows} written to {file}, {scored} of them scored.").format(
            rows=rows, file=result.path, scored=f"{n_scored:,}"
        )
    )


def _score_at_once(options: argparse.Namespace, progress: Progress) -> tuple[ExportResult, str, int]:
    """The result, the line of the ledger, and how many documents have a score."""
    say_memory(options.files, import_settings(options))
    corpus = open_corpus(
        options.files,
        import_settings(options),
        text_column=options.text,
        progress=Stage(progress, 0, 0.2, _("Reading")),
    )
    say_notices(corpus.notices)
    recipe = _recipe(corpus, options)
    classifier = load_model(recipe.model)
    scored = score_texts(corpus.text_cells(), classifier, Stage(progress, 0.2, 0.9, _("Scoring")))
    prediction = scored.prediction.with_neutral_threshold(options.neutral_threshold)
    corpus = with_prediction(corpus, prediction)
    result = export_scored(
        corpus,
        options.output,
        recipe,
        options=_export_options(corpus.imports, options),
        progress=Stage(progress, 0.9, 1, _("Writing")),
    )
    line = "" if corpus.ledger is None else ledger_line(corpus.ledger)
    return result, line, int(prediction.is_scored.sum())


def _score_part_by_part(
    options: argparse.Namespace, progress: Progress
) -> tuple[ExportResult, str, int] | None:
    """The same for a file larger than memory; None where it cannot be read in parts."""
    reading = Stage(progress, 0, 0.1, _("Looking through the file"))
    file = look_through(options.files[0], import_settings(options), options.text, reading)
    if file is None:
        return None
    say_notices(file.notices)
    recipe = _recipe(file.head, options, file.texts())
    result, n_scored = score_stream(
        file,
        load_model(recipe.model),
        options.output,
        recipe,
        _export_options(file.head.imports, options),
        Stage(progress, 0.1, 1),
    )
    return result, ledger_line(file.ledger), n_scored


def _recipe(corpus: Corpus, options: argparse.Namespace, texts: Iterable[list[str]] | None = None) -> Recipe:
    """What is going to be done, after saying where the model does not fit."""
    model = model_for(corpus, options.model, texts)
    if doubt := language_doubt(corpus, model):
        say(doubt)
    return Recipe(
        imports=corpus.imports,
        roles=corpus.roles,
        language=corpus.language,
        model=model,
        neutral_threshold=options.neutral_threshold,
    )


def _export_options(imports: ImportSettings, options: argparse.Namespace) -> ExportOptions:
    """CSV as the source was written, but for what the user asked."""
    if options.with_bom:
        like = ExportOptions.like(imports, options.for_spreadsheets)
        return replace(like, encoding="utf-8", with_bom=True, restores_bytes=False)
    return ExportOptions.like(imports, options.for_spreadsheets)
