"""From a scored corpus to a report: what it says, and the file."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from textminer import atomic
from textminer.analysis.cells import grouping_columns
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.recipe import Recipe
from textminer.corpus.token_table import TokenTable
from textminer.errors import ExportError
from textminer.progress import Progress, Stage, silent
from textminer.report.content import Report, Section
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.prediction import Prediction
from textminer.storage.disk_sentence import check_place, disk_sentence
from textminer.storage.receipts import Receipt, Source, versions
from textminer.translation import _, ngettext_
from textminer.workflows.comparing import (
    COLUMN,
    Choice,
    CompareOptions,
    Division,
    compare_groups,
    grouping_of,
    words_of_documents,
)
from textminer.workflows.counting import WordOptions, count_words
from textminer.workflows.exporting import spans_of
from textminer.workflows.models import model_hash
from textminer.workflows.overview import overview
from textminer.workflows.overview_ground import OverviewOptions, overview_ground
from textminer.workflows.report_sections import (
    compared_section,
    overview_sections,
    quotes_section,
    topics_section,
    words_section,
)
from textminer.workflows.topics import TopicOptions, find_topics, topic_sizes

ENDINGS = (".html", ".htm", ".pdf")
QUOTES, WORDS, GROUPS, TOPICS = "quotes", "words", "groups", "topics"
SECTIONS = (QUOTES, WORDS, GROUPS, TOPICS)
FEWEST_FOR_TOPICS = 20  # documents
MOST_COMPARED = 6  # groups that are set side by side


@dataclass(frozen=True)
class ReportOptions:
    """What a report says.

    sections:  what stands below the overview, which is always there
    overview:  its columns of dates, groups and labels
    """

    title: str = ""
    sections: tuple[str, ...] = SECTIONS
    overview: OverviewOptions = OverviewOptions()  # noqa: RUF009  # frozen


def make_report(
    corpus: Corpus,
    prediction: Prediction,
    tokens: TokenTable,
    classifier: SentimentClassifier | None,
    recipe: Recipe,
    options: ReportOptions | None = None,
    positions: np.ndarray | None = None,
    labels: GivenLabels | None = None,
    progress: Progress = silent,
) -> Report:
    """All that is to be said of the documents at `positions` (ascending int64; None for all).

    tokens:      of the corpus; the words of the report are counted from them
    classifier:  the model that gave the prediction, for the share of words it does not know
    labels:      that the user gave
    """
    options = options or ReportOptions()
    places = np.arange(corpus.table.n_documents) if positions is None else positions
    ground = overview_ground(
        corpus, prediction, tokens, classifier, options.overview, labels, None,
        Stage(progress, 0.0, 0.3, _("Looking")),
    )  # fmt: skip
    found = overview(corpus, prediction, ground, places, Stage(progress, 0.3, 0.4))
    sections = overview_sections(corpus, found)
    scores = prediction.score()
    if QUOTES in options.sections and scores is not None and found.n_scored:
        sections.append(quotes_section(corpus, np.asarray(scores, dtype=float), places))
    if WORDS in options.sections:
        cleaning = Cleaning(drop_stop_words=True, drop_numbers=True)
        counting = Stage(progress, 0.4, 0.5, _("Counting words"))
        words = count_words(corpus, tokens, WordOptions(cleaning, most=100), places, counting)
        if words.words:
            sections.append(words_section(words))
    if GROUPS in options.sections and ground.group_column is not None:
        comparing = Stage(progress, 0.5, 0.6, _("Comparing"))
        sections += _groups(corpus, tokens, ground.group_column, places, comparing)
    if TOPICS in options.sections and len(places) >= FEWEST_FOR_TOPICS:
        sections += _topics(corpus, tokens, places, Stage(progress, 0.6, 1.0))
    progress.report(1.0)
    return Report(
        options.title or corpus.name,
        _about(corpus, recipe, len(places)),
        tuple(sections),
        _receipt(corpus, recipe, positions),
    )


def write_report(report: Report, target: Path, progress: Progress = silent) -> Path:
    """Write a report as the ending of `target` says, all or nothing.

    Raises ExportError for another ending, and where the disk refuses.
    """
    check_report_target(target)
    try:
        if target.suffix.lower() == ".pdf":
            from textminer.report.pdf import write_pdf

            write_pdf(report, target, progress)
        else:
            from textminer.report.html import html_of

            atomic.write_text(target, html_of(report, progress))
    except OSError as error:
        raise ExportError(disk_sentence(target, error)) from error
    return target


def check_report_target(target: Path) -> None:
    """Raises ExportError, before any work, unless the name ends as a report's does and can be written."""
    if target.suffix.lower() not in ENDINGS:
        message = _("A report is an HTML or a PDF file: let “{name}” end in .html or .pdf.")
        raise ExportError(message.format(name=target.name))
    check_place(target)


def _groups(
    corpus: Corpus, tokens: TokenTable, column: int, positions: np.ndarray, progress: Progress
) -> list[Section]:
    """What sets the groups apart; nothing where they are too many to be set side by side."""
    values = next((found for found in grouping_columns(corpus.table) if found.column == column), None)
    if values is None or len(values.values) > MOST_COMPARED:
        return []
    grouping = grouping_of(corpus, Division(COLUMN, column))
    if (grouping.restricted(positions).sizes() > 0).sum() < 2:
        return []
    options = CompareOptions()
    matrix = words_of_documents(corpus, tokens, options, Stage(progress, 0.0, 0.5))
    rest = Stage(progress, 0.5, 1.0)
    found = compare_groups(corpus, matrix, grouping, Choice(is_each=True), options, positions, rest)
    return [compared_section(found, corpus.table.names[column])]


def _topics(corpus: Corpus, tokens: TokenTable, positions: np.ndarray, progress: Progress) -> list[Section]:
    found = find_topics(corpus, tokens, TopicOptions(), positions, progress)
    if not found.n_topics:
        return []
    words = [[word for word, _weight in found.strongest_words(topic)] for topic in range(found.n_topics)]
    return [topics_section(found, topic_sizes(corpus, found, positions), words)]


def _about(corpus: Corpus, recipe: Recipe, n_documents: int) -> tuple[str, ...]:
    total = corpus.table.n_documents
    count = ngettext_("{n} document", "{n} documents", total).format(n=f"{total:,}")
    if n_documents < total:
        count = _("{n} of {total}, as filtered").format(n=f"{n_documents:,}", total=count)
    model = _("Scored by the model “{name}”").format(name=Path(recipe.model).stem if recipe.model else "–")
    if recipe.neutral_threshold:
        model += _("; neutral below a probability of {p}").format(p=f"{recipe.neutral_threshold:.2f}")
    names = ", ".join(source.path.name for source in corpus.sources if source.path) or corpus.name
    return (f"{names} · {count}", model)


def _receipt(corpus: Corpus, recipe: Recipe, positions: np.ndarray | None) -> str:
    receipt = Receipt(
        sources=tuple(
            Source(source.path.name if source.path else corpus.name, source.sha256)
            for source in corpus.sources
        ),
        n_rows=corpus.table.n_documents,
        columns=corpus.table.names,
        recipe=json.loads(recipe.to_json()),
        own_columns={},
        export_name="",
        export_sha256="",
        model=recipe.model,
        model_sha256=model_hash(recipe.model),
        rows=spans_of(positions),
        versions=versions(),
    )
    return receipt.to_json()
