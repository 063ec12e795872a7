"""`textminer report`: what a file holds, as one page for people."""

import argparse
from pathlib import Path

from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import Recipe
from textminer.errors import ExportError, SettingsError
from textminer.progress import Stage
from textminer.sentiment.scored_corpus import with_prediction
from textminer.translation import _
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.models import language_doubt, load_model, model_for
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.overview_ground import OverviewOptions
from textminer.workflows.reporting import (
    SECTIONS,
    ReportOptions,
    check_report_target,
    make_report,
    write_report,
)
from textminer.workflows.scoring import score_texts, tokens_of


def run(options: argparse.Namespace) -> None:
    """Read, score, look, write."""
    _check(options.output, options.files)
    sections = _sections(options.sections)
    with TerminalProgress("textminer") as progress:
        say_memory(options.files, import_settings(options))
        corpus = open_corpus(
            options.files,
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0.0, 0.1, _("Reading")),
        )
        say_notices(corpus.notices)
        name = model_for(corpus, options.model)
        if doubt := language_doubt(corpus, name):
            say(doubt)
        classifier = load_model(name)
        scored = score_texts(corpus.text_cells(), classifier, Stage(progress, 0.1, 0.6, _("Scoring")))
        prediction = scored.prediction.with_neutral_threshold(options.neutral_threshold)
        corpus = with_prediction(corpus, prediction)
        tokenizer = corpus_tokenizer(corpus)
        tokens = tokens_of(corpus.text_cells(), tokenizer, Stage(progress, 0.6, 0.7, _("Counting words")))
        columns = OverviewOptions(
            date_column=_column(corpus, options.date), group_column=_column(corpus, options.by)
        )
        recipe = Recipe(
            imports=corpus.imports,
            roles=corpus.roles,
            language=corpus.language,
            model=name,
            neutral_threshold=options.neutral_threshold,
        )
        made = make_report(
            corpus, prediction, tokens, classifier, recipe,
            ReportOptions(options.title or "", sections, columns), progress=Stage(progress, 0.7, 0.9),
        )  # fmt: skip
        write_report(made, options.output, Stage(progress, 0.9, 1.0, _("Writing")))
    say(_("{file} written.").format(file=options.output))


def _check(output: Path, files: list[Path]) -> None:
    """Refuse a target that cannot be one before the work starts."""
    check_report_target(output)
    if any(output.exists() and path.exists() and output.samefile(path) for path in files):
        raise ExportError(
            _("{file} is the file that is being read. Name another output; yours is never changed.").format(
                file=output
            )
        )


def _sections(names: str | None) -> tuple[str, ...]:
    if names is None:
        return SECTIONS
    asked = tuple(name.strip() for name in names.split(",") if name.strip())
    for name in asked:
        if name not in SECTIONS:
            raise SettingsError(
                _("There is no section “{name}”. The sections are: {sections}.").format(
                    name=name, sections=", ".join(SECTIONS)
                )
            )
    return asked


def _column(corpus: Corpus, name: str | None) -> int | None:
    return None if name is None else column_named(corpus.table, name, corpus.name)
