"""The page with every document: filters, grid, reader."""

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from textminer.analysis.ordering import SortKey, restricted
from textminer.gui.commands import Commands
from textminer.gui.documents.columns import GridColumn, grid_columns, has_polarity
from textminer.gui.documents.grid import DocumentGrid, copy_rows
from textminer.gui.documents.sorting import Sorting
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.labelling import Labelling
from textminer.gui.parts.reader import ReaderPanel
from textminer.gui.theme import px
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.pill import Pill
from textminer.session.session import Session
from textminer.translation import _

READER_WIDTH, NARROW_READER = 405, 320
READER_SHARE = 0.335  # of the page: 405 px at a window of 1440, 348 at 1280
DRAWER_BELOW = 1000  # width of the window under which the reader lies over the grid
GAP = 14


class DocumentsPage(QWidget):
    """Grid and reader over the documents that pass the filter.

    find_text_changed carries what is looked for when something else than `find` has changed it.
    """

    find_text_changed = Signal(str)

    def __init__(
        self, session: Session, commands: Commands, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._commands = commands
        self._columns: list[GridColumn] = []
        self._has_polarity = True
        self._has_labels = False
        self._seen_filter = session.filter
        self._has_seen_selection = not len(session.selection)
        self._find = ""
        self.filtering = Filtering(session, jobs, self)
        self.sorting = Sorting(session, jobs, self)
        self.filter_bar = FilterBar(session, self.filtering, jobs, self)
        self.grid = DocumentGrid(self)
        self.reader = ReaderPanel(session, commands, jobs, self)
        self.labelling = Labelling(session, self)
        self.reader_button = Pill(_("Reader"), is_checkable=True, parent=self)
        self._is_drawer = False
        self._scale = px(100)
        self._arrange()
        self._connect()
        self._on_corpus_changed()

    def find(  # type: ignore[override]  # Qt looks up windows by their number with it, which nobody does
        self, text: str, is_regex: bool | None = None
    ) -> None:
        """Let documents count that hold a text; "" for any. None leaves the kind of search as it is."""
        self._find = text
        regex = self.filtering.wanted.is_regex if is_regex is None else is_regex
        self.filtering.change(find=text, is_regex=regex and bool(text))

    def walk(self, step: int) -> None:
        """Turn to the next (1) or previous (-1) selected document, or of all shown where few are selected."""
        model, session = self.grid.columns_model, self._session
        several = len(session.selection) > 1
        rows = model.rows_of(session.selection) if several else np.arange(model.order.size)
        here = -1 if session.current is None else model.row_of(session.current)
        is_shown = here >= 0
        if session.current is not None and not is_shown:
            here = self._row_of_gone(session.current)
        place = int(np.searchsorted(rows, here, side="right" if step > 0 and is_shown else "left"))
        place -= 0 if step > 0 else 1
        if 0 <= place < len(rows):
            session.set_current(model.position_at(int(rows[place])))

    def _row_of_gone(self, position: int) -> int:
        """Before which row a document stood that the filter lets pass no more: such as one just labelled."""
        corpus = self._session.corpus
        if corpus is None:
            return 0
        n = corpus.table.n_documents
        order = np.arange(n) if self.sorting.order is None else self.sorting.order
        before = order[: int(np.flatnonzero(order == position)[0])]
        is_shown = np.zeros(n, dtype=bool)
        is_shown[self.grid.columns_model.order] = True
        return int(is_shown[before].sum())

    def _arrange(self) -> None:
        self.reader_button.setToolTip(_("Show the document beside the table"))
        self.filter_bar.add_at_end(self.reader_button)
        self._nothing_open = EmptyState(
            "text-align-start",
            _("No documents yet"),
            _("Drop a table of texts anywhere in the window, or choose Open… from the menu."),
        )
        self._no_match = EmptyState(
            "search", _("No document matches"), "", _("Clear filters"), self.filtering.clear
        )
        self._table = CurrentStack(self)
        self._table.addWidget(self.grid)
        self._table.addWidget(self._no_match)
        self._card = Card(is_flush=True, parent=self)
        self._card.body.addWidget(self._table)
        self._row = QHBoxLayout()
        self._row.setSpacing(px(GAP))
        self._row.addWidget(self._card, 1)
        self._row.addWidget(self.reader)
        self._content = QWidget(self)
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.filter_bar)
        inside.addLayout(self._row, 1)
        self._whole = CurrentStack(self)
        self._whole.addWidget(self._nothing_open)
        self._whole.addWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._whole)
        self.reader_button.hide()

    def _connect(self) -> None:
        session, grid = self._session, self.grid
        session.corpus_changed.connect(self._on_corpus_changed)
        session.scores_changed.connect(self._on_scores_changed)
        session.labels_changed.connect(self._on_labels_changed)
        session.filter_changed.connect(self._on_filter_changed)
        session.selection_changed.connect(self._on_selection_changed)
        session.current_changed.connect(self._show_current)
        session.sort_changed.connect(self._show_sort)
        self.sorting.changed.connect(self._show_order)
        self.filtering.wanted_changed.connect(self._tell_find)
        grid.selection_changed.connect(session.select)
        grid.current_changed.connect(session.set_current)
        grid.sort_requested.connect(self._on_sort_requested)
        grid.scrolled.connect(self._tell_visible)
        grid.walk_requested.connect(self.walk)
        grid.clear_requested.connect(session.clear_selection)
        grid.copy_requested.connect(self._copy)
        grid.activated_position.connect(lambda _position: self._open_drawer())
        self.reader.walk_requested.connect(self.walk)
        for widget in (grid, self.reader):
            self.labelling.listen_on(widget)
        self.reader_button.toggled.connect(lambda _is_on: self._place_reader())

    def _on_corpus_changed(self) -> None:
        self._whole.setCurrentWidget(self._nothing_open if self._session.corpus is None else self._content)
        self._seen_filter = self._session.filter
        self._show_columns()
        self._show_sort()
        self.grid.select_positions(self._session.selection)  # made before there was this page
        self.grid.scrollToTop()
        self._show_current()
        self._turn_to_a_match()  # the filter may be older than this page too

    def _show_columns(self) -> None:
        self._has_polarity = has_polarity(self._session)
        self._has_labels = bool(self._session.labels)
        self._columns = grid_columns(self._session)
        self.grid.set_columns([column.shown for column in self._columns], self._shown_order())
        self._show_table()

    def _on_scores_changed(self) -> None:
        if has_polarity(self._session) != self._has_polarity:
            self._show_columns()
        else:
            self.grid.refresh()

    def _on_labels_changed(self) -> None:
        if bool(self._session.labels) != self._has_labels:
            self._show_columns()
            self._show_sort()
        else:
            self.grid.refresh()

    def _on_filter_changed(self) -> None:
        self._show_order()
        if self._session.filter != self._seen_filter:
            self._seen_filter = self._session.filter
            self._turn_to_a_match()

    def _turn_to_a_match(self) -> None:
        """Read a document that passes the filter: the first shown, unless the one being read passes."""
        order, current = self.grid.columns_model.order, self._session.current
        if order.size and (current is None or self.grid.columns_model.row_of(current) < 0):
            self._session.set_current(int(order[0]))
            self.grid.scrollToTop()

    def _on_selection_changed(self) -> None:
        self.grid.select_positions(self._session.selection)
        self._has_seen_selection = self.isVisible()

    def _turn_to_the_selection(self) -> None:
        """Read the first selected document, unless one of them is being read."""
        model, session = self.grid.columns_model, self._session
        rows = model.rows_of(session.selection)
        if rows.size and (session.current is None or session.current not in session.selection):
            session.set_current(model.position_at(int(rows[0])))

    def _show_order(self) -> None:
        order = self._shown_order()
        if not np.array_equal(order, self.grid.columns_model.order):
            self.grid.set_order(order)
        self._show_table()

    def _shown_order(self) -> np.ndarray:
        corpus = self._session.corpus
        if corpus is None:
            return np.empty(0, dtype=np.int64)
        return restricted(self.sorting.order, self._session.in_scope, corpus.table.n_documents)

    def _show_table(self) -> None:
        is_empty = not len(self._session.in_scope) and not self._session.filter.is_empty
        self._table.setCurrentWidget(self._no_match if is_empty else self.grid)

    def _show_current(self) -> None:
        current = self._session.current
        self.grid.set_current(-1 if current is None else current)

    def _on_sort_requested(self, column: int, descending: bool) -> None:
        key = SortKey(self._columns[column].key, descending) if 0 <= column < len(self._columns) else None
        self.sorting.set_key(key)

    def _show_sort(self) -> None:
        """The arrow in the header, also where something else than a click on it has changed the order."""
        key = self._session.sort
        keys = [column.key for column in self._columns]
        is_shown = key is not None and key.column in keys
        self.grid.set_sort(
            keys.index(key.column) if key is not None and is_shown else -1, bool(key and key.descending)
        )

    def _tell_visible(self) -> None:
        self._commands.set_visible(self.grid.visible_positions())

    def _tell_find(self) -> None:
        text = self.filtering.wanted.find
        if text != self._find:
            self._find = text
            self.find_text_changed.emit(text)

    def _copy(self) -> None:
        positions = self._session.selection
        if not len(positions) and self._session.current is not None:
            positions = np.array([self._session.current])
        copy_rows(self.grid, positions)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_drawer and self.reader_button.isChecked():
            self.reader_button.setChecked(False)
            self.grid.setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_scale") and self._scale != px(100):
            self._scale = px(100)
            self._show_columns()
            self._place_reader()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_reader()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_reader()
        if not self._has_seen_selection:  # made in another view, to be read here
            self._has_seen_selection = True
            self._turn_to_the_selection()
        QTimer.singleShot(0, self, self._take_focus)

    def _take_focus(self) -> None:
        """The keys are for the grid, where Qt has given them to the first button of the page."""
        focused = QApplication.focusWidget()
        if self.isVisible() and (focused is None or self.filter_bar.isAncestorOf(focused)):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(360), px(240))

    def _open_drawer(self) -> None:
        if self._is_drawer:
            self.reader_button.setChecked(True)

    def _place_reader(self) -> None:
        """Beside the grid where there is room, otherwise a drawer over it that a button opens."""
        self._is_drawer = self.window().width() < px(DRAWER_BELOW)
        self.reader_button.setVisible(self._is_drawer)
        width = round(min(max(self.width() * READER_SHARE, px(NARROW_READER)), px(READER_WIDTH)))
        self.reader.setFixedWidth(min(width, self.width()))
        if not self._is_drawer:
            if self._row.indexOf(self.reader) < 0:
                self._row.addWidget(self.reader)
            self.reader.show()
            return
        self._row.removeWidget(self.reader)
        self.reader.setParent(self)
        self.reader.setVisible(self.reader_button.isChecked())
        top = self._card.mapTo(self, self._card.rect().topLeft()).y()
        self.reader.setGeometry(self.width() - width, top, width, self.height() - top)
        self.reader.raise_()
