"""The figures of the overview: how scores are spread, over time, by group, and the words of each side."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from textminer.analysis.score_spread import ScoreSpread
from textminer.figures.marks import set_mark
from textminer.figures.style import LETTER_WIDTH, MONOCHROME_ALPHA, Colours, blend, fitting_label, style_axes
from textminer.figures.time_axis import label_time_axis, span_word
from textminer.sentiment.by_group import FALLING, RISING, GroupScores
from textminer.sentiment.labels import NEGATIVE, POSITIVE
from textminer.sentiment.over_time import Timeline
from textminer.sentiment.prediction import NEUTRAL
from textminer.sentiment.score_words import MINUS, mean_with_interval, percent, signed
from textminer.sentiment.shares import ClassShare
from textminer.sentiment.side_words import SURE, SideWords
from textminer.translation import _, ngettext_

FADED = 0.3  # strength of what is not selected, where something is
ROW_HEIGHT, THICKEST_BAR = 15, 18  # points
MOST_NAMED = 4  # classes that are named below their shares
LONGEST_NAME, NAME_SHARE = 22, 0.28  # characters of a name; of the width, where there is more room
LOW_TIMELINE = 2.6  # inches: of a card in a small window


def class_colours(shares: Sequence[ClassShare], colours: Colours) -> dict[int, str]:
    """The colour of each class by its index: of its side, or the weaker of the accent the rarer it is."""
    by_role = {POSITIVE: colours.positive, NEGATIVE: colours.negative, NEUTRAL: colours.neutral}
    plain = [share for share in shares if not share.role]
    strengths = np.linspace(1.0, 0.25, max(len(plain), 1))
    found = {share.index: by_role[share.role] for share in shares if share.role}
    for share, strength in zip(plain, strengths.tolist(), strict=False):
        found[share.index] = blend(colours.accent, colours.surface, strength)
    return found


def draw_score_spread(
    figure: Figure, spread: ScoreSpread, class_counts: np.ndarray, shares: Sequence[ClassShare],
    colours: Colours, selected: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Draw the documents by their score, each bar parted by class, replacing what was drawn.

    class_counts:  int64 (n_bins, n_classes)
    selected:      the same of the selected documents, at full strength before the others; None for none

    The gid of a bar is "score/" and its place, from 0.
    """
    figure.clear()
    axes = figure.add_subplot()
    width = float(spread.edges[1] - spread.edges[0])
    centres = (spread.edges[:-1] + spread.edges[1:]) / 2
    _draw_stacks(axes, centres, width * 0.86, class_counts, shares, colours, selected)
    edges = [signed(edge) if spread.edges[0] < 0 else f"{edge:.0%}" for edge in spread.edges.tolist()]
    names = [
        _("From {low} to {high}").format(low=low, high=high)
        for low, high in zip(edges, edges[1:], strict=False)
    ]
    _add_targets(axes, centres, width, spread.counts, "score", names)
    style_axes(axes, colours)
    axes.set_xlim(spread.edges[0], spread.edges[-1])
    if spread.edges[0] < 0:
        axes.set_xticks([-1, -0.5, 0, 0.5, 1], [f"{MINUS}1", f"{MINUS}0.5", "0", "+0.5", "+1"])
        axes.set_xlabel(_("Score: negative to positive"))
    else:
        axes.set_xlabel(_("Probability of the most probable class"))
        axes.xaxis.set_major_formatter(lambda value, _place: percent(value))
    _count_axis(axes)
    axes.set_ylabel(_("Documents"))


