"""A line as it is painted: one run of text around its node, in whichever direction it reads."""

import unicodedata
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QLinearGradient,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from textminer.figures.style import Colours
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.shown_text import utf16_offsets
from textminer.workflows.concordance import LineText

NODE_PLACE = 0.45  # of the width: where the node begins
SORT_GROUNDS = (0.26, 0.16, 0.09)  # of accent, behind the words that lines are sorted by, the first strongest
FADE = 18  # pixels at scale 1
_ENDLESS = 1e6  # pixels: a line is never broken


@dataclass(frozen=True)
class KwicLine:
    """What stands in a line.

    sorted_words:  (start, end, place of the sort key) in characters of left + node + right
    """

    text: LineText
    sorted_words: tuple[tuple[int, int, int], ...] = ()

    @property
    def shown(self) -> str:
        """The whole run of text."""
        return self.text.left + self.text.node + self.text.right


def is_right_to_left(text: str) -> bool:
    """Whether more letters of a text run to the left than to the right."""
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def paint_line(painter: QPainter, box: QRect, line: KwicLine, look: QFont, ground: QColor) -> None:
    """Paint a line: the node begins at one place in all lines, where each begins in its own direction.

    ground:  what it stands on; at an edge that it runs past, it fades into it
    """
    colours = current_colours()
    shown = line.shown
    goes_left = is_right_to_left(shown)
    units = utf16_offsets(shown)
    begin = int(units[len(line.text.left)])
    end = int(units[len(line.text.left) + len(line.text.node)])
    layout = QTextLayout(shown, look)
    layout.setTextOption(_option(goes_left))
    layout.setFormats(_formats(line, units, begin, end, colours))
    layout.beginLayout()
    row = layout.createLine()
    row.setLineWidth(_ENDLESS)
    layout.endLayout()
    place = _x_of(row, begin)
    wanted = box.left() + box.width() * (1 - NODE_PLACE if goes_left else NODE_PLACE)
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QColor(colours.text))
    top = box.top() + (box.height() - row.height()) / 2
    layout.draw(painter, QPointF(wanted - place, top))
    inside = QRect(box.left(), box.top(), box.width(), box.height() - 1)
    if wanted - place < box.left():
        _fade(painter, inside, ground, is_left=True)
    if wanted - place + row.naturalTextWidth() > box.right():
        _fade(painter, inside, ground, is_left=False)
    painter.restore()


def _fade(painter: QPainter, box: QRect, ground: QColor, is_left: bool) -> None:
    width = px(FADE)
    edge, inner = (box.left(), box.left() + width) if is_left else (box.right() + 1, box.right() + 1 - width)
    shade = QLinearGradient(edge, 0, inner, 0)
    clear = QColor(ground)
    clear.setAlpha(0)
    shade.setColorAt(0, ground)
    shade.setColorAt(1, clear)
    painter.fillRect(QRect(min(edge, inner), box.top(), width, box.height()), shade)


def _option(goes_left: bool) -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if goes_left else Qt.LayoutDirection.LeftToRight)
    return option


def _formats(
    line: KwicLine, units: np.ndarray, begin: int, end: int, colours: Colours
) -> list[QTextLayout.FormatRange]:
    node = QTextCharFormat()
    node.setFontWeight(QFont.Weight.DemiBold)
    node.setForeground(QColor(colours.accent))
    ranges = [_range(begin, end, node)]
    for start, stop, place in line.sorted_words:
        ground = QTextCharFormat()
        shade = QColor(colours.accent)
        shade.setAlphaF(SORT_GROUNDS[min(place, len(SORT_GROUNDS) - 1)])
        ground.setBackground(shade)
        ranges.append(_range(int(units[start]), int(units[stop]), ground))
    return ranges


def _range(begin: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = begin, end - begin, look
    return made


def _x_of(row: QTextLine, unit: int) -> float:
    found: object = row.cursorToX(unit)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
