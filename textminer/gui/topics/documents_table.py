"""A short table of documents: what the model says of each, and how it begins."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from textminer.gui.widgets.column_table import Column
from textminer.gui.widgets.table_view import ColumnTable
from textminer.sentiment.score_words import verdict_of
from textminer.session.session import Session
from textminer.translation import _

CHARACTERS_SHOWN = 300


class DocumentsTable(ColumnTable):
    """Documents in an order of their own: going to one makes it the current document, Enter opens it."""

    opened = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Documents"), parent)
        self.min_rest_width = 140
        self._session = session
        self.current_changed.connect(session.set_current)
        self.activated_position.connect(self._open)
        session.scores_changed.connect(self.refresh)
        session.current_changed.connect(self._show_current_document)

    def show_documents(self, positions: np.ndarray, extra: Sequence[Column] = ()) -> None:
        """Show these documents, in this order, with more columns in front of the text."""
        self.set_columns(
            [self._score_column(), *extra, Column(_("Text"), beginnings(self._session), width=0)], positions
        )
        self._show_current_document()
        self.scrollToTop()  # the first are those that the order is about

    def _show_current_document(self) -> None:
        current = self._session.current
        self.set_current(-1 if current is None else current)

    def _open(self, position: int) -> None:
        self._session.set_current(position)
        self.opened.emit()

    def _score_column(self) -> Column:
        def score(position: int) -> float | None:
            return verdict_of(self._session.prediction, position).score

        def text(position: int) -> str:
            value = score(position)
            return "" if value is None else f"{value:+.2f}".replace("-", "−")

        return Column(_("Score"), text, score=score, width=156)


def beginnings(session: Session) -> Callable[[int], str]:
    """How the document at a position begins, in one line."""
    corpus = session.corpus
    if corpus is None:
        return lambda _position: ""
    cells = corpus.table.column(corpus.text_column)
    return lambda position: " ".join(str(cells.iat[position])[:CHARACTERS_SHOWN].split())
