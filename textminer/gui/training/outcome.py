"""What a training brought, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textminer.corpus.corpus import Corpus
from textminer.errors import TextMinerError
from textminer.gui.training.bars import Bar
from textminer.sentiment.score_words import percent
from textminer.translation import _, ngettext_
from textminer.workflows.evaluating import EvaluationReport
from textminer.workflows.training import Labelled, TrainingRequest

if TYPE_CHECKING:
    from textminer.workflows.training import TrainedModel


@dataclass(frozen=True, eq=False)
class TrainingOutcome:
    """A trained model with all it was made from, and how it did on its held-out documents."""

    corpus: Corpus
    labelled: Labelled
    request: TrainingRequest
    model: TrainedModel
    report: EvaluationReport

    @property
    def name(self) -> str:
        """What a saved model would be called, if the user says nothing else."""
        return self.corpus.table.names[self.request.label_column].strip() or _("model")


def learnt_from(corpus: Corpus, request: TrainingRequest) -> str:
    """Which column is learnt from which."""
    names = corpus.table.names
    return _("“{label}” from “{text}”").format(
        label=names[request.label_column].strip(), text=names[corpus.text_column].strip()
    )


def accuracy_bars(report: EvaluationReport) -> list[Bar]:
    """The accuracy with its interval, above what always saying the commonest label would reach."""
    figures = report.evaluation
    always = _("Always “{label}”").format(label=report.majority_label)
    return [
        Bar(_("This model"), figures.accuracy, percent(figures.accuracy, 1), "accent", figures.interval),
        Bar(always, figures.majority, percent(figures.majority, 1)),
    ]


def interval_sentence(report: EvaluationReport) -> str:
    """ "of 645 documents it never saw; 95 % interval 86.2 % to 91.0 %"."""
    figures = report.evaluation
    low, high = (percent(end, 1) for end in figures.interval)
    message = ngettext_(
        "of {n} document it never saw; 95 % interval {low} to {high}",
        "of {n} documents it never saw; 95 % interval {low} to {high}",
        figures.n_scored,
    )
    return message.format(n=f"{figures.n_scored:,}", low=low, high=high)


def ending_sentence(outcome: TrainingOutcome) -> str:
    """How the training ended and which weights were kept."""
    history = outcome.model.history
    last = f"{history.points[-1].step:,}" if history.points else "0"
    best, planned = f"{history.best_step:,}", f"{history.n_steps:,}"
    if history.ending == "stopped":
        return _("You stopped it at step {last} of {planned}; the best step, {best}, was kept.").format(
            last=last, planned=planned, best=best
        )
    if history.ending == "no gain":
        return _("It stopped at step {last}, as nothing was gained any more; step {best} was kept.").format(
            last=last, best=best
        )
    return _("It ran all {planned} steps; step {best} was kept.").format(planned=planned, best=best)


def cell_sentence(report: EvaluationReport, label: int, predicted: int | None, n: int) -> str:
    """What was selected: the documents of a cell of the matrix, or of a whole class."""
    names = report.evaluation.labels
    if predicted is None:
        message = ngettext_(
            "{n} held-out document labelled “{label}” is selected.",
            "{n} held-out documents labelled “{label}” are selected.",
            n,
        )
        return message.format(n=f"{n:,}", label=names[label])
    message = ngettext_(
        "{n} document labelled “{label}” and predicted “{predicted}” is selected.",
        "{n} documents labelled “{label}” and predicted “{predicted}” are selected.",
        n,
    )
    return message.format(n=f"{n:,}", label=names[label], predicted=names[predicted])


def rows_sentence(called: str, n: int) -> str:
    """How many documents were selected, and what they are: "right by your model alone"."""
    message = ngettext_("{n} document, {called}, is selected.", "{n} documents, {called}, are selected.", n)
    return message.format(n=f"{n:,}", called=called)


def failure(error: BaseException, details: str) -> tuple[str, str]:
    """What a user is told where a training or the saving of its model failed: the sentence and details."""
    if isinstance(error, TextMinerError):
        return str(error), ""
    if isinstance(error, MemoryError):
        return _("There is not enough memory to train. Close other programs first."), ""
    return _("Something unexpected went wrong; your file is untouched."), details or type(error).__name__
