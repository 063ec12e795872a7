"""Text on one line of a cell, in whichever direction it is read."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from textminer.corpus.text_direction import is_read_from_right

# as numbers: flags are joined and asked for in Python, a quarter of the time that a cell takes
_ONE_LINE = (Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine).value
_LEADING, _RIGHT = (
    _ONE_LINE | side.value for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)


def draw_one_line(
    painter: QPainter, box: QRect, text: str, metrics: QFontMetrics, is_number: bool = False
) -> None:
    """Draw what fits, "…" where it ends; numbers at the right, texts where their reading begins."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    if text.isascii() or is_number or not is_read_from_right(text):
        painter.drawText(box, _RIGHT if is_number else _LEADING, shown)
        return
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    painter.drawText(box, _LEADING, shown)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
