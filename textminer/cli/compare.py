"""`textminer compare`: what tells groups of documents apart: words, the gap in sentiment, themes."""

import argparse
import sys

import pandas as pd

from textminer.analysis.aspects import with_group
from textminer.analysis.keyness import KeynessOptions
from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.errors import SettingsError
from textminer.progress import Progress, Stage
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.word_list_files import read_themes
from textminer.translation import _
from textminer.workflows.aspects import (
    aspect_ground,
    aspects_by_clause,
    aspects_by_document,
    propose_themes,
)
from textminer.workflows.comparing import (
    Choice,
    Compared,
    CompareOptions,
    compare_columns,
    explain_gap,
    scores_of,
)
from textminer.workflows.exporting import export_frame
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.models import language_doubt, load_model, model_for
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.scoring import score_texts, tokens_of

MOST_GROUPS = 2
WORDS, GAP, THEMES = "words", "gap", "themes"
"""What can be told of the groups."""


def run(options: argparse.Namespace) -> None:
    """Print or write the key words, the parts of the gap or the themes, the most certain or largest first."""
    if len(options.groups) > MOST_GROUPS:
        raise SettingsError(_("Name one group or two, or none to compare each with all others."))
    target, reference = ([*options.groups, "", ""])[:MOST_GROUPS]
    choice = Choice(target, reference, is_each=not options.groups and options.show != GAP)
    asked = CompareOptions(
        n=options.ngrams,
        keyness=KeynessOptions(options.by_documents, options.fewest, options.fewest),
    )
    with TerminalProgress("textminer") as progress:
        say_memory([options.file], import_settings(options))
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.1),
        )
        column = column_named(corpus.table, options.by, corpus.name)
        classifier = None
        if options.show == WORDS:
            tokens = tokens_of(corpus.text_cells(), corpus_tokenizer(corpus), Stage(progress, 0.1, 0.7))
        else:
            corpus, tokens, classifier = _scored(corpus, options, Stage(progress, 0.1, 0.7))
        compared = compare_columns(corpus, tokens, column, choice, asked, Stage(progress, 0.7, 0.8))
        rest = Stage(progress, 0.8, 1)
        if options.show == GAP:
            frame = _gap(corpus, compared, options, rest)
        elif classifier is not None:
            frame = _themes(corpus, tokens, compared, classifier, options, rest)
        else:
            frame = compared.keyness.frame(compared.matrix.words, _("all others"))
            if options.top is not None:
                frame = frame.groupby(["group", "reference"], sort=False).head(options.top)
    say_notices(corpus.notices)
    if options.output is None:
        frame.round(4).to_csv(sys.stdout, sep="\t", index=False, lineterminator="\n")
    else:
        export_frame(frame, options.output)


def _scored(
    corpus: Corpus, options: argparse.Namespace, progress: Progress
) -> tuple[Corpus, TokenTable, SentimentClassifier]:
    """The corpus with its scores. Raises SettingsError for a model that gives none."""
    name = model_for(corpus, options.model)
    if doubt := language_doubt(corpus, name):
        say(doubt)
    classifier = load_model(name)
    scored = score_texts(corpus.text_cells(), classifier, progress)
    corpus = with_prediction(corpus, scored.prediction)
    if scores_of(corpus) is None:
        raise SettingsError(
            _("The model “{name}” tells classes without an order, so that there are no scores.").format(
                name=name
            )
        )
    return corpus, scored.tokens, classifier


def _gap(corpus: Corpus, compared: Compared, options: argparse.Namespace, progress: Progress) -> pd.DataFrame:
    """What each word carries of the gap in mean score; the last two lines are the rest and the whole gap."""
    if not options.groups and compared.grouping.n_groups > MOST_GROUPS:
        raise SettingsError(
            _("A gap lies between two groups: name one to set beside all others, or two of {groups}.").format(
                groups=", ".join(compared.grouping.names)
            )
        )
    scores = scores_of(corpus)
    gap = None if scores is None else explain_gap(compared, scores, options.fewest, progress)
    if gap is None:
        raise SettingsError(_("One of the two groups has no document with a score."))
    frame = gap.frame(compared.matrix.words)
    if options.top is not None:
        frame = pd.concat([frame.iloc[:-2].head(options.top), frame.iloc[-2:]])
    pair = compared.keyness.comparisons[0]
    names = compared.grouping.names
    frame.insert(1, "group", names[pair.target])
    frame.insert(2, "reference", _("all others") if pair.reference is None else names[pair.reference])
    return frame


def _themes(
    corpus: Corpus,
    tokens: TokenTable,
    compared: Compared,
    classifier: SentimentClassifier,
    options: argparse.Namespace,
    progress: Progress,
) -> pd.DataFrame:
    """How each group speaks of each theme: scores are of the clauses that mention it."""
    if options.themes is None:
        themes = propose_themes(corpus, tokens, Stage(progress, 0.0, 0.2))
    else:
        themes = read_themes(options.themes)
    grouping = compared.in_play
    if len(compared.keyness.comparisons) == 1:
        pair = compared.keyness.comparisons[0]
        grouping = with_group(grouping, pair.target, pair.reference, _("all others"))
    found = aspects_by_document(corpus, aspect_ground(tokens), themes, grouping)
    found = aspects_by_clause(corpus, found, classifier, Stage(progress, 0.2, 1.0))
    frame = found.table.frame()
    return frame if options.top is None else frame.head(options.top * grouping.n_groups)
