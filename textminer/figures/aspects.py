"""Themes by groups: how each group speaks of each theme."""

import numpy as np
from matplotlib.figure import Figure

from textminer.analysis.aspects import AspectTable
from textminer.figures.compare import shortened
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, blend, contrast, style_axes
from textminer.sentiment.score_words import signed
from textminer.translation import _, ngettext_

FULL_SCORE = 0.8  # mean score from which on a cell has the full colour of its side
MOST_GROUPS, MOST_THEMES = 12, 24
ROOM_FOR_INTERVAL = 92  # points of width that a cell with its interval needs
ROOM_FOR_COUNT = 30  # points of height that a cell of two lines needs


def draw_aspects(
    figure: Figure, table: AspectTable, colours: Colours, chosen: tuple[int, int] | None = None
) -> None:
    """Draw a cell for each theme (rows) and group (columns): its mean score, interval and documents.

    chosen:  theme and group whose cell has a frame

    A cell's gid is "theme/group" by place. Themes that a group never mentions stay empty.
    """
    figure.clear()
    axes = figure.add_subplot()
    n_themes, n_groups = min(len(table.themes), MOST_THEMES), min(len(table.groups), MOST_GROUPS)
    width = 72 * figure.get_size_inches()[0] * 0.8 / max(n_groups, 1)
    height = 72 * figure.get_size_inches()[1] * 0.85 / max(n_themes, 1)
    for theme in range(n_themes):
        for group in range(n_groups):
            mean = float(table.means[theme, group])
            ground = _ground(mean, colours)
            cell = axes.barh(
                theme, 0.95, left=group - 0.475, height=0.92, color=ground, linewidth=2,
                edgecolor=colours.accent if chosen == (theme, group) else "none",
            )[0]  # fmt: skip
            cell.set_gid(f"{theme}/{group}")
            if table.n_mentions[theme, group]:
                set_mark(cell, f"{theme}/{group}", _says(table, theme, group))
            ink = max((colours.text, colours.surface), key=lambda colour: contrast(colour, ground))
            axes.annotate(
                _words(table, theme, group, width, height), (group, theme), ha="center", va="center",
                color=colours.secondary if np.isnan(mean) else ink,
            )  # fmt: skip
    axes.set_xticks(range(n_groups), [shortened(name) for name in table.groups[:n_groups]])
    axes.set_yticks(range(n_themes), [shortened(name) for name in table.themes[:n_themes]])
    axes.xaxis.tick_top()
    if n_groups > 5:
        axes.tick_params(axis="x", labelrotation=30)
    axes.set_xlim(-0.5, max(n_groups, 1) - 0.5)
    axes.set_ylim(max(n_themes, 4) - 0.5, -0.5)
    style_axes(axes, colours, grid="")
    axes.tick_params(axis="both", labelcolor=colours.text)


def _says(table: AspectTable, theme: int, group: int) -> str:
    n_mentions, n = int(table.n_mentions[theme, group]), int(table.n_documents[theme, group])
    said = [
        _("{theme} in {group}").format(theme=table.themes[theme], group=table.groups[group]),
        ngettext_("{n} mention", "{n} mentions", n_mentions).format(n=f"{n_mentions:,}"),
        ngettext_("{n} document scored", "{n} documents scored", n).format(n=f"{n:,}"),
    ]
    if n:
        said.append(_("mean score {score}").format(score=signed(float(table.means[theme, group]))))
    return " · ".join(said)


def _ground(mean: float, colours: Colours) -> str:
    if np.isnan(mean):
        return blend(colours.track, colours.surface, 0.5)
    side = colours.positive if mean > 0 else colours.negative
    return blend(side, colours.surface, 0.1 + 0.8 * min(abs(mean) / FULL_SCORE, 1.0))


def _words(table: AspectTable, theme: int, group: int, width: float, height: float) -> str:
    mean, n = table.means[theme, group], int(table.n_documents[theme, group])
    if np.isnan(mean):
        n_mentions = int(table.n_mentions[theme, group])
        return _("{n} not scored").format(n=f"{n_mentions:,}") if n_mentions else "–"
    low, high = table.lows[theme, group], table.highs[theme, group]
    said = signed(mean)
    if width > ROOM_FOR_INTERVAL and not np.isnan(low):
        said += f" ({signed(low)} to {signed(high)})"
    if height > ROOM_FOR_COUNT:
        said += "\nn = " + f"{n:,}"
    return said