def draw_timeline(
    figure: Figure, timeline: Timeline, shares: Sequence[ClassShare], colours: Colours,
    selected: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Draw mean score with its 95 % interval, and documents, over time; without polarity only these.

    selected:  int64 (n_bins, n_classes) of the selected documents; None for none

    The gid of a span is "time/" and its place, from 0.
    """
    figure.clear()
    bins, means = timeline.bins, timeline.means
    places = np.arange(bins.n_bins)
    width = 72 * figure.get_figwidth() - 50
    names = [span_word(bins, place) for place in places.tolist()]
    told = np.bincount(bins.codes + 1, minlength=bins.n_bins + 1)[1:]  # as many as a click selects
    if means is None or not bins.n_bins:
        axes = figure.add_subplot()
        _draw_stacks(axes, places, 0.8, timeline.class_counts, shares, colours, selected)
        below = axes
    else:
        axes, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        known = ~np.isnan(means.means)
        lows, highs = np.clip(means.lows, -1, 1), np.clip(means.highs, -1, 1)
        axes.axhline(0, color=colours.neutral, linewidth=0.8)
        axes.fill_between(
            places, lows, highs, color=colours.accent, alpha=MONOCHROME_ALPHA, linewidth=0, step=None
        )
        axes.plot(places, means.means, "-", color=colours.accent, linewidth=1.6)
        axes.plot(places[known], means.means[known], "o", color=colours.accent, markersize=3)
        axes.set_ylabel(_("Mean score"))
        axes.yaxis.set_major_formatter(lambda value, _place: signed(value).removesuffix(".00"))
        axes.set_ylim(*_score_limits(means.means, lows, highs))
        style_axes(axes, colours)
        axes.tick_params(axis="x", labelbottom=False)
        axes.locator_params(axis="y", nbins=5)
        for place in np.flatnonzero(known).tolist():
            said = _("mean score {score}").format(score=signed(float(means.means[place])))
            names[place] = f"{names[place]} · {said}"
        _add_targets(axes, places, 1.0, means.counts, "time", names, told)
        _draw_stacks(below, places, 0.8, timeline.class_counts, shares, colours, selected)
    _add_targets(below, places, 1.0, timeline.class_counts.sum(axis=1), "time", names, told)
    style_axes(below, colours)
    is_low = means is not None and figure.get_figheight() < LOW_TIMELINE
    _count_axis(below, 1 if is_low else 3)
    if is_low:  # written upright, it would run into the name of the other axis
        below.set_title(_("Documents"), loc="left", fontsize=8, pad=2, color=colours.secondary)
    else:
        below.set_ylabel(_("Documents"))
    if bins.n_bins:
        below.set_xlim(-0.6, bins.n_bins - 0.4)
    label_time_axis(below, bins, width)
    figure.align_ylabels()


def draw_groups(
    figure: Figure, groups: GroupScores, shares: Sequence[ClassShare], colours: Colours,
    selected: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Draw the share of each class in each group as one bar, and its mean score behind; where groups are
    ordered by their change over time, that change.

    selected:  int64 (n_groups, n_classes) of the selected documents; None for none

    The gid of a part is "group/", the group's place, "/" and the class's index; that of a name "group/" and
    the place.
    """
    figure.clear()
    if not groups.grouping.n_groups:
        return
    axes = figure.add_subplot()
    names, counts = groups.grouping.names, groups.class_counts
    n_groups = len(names)
    totals = np.maximum(counts.sum(axis=1), 1)
    height = _bar_height(figure, max(n_groups, 3), 40)
    lefts = np.zeros(n_groups)
    paint = class_colours(shares, colours)
    for share in _from_negative(shares):
        parts = counts[:, share.index] / totals
        marked = None if selected is None else selected[:, share.index] / totals
        for place in range(n_groups):
            part, left = float(parts[place]), float(lefts[place])
            bar = axes.barh(place, part, height, left, color=paint[share.index])[0]
            if part:
                n = int(counts[place, share.index])
                says = f"{names[place]} · {share.name}: {_documents(n)}, {part:.0%}"
                set_mark(bar, f"group/{place}/{share.index}", says)
            if marked is not None:
                bar.set_alpha(FADED)
                axes.barh(place, float(marked[place]), height, left, color=paint[share.index])
        lefts += parts
    style_axes(axes, colours, grid="")
    axes.set_xlim(0, 1)
    axes.set_ylim(max(n_groups, 3) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(lambda value, _place: percent(value))
    classes = ", ".join(share.name for share in _from_negative(shares)) if len(shares) <= MOST_NAMED else ""
    said = _("Share of the documents: {classes}").format(classes=classes)
    axes.set_xlabel(fitting_label(said, figure, 0.7) if classes else _("Share of the documents"))
    most = max(LONGEST_NAME, int(72 * figure.get_figwidth() * NAME_SHARE / (9 * LETTER_WIDTH)))
    axes.set_yticks(range(n_groups), [shortened(name, most) for name in names])
    axes.tick_params(axis="y", labelcolor=colours.text)
    right = axes.twinx()
    right.set_ylim(axes.get_ylim())
    right.set_yticks(range(n_groups), _group_values(groups))
    style_axes(right, colours, grid="")
    right.tick_params(axis="y", labelcolor=colours.text)
    for axis in (axes, right):
        for place, label in enumerate(axis.get_yticklabels()):
            says = f"{names[place]} · {_documents(int(groups.sizes[place]))}"
            set_mark(label, f"group/{place}", says)


def draw_side_words(
    figure: Figure, sides: Sequence[SideWords], shares: Sequence[ClassShare], colours: Colours,
    chosen: str = "",
) -> None:  # fmt: skip
    """Draw the words of each side as bars of the documents that hold them, one column for each side.

    chosen:  the gid of the word that is selected, at full strength before the others; "" for none

    The gid of a word is "word/", the side's place, "/" and the word's place. What chance may have done is
    paler.
    """
    figure.clear()
    if not sides:
        return
    columns = figure.subplots(1, len(sides), squeeze=False)[0]
    paint = class_colours(shares, colours)
    room = max(3, int((72 * figure.get_figheight() - 12) / ROW_HEIGHT))
    n_rows = min(max((len(side.words) for side in sides), default=0), room)
    longest = max((int(side.document_counts.max(initial=0)) for side in sides), default=1)
    height = _bar_height(figure, max(n_rows, 6), 12)
    for number, (axes, side) in enumerate(zip(columns, sides, strict=True)):
        words = side.words[:n_rows]
        for place in range(len(words)):
            gid = f"word/{number}/{place}"
            count = int(side.document_counts[place])
            bar = axes.barh(place, count, height, color=paint[side.share.index])[0]
            says = _("{word}: in {documents} of {side}")
            documents = _documents(count)
            set_mark(bar, gid, says.format(word=words[place], documents=documents, side=side.share.name))
            strength = 0.55 if side.scores[place] < SURE else 1.0
            bar.set_alpha(strength if not chosen or chosen == gid else FADED)
            axes.annotate(
                f"{count:,}", (count, place), xytext=(5, 0), textcoords="offset points", va="center",
                color=colours.secondary, annotation_clip=False,
            )  # fmt: skip
        style_axes(axes, colours, grid="")
        axes.set_xticks([])
        axes.set_xlim(0, max(longest, 1) * 1.25)
        axes.set_ylim(max(n_rows, 6) - 0.5, -0.5)
        axes.set_yticks(range(len(words)), [shortened(word) for word in words])
        axes.tick_params(axis="y", labelcolor=colours.text)
        for place, label in enumerate(axes.get_yticklabels()):
            set_mark(label, f"word/{number}/{place}")
        if not words:
            axes.text(
                0.5, 0.5, _("no word stands out"), color=colours.secondary, ha="center", va="center",
                transform=axes.transAxes,
            )  # fmt: skip


def shortened(name: str, most: int = LONGEST_NAME) -> str:
    """One line of at most so many characters."""
    line = " ".join(name.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _group_values(groups: GroupScores) -> list[str]:
    if groups.means is None:
        return [f"{size:,}" for size in groups.sizes]
    if groups.changes is not None and groups.order in (FALLING, RISING):
        return [signed(float(change)) for change in groups.changes]
    words = []
    for mean, low, high in zip(groups.means.means, groups.means.lows, groups.means.highs, strict=True):
        if np.isnan(mean):
            words.append("–")
        else:
            words.append(mean_with_interval(float(mean), float(high - low) / 2))
    return words


def _draw_stacks(
    axes: Axes, centres: np.ndarray, width: float, counts: np.ndarray, shares: Sequence[ClassShare],
    colours: Colours, selected: np.ndarray | None,
) -> None:  # fmt: skip
    paint = class_colours(shares, colours)
    bottoms = np.zeros(len(centres))
    for share in _from_negative(shares):
        heights = counts[:, share.index]
        alpha = 1.0 if selected is None else FADED
        axes.bar(centres, heights, width, bottoms, color=paint[share.index], alpha=alpha, linewidth=0)
        if selected is not None:
            axes.bar(centres, selected[:, share.index], width, bottoms, color=paint[share.index], linewidth=0)
        bottoms += heights


def _add_targets(
    axes: Axes, centres: np.ndarray, width: float, counts: np.ndarray, kind: str, names: Sequence[str],
    documents: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Invisible marks from bottom to top, so that a low bar can be hit as well.

    counts:     of what is drawn; where there is nothing, there is no mark
    names:      of all bars
    documents:  of all bars, where they are other than `counts`
    """
    told = counts if documents is None else documents
    for place in np.flatnonzero(counts > 0).tolist():
        target = Rectangle(
            (float(centres[place]) - width / 2, 0), width, 1, transform=axes.get_xaxis_transform(), alpha=0
        )
        set_mark(target, f"{kind}/{place}", f"{names[place]} · {_documents(int(told[place]))}")
        axes.add_patch(target)


def _documents(n: int) -> str:
    return ngettext_("{n} document", "{n} documents", n).format(n=f"{n:,}")


def _from_negative(shares: Sequence[ClassShare]) -> list[ClassShare]:
    """The classes from left to right and from the ground up: negative, neutral, positive, then others."""
    order = (NEGATIVE, NEUTRAL, POSITIVE, "")
    return sorted(shares, key=lambda share: order.index(share.role))


def _score_limits(means: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> tuple[float, float]:
    """From the lowest to the highest that is drawn, 0 among it."""
    values = np.concatenate([means, lows, highs, [0.0]])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = max(0.05 * (high - low), 0.04)
    return max(low - room, -1.02), min(high + room, 1.02)


def _count_axis(axes: Axes, n_ticks: int = 5) -> None:
    axes.set_ylim(0, max(axes.get_ylim()[1], 1))
    axes.locator_params(axis="y", integer=True, nbins=n_ticks)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")


def _bar_height(figure: Figure, n_rows: int, rest: float) -> float:
    """Thickness of bars as a share of a row: most of it, but never clumsy.

    rest:  height in points that the rows do not have
    """
    row = (72 * figure.get_figheight() - rest) / max(n_rows, 1)
    return min(0.66, THICKEST_BAR / max(row, 1))
