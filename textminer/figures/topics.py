"""The words of a topic."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, fitting_label, style_axes
from textminer.translation import _

BAR_HEIGHT, AXIS_HEIGHT = 14, 34  # points: what 9 pt letters need
FEWEST_BARS = 4
LONGEST_NAME = 22  # characters of a word that the axis has room for


def draw_topic_words(figure: Figure, words: Sequence[tuple[str, float]], colours: Colours) -> None:
    """Draw the words of a topic as bars, the one that weighs most on top, replacing what was drawn.

    words:  (word, weight), heaviest first; weights of all words of a topic sum to 1

    Each bar's gid is its word, so that a click on it can be followed to the documents.
    """
    figure.clear()
    axes = figure.add_subplot()
    height = 72 * figure.get_size_inches()[1]
    shown = words[: max(FEWEST_BARS, int((height - AXIS_HEIGHT) / BAR_HEIGHT))]
    weights = [100 * weight for _word, weight in shown]
    bars = axes.barh(range(len(shown)), weights, height=0.62, color=colours.accent)
    for bar, (word, weight) in zip(bars, shown, strict=True):
        says = _("{word}: {share} % of the topic’s weight")
        set_mark(bar, word, says.format(word=word, share=f"{100 * weight:.1f}"))
    names = [word if len(word) <= LONGEST_NAME else word[: LONGEST_NAME - 1] + "…" for word, _weight in shown]
    axes.set_yticks(range(len(shown)), names)
    axes.set_ylim(max(len(shown), FEWEST_BARS) - 0.4, -0.6)
    axes.set_xlabel(fitting_label(_("Share of the topic’s weight, %"), figure, 0.6))
    axes.locator_params(axis="x", nbins=5)
    style_axes(axes, colours, grid="x")
    axes.tick_params(axis="y", labelcolor=colours.text)
