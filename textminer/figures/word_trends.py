"""The course of words over time."""

import numpy as np
from matplotlib.figure import Figure

from textminer.analysis.time_bins import TimeBins
from textminer.figures.style import Colours, blend, style_axes
from textminer.figures.time_axis import label_time_axis
from textminer.translation import _

MOST_WORDS = 5  # lines that can still be told apart
DASHES = ("-", (0, (5, 2)), (0, (2, 1.5)), (0, (7, 2, 2, 2)), (0, (1, 1)))
STRENGTHS = (1.0, 0.85, 0.7, 0.6, 0.5)
LABEL_GAP = 12.0  # points between two names at the right end
LABEL_ROOM = 84  # points for the names
LONGEST_NAME = 16


def draw_word_trends(
    figure: Figure, words: tuple[str, ...], bins: TimeBins, rates: np.ndarray, colours: Colours
) -> None:
    """Draw how often words occur in each span of time, replacing what was drawn; each is named at its end.

    words:  (n_words,) the first MOST_WORDS are drawn
    rates:  float (n_words, n_bins) per million words, NaN where a span has none

    The gid of a point is the word's place, "/" and the span's.
    """
    figure.clear()
    axes = figure.add_subplot()
    places = np.arange(bins.n_bins)
    ends: list[tuple[float, str, str]] = []
    for number, word in enumerate(words[:MOST_WORDS]):
        colour = blend(colours.accent, colours.surface, STRENGTHS[number])
        known = np.flatnonzero(~np.isnan(rates[number]))
        axes.plot(places[known], rates[number, known], linestyle=DASHES[number], color=colour, linewidth=1.7)
        for place in known.tolist():
            axes.plot(
                [place], [rates[number, place]], "o", color=colour, markersize=3.5 if len(known) < 40 else 2,
                picker=5, gid=f"{number}/{place}",
            )  # fmt: skip
        if len(known):
            ends.append((float(rates[number, known[-1]]), word, colour))
    style_axes(axes, colours)
    axes.set_ylabel(_("Per million words"))
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
    axes.locator_params(axis="y", nbins=6)
    if bins.n_bins:
        axes.set_xlim(-0.5, bins.n_bins - 0.5)
    label_time_axis(axes, bins, 72 * figure.get_figwidth() - 60 - LABEL_ROOM)
    _name_ends(figure, ends, colours)


def _name_ends(figure: Figure, ends: list[tuple[float, str, str]], colours: Colours) -> None:
    """Write each word beside the end of its line, moved apart where lines end close together."""
    axes = figure.axes[0]
    height = max(72 * figure.get_figheight() - 60, 1)
    low, high = axes.get_ylim()
    last = -np.inf
    for rate, word, _colour in sorted(ends):
        at = (rate - low) / max(high - low, 1e-9) * height
        put = max(at, last + LABEL_GAP)
        last = put
        shown = word if len(word) <= LONGEST_NAME else word[: LONGEST_NAME - 1] + "…"
        axes.annotate(
            shown, (1.0, put / height), xycoords="axes fraction", xytext=(6, 0), textcoords="offset points",
            va="center", color=colours.text, annotation_clip=False,
        )  # fmt: skip
