"""How another filter comes into force: at once over few documents, in a job over many."""

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.errors import FilterError, TextMinerError
from textminer.gui.job_bridge import JobBridge
from textminer.progress import Progress
from textminer.session.session import Session
from textminer.translation import _

AT_ONCE = 5_000  # documents up to which a filter is computed on the GUI thread: a few ms of search


class Filtering(QObject):
    """Changes the session's filter without making the window wait.

    wanted_changed  another filter was asked for; the session's own follows when its job is done
    refused         carries the sentence on a filter that cannot be applied, then "" when one can
    """

    wanted_changed = Signal()
    refused = Signal(str)

    def __init__(self, session: Session, jobs: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._wanted = self._seen = session.filter
        session.filter_changed.connect(self._on_filter_changed)

    @property
    def wanted(self) -> DocumentFilter:
        """The filter in force, or on its way."""
        return self._wanted

    def change(self, **fields: Any) -> None:
        """Ask for the wanted filter with these fields replaced."""
        self.apply(replace(self._wanted, **fields))

    def change_condition(self, column: int, values: tuple[str, ...]) -> None:
        """Ask for documents with one of these cells in a column; no values for any."""
        kept = [condition for condition in self._wanted.conditions if condition.column != column]
        if values:
            kept.append(ColumnCondition(column, values))
        self.change(conditions=tuple(kept))

    def to_selection(self) -> None:
        """Ask for the selected documents alone."""
        if len(self._session.selection):
            positions = PositionSet(self._session.selection)
            self.apply(DocumentFilter(positions=positions, called=self._session.selection_name))

    def to_group(self, group: DocumentGroup) -> None:
        """Ask for the documents of a saved group, by the other conditions as before."""
        self.change(positions=PositionSet(group.positions), called=group.name)

    def clear(self) -> None:
        """Ask for all documents."""
        self.apply(DocumentFilter())

    def apply(self, new: DocumentFilter) -> None:
        """Let other documents count."""
        corpus = self._session.corpus
        if corpus is None or new == self._wanted:
            return
        self._wanted = new
        self.wanted_changed.emit()
        table, text_column = corpus.table, corpus.text_column

        def work(progress: Progress) -> np.ndarray:
            progress.report(0.0)
            return passing_originals(new, table, text_column)

        def came(passing: np.ndarray) -> None:
            now = self._session.corpus
            if new == self._wanted and now is not None and now.table.frame is table.frame:
                self._take(new, passing)

        if needs_job(new, self._session.filter, table):
            self._jobs.start(
                _("Filtering"), work, lane="filter", replace=True, succeeded=came, failed=self._refuse
            )
        else:
            self._take(new)

    def _take(self, new: DocumentFilter, passing: np.ndarray | None = None) -> None:
        try:
            self._session.set_filter(new, passing)
        except FilterError as error:
            self._refuse(error)
        else:
            self.refused.emit("")
            if len(self._session.selection) == len(self._session.in_scope):
                self._session.clear_selection()  # where all that counts is marked, marks say nothing

    def _refuse(self, error: BaseException) -> None:
        sentence = str(error) if isinstance(error, TextMinerError) else _("This filter could not be applied.")
        self.refused.emit(sentence)

    def _on_filter_changed(self) -> None:
        if self._session.filter != self._seen:
            self._seen = self._session.filter
            if self._seen != self._wanted:
                self._wanted = self._seen
                self.refused.emit("")
                self.wanted_changed.emit()


def needs_job(new: DocumentFilter, old: DocumentFilter, table: DocumentTable) -> bool:
    """Whether finding out what passes a filter would make the window wait."""
    is_other = new.on_originals != old.on_originals or new.on_ours not in (old.on_ours, DocumentFilter())
    return is_other and table.n_documents > AT_ONCE


def passing_originals(wanted: DocumentFilter, table: DocumentTable, text_column: int) -> np.ndarray:
    """What passes by the file's own columns: bool (n_documents,). Those of ours that the filter reads are
    made as well: the session then finds them ready.
    """
    wanted.on_ours.mask(table, None)
    return wanted.on_originals.mask(table, text_column)
