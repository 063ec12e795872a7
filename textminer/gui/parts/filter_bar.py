"""How many documents match, by which conditions, the way to more of them, and what counts as neutral."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from textminer.corpus.filter import DocumentFilter
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_menu import FilterMenu
from textminer.gui.parts.filter_words import condition_words
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.neutral_menu import NeutralPill
from textminer.gui.parts.selection_bar import SelectionBar
from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.pill import CountPill, Pill, RemovablePill
from textminer.gui.widgets.tab_order import begin_by_tab
from textminer.session.session import Session
from textminer.translation import _

GAP = 12


class FilterBar(QWidget):
    """ "180 matching of 12,431", a pill for each condition, + filter; at the right what is selected."""

    def __init__(
        self, session: Session, filtering: Filtering, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._filtering = filtering
        self._conditions: list[tuple[str, DocumentFilter]] = []
        self._is_outdated = False
        self._pills: list[RemovablePill] = []
        self.count = CountPill(self)
        self.regex = Pill(".*", is_checkable=True, parent=self)
        self.add_button = QPushButton(_("+ filter"), self)
        self.clear_button = Pill(_("Clear filters"), parent=self)
        self.menu = FilterMenu(session, filtering, jobs, self)
        self.neutral = NeutralPill(session, self)
        self.selection = SelectionBar(session, filtering, self)
        self.error = plain_label("", "negative", self)
        self._arrange()
        self.regex.toggled.connect(lambda is_on: filtering.change(is_regex=is_on))
        self.clear_button.clicked.connect(filtering.clear)
        filtering.wanted_changed.connect(self._refresh)
        filtering.refused.connect(self._on_refused)
        session.corpus_changed.connect(self._on_corpus)
        for signal in (session.filter_changed, session.groups_changed):
            signal.connect(self._refresh)
        session.selection_changed.connect(self._place_selection)
        self._render()
        self._on_corpus()

    def pills(self) -> list[RemovablePill]:
        """The pills of the conditions that hold, in their order."""
        return list(self._pills)

    def add_at_end(self, widget: QWidget) -> None:
        """Put something at the right end of the bar."""
        self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def _arrange(self) -> None:
        set_kind(self.add_button, "dashed")
        self.add_button.setMenu(self.menu)
        self.add_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.add_button.setAccessibleName(_("Add a filter"))
        self.regex.setAccessibleName(_("Regular expression"))
        self.regex.setToolTip(_("Read what is looked for as a regular expression"))
        set_kind(self.clear_button, "pill")
        self.error.setWordWrap(True)
        self.error.hide()
        self._flow = FlowLayout()
        for widget in (self.count, self.regex, self.add_button, self.clear_button, self.neutral):
            self._flow.addWidget(widget)
        self._line = QHBoxLayout()
        self._line.setSpacing(GAP)
        self._line.addLayout(self._flow, 1)
        self._below = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._line)
        layout.addLayout(self._below)
        layout.addWidget(self.error)
        self._place_selection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_selection()

    def _place_selection(self) -> None:
        """What is selected stands at the right of the filters, or below them where both have no room."""
        pills = (self.count, self.regex, *self._pills, self.add_button, self.clear_button, self.neutral)
        filters = sum(pill.sizeHint().width() + GAP for pill in pills if not pill.isHidden())
        has_room = filters + self.selection.sizeHint().width() + 2 * GAP <= self.width()
        line, other = (self._line, self._below) if has_room else (self._below, self._line)
        if line.indexOf(self.selection) < 0:
            other.removeWidget(self.selection)
            line.insertWidget(1 if has_room else 0, self.selection, 0, Qt.AlignmentFlag.AlignTop)
            if not has_room:
                line.setAlignment(self.selection, Qt.AlignmentFlag.AlignLeft)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_outdated:
            self._render()
        super().showEvent(event)
        QTimer.singleShot(0, self, self._order_by_tab)  # not while Qt goes through the widgets to show them

    def _on_corpus(self) -> None:
        self.setHidden(self._session.corpus is None)
        self._refresh()

    def _refresh(self) -> None:
        """Each page has such a bar: those that nobody sees wait until somebody does."""
        self._is_outdated = True
        if self.isVisible():
            self._render()

    def _render(self) -> None:
        self._is_outdated = False
        corpus, wanted = self._session.corpus, self._filtering.wanted
        if corpus is None:
            return
        is_waiting = wanted != self._session.filter and not self.error.text()
        number = "…" if is_waiting else f"{len(self._session.in_scope):,}"
        self.count.set_count(number, _("matching of {total}").format(total=f"{corpus.table.n_documents:,}"))
        self.regex.setVisible(bool(wanted.find))
        self.regex.setChecked(wanted.is_regex)
        self.clear_button.setVisible(not wanted.is_empty)
        conditions = condition_words(corpus, self._session.prediction, wanted, self._session.groups)
        if [words for words, _rest in conditions] != [words for words, _rest in self._conditions]:
            self._replace_pills([words for words, _rest in conditions])
        self._conditions = conditions
        self._place_selection()

    def _replace_pills(self, words: list[str]) -> None:
        for pill in self._pills:
            self._flow.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        for widget in (self.regex, self.add_button, self.clear_button, self.neutral):
            self._flow.removeWidget(widget)
        self._pills = [RemovablePill(text, self) for text in words]
        for number, pill in enumerate(self._pills):
            pill.removed.connect(partial(self._remove, number))
            pill.show()
        has_find = bool(self._filtering.wanted.find)
        first, others = (self._pills[:1], self._pills[1:]) if has_find else ([], self._pills)
        for widget in (*first, self.regex, *others, self.add_button, self.clear_button, self.neutral):
            self._flow.addWidget(widget)
        QTimer.singleShot(0, self, self._order_by_tab)

    def _order_by_tab(self) -> None:
        """The bar stands at the top of its page, so Tab reaches it first."""
        page, selection = self.parentWidget(), self.selection
        if page is None or not self.isVisible():
            return
        has_find = bool(self._filtering.wanted.find)
        first, others = (self._pills[:1], self._pills[1:]) if has_find else ([], self._pills)
        of_bar = (*first, self.regex, *others, self.add_button, self.clear_button, self.neutral)
        begin_by_tab(page, (*of_bar, *selection.buttons()))

    def _remove(self, number: int) -> None:
        _words, rest = self._conditions[number]
        self._filtering.apply(rest)

    def _on_refused(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self._refresh()
