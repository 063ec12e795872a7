"""`textminer overview`: the answer at a glance, as the window's first page gives it."""

import argparse
from collections.abc import Iterator

import numpy as np

from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.corpus.corpus import Corpus
from textminer.figures.time_axis import span_word, unit_word
from textminer.progress import Stage
from textminer.sentiment.score_words import signed
from textminer.sentiment.scored_corpus import with_prediction
from textminer.translation import _
from textminer.workflows.honesty import honesty_lines, nothing_scored
from textminer.workflows.models import language_doubt, load_model, model_for
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.overview import Overview, overview
from textminer.workflows.overview_ground import OverviewOptions, overview_ground
from textminer.workflows.scoring import score_texts


def run(options: argparse.Namespace) -> None:
    """Read, score, look, print tab-separated lines."""
    with TerminalProgress("textminer") as progress:
        say_memory([options.file], import_settings(options))
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.1),
        )
        name = model_for(corpus, options.model)
        if doubt := language_doubt(corpus, name):
            say(doubt)
        classifier = load_model(name)
        scored = score_texts(corpus.text_cells(), classifier, Stage(progress, 0.1, 0.9))
        prediction = scored.prediction.with_neutral_threshold(options.neutral_threshold)
        corpus = with_prediction(corpus, prediction)
        columns = OverviewOptions(
            date_column=_column(corpus, options.date), group_column=_column(corpus, options.by)
        )
        ground = overview_ground(corpus, prediction, scored.tokens, classifier, columns)
        found = overview(corpus, prediction, ground, np.arange(corpus.table.n_documents))
    say_notices(corpus.notices)
    if nothing := nothing_scored(found):
        say(nothing)
    for line in _lines(found):
        print("\t".join(line))


def _column(corpus: Corpus, header: str | None) -> int | None:
    return None if header is None else column_named(corpus.table, header, corpus.name)


def _lines(found: Overview) -> Iterator[tuple[str, ...]]:
    for share in found.shares:
        low, high = share.interval
        span = f"{100 * low:.1f}–{100 * high:.1f} %"
        yield share.name, f"{100 * share.share:.1f} %", span, f"{share.count:,}"
    for line in honesty_lines(found):
        yield line.name, line.value
    timeline, groups = found.timeline, found.groups
    if timeline is not None:
        yield "", ""
        yield timeline.name, _("mean score {by}").format(by=unit_word(timeline.bins.unit)), "", _("documents")
        sizes = timeline.class_counts.sum(axis=1)
        for place in range(timeline.bins.n_bins):
            mean = None if timeline.means is None else timeline.means.means[place]
            yield span_word(timeline.bins, place), _number(mean), "", f"{sizes[place]:,}"
    if groups is not None:
        yield "", ""
        yield groups.name, _("mean score"), "", _("documents")
        for place, group in enumerate(groups.grouping.names):
            mean = None if groups.means is None else groups.means.means[place]
            yield group, _number(mean), "", f"{groups.sizes[place]:,}"
    for side in found.sides:
        yield "", ""
        yield _("words of {side}").format(side=side.share.name), "z", "", _("documents")
        for place, word in enumerate(side.words):
            yield word, f"{side.scores[place]:.1f}", "", f"{side.document_counts[place]:,}"


def _number(mean: float | None) -> str:
    return "–" if mean is None or np.isnan(mean) else signed(float(mean))
