"""The curves of a training."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from textminer.figures.style import Colours, style_axes
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.score_words import percent
from textminer.translation import _

MAX_POINTS = 500  # per curve: more cannot be told apart and make each redraw slower


def draw_loss_curves(figure: Figure, points: Sequence[HistoryPoint], colours: Colours) -> None:
    """Draw training and validation loss by step, replacing what was drawn. Loss in nats per document."""
    training = np.array([(point.step, point.training_loss) for point in points], dtype=float)
    axes = _two_curves(figure, training, _validation(points, "validation_loss"), colours)
    axes.set_ylabel(_("Loss, nats per document"))
    axes.set_ylim(bottom=0)


def draw_accuracy_curves(figure: Figure, points: Sequence[HistoryPoint], colours: Colours) -> None:
    """Draw training and validation accuracy by step, replacing what was drawn.

    Marked is the step with the lowest validation loss, since that is whose weights a training keeps.
    """
    training = np.array([(point.step, point.training_accuracy) for point in points], dtype=float)
    validation = _validation(points, "validation_accuracy")
    axes = _two_curves(figure, training, validation, colours)
    axes.set_ylabel(_("Accuracy"))
    axes.yaxis.set_major_formatter(lambda value, _place: percent(value))
    low, high = axes.get_ylim()
    axes.set_ylim(max(0.0, low), min(1.02, max(high, 0.6)))
    if len(validation):
        step, best = validation[_validation(points, "validation_loss")[:, 1].argmin()]
        axes.plot([step], [best], "o", color=colours.accent, markersize=6)
        axes.annotate(
            _("best so far {accuracy}").format(accuracy=percent(best, 1)), (step, best), xytext=(0, 9),
            textcoords="offset points", ha=_side(step, training),
            bbox={"facecolor": colours.surface, "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
            color=colours.text,
        )  # fmt: skip


def _two_curves(figure: Figure, training: np.ndarray, validation: np.ndarray, colours: Colours) -> Axes:
    figure.clear()
    axes = figure.add_subplot()
    for points, colour, name, width in (
        (training, colours.neutral, _("training"), 1.4),
        (validation, colours.accent, _("validation"), 1.8),
    ):
        if len(points):
            shown = _thinned(points)
            marker = "o" if len(shown) == 1 else None
            axes.plot(
                shown[:, 0],
                shown[:, 1],
                color=colour,
                linewidth=width,
                label=name,
                marker=marker,
                markersize=4,
            )
    axes.set_xlabel(_("Step"))
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
    axes.locator_params(axis="x", integer=True, nbins=7)
    axes.locator_params(axis="y", nbins=5)
    axes.margins(x=0.02, y=0.12)
    if axes.lines:
        # outside the axes: the constrained layout gives it room at any size
        figure.legend(loc="outside upper right", ncols=2, frameon=False, labelcolor=colours.text)
    else:  # before the first point there is nothing to read off
        axes.set_xticks([])
        axes.set_yticks([])
    style_axes(axes, colours)
    return axes


def _side(step: float, training: np.ndarray) -> str:
    """How a text is put above a point so that it stays inside the axes: "left", "center" or "right"."""
    first, last = (training[0, 0], training[-1, 0]) if len(training) else (step, step)
    place = (step - first) / max(last - first, 1)
    return "left" if place < 0.2 else "right" if place > 0.8 else "center"


def _validation(points: Sequence[HistoryPoint], name: str) -> np.ndarray:
    pairs = [(point.step, getattr(point, name)) for point in points if getattr(point, name) is not None]
    return np.array(pairs, dtype=float).reshape(-1, 2)


def _thinned(points: np.ndarray) -> np.ndarray:
    """At most MAX_POINTS points, the first and the last among them."""
    if len(points) <= MAX_POINTS:
        return points
    return points[np.linspace(0, len(points) - 1, MAX_POINTS).round().astype(int)]
