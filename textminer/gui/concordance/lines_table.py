"""The lines of a concordance: as many as there are, cut from the texts only where they are seen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from textminer.analysis.concordance import ConcordanceLines, LineKey, neighbours
from textminer.analysis.token_index import TokenIndex
from textminer.corpus.corpus import Corpus
from textminer.gui.concordance.kwic_line import KwicLine, paint_line
from textminer.gui.theme import current_colours
from textminer.gui.widgets.cell_delegate import CellDelegate
from textminer.gui.widgets.column_table import Column, tab_separated
from textminer.gui.widgets.table_view import ColumnTable, marks
from textminer.sentiment.prediction import SCORED, WAITING
from textminer.sentiment.score_words import Verdict, signed, verdict_of
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.concordance import line_text, lines_frame

ROW, SCORE, LINE = range(3)
KEPT_LINES = 2_000  # cut lines that are remembered: some screens
MAX_COPIED_LINES = 100_000


class LinesTable(ColumnTable):
    """Shows lines by their number, from 0, in any order; asks the session for texts and scores.

    opened  Enter or a double click on a line: its number
    """

    opened = Signal(int)
    row_height = 28

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        self._corpus: Corpus | None = None
        self._index: TokenIndex | None = None
        self._lines: ConcordanceLines | None = None
        self._distances: tuple[int, ...] = ()
        self._cut: dict[int, KwicLine] = {}
        super().__init__(_("Lines"), parent)
        self.activated_position.connect(self.opened)

    def make_delegate(self) -> CellDelegate:
        return _LineDelegate(self)

    def show_lines(
        self,
        corpus: Corpus,
        index: TokenIndex,
        lines: ConcordanceLines,
        order: np.ndarray,
        keys: Sequence[LineKey],
    ) -> None:
        """Show other lines, or the same in another order; words of sort keys get a ground."""
        self._corpus, self._index, self._lines = corpus, index, lines
        self._distances = tuple(key.by for key in keys if isinstance(key.by, int) and key.by != 0)
        self._cut.clear()
        self.set_columns(self._columns(), order)

    def kwic_line(self, number: int) -> KwicLine:
        """What stands in a line."""
        found = self._cut.get(number)
        if found is None:
            if len(self._cut) > KEPT_LINES:
                self._cut.clear()
            found = self._cut[number] = self._cut_line(number)
        return found

    def documents_of(self, numbers: np.ndarray) -> np.ndarray:
        """Positions of the documents of some lines: ascending, each once."""
        if self._lines is None or not len(numbers):
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(marks(self._lines.documents[numbers]))

    def lines_in(self, positions: np.ndarray) -> np.ndarray:
        """Numbers of the lines in some documents, ascending."""
        if self._lines is None or not len(positions):
            return np.empty(0, dtype=np.int64)
        is_wanted = np.zeros(int(max(positions.max(), self._lines.documents.max(initial=0))) + 1, dtype=bool)
        is_wanted[positions] = True
        return np.flatnonzero(is_wanted[self._lines.documents])

    def copy_selection(self) -> None:
        """Put the selected lines into the clipboard as a spreadsheet takes them, in the order shown."""
        if self._corpus is None or self._lines is None:
            return
        rows = self.columns_model.rows_of(self.selected_positions())[:MAX_COPIED_LINES]
        if rows.size:
            frame = lines_frame(self._corpus, self._lines, self.columns_model.order[rows])
            columns = [Column(str(name), frame[name].astype(str).to_list().__getitem__) for name in frame]
            QGuiApplication.clipboard().setText(tab_separated(columns, range(len(frame))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def _columns(self) -> list[Column]:
        lines = self._lines
        assert lines is not None
        documents = lines.documents
        return [
            Column(_("Row"), lambda number: f"{documents[number] + 1:,}", width=76, number=True),
            Column(_("Score"), self._score, colour=self._colour, width=76, number=True),
            Column(_("Text"), lambda number: self.kwic_line(number).shown, width=0),
        ]

    def _score(self, number: int) -> str:
        verdict = self._verdict(number)
        if verdict.score is not None:
            return signed(verdict.score)
        return verdict.words if verdict.status in (SCORED, WAITING) else "–"

    def _colour(self, number: int) -> str:
        return self._verdict(number).colour

    def _verdict(self, number: int) -> Verdict:
        assert self._lines is not None
        return verdict_of(self._session.prediction, int(self._lines.documents[number]))

    def _cut_line(self, number: int) -> KwicLine:
        corpus, index, lines = self._corpus, self._index, self._lines
        assert corpus is not None
        assert index is not None
        assert lines is not None
        text = str(corpus.table.frame.iat[int(lines.documents[number]), corpus.text_column])
        cut = line_text(text, int(lines.starts[number]), int(lines.ends[number]))
        length = len(cut.left) + len(cut.node) + len(cut.right)
        one = lines.take(np.array([number]))
        words = []
        for place, distance in enumerate(self._distances):
            token = neighbours(index, one, distance)
            if token[0] >= 0:
                start = int(index.starts(token)[0]) - cut.start
                end = int(index.ends(token)[0]) - cut.start
                if 0 <= start < end <= length:
                    words.append((start, end, place))
        return KwicLine(cut, tuple(words))


class _LineDelegate(CellDelegate):
    """Paints a line in one run around its node, other cells as everywhere."""

    def __init__(self, table: LinesTable) -> None:
        super().__init__(table.columns_model, table)
        self._table = table

    def draw_text(self, painter: QPainter, box: QRect, row: int, place: int) -> None:
        if place == LINE:
            line = self._table.kwic_line(self._model.position_at(row))
            paint_line(painter, box, line, self._font, QColor(getattr(current_colours(), self.ground)))
        else:
            super().draw_text(painter, box, row, place)
