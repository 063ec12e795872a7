"""In which order the grid shows documents: computed beside the window, and again as scores come."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from textminer.analysis.ordering import SortKey, sort_order
from textminer.gui.job_bridge import JobBridge
from textminer.jobs.job import Job
from textminer.session.session import Session
from textminer.translation import _

AT_ONCE = 5_000  # documents up to which any column is sorted on the GUI thread: a few ms
AGAIN_MS = 1_000  # a sorted view moves at most this often while scores stream in


class Sorting(QObject):
    """The order of all documents by one column; `changed` when there is another.

    The order is of all documents, so that a filter needs no sorting.
    """

    changed = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._key: SortKey | None = session.sort
        self._order: np.ndarray | None = None
        self._job: Job[np.ndarray] | None = None
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._sort)
        session.corpus_changed.connect(self._on_corpus_changed)
        session.sort_changed.connect(self._on_sort_changed)
        session.scores_changed.connect(self._on_scores_changed)
        self._sort()  # what was set before there was a grid

    @property
    def key(self) -> SortKey | None:
        """What documents are sorted by; None for the order of the file."""
        return self._key

    @property
    def order(self) -> np.ndarray | None:
        """Positions of all documents in order, int64 (n_documents,); None for the order of the file."""
        return self._order

    def set_key(self, key: SortKey | None) -> None:
        """Sort by something else."""
        self._session.set_sort(key)

    def _on_corpus_changed(self) -> None:
        self._take_key(None)

    def _on_sort_changed(self) -> None:
        if self._session.sort != self._key:
            self._take_key(self._session.sort)

    def _take_key(self, key: SortKey | None) -> None:
        self._key = key
        self._again.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if key is not None:
            self._sort()
        elif self._order is not None:
            self._order = None
            self.changed.emit()

    def _on_scores_changed(self) -> None:
        if self._key is not None and isinstance(self._key.column, str) and not self._again.isActive():
            self._again.start()

    def _sort(self) -> None:
        corpus, key = self._session.corpus, self._key
        if corpus is None or key is None:
            return
        if self._job is not None and not self._job.state.is_final:
            self._again.start()  # sorting takes longer than a second: let it end, then see
            return
        table = corpus.table
        if table.n_documents <= AT_ONCE:
            self._take(sort_order(table, key))
            return
        self._job = self._jobs.start(
            _("Sorting"),
            lambda progress: sort_order(table, key, progress),
            lane="sort",
            succeeded=self._on_sorted,
        )

    def _on_sorted(self, order: np.ndarray) -> None:
        self._job = None
        if self._session.corpus is not None and len(order) == self._session.corpus.table.n_documents:
            self._take(order)

    def _take(self, order: np.ndarray) -> None:
        if self._order is None or not np.array_equal(order, self._order):
            self._order = order
            self.changed.emit()
