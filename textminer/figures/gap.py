"""The bars of what each word carries of the gap between two groups."""

from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.figure import Figure

from textminer.analysis.gap import Gap
from textminer.figures.compare import shortened
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, fitting_label, side_room, style_axes, text_width
from textminer.sentiment.score_words import signed_part
from textminer.translation import _, left_to_right

MOST_BARS = 26
BAR_HEIGHT, AXIS_HEIGHT = 14, 60  # points
MOST_REACH = 3.0  # of the longest bar: intervals beyond are cut off


def draw_gap_bars(
    figure: Figure,
    gap: Gap,
    words: Sequence[str],
    names: tuple[str, str],
    colours: Colours,
    chosen: Collection[int] = (),
) -> None:
    """Draw the largest parts with their intervals: first those that raise the target, then the others.

    words:   names by place
    names:   of target and reference
    chosen:  places of the words whose bars have their colour at full strength

    Each bar's gid is the place of its word.
    """
    figure.clear()
    height = 72 * figure.get_size_inches()[1]
    n_bars = max(4, min(MOST_BARS, int((height - AXIS_HEIGHT) / BAR_HEIGHT)))
    largest = np.arange(min(n_bars, len(gap.words)))
    lines = largest[np.argsort(-gap.parts[largest], kind="stable")]
    axes = figure.add_subplot()
    places = np.arange(len(lines))
    parts = gap.parts[lines]
    tints = [colours.positive if part > 0 else colours.negative for part in parts]
    bars = axes.barh(places, parts, height=0.62, color=tints)
    for bar, word, part in zip(bars, gap.words[lines].tolist(), parts.tolist(), strict=True):
        says = _("{word}: {part} points of the mean score")
        set_mark(bar, str(word), says.format(word=words[word], part=signed_part(part)))
        bar.set_alpha(1.0 if not chosen or word in chosen else 0.45)
    drawn = np.isfinite(gap.lows[lines])
    axes.hlines(
        places[drawn], gap.lows[lines][drawn], gap.highs[lines][drawn], color=colours.secondary, linewidth=1.2
    )
    axes.axvline(0, color=colours.secondary, linewidth=0.8)
    axes.set_yticks(places, [shortened(words[word]) for word in gap.words[lines].tolist()])
    axes.set_ylim(max(len(lines), 4) - 0.4, -0.6)
    ends = np.abs(np.concatenate([gap.lows[lines], gap.highs[lines]]))
    longest = float(np.abs(parts).max(initial=0.0))
    # a word that nearly tells the groups apart has an interval beside which no bar would be seen
    reach = min(float(np.nanmax(ends, initial=longest)), MOST_REACH * longest) * 1.08 or 1.0
    axes.set_xlim(-reach, reach)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:+.3g}".replace("-", "−") if value else "0")
    group, lower, higher = shortened(names[0]), _("lower"), _("higher")
    named = _("{group} lower").format(group=group), _("{group} higher").format(group=group)
    room = side_room(figure, [label.get_text() for label in axes.get_yticklabels()])
    if max(map(text_width, named)) + text_width("← ") <= room:  # else one would reach the other side
        lower, higher = named
    lower, higher = f"← {lower}", f"{higher} →"
    axes.set_title(left_to_right(lower), loc="left", fontsize=9, color=colours.text)
    axes.set_title(left_to_right(higher), loc="right", fontsize=9, color=colours.text)
    axes.set_xlabel(fitting_label(_("Points of the mean score, with 95 % interval"), figure, 0.6))
    style_axes(axes, colours, grid="x")
    axes.tick_params(axis="y", labelcolor=colours.text)
