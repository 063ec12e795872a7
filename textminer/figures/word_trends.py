"""The course of words over time."""

import numpy as np
from matplotlib.figure import Figure

from textminer.analysis.time_bins import TimeBins
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, blend, style_axes
from textminer.figures.time_axis import label_time_axis, span_word
from textminer.translation import _

MOST_WORDS = 5  # lines that can still be told apart
DASHES = ("-", (0, (5, 2)), (0, (2, 1.5)), (0, (7, 2, 2, 2)), (0, (1, 1)))
STRENGTHS = (1.0, 0.85, 0.7, 0.6, 0.5)
LEGEND_COLUMNS = 3
LONGEST_NAME = 16


def draw_word_trends(
    figure: Figure, words: tuple[str, ...], bins: TimeBins, rates: np.ndarray, colours: Colours
) -> None:
    """Draw how often words occur in each span of time, replacing what was drawn; each in dashes of its own.

    words:  (n_words,) the first MOST_WORDS are drawn
    rates:  float (n_words, n_bins) per million words, NaN where a span has none

    The gid of a point is the word's place, "/" and the span's.
    """
    figure.clear()
    axes = figure.add_subplot()
    places = np.arange(bins.n_bins)
    for number, word in enumerate(words[:MOST_WORDS]):
        colour = blend(colours.accent, colours.surface, STRENGTHS[number])
        known = np.flatnonzero(~np.isnan(rates[number]))
        axes.plot(places[known], rates[number, known], linestyle=DASHES[number], color=colour, linewidth=1.7,
                  label=word if len(word) <= LONGEST_NAME else word[: LONGEST_NAME - 1] + "…")  # fmt: skip
        for place in known.tolist():
            point = axes.plot(
                [place], [rates[number, place]], "o", color=colour, markersize=3.5 if len(known) < 40 else 2
            )[0]
            said = _("{word}, {span}: {rate} per million words")
            says = said.format(word=word, span=span_word(bins, place), rate=f"{rates[number, place]:,.0f}")
            set_mark(point, f"{number}/{place}", says, reach=5)
    style_axes(axes, colours)
    axes.set_ylabel(_("Per million words"))
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
    axes.locator_params(axis="y", nbins=6)
    if bins.n_bins:
        axes.set_xlim(-0.5, bins.n_bins - 0.5)
    label_time_axis(axes, bins, 72 * figure.get_figwidth() - 60)
    if axes.lines:
        # outside the axes: the constrained layout gives it room at any size
        figure.legend(
            loc="outside upper left",
            ncols=2 if len(words) == 4 else LEGEND_COLUMNS,
            frameon=False,
            labelcolor=colours.text,
            handlelength=2.6,
        )
