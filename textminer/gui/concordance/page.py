"""The concordance: every line in which words occur, their collocates; a line leads to its document."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from textminer.analysis.collocation import has_word_near
from textminer.analysis.concordance import ConcordanceLines
from textminer.analysis.word_pattern import WordPattern
from textminer.gui.concordance.collocates_card import CollocatesCard
from textminer.gui.concordance.lines_table import LinesTable
from textminer.gui.concordance.preview import DocumentPreview
from textminer.gui.concordance.query_bar import QueryBar
from textminer.gui.concordance.search import Found, Search, Wish
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filter_words import quoted
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.letting_go import lets_go
from textminer.gui.parts.nothing_words import empty_documents
from textminer.gui.parts.save_target import ask_target
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.halves import Halves
from textminer.gui.widgets.pill import Pill, RemovablePill
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.concordance import lines_frame
from textminer.workflows.exporting import export_frame

NOTHING = np.empty(0, dtype=np.int64)


class ConcordancePage(QWidget):
    """Finds again whenever pattern, filter or tokens change; tokens are indexed when the page is first seen.

    document_requested  the user wants to read the current document: starts and ends of what was found in it
    saved               a table was written: its path
    """

    document_requested = Signal(object, object)
    saved = Signal(object)

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._shown: Found | None = None
        self._collocate = -1  # its place in the table, where lines are narrowed to those that hold it
        self.search = Search(session, jobs, self)
        self.query_bar = QueryBar(self)
        self.table = LinesTable(session, self)
        self.collocates = CollocatesCard(self)
        self.preview = DocumentPreview(session, self)
        self.count = ElidedLabel(self, Qt.TextElideMode.ElideRight)
        set_kind(self.count, "small")
        self.collocate_pill = RemovablePill("", self)
        self.select_all_button = Pill(_("Select their documents"), parent=self)
        self.save_button = Pill(_("Save lines…"), parent=self)
        self._empty = EmptyState("text-quote", _("No lines yet"), parent=self)
        self._stack = CurrentStack(self)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def lines(self) -> ConcordanceLines | None:
        """What was found; None while nothing has been."""
        return None if self.search.found is None else self.search.found.lines

    def look_for(self, pattern: WordPattern) -> None:
        """Show the lines of another pattern."""
        self.query_bar.set_pattern(pattern)

    def refresh(self) -> None:
        """Find again if what is shown is outdated and somebody is looking."""
        self.search.forget_other_tokens()
        if self.isVisible():
            bar = self.query_bar
            pattern = bar.pattern()
            options = self.collocates.options(pattern.match_case)
            self.search.ask(Wish(pattern, bar.with_punctuation(), bar.sort_keys(), options))
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if lets_go(self._session, event):
            self.search.let_go()

    def _on_lines_changed(self) -> None:
        found = self.search.found
        self._shown, self._collocate = found, -1
        self.query_bar.show_error(self.search.error)
        self.preview.clear()
        self.table.set_current(-1)
        self.table.select_positions(NOTHING)
        self.collocates.show_collocates(None)
        if found is not None:
            self._show_lines(found)
            self.table.scrollToTop()
            self._show_selection()
        self._show_state()

    def _on_order_changed(self) -> None:
        self._shown = self.search.found
        if self._shown is not None:
            self._show_lines(self._shown)

    def _show_lines(self, found: Found) -> None:
        order = found.order
        collocates = self.search.collocates
        self.collocate_pill.hide()
        if self._collocate >= 0 and collocates is not None:
            options = self.collocates.options(found.pattern.match_case)
            forms = found.index.forms(options.match_case)
            word = int(collocates.ids[self._collocate])
            near = has_word_near(found.index, found.lines, forms, word, options.left, options.right)
            order = order[near[order]]
            self.collocate_pill.set_text(_("with “{word}”").format(word=collocates.words[self._collocate]))
            self.collocate_pill.show()
        self.table.show_lines(found.corpus, found.index, found.lines, order, found.keys)
        self.count.setText(_line_count(len(order), len(self.table.documents_of(order))))

    def _on_collocates(self) -> None:
        self._collocate = -1
        self.collocates.show_collocates(self.search.collocates)
        if self._shown is not None:
            self._show_lines(self._shown)

    def _on_collocate(self, place: int) -> None:
        """Narrow the lines to those that hold a collocate; -1 shows all again."""
        if self._shown is not None and place != self._collocate:
            self._collocate = place
            self._show_lines(self._shown)
            self.table.scrollToTop()

    def _show_state(self) -> None:
        found, pattern = self.search.found, self.query_bar.pattern()
        has_lines = found is not None and found.lines.n_lines > 0
        self._stack.setCurrentIndex(1 if has_lines else 0)
        if has_lines:
            return
        if self._session.corpus is None:
            said = (_("No lines yet"), _("Open a file to see its words in their contexts."))
        elif self._session.tokens is None:
            said = (_("Finding the words…"), "")
        elif self.search.is_indexing:
            said = (_("Indexing the words…"), "")
        elif pattern.is_empty:
            said = (_("Words in context"), _("Type a word or a phrase to see every line in which it occurs."))
        elif self.search.error:
            said = (_("This cannot be looked for"), "")
        elif found is not None:
            said = (_("No line found"), self._why_none(pattern))
        else:
            said = (_("Looking…"), "")
        self._empty.set_text(*said)

    def _why_none(self, pattern: WordPattern) -> str:
        is_marks_alone = not any(sign.isalnum() for sign in pattern.text)
        if is_marks_alone and not pattern.is_regex and not self.query_bar.with_punctuation():
            return _("Punctuation marks are words only where “Punctuation” is on.")
        if not self._session.filter.is_empty:
            return _(
                "None of the documents that match the filter holds these words. Clear it to look in all."
            )
        said = _("No document holds these words. “*” stands for any letters: “delici*”.")
        return empty_documents(self._session) or said

    def _on_selected_lines(self, numbers: np.ndarray) -> None:
        self._session.select(self.table.documents_of(numbers))

    def _on_line(self, number: int) -> None:
        found = self._shown
        if found is None or not 0 <= number < found.lines.n_lines:
            return
        position = int(found.lines.documents[number])
        self._session.set_current(position)
        starts, ends = _finds_in(found.lines, position)
        self.preview.show_document(position, starts, ends, int(found.lines.starts[number]))

    def _open_document(self) -> None:
        found, number = self._shown, self.table.current_position()
        if found is not None and 0 <= number < found.lines.n_lines:
            self._on_line(number)
            self.document_requested.emit(*_finds_in(found.lines, int(found.lines.documents[number])))

    def _select_all(self) -> None:
        name = quoted([self.query_bar.pattern().text])
        self._session.select(self.table.documents_of(self.table.columns_model.order), name)

    def save_lines(self, target: Path) -> None:
        """Write the lines as they are shown: CSV, XLSX, Parquet or JSON Lines by the ending of the name."""
        found, order = self._shown, self.table.columns_model.order
        if found is not None:
            self._save(lambda: lines_frame(found.corpus, found.lines, order), target)

    def save_collocates(self, target: Path) -> None:
        """Write the collocates with all their measures."""
        collocates = self.search.collocates
        if collocates is not None:
            self._save(collocates.frame, target)

    def _save(self, make: Callable[[], pd.DataFrame], target: Path) -> None:
        self._jobs.start(
            _("Saving {file}").format(file=target.name),
            lambda _progress: export_frame(make(), target),
            lane="export",
            succeeded=lambda result: self.saved.emit(result.path),
        )

    def _ask_save_lines(self) -> None:
        ask_target(self, _("Save lines"), self.save_lines)

    def _ask_save_collocates(self) -> None:
        ask_target(self, _("Save collocates"), self.save_collocates)

    def _show_selection(self) -> None:
        """Mark the lines of the documents that are selected, unless the selection was made by lines."""
        selection = self._session.selection
        chosen = self.table.documents_of(self.table.selected_positions())
        if not np.array_equal(chosen, selection):
            self.table.select_positions(self.table.lines_in(selection))

    def _on_scores(self) -> None:
        self.table.refresh()
        if self.search.is_sorted_by_score and self.isVisible():
            self.search.sort(self.query_bar.sort_keys())

    def _connect(self) -> None:
        session, search = self._session, self.search
        for signal in (session.corpus_changed, session.tokens_changed, session.filter_changed):
            signal.connect(self.refresh)
        session.scores_changed.connect(self._on_scores)
        session.selection_changed.connect(self._show_selection)
        search.lines_changed.connect(self._on_lines_changed)
        search.order_changed.connect(self._on_order_changed)
        search.collocates_changed.connect(self._on_collocates)
        for asked in (self.query_bar.changed, self.query_bar.sorted, self.collocates.changed):
            asked.connect(self.refresh)
        self.collocates.chosen.connect(self._on_collocate)
        self.collocate_pill.removed.connect(lambda: self.collocates.choose(-1))
        self.table.selection_changed.connect(self._on_selected_lines)
        self.table.current_changed.connect(self._on_line)
        self.table.opened.connect(lambda _number: self._open_document())
        self.select_all_button.clicked.connect(self._select_all)
        self.save_button.clicked.connect(self._ask_save_lines)
        self.collocates.save_button.clicked.connect(self._ask_save_collocates)
        self.preview.open_requested.connect(self._open_document)

    def _arrange(self) -> None:
        lines_card = Card(is_flush=True, parent=self)
        lines_card.body.addWidget(self.table, 1)
        below = QHBoxLayout()
        at_scale(below, lambda it: it.setContentsMargins(px(14), px(4), px(14), 0))
        below.addWidget(self.count, 1)
        below.addWidget(self.collocate_pill)
        below.addWidget(self.select_all_button)
        below.addWidget(self.save_button)
        lines_card.body.addLayout(below)
        aside = Halves(self.collocates, self.preview, None, (280, 160))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(Halves(lines_card, aside, (600, 372), (360, 460), grows=0))
        filtering = Filtering(self._session, self._jobs, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, filtering, self._jobs, self))
        layout.addWidget(self.query_bar)
        layout.addWidget(self._stack, 1)


def _finds_in(lines: ConcordanceLines, position: int) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends of all that was found in a document."""
    here = slice(*np.searchsorted(lines.documents, [position, position + 1]).tolist())
    return lines.starts[here], lines.ends[here]


def _line_count(n_lines: int, n_documents: int) -> str:
    lines = ngettext_("{n} line", "{n} lines", n_lines).format(n=f"{n_lines:,}")
    documents = ngettext_("{n} document", "{n} documents", n_documents).format(n=f"{n_documents:,}")
    return _("{lines} in {documents}").format(lines=lines, documents=documents)
