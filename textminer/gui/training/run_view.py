"""A training under way: its curves and what it says of itself."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from textminer.figures.training import draw_accuracy_curves, draw_loss_curves
from textminer.gui.job_indicator import duration
from textminer.gui.theme import at_scale, px
from textminer.gui.training.bars import Bar
from textminer.gui.training.presets import describe_request
from textminer.gui.training.run_card import RunCard
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.jobs.job import Job
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.score_words import percent
from textminer.translation import _
from textminer.workflows.figure_data import training_data
from textminer.workflows.training import Labelled, TrainingRequest

REDRAW_MS = 500  # a redraw takes up to 40 ms of the GUI thread
GAP = 14
CARD_WIDTH = 320


class LivePoints:
    """The newest points of the curves: set on the training's thread, read on the GUI's."""

    def __init__(self) -> None:
        self.points: Sequence[HistoryPoint] = ()

    def take(self, points: Sequence[HistoryPoint]) -> None:
        """Receive all points so far."""
        self.points = points


class TrainingRun(QWidget):
    """Loss and accuracy, redrawn at most twice a second, beside the facts of the run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = LivePoints()
        self._shown: Sequence[HistoryPoint] = ()
        self._always = Bar("", 0.0, "")
        self.card = RunCard(self)
        self.loss = FigureCanvas(_("Loss by step"), self)
        self.accuracy = FigureCanvas(_("Accuracy by step"), self)
        self._timer = QTimer(self, interval=REDRAW_MS)
        self._timer.timeout.connect(self.draw_new_points)
        self._arrange()

    def begin(self, request: TrainingRequest, labelled: Labelled) -> LivePoints:
        """Start anew; returns where the training's thread puts its points."""
        self._live = LivePoints()
        self._shown = ()
        self._always = always_bar(labelled)
        self.card.bars.set_bars([Bar(_("Kept so far"), 0.0, "–", "accent"), self._always])
        for key in ("stage", "epoch", "speed", "left", "gradient", "best"):
            self.card.show_fact(key, "")
        self.card.show_fact("preset", describe_request(request))
        self.card.show_fraction(0.0)
        self._draw()
        self._timer.start()
        return self._live

    def end(self) -> None:
        """Draw what came last and stop looking."""
        self._timer.stop()
        self.draw_new_points()

    def show_job(self, job: Job[Any]) -> None:
        """Show how far the training is."""
        self.card.show_fraction(job.fraction)
        left = job.seconds_left
        self.card.show_fact("left", "" if left is None else duration(left))
        if job.message:
            self.card.show_fact("stage", job.message)

    def draw_new_points(self) -> None:
        """Redraw if there is something new."""
        points = self._live.points
        if points is not self._shown and len(points):
            self._shown = points
            self._show_facts(points)
            self._draw()

    def _show_facts(self, points: Sequence[HistoryPoint]) -> None:
        last = points[-1]
        self.card.show_fact("epoch", f"{last.epoch:.1f}")
        speed = _("{n} documents/s").format(n=f"{last.documents_per_s:,.0f}")
        self.card.show_fact("speed", speed)
        self.card.show_fact("gradient", f"{last.gradient_norm:.2f}")
        validated = [point for point in points if point.validation_loss is not None]
        if validated:
            best = min(validated, key=lambda point: point.validation_loss or 0.0)
            share = best.validation_accuracy or 0.0
            self.card.bars.set_bars([Bar(_("Kept so far"), share, percent(share, 1), "accent"), self._always])
            text = _("step {step} · loss {loss}")
            self.card.show_fact(
                "best", text.format(step=f"{best.step:,}", loss=f"{best.validation_loss:.3f}")
            )

    def _draw(self) -> None:
        points = self._shown
        for canvas, draw in ((self.loss, draw_loss_curves), (self.accuracy, draw_accuracy_curves)):
            canvas.show_figure(
                lambda figure, colours, draw=draw: draw(figure, points, colours),  # type: ignore[misc]
                points,
                lambda: training_data(points),
            )

    def _arrange(self) -> None:
        curves = QVBoxLayout()
        curves.setSpacing(GAP)
        for title, canvas in ((_("Loss"), self.loss), (_("Accuracy"), self.accuracy)):
            card = Card(title)
            card.body.addWidget(canvas, 1)
            curves.addWidget(card, 1)
        at_scale(self.card, lambda it: it.setFixedWidth(px(CARD_WIDTH)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(curves, 1)
        layout.addWidget(self.card)


def always_bar(labelled: Labelled) -> Bar:
    """What always saying the commonest label would reach."""
    label, share = labelled.majority
    return Bar(_("Always “{label}”").format(label=label), share, percent(share, 1))
