"""The bars of the most frequent words."""

from collections.abc import Collection

from matplotlib.figure import Figure

from textminer.analysis.frequency import WordFrequencies
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, style_axes
from textminer.sentiment.score_words import signed
from textminer.translation import _, ngettext_

BARS = 24  # as many as stay readable in a card of half a window
FEWEST_BARS = 4
BAR_HEIGHT, AXIS_HEIGHT, TICK_WIDTH = 13, 45, 55  # points: what 9 pt letters need
LONGEST_NAME = 24  # characters of a word that the axis has room for


def draw_word_bars(
    figure: Figure,
    frequencies: WordFrequencies,
    colours: Colours,
    chosen: Collection[str] = (),
    n_bars: int = BARS,
) -> None:
    """Draw the first words as horizontal bars, the most frequent on top, replacing what was drawn.

    n_bars:  at most so many, and no more than the height of the figure has room for

    chosen:  the words whose bars have the accent at full strength; the others recede when there are any

    Each bar's gid is its word, so that a click on it can be followed to the documents.
    """
    figure.clear()
    axes = figure.add_subplot()
    width, height = (72 * inches for inches in figure.get_size_inches())
    n_bars = min(n_bars, max(FEWEST_BARS, int((height - AXIS_HEIGHT) / BAR_HEIGHT)))
    words = frequencies.words[:n_bars]
    counts = frequencies.counts[:n_bars]
    places = range(len(words))
    bars = axes.barh(places, counts, height=0.62, color=colours.accent)
    for place, (bar, word, count) in enumerate(zip(bars, words, counts, strict=True)):
        set_mark(bar, word, word_says(frequencies, place))
        bar.set_alpha(1.0 if not chosen or word in chosen else 0.45)
        axes.annotate(
            f"{count:,}", (count, place), xytext=(5, 0), textcoords="offset points", va="center",
            color=colours.secondary, annotation_clip=False,
        )  # fmt: skip
    axes.set_yticks(list(places), [_shortened(word) for word in words])
    axes.set_ylim(max(len(words), min(n_bars, 8)) - 0.4, -0.6)
    axes.set_xlim(0, max(counts.max() if len(counts) else 1, 1) * 1.12)
    axes.set_xlabel(_("Occurrences"))
    axes.locator_params(axis="x", integer=True, nbins=min(6, max(2, int(width / TICK_WIDTH))))
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
    style_axes(axes, colours, grid="x")
    axes.tick_params(axis="y", labelcolor=colours.text)


def word_says(frequencies: WordFrequencies, place: int) -> str:
    """What is said of the word at a place of the table."""
    n, n_documents = int(frequencies.counts[place]), int(frequencies.document_counts[place])
    said = [
        f"{frequencies.words[place]}: "
        + ngettext_("{n} occurrence", "{n} occurrences", n).format(n=f"{n:,}"),
        ngettext_("{n} document", "{n} documents", n_documents).format(n=f"{n_documents:,}"),
    ]
    scores = frequencies.mean_scores
    if scores is not None and scores[place] == scores[place]:
        said.append(_("mean score {score}").format(score=signed(float(scores[place]))))
    return " · ".join(said)


def _shortened(word: str) -> str:
    return word if len(word) <= LONGEST_NAME else word[: LONGEST_NAME - 1] + "…"
