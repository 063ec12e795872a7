"""How spans of a document get their colours, a few paragraphs at a time."""

import time

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from textminer.figures.style import tint
from textminer.gui.theme import current_colours

FAINTEST = 0.04  # weaker tints cannot be seen
TURN_S = 0.010  # spent on colouring before the event loop gets its turn
_NO_INTS = np.empty(0, dtype=np.int64)


class SpanPainter(QSyntaxHighlighter):
    """Gives spans their formats without touching the text; all spans are in UTF-16 units, ascending."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._next = 0
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)
        self.forget()

    def forget(self) -> None:
        """Have no spans; for when the text is about to change."""
        self._turn.stop()
        self._starts = self._ends = self._mark_starts = self._mark_ends = _NO_INTS
        self._strengths = np.empty(0, dtype=np.float64)

    def set_tints(self, starts: np.ndarray, ends: np.ndarray, strengths: np.ndarray) -> None:
        """Tint spans by strength, -1 to 1."""
        self._starts, self._ends, self._strengths = starts, ends, strengths
        self.recolour()

    def set_marks(self, starts: np.ndarray, ends: np.ndarray) -> None:
        """Underline spans."""
        self._mark_starts, self._mark_ends = starts, ends
        self.recolour()

    def shift(self, place: int, n_removed: int, n_added: int) -> None:
        """Let the spans go on after an edit of the text; a span that was edited itself is one no more."""
        keeps = (self._ends <= place) | (self._starts >= place + n_removed)
        moves = np.where(self._starts[keeps] >= place + n_removed, n_added - n_removed, 0)
        self._strengths = self._strengths[keeps]
        self._starts, self._ends = self._starts[keeps] + moves, self._ends[keeps] + moves
        self._mark_starts = self._mark_ends = _NO_INTS
        block = self.document().findBlock(place)
        while block.isValid() and block.position() <= place + n_added:
            self.rehighlightBlock(block)
            block = block.next()

    def recolour(self) -> None:
        """Colour everything again, from the top; what takes longer than a moment goes on between events."""
        self._next = 0
        self._go_on()

    def span_at(self, unit: int) -> int:
        """The number of the tinted span that covers a unit, -1 if none does."""
        number = int(np.searchsorted(self._starts, unit, side="right")) - 1
        return number if unit >= 0 and number >= 0 and unit < self._ends[number] else -1

    def highlightBlock(self, text: str) -> None:
        begin = self.currentBlock().position()
        end = begin + self.currentBlock().length() - 1
        colours = current_colours()
        tinted = QTextCharFormat()
        for number in _overlapping(self._starts, self._ends, begin, end):
            strength = float(self._strengths[number])
            if abs(strength) >= FAINTEST:
                tinted.setBackground(QColor(tint(strength, colours)))
                first, last = _within(self._starts[number], self._ends[number], begin, end)
                self.setFormat(first, last - first, tinted)
        for number in _overlapping(self._mark_starts, self._mark_ends, begin, end):
            for unit in range(*_within(self._mark_starts[number], self._mark_ends[number], begin, end)):
                marked = QTextCharFormat(self.format(unit))
                marked.setFontUnderline(True)
                marked.setForeground(QColor(colours.accent))
                self.setFormat(unit, 1, marked)

    def _go_on(self) -> None:
        until = time.perf_counter() + TURN_S
        block = self.document().findBlockByNumber(self._next)
        while block.isValid():
            self.rehighlightBlock(block)
            block = block.next()
            self._next += 1
            if time.perf_counter() > until:
                self._turn.start()
                return


def _overlapping(starts: np.ndarray, ends: np.ndarray, begin: int, end: int) -> range:
    return range(int(np.searchsorted(ends, begin, side="right")), int(np.searchsorted(starts, end)))


def _within(start: int, stop: int, begin: int, end: int) -> tuple[int, int]:
    """A span cut to a paragraph, counted from where that begins."""
    return max(int(start), begin) - begin, min(int(stop), end) - begin
