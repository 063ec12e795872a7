"""Every word by how often two groups use it."""

from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke

from textminer.analysis.keyness import ABSENT, Keyness
from textminer.figures.compare import line_says, shortened
from textminer.figures.label_placement import placed_labels
from textminer.figures.marks import set_mark, set_marks
from textminer.figures.style import Colours, blend, style_axes
from textminer.translation import _, left_to_right

MOST_POINTS = 4_000  # the most certain differences and the most frequent words; more are one cloud
MOST_LABELS = 70
TRIED_LABELS = 400
LABEL_PT = 8.5
LEADING = 1.3  # a line's height, the air around it included, to that of its letters
POINT_AREA = 16.0  # square points
FULL_SCORE = 0.5  # mean score from which on a word has the full colour of its side


def draw_frequency_scatter(
    figure: Figure,
    keyness: Keyness,
    words: Sequence[str],
    mean_scores: np.ndarray | None,
    colours: Colours,
    chosen: Collection[int] = (),
    others: str = "",
    by_rank: bool = False,
    by_documents: bool = False,
) -> None:
    """Draw the words of one comparison: target upwards, reference to the right, the same rate on the line.

    words:         names by place
    mean_scores:   float (n_all_words,) of the documents with a word, for its colour; None for no scores
    chosen:        places of words that stand out
    others:        what all other groups together are called
    by_rank:       axes by how many words are rarer, which spreads the points, instead of the logarithm
    by_documents:  rates are shares of documents instead of occurrences per million words

    Each point's gid, of its own and of its label, is the place of its word.
    """
    figure.clear()
    axes = figure.add_subplot()
    lines = _shown_lines(keyness)
    across, up, floors = _coordinates(keyness, lines, by_rank, by_documents)
    places = keyness.words[lines]
    tints = _tints(None if mean_scores is None else mean_scores[places], colours)
    points = axes.scatter(across, up, s=POINT_AREA, c=tints, alpha=0.8, linewidths=0, zorder=2)
    says = [line_says(keyness, line, words[keyness.words[line]], others) for line in lines.tolist()]
    set_marks(points, [str(place) for place in places.tolist()], says)
    is_chosen = np.isin(places, list(chosen))
    if is_chosen.any():
        axes.scatter(
            across[is_chosen], up[is_chosen], s=4 * POINT_AREA, facecolors="none",
            edgecolors=colours.accent, linewidths=1.6, zorder=3,
        )  # fmt: skip
    _style(axes, keyness, colours, others, by_rank, by_documents, floors)
    _label(figure, axes, np.column_stack([across, up]), places, words, is_chosen, colours)


