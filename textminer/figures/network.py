"""The network of words that occur together."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from textminer.analysis.cooccurrence import WordNetwork
from textminer.figures.label_placement import spread_out
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, blend, fitting_label, text_width
from textminer.sentiment.score_words import signed
from textminer.translation import _, ngettext_

BETWEEN = "\t"  # the two words in the gid of an edge
SMALLEST, LARGEST, LEAST_LARGEST = 3.5, 15.0, 8.0  # radius of a node in points
THINNEST, THICKEST = 0.6, 3.4  # points
FULL_SCORE = 0.6  # mean score from which on a node has the full colour of its side
LINE_HEIGHT = 12.0  # points, at 9 points
MARGIN = 22.0  # points around the outermost nodes
ROOMY = 0.4  # share of the figure that words cover at most before their nodes are drawn smaller
FULLEST = 0.55  # share of the figure that words may cover; fuller, none could be read
FEWEST_WORDS = 8


def draw_word_network(
    figure: Figure, network: WordNetwork, colours: Colours, chosen: Collection[str] = ()
) -> None:
    """Draw words as nodes and the surest pairs as lines between them, replacing what was drawn.

    chosen:  words that keep their strength, with those they are joined to, while the others recede

    The area of a node says how often its word occurs, its colour the mean score of the documents that hold
    it, the width of a line the log-dice of the pair. The gid of a node is its word, that of a line both words
    with a tab between them.
    """
    figure.clear()
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_facecolor(colours.surface)
    figure.set_facecolor(colours.surface)
    width, height = (72 * inches for inches in figure.get_size_inches())
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    if not network.words:
        return
    n_words = len(network.words)
    largest = _largest_radius(network, width * height)
    network = _with_room(network, width * height, largest)
    foot = 0.0
    if len(network.words) < n_words:
        said = _("{n} of {all} words: more in a larger window").format(n=len(network.words), all=n_words)
        said = fitting_label(said, figure, 0.95, 8)
        foot = LINE_HEIGHT * len(said.splitlines())
        note = axes.text(4, 1, said, fontsize=8, color=colours.secondary, va="bottom")
        note.set_in_layout(False)
    radii = _radii(network.pairs.totals, largest)
    boxes = _boxes(network.words, radii)
    room = height - foot
    places = spread_out(_in_points(network.places, width, room), boxes, width, room)
    places[:, 1] += foot
    _draw_edges(axes, network, places, colours, chosen)
    _draw_nodes(axes, network, places, radii, colours, chosen)


def _largest_radius(network: WordNetwork, area: float) -> float:
    """Of the nodes, in points: smaller where they would fill the figure, as words of one frequency do."""
    largest, totals = LARGEST, network.pairs.totals
    while largest > LEAST_LARGEST and _boxes(network.words, _radii(totals, largest)).prod(axis=1).sum() > (
        ROOMY * area
    ):
        largest -= 1.0
    return largest


def _with_room(network: WordNetwork, area: float, largest: float) -> WordNetwork:
    """The most frequent words for which there is room, and the pairs among them.

    area:     in square points
    largest:  radius of a node
    """
    totals = network.pairs.totals
    order = np.argsort(-totals, kind="stable")
    sizes = _boxes(network.words, _radii(totals, largest)).prod(axis=1)[order]
    n_kept = max(FEWEST_WORDS, int((np.cumsum(sizes) <= FULLEST * area).sum()))
    if n_kept >= len(order):
        return network
    kept = np.sort(order[:n_kept])
    number_of = np.full(len(order), -1, dtype=np.int64)
    number_of[kept] = np.arange(n_kept)
    pairs = network.pairs
    inside = np.flatnonzero((number_of[pairs.firsts] >= 0) & (number_of[pairs.seconds] >= 0))
    taken = pairs.take(inside)
    return WordNetwork(
        pairs=replace(
            taken,
            words=tuple(network.words[place] for place in kept.tolist()),
            totals=totals[kept],
            firsts=number_of[taken.firsts],
            seconds=number_of[taken.seconds],
        ),
        mean_scores=network.mean_scores[kept],
        places=network.places[kept],
    )


def _radii(totals: np.ndarray, largest: float) -> np.ndarray:
    return SMALLEST + (largest - SMALLEST) * np.sqrt(totals / max(int(totals.max(initial=1)), 1))


def _boxes(words: tuple[str, ...], radii: np.ndarray) -> np.ndarray:
    """Room for each node and the word below it."""
    widths = [text_width(word) for word in words]
    return np.stack([np.maximum(2 * radii, widths) + 6, 2 * radii + LINE_HEIGHT + 2], axis=1)


def _in_points(places: np.ndarray, width: float, height: float) -> np.ndarray:
    room = np.maximum(np.array([width, height]) / 2 - MARGIN, 1.0)
    return np.array([width, height]) / 2 + places * room


def _draw_edges(
    axes: Axes, network: WordNetwork, places: np.ndarray, colours: Colours, chosen: Collection[str]
) -> None:
    pairs = network.pairs
    strengths = pairs.association.log_dice
    spread = max(float(np.ptp(strengths)), 1e-9) if pairs.n_pairs else 1.0
    shares = (strengths - strengths.min(initial=np.inf)) / spread
    edges = zip(pairs.firsts.tolist(), pairs.seconds.tolist(), shares.tolist(), strict=True)
    for number, (first, second, share) in enumerate(edges):
        names = (pairs.words[first], pairs.words[second])
        recedes = bool(chosen) and not any(name in chosen for name in names)
        line = axes.plot(
            places[[first, second], 0],
            places[[first, second], 1],
            color=blend(colours.neutral, colours.surface, 0.18 if recedes else 0.3 + 0.4 * share),
            linewidth=THINNEST + (THICKEST - THINNEST) * share,
            solid_capstyle="round",
            zorder=1,
        )[0]
        says = _("{first} and {second}, {n} times together")
        n = int(pairs.counts[number])
        set_mark(line, BETWEEN.join(names), says.format(first=names[0], second=names[1], n=f"{n:,}"), reach=4)


def _draw_nodes(
    axes: Axes,
    network: WordNetwork,
    places: np.ndarray,
    radii: np.ndarray,
    colours: Colours,
    chosen: Collection[str],
) -> None:
    near = _neighbours(network, chosen)
    halo: list[patheffects.AbstractPathEffect] = [
        patheffects.withStroke(linewidth=2.5, foreground=colours.surface)
    ]
    for number, word in enumerate(network.words):
        recedes = bool(chosen) and word not in near
        x, y = places[number].tolist()
        radius = float(radii[number])
        centre = y + (LINE_HEIGHT + 2) / 2  # node and word together stand in the middle of their box
        colour = node_colour(float(network.mean_scores[number]), colours)
        node = axes.scatter(
            [x],
            [centre],
            s=(2 * radius) ** 2,
            color=blend(colour, colours.surface, 0.35) if recedes else colour,
            edgecolors=colours.accent if word in chosen else colours.surface,
            linewidths=2.0 if word in chosen else 1.0,
            zorder=3,
        )
        set_mark(node, word, _node_says(network, number))
        label = axes.annotate(
            word,
            (x, centre - radius),
            xytext=(0, -2),
            textcoords="offset points",
            ha="center",
            va="top",
            color=colours.secondary if recedes else colours.text,
            zorder=4,
        )
        set_mark(label, word)
        label.set_path_effects(halo)


def _node_says(network: WordNetwork, number: int) -> str:
    n, score = int(network.pairs.totals[number]), float(network.mean_scores[number])
    said = f"{network.words[number]}: " + ngettext_("{n} time", "{n} times", n).format(n=f"{n:,}")
    if np.isnan(score):
        return said
    return said + " · " + _("mean score {score}").format(score=signed(score))


def _neighbours(network: WordNetwork, chosen: Collection[str]) -> set[str]:
    """The chosen words and those that an edge joins to them."""
    words, pairs = network.words, network.pairs
    edges = zip(pairs.firsts.tolist(), pairs.seconds.tolist(), strict=True)
    joined = [{words[first], words[second]} for first, second in edges]
    return set(chosen).union(*(names for names in joined if not names.isdisjoint(chosen)))


def node_colour(score: float, colours: Colours) -> str:
    """Neutral for a mean score of 0 or none, the full colour of its side from `FULL_SCORE` on."""
    if np.isnan(score):
        return blend(colours.neutral, colours.surface, 0.6)
    side = colours.positive if score > 0 else colours.negative
    return blend(side, blend(colours.neutral, colours.surface, 0.6), min(abs(score) / FULL_SCORE, 1.0))
