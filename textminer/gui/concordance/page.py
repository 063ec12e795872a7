"""The concordance: every line in which words occur; a line leads to its document."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from textminer.analysis.concordance import SCORE, ConcordanceLines, LineKey, line_order
from textminer.analysis.token_index import TokenIndex, token_index
from textminer.analysis.word_pattern import WordPattern
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.errors import TextMinerError
from textminer.gui.concordance.lines_table import LinesTable
from textminer.gui.concordance.preview import DocumentPreview
from textminer.gui.concordance.query_bar import QueryBar
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.pill import Pill
from textminer.progress import Progress
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.concordance import find_lines, scores_of

GAP = 14


@dataclass(frozen=True, eq=False)
class _Inputs:
    """What lines were found from; others are outdated."""

    index: TokenIndex
    pattern: WordPattern
    positions: np.ndarray

    def equals(self, other: "_Inputs | None") -> bool:
        return (
            other is not None
            and self.index is other.index
            and self.pattern == other.pattern
            and np.array_equal(self.positions, other.positions)
        )


@dataclass(frozen=True, eq=False)
class _Found:
    """Lines, and the order in which they are shown."""

    lines: ConcordanceLines
    order: np.ndarray
    keys: tuple[LineKey, ...]


class ConcordancePage(QWidget):
    """Finds again whenever pattern, filter or tokens change; tokens are indexed when the page is first seen.

    document_requested  the user wants to read the current document: starts and ends of what was found in it
    """

    document_requested = Signal(object, object)

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._indexes: dict[bool, TokenIndex] = {}  # by whether punctuation counts
        self._indexed: TokenTable | None = None
        self._indexing: set[bool] = set()
        self._wanted: _Inputs | None = None
        self._found: _Found | None = None
        self.query_bar = QueryBar(self)
        self.table = LinesTable(session, self)
        self.preview = DocumentPreview(session, self)
        self.count = plain_label("", "small", self)
        self.select_all_button = Pill(_("Select their documents"), parent=self)
        self._empty = EmptyState("text-quote", _("No lines yet"), parent=self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def lines(self) -> ConcordanceLines | None:
        """What is shown; None while nothing has been found."""
        return None if self._found is None else self._found.lines

    def look_for(self, pattern: WordPattern) -> None:
        """Show the lines of another pattern."""
        self.query_bar.set_pattern(pattern)

    def refresh(self) -> None:
        """Find again if what is shown is outdated and somebody is looking."""
        self._forget_other_tokens()
        if not self.isVisible() or not self._has_index():
            self._show_state()
            return
        inputs = self._inputs()
        if inputs is None:
            self._wanted = self._found = None
            self._show_state()
            return
        if inputs.equals(self._wanted):
            return
        self._wanted = inputs
        corpus, keys, scores = self._session.corpus, self.query_bar.sort_keys(), self._scores()
        assert corpus is not None

        def work(progress: Progress) -> _Found:
            lines = find_lines(corpus, inputs.index, inputs.pattern, inputs.positions, progress)
            progress.report(0.5)
            return _Found(lines, _order(inputs, lines, keys, scores), keys)

        self._jobs.start(
            _("Finding “{word}”").format(word=inputs.pattern.text[:40]),
            work,
            lane="concordance",
            replace=True,
            succeeded=lambda found: self._take(corpus, inputs, found),
            failed=lambda error: self._explain(inputs, error),
            cancelled=lambda: self._forget(inputs),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _forget_other_tokens(self) -> None:
        if self._session.tokens is not self._indexed:
            self._indexed = self._session.tokens
            self._indexes.clear()
            self._indexing.clear()
            self._wanted = self._found = None
            self.preview.clear()

    def _has_index(self) -> bool:
        """Whether the tokens are indexed as they are wanted; starts that where they are not."""
        tokens, with_punctuation = self._session.tokens, self.query_bar.with_punctuation()
        if with_punctuation in self._indexes:
            return True
        if tokens is None or with_punctuation in self._indexing:
            return False
        self._indexing.add(with_punctuation)

        def take(index: TokenIndex) -> None:
            if tokens is self._indexed:
                self._indexing.discard(with_punctuation)
                self._indexes[with_punctuation] = index
                self.refresh()

        self._jobs.start(
            _("Indexing the words"),
            lambda progress: token_index(tokens, with_punctuation, progress),
            lane=f"index-{with_punctuation}",
            replace=True,
            succeeded=take,
            cancelled=lambda: self._indexing.discard(with_punctuation),
        )
        return False

    def _inputs(self) -> _Inputs | None:
        pattern = self.query_bar.pattern()
        if self._session.corpus is None or pattern.is_empty:
            return None
        index = self._indexes[self.query_bar.with_punctuation()]
        return _Inputs(index, pattern, self._session.in_scope)

    def _scores(self) -> np.ndarray | None:
        return None if self._session.corpus is None else scores_of(self._session.corpus)

    def _take(self, corpus: Corpus, inputs: _Inputs, found: _Found) -> None:
        if inputs is not self._wanted:
            return
        is_same = self._found is not None and self._found.lines is found.lines
        self._found = found
        self.query_bar.show_error("")
        self.table.show_lines(corpus, inputs.index, found.lines, found.order, found.keys)
        if not is_same:
            self.table.set_current(-1)
            self.table.select_positions(np.empty(0, dtype=np.int64))
            self.table.scrollToTop()
            self.preview.clear()
            self._show_selection()
        self._show_state()

    def _explain(self, inputs: _Inputs, error: BaseException) -> None:
        if inputs is not self._wanted:
            return
        self._found = None
        self.query_bar.show_error(
            str(error) if isinstance(error, TextMinerError) else _("The lines could not be found.")
        )
        self._show_state()

    def _forget(self, inputs: _Inputs) -> None:
        """The user cancelled this: the next change starts it again."""
        if inputs is self._wanted:
            self._wanted = None

    def _sort(self) -> None:
        """Show the same lines in another order."""
        found, inputs, corpus = self._found, self._wanted, self._session.corpus
        if found is None or inputs is None or corpus is None:
            return
        keys, scores = self.query_bar.sort_keys(), self._scores()
        self._jobs.start(
            _("Sorting the lines"),
            lambda _progress: _Found(found.lines, _order(inputs, found.lines, keys, scores), keys),
            lane="concordance-order",
            replace=True,
            succeeded=lambda again: self._take(corpus, inputs, again) if found is self._found else None,
        )

    def _show_state(self) -> None:
        found, pattern = self._found, self.query_bar.pattern()
        has_lines = found is not None and found.lines.n_lines > 0
        self._stack.setCurrentIndex(1 if has_lines else 0)
        self.select_all_button.setVisible(has_lines)
        if found is not None and has_lines:
            self.count.setText(_line_count(found.lines))
            return
        self.count.setText("")
        if self._session.corpus is None:
            said = (_("No lines yet"), _("Open a file to see its words in their contexts."))
        elif self._session.tokens is None:
            said = (_("Finding the words…"), "")
        elif self._wanted is None and not self._indexes:
            said = (_("Indexing the words…"), "")
        elif pattern.is_empty:
            said = (_("Words in context"), _("Type a word or a phrase to see every line in which it occurs."))
        elif found is not None:
            said = (_("No line found"), _("No document that matches the filter holds these words."))
        else:
            said = ("", "")
        self._empty.set_text(*said)

    def _on_lines(self, numbers: np.ndarray) -> None:
        self._session.select(self.table.documents_of(numbers))

    def _on_line(self, number: int) -> None:
        found = self._found
        if found is None or not 0 <= number < found.lines.n_lines:
            return
        position = int(found.lines.documents[number])
        self._session.set_current(position)
        here = slice(*np.searchsorted(found.lines.documents, [position, position + 1]).tolist())
        starts, ends = found.lines.starts[here], found.lines.ends[here]
        self.preview.show_document(position, starts, ends, int(found.lines.starts[number]))

    def _open_document(self) -> None:
        found, number = self._found, self.table.current_position()
        if found is None or not 0 <= number < found.lines.n_lines:
            return
        self._on_line(number)
        here = found.lines.documents == found.lines.documents[number]
        self.document_requested.emit(found.lines.starts[here], found.lines.ends[here])

    def _select_all(self) -> None:
        if self._found is not None:
            self._session.select(np.unique(self._found.lines.documents))

    def _show_selection(self) -> None:
        """Mark the lines of the documents that are selected, unless the selection was made by lines."""
        selection = self._session.selection
        chosen = self.table.documents_of(self.table.selected_positions())
        if not np.array_equal(chosen, selection):
            self.table.select_positions(self.table.lines_in(selection))

    def _on_scores(self) -> None:
        self.table.refresh()
        if any(key.by == SCORE for key in self.query_bar.sort_keys()) and self.isVisible():
            self._sort()

    def _connect(self) -> None:
        session = self._session
        for signal in (session.corpus_changed, session.tokens_changed, session.filter_changed):
            signal.connect(self.refresh)
        session.scores_changed.connect(self._on_scores)
        session.selection_changed.connect(self._show_selection)
        self.query_bar.changed.connect(self.refresh)
        self.query_bar.sorted.connect(self._sort)
        self.table.selection_changed.connect(self._on_lines)
        self.table.current_changed.connect(self._on_line)
        self.table.opened.connect(lambda _number: self._open_document())
        self.select_all_button.clicked.connect(self._select_all)
        self.preview.open_requested.connect(self._open_document)

    def _arrange(self) -> None:
        lines_card = Card(is_flush=True, parent=self)
        lines_card.body.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.setContentsMargins(px(14), px(4), px(14), 0)
        below.addWidget(self.count)
        below.addStretch(1)
        below.addWidget(self.select_all_button)
        lines_card.body.addLayout(below)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(px(GAP))
        splitter.addWidget(lines_card)
        splitter.addWidget(self.preview)
        splitter.setSizes([px(860), px(320)])
        splitter.setStretchFactor(0, 1)
        set_kind(splitter, "page")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(splitter)
        filtering = Filtering(self._session, self._jobs, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, filtering, self._jobs, self))
        layout.addWidget(self.query_bar)
        layout.addWidget(self._stack, 1)


def _order(
    inputs: _Inputs, lines: ConcordanceLines, keys: tuple[LineKey, ...], scores: np.ndarray | None
) -> np.ndarray:
    return line_order(inputs.index, lines, keys, scores, inputs.pattern.match_case)


def _line_count(lines: ConcordanceLines) -> str:
    found = ngettext_("{n} line", "{n} lines", lines.n_lines).format(n=f"{lines.n_lines:,}")
    documents = ngettext_("{n} document", "{n} documents", lines.n_documents)
    return _("{lines} in {documents}").format(
        lines=found, documents=documents.format(n=f"{lines.n_documents:,}")
    )
