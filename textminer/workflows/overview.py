"""The answer at a glance: what the documents that count say on the whole, free of how it is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from textminer.analysis.document_words import DocumentWords
from textminer.analysis.score_spread import ScoreSpread, score_spread
from textminer.corpus.corpus import Corpus
from textminer.progress import Progress, silent
from textminer.sentiment.by_group import GroupScores, group_scores
from textminer.sentiment.class_counts import class_counts
from textminer.sentiment.evaluation import Evaluation, evaluate, mistaken
from textminer.sentiment.over_time import Timeline, timeline
from textminer.sentiment.prediction import SCORED, STATUSES, WAITING, Prediction
from textminer.sentiment.shares import ClassShare, class_shares
from textminer.sentiment.side_words import SideWords, side_words
from textminer.translation import _
from textminer.workflows.known_labels import KnownLabels, disagreeing
from textminer.workflows.learnt_labels import HeldOut, held_out_of
from textminer.workflows.overview_ground import SAVED_GROUPS, OverviewGround


@dataclass(frozen=True, eq=False)
class Judged:
    """How well the predictions fit what people said of the documents that count.

    evaluation:   where the labels name fewer classes than the model knows, judged among those they name
    disagreeing:  positions of the documents where label and prediction contradict each other; ascending int64
    mistaken:     positions of those that the accuracy counts as wrong; ascending int64
    held_out:     how the model did on its held-out part, where it has learnt from these very labels
    """

    labels: KnownLabels
    evaluation: Evaluation
    disagreeing: np.ndarray
    mistaken: np.ndarray
    held_out: HeldOut | None = None


@dataclass(frozen=True, eq=False)
class Overview:
    """Figures of the documents that count; from those that are scored by now.

    statuses:      documents that count, by status
    unscored:      positions of those that were reached and have no score, ascending int64
    classes:       int64 (n_corpus,) what each counts as, -1 where not scored or outside the filter
    shares:        of the classes; () before scoring
    spread:        of the scores; where a model has no polarity of the confidence, 0 to 1; None before scoring
    spread_counts: int64 (n_bins, n_classes) of the spread, by class
    sides:         () until tokens and scores are there
    unknown_rate:  share of the words that the model does not know, 0 to 1; None where that is not known
    judged:        None without labels
    """

    n_documents: int
    statuses: dict[str, int]
    unscored: np.ndarray
    has_polarity: bool
    classes: np.ndarray
    shares: tuple[ClassShare, ...]
    spread: ScoreSpread | None
    spread_counts: np.ndarray
    timeline: Timeline | None
    groups: GroupScores | None
    sides: tuple[SideWords, ...]
    words: DocumentWords | None
    unknown_rate: float | None
    judged: Judged | None

    @property
    def n_scored(self) -> int:
        """Documents with a score among those that count."""
        return self.statuses.get(SCORED, 0)


def overview(
    corpus: Corpus,
    prediction: Prediction | None,
    ground: OverviewGround,
    positions: np.ndarray,
    progress: Progress = silent,
) -> Overview:
    """Look at the documents at `positions`, ascending int64.

    prediction:  None before scoring; it must not change meanwhile
    """
    classes = np.full(corpus.table.n_documents, -1, dtype=np.int64)
    scores = confidence = None
    shares: tuple[ClassShare, ...] = ()
    statuses: dict[str, int] = {}
    unscored = positions[:0]
    if prediction is not None:
        classes[positions] = prediction.classes()[positions]
        scores = prediction.score()
        confidence = prediction.confidence() if scores is None else None
        shares = class_shares(prediction, classes)
        reached = prediction.statuses[positions]
        unscored = positions[(reached != STATUSES.index(SCORED)) & (reached != STATUSES.index(WAITING))]
        counts = np.bincount(reached, minlength=len(STATUSES))
        statuses = dict(zip(STATUSES, counts.tolist(), strict=True))
    progress.report(0.2)
    spread = None
    if scores is not None:
        spread = score_spread(scores, positions)
    elif confidence is not None:
        spread = score_spread(confidence, positions, low=0.0)
    n_classes = 0 if prediction is None else len(prediction.class_labels)
    asked = (positions, scores, classes, n_classes)
    names = corpus.table.names
    over_time = by_group = None
    if ground.dates is not None and ground.date_column is not None:
        over_time = timeline(ground.dates, ground.date_column, names[ground.date_column], *asked)
    progress.report(0.4)
    if ground.grouping is not None and ground.group_column is not None:
        is_saved = ground.group_column == SAVED_GROUPS
        name = _("Saved groups") if is_saved else names[ground.group_column]
        times = None if over_time is None else over_time.dates.times
        order = ground.options.group_order
        by_group = group_scores(ground.grouping, ground.group_column, name, *asked, order, times)
    progress.report(0.6)
    sides = side_words(ground.words, shares, classes) if ground.words is not None and shares else ()
    progress.report(0.9)
    return Overview(
        n_documents=len(positions),
        statuses=statuses,
        unscored=unscored,
        has_polarity=scores is not None,
        classes=classes,
        shares=shares,
        spread=spread,
        spread_counts=_spread_counts(spread, classes, n_classes),
        timeline=over_time,
        groups=by_group,
        sides=sides,
        words=ground.words,
        unknown_rate=_unknown_rate(ground, positions),
        judged=_judged(corpus, ground, prediction, positions),
    )


def _spread_counts(spread: ScoreSpread | None, classes: np.ndarray, n_classes: int) -> np.ndarray:
    if spread is None:
        return np.zeros((0, n_classes), dtype=np.int64)
    return class_counts(spread.codes, len(spread.counts), classes, n_classes)


def _unknown_rate(ground: OverviewGround, positions: np.ndarray) -> float | None:
    if ground.unknown is None:
        return None
    n_words = int(ground.unknown.n_words[positions].sum())
    return int(ground.unknown.n_unknown[positions].sum()) / n_words if n_words else None


def _judged(
    corpus: Corpus, ground: OverviewGround, prediction: Prediction | None, positions: np.ndarray
) -> Judged | None:
    labels = ground.labels
    if labels is None or prediction is None or len(labels.classes) != prediction.n_documents:
        return None
    inside = np.full(len(labels.classes), -1, dtype=np.int64)
    inside[positions] = labels.classes[positions]
    evaluation = evaluate(inside, prediction)
    if evaluation.n_scored == 0:
        return None
    held_out = held_out_of(ground.classifier, corpus, labels)
    found = disagreeing(labels, prediction, positions)
    wrong = mistaken(inside, prediction)
    return Judged(labels, evaluation.binary or evaluation, found, wrong, held_out)
