"""Colours and fonts, one place for light and dark, for figures and for the window."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from textminer.resource_files import resource_path

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT_FAMILIES = ("Inter", "Noto Sans CJK SC")  # both ship; the second has the characters of GB2312
EMOJI_FAMILY = "Noto Emoji"  # ships for figures alone: matplotlib draws no fonts of coloured bitmaps
# where the system has them: for letters that ours have not, such as those of Urdu, Hindi, Thai and Korean
SYSTEM_FAMILIES = (
    "Noto Naskh Arabic", "Noto Sans Arabic", "Noto Nastaliq Urdu", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Thai", "Noto Sans CJK JP", "Noto Sans CJK KR",
    "Noto Sans Ethiopic", "Noto Sans Armenian", "Noto Sans Georgian", "Droid Sans Fallback", "FreeSans",
    "Lohit Devanagari", "Unifont",
)  # fmt: skip
MONOCHROME_ALPHA = 0.16  # of bands such as confidence intervals

_lock = threading.Lock()
_is_prepared = False


@dataclass(frozen=True)
class Colours:
    """What every coloured thing is painted with, as #rrggbb. Colour says sentiment or selection.

    ground, surface, rail:          behind everything, of cards and bars, of the navigation
    text, secondary:                what is read, and what is read second: 4.5:1 and more on all grounds
    line, track, hover:             borders and grid lines, the empty part of a bar, under the pointer
    accent, accent_ground:          the one accent, and the ground of what is selected
    on_accent:                      text on the accent
    positive, negative, neutral:    bars and points; as text use positive_text, negative_text, secondary
    """

    is_dark: bool
    ground: str
    surface: str
    rail: str
    text: str
    secondary: str
    line: str
    track: str
    hover: str
    accent: str
    accent_ground: str
    on_accent: str
    positive: str
    negative: str
    neutral: str
    positive_text: str
    negative_text: str


LIGHT = Colours(
    is_dark=False,
    ground="#f6f7f9",
    surface="#ffffff",
    rail="#eef0f4",
    text="#1c2230",
    secondary="#626b7b",
    line="#e3e6ec",
    track="#e3e6ec",
    hover="#f0f2f6",
    accent="#3b63d6",
    accent_ground="#e9eefc",
    on_accent="#ffffff",
    positive="#2b6cb0",
    negative="#c2570c",
    neutral="#8a93a3",
    positive_text="#2a69ab",
    negative_text="#ad4c08",
)
DARK = Colours(
    is_dark=True,
    ground="#15181e",
    surface="#1c2027",
    rail="#111419",
    text="#e7eaf0",
    secondary="#98a1b0",
    line="#2d333d",
    track="#2d333d",
    hover="#252a33",
    accent="#7c9bff",
    accent_ground="#28324e",
    on_accent="#0f1218",
    positive="#6fb1f0",
    negative="#f09a55",
    neutral="#8d96a6",
    positive_text="#6fb1f0",
    negative_text="#f09a55",
)
# on white paper; the two sides differ in lightness too, so that they can be told apart without colour
PRINT = replace(
    LIGHT,
    ground="#ffffff",
    text="#000000",
    secondary="#3c4350",
    line="#d0d4db",
    accent="#2f4fb0",
    positive="#1d4f8a",
    negative="#e58a3c",
    neutral="#a6adb9",
)


def blend(over: str, under: str, share: float) -> str:
    """The colour `over` laid on `under` with `share` of it, 0 to 1, as #rrggbb."""
    parts = (
        round(int(over[i : i + 2], 16) * share + int(under[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def tint(strength: float, colours: Colours, most: float = 0.42) -> str:
    """The ground behind a word that moved the score by `strength`, -1 to 1; text stays readable on it."""
    bounded = min(max(strength, -1.0), 1.0)
    return blend(colours.positive if bounded > 0 else colours.negative, colours.surface, most * abs(bounded))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def prepare_matplotlib() -> None:
    """Give matplotlib our fonts and turn off its markup: `$$` in a token would make a whole figure raise.

    Once per process, from any thread; imports matplotlib, so never before the first paint.
    """
    global _is_prepared
    with _lock:
        if _is_prepared:
            return
        import matplotlib as mpl
        from matplotlib import font_manager

        for path in sorted(resource_path("fonts").glob("*.[ot]tf")):
            font_manager.fontManager.addfont(path)
        known = {entry.name for entry in font_manager.fontManager.ttflist}
        families = [family for family in FONT_FAMILIES if family in known]
        others = [family for family in SYSTEM_FAMILIES if family in known]
        mpl.rcParams.update(
            {
                "font.family": [*families, "DejaVu Sans", *others, EMOJI_FAMILY],
                "font.size": 9.0,
                "text.parse_math": False,
                "axes.unicode_minus": True,
                "svg.fonttype": "path",
                "pdf.fonttype": 3,  # outlines: some readers misread our OpenType fonts
            }
        )
        # a letter that no font has is drawn as a box; a line on standard error for each would help nobody
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        _is_prepared = True


def style_axes(axes: Axes, colours: Colours, grid: str = "y") -> None:
    """Quiet axes: no frame, grid lines on one axis ("x", "y", "both" or ""), labels in the second colour."""
    axes.set_facecolor(colours.surface)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(colors=colours.secondary, labelcolor=colours.secondary, length=0, pad=6)
    axes.set_axisbelow(True)
    axes.grid(False)
    if grid == "both":
        axes.grid(True, axis="both", color=colours.line, linewidth=0.8)
    elif grid in ("x", "y"):
        axes.grid(True, axis="x" if grid == "x" else "y", color=colours.line, linewidth=0.8)
    axes.title.set_color(colours.text)
    axes.xaxis.label.set_color(colours.secondary)
    axes.yaxis.label.set_color(colours.secondary)
    legend = axes.get_legend()
    if legend is not None:
        legend.get_frame().set_visible(False)
        for text in legend.get_texts():
            text.set_color(colours.text)


BESIDE_ROWS = 30.0  # points beside the rows of bars that are neither text nor bars
LETTER_WIDTH = 0.52  # of the size of the letters, on average


def fitting_label(text: str, figure: Figure, share: float = 1.0, size: float = 9.0) -> str:
    """The name of an axis in two lines where one would be longer than there is room.

    share:  of the figure's width that there is
    size:   of the letters in points
    """
    room = 72 * figure.get_figwidth() * share / (LETTER_WIDTH * size)
    middle = len(text) // 2
    blanks = [place for place, sign in enumerate(text) if sign == " "]
    if len(text) <= room or not blanks:
        return text
    cut = min(blanks, key=lambda place: abs(place - middle))
    return f"{text[:cut]}\n{text[cut + 1 :]}"


def side_room(figure: Figure, rows: Sequence[str]) -> float:
    """Points that a name above one side of bars may take, so that it does not reach that of the other.

    rows:  what stands left of the bars
    """
    widest = max((text_width(row) for row in rows), default=0.0)
    return max((72 * figure.get_figwidth() - widest - BESIDE_ROWS) / 2, 12.0)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = 9.0) -> float:
    """How many points a text takes in our fonts, once matplotlib has them."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    return float(text_to_path.get_text_width_height_descent(text, FontProperties(size=size), ismath=False)[0])


def cut(text: str, room: float) -> str:
    """As much of a text as so many points hold."""
    if text_width(text) <= room:
        return text
    kept = len(text) - 1
    while kept > 1 and text_width(f"{text[:kept]}…") > room:
        kept -= 1
    return f"{text[:kept].rstrip()}…"


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