def _shown_lines(keyness: Keyness) -> np.ndarray:
    """The lines of the first comparison that are drawn, the most certain first."""
    lines = keyness.lines_of(0)
    if len(lines) <= MOST_POINTS:
        return lines
    frequent = np.argsort(-keyness.counts[lines].sum(axis=1), kind="stable")[: MOST_POINTS // 2]
    is_shown = np.zeros(len(lines), dtype=bool)
    is_shown[frequent] = True
    is_shown[: MOST_POINTS // 2] = True
    return lines[is_shown]


def _coordinates(
    keyness: Keyness, lines: np.ndarray, by_rank: bool, by_documents: bool
) -> tuple[np.ndarray, np.ndarray, tuple[float, float]]:
    """Reference and target of each line on the axes, and where a word stands that one of them never uses."""
    counts = keyness.document_counts[lines] if by_documents else keyness.counts[lines]
    sizes = (keyness.n_documents if by_documents else keyness.n_tokens)[0]
    scale = 100.0 if by_documents else 1e6
    if by_rank:
        ranks = [np.searchsorted(np.sort(column), column) / max(len(column), 1) for column in counts.T]
        return ranks[1], ranks[0], (0.0, 0.0)
    rates = np.log10(np.maximum(counts, ABSENT) * (scale / np.maximum(sizes, 1)))
    floors = np.log10(ABSENT * scale / np.maximum(sizes, 1))
    return rates[:, 1], rates[:, 0], (float(floors[1]), float(floors[0]))


def _tints(scores: np.ndarray | None, colours: Colours) -> list[str] | str:
    if scores is None:
        return colours.accent
    strengths = np.clip(np.nan_to_num(scores) / FULL_SCORE, -1, 1)
    steps = [
        blend(colours.positive if step > 0 else colours.negative, colours.neutral, abs(step) / 10)
        for step in range(-10, 11)
    ]
    return [steps[place] for place in np.round(strengths * 10).astype(int) + 10]


def _style(
    axes: Axes,
    keyness: Keyness,
    colours: Colours,
    others: str,
    by_rank: bool,
    by_documents: bool,
    floors: tuple[float, float],
) -> None:
    pair = keyness.comparisons[0]
    target = keyness.names[pair.target]
    reference = others if pair.reference is None else keyness.names[pair.reference]
    if by_rank:
        unit = _("rank of the word")
    elif by_documents:
        unit = _("per cent of documents")
    else:
        unit = _("per million words")
    axes.set_xlabel(left_to_right(f"{shortened(reference)} ({unit})"))
    axes.set_ylabel(left_to_right(f"{shortened(target)} ({unit})"))
    axes.margins(0.04)
    low = min(axes.get_xlim()[0], axes.get_ylim()[0])
    high = max(axes.get_xlim()[1], axes.get_ylim()[1])
    axes.plot([low, high], [low, high], color=colours.line, linewidth=1.2, zorder=1)
    if by_rank:
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_ticks([0.02, 0.98], [_("rare"), _("frequent")])
    else:
        for axis, floor in ((axes.xaxis, floors[0]), (axes.yaxis, floors[1])):
            first, last = axis.get_view_interval()
            whole = np.arange(np.ceil(max(first, floor + 0.3)), np.floor(last) + 1)
            names = [f"{10**value:,.0f}" if value >= 0 else f"{10**value:g}" for value in whole]
            axis.set_ticks([floor, *whole], ["0", *names])
    style_axes(axes, colours, grid="both")


def _label(
    figure: Figure,
    axes: Axes,
    points: np.ndarray,
    places: np.ndarray,
    words: Sequence[str],
    is_chosen: np.ndarray,
    colours: Colours,
) -> None:
    """Name as many points as there is room for: the chosen ones, then the most certain differences."""
    figure.draw_without_rendering()  # so that the axes are where they will be
    order = np.argsort(~is_chosen, kind="stable")[:TRIED_LABELS]
    pixels = axes.transData.transform(points[order]) if len(order) else np.empty((0, 2))
    names = [shortened(words[place]) for place in places[order].tolist()]
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    renderer = canvas.get_renderer()
    font = FontProperties(size=LABEL_PT)
    line_height = LEADING * renderer.get_text_width_height_descent("lp", font, False)[1]
    sizes = np.array([renderer.get_text_width_height_descent(name, font, False)[:2] for name in names])
    sizes = np.maximum(sizes.reshape(-1, 2), [0.0, line_height])
    box = axes.get_window_extent()
    room = (box.x0, box.y0, box.x1, box.y1)
    to_data = axes.transData.inverted()
    for place, left, bottom in placed_labels(pixels, sizes, room, MOST_LABELS):
        x, y = to_data.transform((left, bottom))
        bright = bool(is_chosen[order[place]])
        text = axes.text(
            x, y, names[place], fontsize=LABEL_PT, color=colours.accent if bright else colours.text,
            va="bottom", ha="left", zorder=4,
            path_effects=[withStroke(linewidth=2.5, foreground=colours.surface)],
        )  # fmt: skip
        set_mark(text, str(places[order[place]]))
        text.set_in_layout(False)
