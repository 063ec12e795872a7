"""The bars of the words that tell groups apart."""

from collections.abc import Collection, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from textminer.analysis.keyness import SIGNIFICANT, Keyness
from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, cut, fitting_label, side_room, style_axes, text_width
from textminer.translation import _, left_to_right

BARS_A_SIDE = 12
BAR_HEIGHT, AXIS_HEIGHT = 14, 66  # points: what 9 pt letters need
VARIATION = "\ufe0f"
LONGEST_NAME = 22  # characters of a word that the axis has room for
MOST_PANELS = 6  # groups that are drawn side by side
MOST_TICKS, TICK_GAP = 7, 10.0  # points between the numbers of an axis
LARGEST_RATIO = 8.0  # binary logarithm: bars of words that one group never uses end here


def draw_keyness_bars(
    figure: Figure,
    keyness: Keyness,
    words: Sequence[str],
    colours: Colours,
    chosen: Collection[int] = (),
    others: str = "",
) -> None:
    """Draw the most certain words of both sides, or of each group where every one meets all others.

    words:   names by place
    chosen:  places of the words whose bars have the accent at full strength
    others:  what all other groups together are called

    Bars are log-ratios with their 95 % intervals; pale where the difference may be chance (p ≥ .05 after
    correction). Each bar's gid is the place of its word.
    """
    figure.clear()
    height = 72 * figure.get_size_inches()[1]
    if len(keyness.comparisons) == 1:
        n_bars = max(2, min(BARS_A_SIDE, int((height - AXIS_HEIGHT) / BAR_HEIGHT / 2)))
        lines = keyness.lines_of(0)
        in_target = lines[keyness.log_ratios[lines] > 0][:n_bars]
        in_reference = lines[keyness.log_ratios[lines] < 0][:n_bars]
        axes = figure.add_subplot()
        shown = np.concatenate([in_target, in_reference[::-1]])
        names = [shortened(words[word]) for word in keyness.words[shown].tolist()]
        room = side_room(figure, names)
        most_ticks = max(2, min(MOST_TICKS, int(2 * room / (text_width(times(LARGEST_RATIO)) + TICK_GAP))))
        _draw_bars(axes, keyness, shown, words, colours, chosen, others, most_ticks)
        pair = keyness.comparisons[0]
        reference = others if pair.reference is None else keyness.names[pair.reference]
        target = keyness.names[pair.target]
        left, right = f"← {shortened(reference)}", f"{shortened(target)} →"
        if text_width(left) + text_width(right) > 2 * room:
            left, right = cut(left, room), f"{cut(right[:-2], room - text_width(' →'))} →"
        axes.set_title(left_to_right(left), loc="left", fontsize=9, color=colours.text)
        axes.set_title(left_to_right(right), loc="right", fontsize=9, color=colours.text)
        axes.set_xlabel(fitting_label(_("Times as frequent, with 95 % interval"), figure, 0.6))
        return
    panels = min(len(keyness.comparisons), MOST_PANELS)
    n_columns = min(panels, 3 if figure.get_size_inches()[0] > 7 and panels != 4 else 2)
    n_rows = -(-panels // max(n_columns, 1))
    n_bars = max(2, min(BARS_A_SIDE, int((height / max(n_rows, 1) - AXIS_HEIGHT) / BAR_HEIGHT)))
    for panel in range(panels):
        axes = figure.add_subplot(n_rows, n_columns, panel + 1)
        lines = keyness.lines_of(panel)
        lines = lines[keyness.log_ratios[lines] > 0][:n_bars]
        _draw_bars(axes, keyness, lines, words, colours, chosen, others, most_ticks=4)
        name = keyness.names[keyness.comparisons[panel].target]
        axes.set_title(shortened(name), loc="left", fontsize=9, color=colours.text)


def _draw_bars(
    axes: Axes,
    keyness: Keyness,
    lines: np.ndarray,
    words: Sequence[str],
    colours: Colours,
    chosen: Collection[int],
    others: str,
    most_ticks: int,
) -> None:
    places = np.arange(len(lines))
    ratios = np.clip(keyness.log_ratios[lines], -LARGEST_RATIO, LARGEST_RATIO)
    ends = np.clip(
        np.stack([keyness.lows[lines], keyness.highs[lines]]), -LARGEST_RATIO - 1, LARGEST_RATIO + 1
    )
    bars = axes.barh(places, ratios, height=0.62, color=colours.accent)
    is_sure = keyness.p_values[lines] < SIGNIFICANT
    for bar, line, sure in zip(bars, lines.tolist(), is_sure.tolist(), strict=True):
        word = int(keyness.words[line])
        set_mark(bar, str(word), line_says(keyness, line, words[word], others))
        is_bright = word in chosen if chosen else sure
        bar.set_alpha(1.0 if is_bright else 0.4)
    axes.hlines(places, ends[0], ends[1], color=colours.secondary, linewidth=1.2)
    axes.set_yticks(places, [shortened(words[word]) for word in keyness.words[lines].tolist()])
    axes.set_ylim(max(len(lines), 4) - 0.4, -0.6)
    reach = max(1.0, float(np.abs(ends).max(initial=0.0))) * 1.06
    has_lower, has_upper = bool((ratios < 0).any()), bool((ratios > 0).any())
    axes.set_xlim(-reach if has_lower else 0, reach if has_upper or not has_lower else 0)
    axes.axvline(0, color=colours.secondary, linewidth=0.8)
    axes.set_xticks(_ticks(*axes.get_xlim(), most_ticks))
    axes.xaxis.set_major_formatter(lambda value, _place: times(value))
    style_axes(axes, colours, grid="x")
    axes.tick_params(axis="y", labelcolor=colours.text)


def line_says(keyness: Keyness, line: int, word: str, others: str) -> str:
    """What is said of a word: how often both sides use it, and how many times as often one does."""
    pair = keyness.comparisons[int(keyness.comparison[line])]
    target = keyness.names[pair.target]
    reference = others if pair.reference is None else keyness.names[pair.reference]
    n_target, n_reference = (f"{n:,}" for n in keyness.counts[line].tolist())
    ratio = float(keyness.log_ratios[line])
    return _("{word}: {n} in {group}, {m} in {others}; {times} as frequent in {more}").format(
        word=word, n=n_target, group=target, m=n_reference, others=reference, times=times(ratio),
        more=target if ratio >= 0 else reference,
    )  # fmt: skip


def times(log_ratio: float) -> str:
    """A binary logarithm of a ratio as what it means: 2 is "4×", either way."""
    factor = 2 ** abs(log_ratio)
    return f"{factor:.0f}×" if factor >= 9.95 or factor == round(factor) else f"{factor:.1f}×"


def _ticks(low: float, high: float, most: int) -> np.ndarray:
    step = max(1, int(np.ceil((high - low) / most)))
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def shortened(word: str) -> str:
    """A word as far as an axis has room for it, without the signs that only ask for coloured emoji."""
    drawn = word.replace(VARIATION, "")
    return drawn if len(drawn) <= LONGEST_NAME else drawn[: LONGEST_NAME - 1] + "…"
