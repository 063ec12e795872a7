"""From a corpus to what is said about themes in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textminer.analysis.aspect_proposals import proposed_themes
from textminer.analysis.aspects import (
    AspectTable,
    Clauses,
    Mentions,
    aspect_table,
    clauses_of,
    mentions_of,
)
from textminer.analysis.document_words import document_words
from textminer.analysis.grouping import Grouping
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.corpus.word_lists import Theme
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.classifier import SentimentClassifier
from textminer.translation import _
from textminer.workflows.comparing import scores_of
from textminer.workflows.counting import language_of
from textminer.workflows.scoring import score_texts

MOST_CLAUSES = 20_000  # scored unasked; more take minutes
BLOCK = 2_048  # clauses scored between two reports


@dataclass(frozen=True, eq=False)
class AspectGround:
    """What the aspects of a corpus rest on, made once for its tokens.

    clause_scores:  float32 (n_clauses,) of clauses scored so far, each as a text of its own; NaN otherwise
    """

    tokens: TokenTable
    clauses: Clauses
    clause_scores: np.ndarray


@dataclass(frozen=True, eq=False)
class Aspects:
    """Themes in groups, and how their sentiment was found.

    is_by_clause:  whether scores are of the clauses that mention a theme; else of the whole documents
    """

    ground: AspectGround
    themes: tuple[Theme, ...]
    mentions: Mentions
    grouping: Grouping
    table: AspectTable
    is_by_clause: bool


def aspect_ground(tokens: TokenTable) -> AspectGround:
    """Cut the documents into clauses."""
    clauses = clauses_of(tokens)
    return AspectGround(tokens, clauses, np.full(len(clauses.starts), np.nan, dtype=np.float32))


def aspects_by_document(
    corpus: Corpus, ground: AspectGround, themes: Sequence[Theme], grouping: Grouping
) -> Aspects:
    """Themes with the mean score of the documents that mention them: at once, but coarse."""
    mentions = mentions_of(ground.tokens, themes, ground.clauses)
    scores = scores_of(corpus)
    if scores is None:
        scores = np.full(corpus.table.n_documents, np.nan)
    by_clause = scores[ground.clauses.documents]
    table = aspect_table(themes, mentions, ground.clauses, by_clause, grouping)
    return Aspects(ground, tuple(themes), mentions, grouping, table, False)


def unscored_clauses(aspects: Aspects) -> np.ndarray:
    """Clauses that mention a theme in a document of the groups and have no score yet: ascending int64."""
    ground = aspects.ground
    found = np.unique(aspects.mentions.clauses)
    found = found[aspects.grouping.codes[ground.clauses.documents[found]] >= 0]
    return found[np.isnan(ground.clause_scores[found])]


def aspects_by_clause(
    corpus: Corpus,
    aspects: Aspects,
    classifier: SentimentClassifier,
    progress: Progress = silent,
) -> Aspects:
    """Themes with the score of the clauses that mention them, each read by the model as a text of its own."""
    ground = aspects.ground
    wanted = unscored_clauses(aspects)
    scores = ground.clause_scores.copy()
    texts = clause_texts(corpus, ground, wanted)
    for start in range(0, len(wanted), BLOCK):
        stage = Stage(
            progress,
            start / len(wanted),
            min(start + BLOCK, len(wanted)) / len(wanted),
            _("{done} of {total} clauses").format(done=f"{start:,}", total=f"{len(wanted):,}"),
        )
        found = score_texts(texts[start : start + BLOCK], classifier, stage).prediction.score()
        if found is not None:
            scores[wanted[start : start + BLOCK]] = found
    now = AspectGround(ground.tokens, ground.clauses, scores)
    table = aspect_table(aspects.themes, aspects.mentions, now.clauses, scores, aspects.grouping)
    return Aspects(now, aspects.themes, aspects.mentions, aspects.grouping, table, True)


def clause_texts(corpus: Corpus, ground: AspectGround, clauses: np.ndarray) -> list[str]:
    """The characters of some clauses, as they stand in their documents."""
    cut, tokens = ground.clauses, ground.tokens
    column = corpus.table.column(corpus.text_column)
    documents, rows = np.unique(cut.documents[clauses], return_inverse=True)
    texts = column.iloc[documents].to_list()
    starts = tokens.starts[cut.starts[clauses]].tolist()
    ends = tokens.ends[cut.ends[clauses] - 1].tolist()
    return [texts[row][start:end] for row, start, end in zip(rows.tolist(), starts, ends, strict=True)]


def propose_themes(corpus: Corpus, tokens: TokenTable, progress: Progress = silent) -> tuple[Theme, ...]:
    """Themes that the documents suggest."""
    language = language_of(corpus, tokens)
    cleaning = Cleaning(drop_stop_words=True, drop_numbers=True, drop_emoji=True)
    words = document_words(tokens, cleaning, language, progress=Stage(progress, 0.0, 0.8))
    return proposed_themes(tokens, words, language, scores_of(corpus))
