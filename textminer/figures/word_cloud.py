"""The word cloud: size says how often; places are where there was room."""

from collections.abc import Collection

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

from textminer.analysis.frequency import WordFrequencies
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours
from textminer.figures.words import word_says
from textminer.translation import _

WORDS = 80
LARGEST, SMALLEST = 44.0, 9.0  # points
GAP = 3.0  # pixels at 100 dots per inch between two words
TURN = 0.35  # radians from one place that is tried to the next
TURNS_AT_MOST = 4_000
FADED = 0.35


def draw_word_cloud(
    figure: Figure, frequencies: WordFrequencies, colours: Colours, chosen: Collection[str] = ()
) -> None:
    """Draw the first words in sizes by the root of their count, the most frequent in the middle.

    Every word lies level and in one colour: place and colour mean nothing. The same words in the same size
    of figure always get the same places; words for which there is no room are left out.

    chosen:  the words at full strength; the others recede when there are any

    The gid of a word is the word.
    """
    figure.clear()
    figure.add_subplot().set_axis_off()  # the layout asks for axes; the words stand on the figure itself
    width, height = figure.bbox.width, figure.bbox.height
    words, counts = frequencies.words[:WORDS], frequencies.counts[:WORDS].astype(float)
    if not len(words) or not counts[0]:
        return
    scale = min(1.0, width / figure.dpi / 5.2, height / figure.dpi / 4.0)
    sizes = np.maximum(SMALLEST, LARGEST * scale * np.sqrt(counts / counts[0]))
    boxes = np.empty((0, 4))
    gap = GAP * figure.dpi / 100
    for number, (word, size) in enumerate(zip(words, sizes.tolist(), strict=True)):
        text = figure.text(
            0, 0, word, fontsize=size, color=colours.accent, ha="center", va="center",
            alpha=1.0 if not chosen or word in chosen else FADED,
        )  # fmt: skip
        set_mark(text, word, word_says(frequencies, number))
        extent = _extent(text)
        place = _free_place(extent[0] + gap, extent[1] + gap, boxes, width, height)
        if place is None:
            text.remove()
            continue
        text.set_position((place[0] / width, place[1] / height))
        half = np.array([extent[0] + gap, extent[1] + gap]) / 2
        boxes = np.vstack([boxes, [*(np.array(place) - half), *(np.array(place) + half)]])


def cloud_note() -> str:
    """What a reader of a cloud must know."""
    return _("Size shows how often a word occurs. Place and colour mean nothing.")


def _extent(text: Text) -> tuple[float, float]:
    box = text.get_window_extent()
    return box.width, box.height


def _free_place(
    word_width: float, word_height: float, boxes: np.ndarray, width: float, height: float
) -> tuple[float, float] | None:
    """The first place on a spiral from the middle where a word overlaps no other and stays inside.

    boxes:  float (n_placed, 4) left, bottom, right, top
    """
    turns = np.arange(TURNS_AT_MOST) * TURN
    radii = turns * (1.2 * min(width, height) / (TURNS_AT_MOST * TURN))
    xs = width / 2 + radii * np.cos(turns) * max(width / height, 1.0)
    ys = height / 2 + radii * np.sin(turns) * max(height / width, 1.0)
    half_width, half_height = word_width / 2, word_height / 2
    is_free = (
        (xs >= half_width) & (xs <= width - half_width) & (ys >= half_height) & (ys <= height - half_height)
    )
    for left, bottom, right, top in boxes:
        is_free &= (
            (xs + half_width <= left) | (xs - half_width >= right)
            | (ys + half_height <= bottom) | (ys - half_height >= top)
        )  # fmt: skip
    places = np.flatnonzero(is_free)
    return (float(xs[places[0]]), float(ys[places[0]])) if len(places) else None
