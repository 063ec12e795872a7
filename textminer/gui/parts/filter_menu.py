"""The menu of everything that documents can be filtered by."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from textminer.analysis.cells import ColumnValues, grouping_columns, own_value_counts
from textminer.corpus.corpus import Corpus
from textminer.corpus.date_span import DateExtent, date_extent
from textminer.corpus.ledger import STATE_KEY
from textminer.corpus.ledger_words import state_word
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.date_range import DateRange
from textminer.gui.parts.filter_words import sentiment_word, shortened, value_word
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.label_words import agreement_word, label_word
from textminer.gui.parts.score_range import ScoreRange
from textminer.gui.parts.value_list import ValueList
from textminer.sentiment.agreement import AGREEMENT_KEY
from textminer.sentiment.score_words import status_word
from textminer.session.session import Session
from textminer.translation import _

MOST_ENTRIES = 20  # values of a column that a menu shows; more are found by a search
AT_ONCE = 200_000  # cells up to which values are counted when the menu opens


class FilterMenu(QMenu):
    """Sentiment, score, state and ledger, then the columns whose values repeat, each with its counts.

    Built when it opens, over what is known then; large corpora are counted in a job as they are opened.
    """

    def __init__(
        self, session: Session, filtering: Filtering, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._filtering = filtering
        self._jobs = jobs
        self._groups: tuple[ColumnValues, ...] | None = None
        self._extent: DateExtent | None = None
        session.corpus_changed.connect(self._on_corpus_changed)
        self.aboutToShow.connect(self.fill)
        self._on_corpus_changed()

    def fill(self) -> None:
        """Offer what there is to filter by now."""
        corpus = self._session.corpus
        self.clear()
        for menu in self.findChildren(_StayingMenu):
            menu.setParent(None)
            menu.deleteLater()
        if corpus is None:
            return
        self._add_sentiments()
        self._add_scores()
        self._add_statuses()
        self._add_ledger()
        self._add_labels()
        self._add_agreement()
        self.addSeparator()
        if self._groups is None and corpus.table.n_documents * corpus.table.n_columns <= AT_ONCE:
            self._groups = grouping_columns(corpus.table, (corpus.text_column,))
            self._extent = _extent(corpus)
        self._add_dates()
        if self._groups is None:
            self.addAction(_("Counting the values of the columns …")).setEnabled(False)
        elif not self._groups:
            self.addAction(_("No column has values that repeat")).setEnabled(False)
        else:
            for group in self._groups:
                if self._extent is None or group.column != corpus.roles.date:
                    self._add_column(group)

    def _add_sentiments(self) -> None:
        corpus, prediction = self._session.corpus, self._session.prediction
        if corpus is None:
            return
        counts = own_value_counts(corpus.table, "sentiment")
        menu = self._submenu(_("Sentiment"), bool(counts))
        wanted = self._filtering.wanted.sentiments
        for label, count in counts.items():
            action = menu.addAction(_with_count(sentiment_word(prediction, label), count))
            action.setCheckable(True)
            action.setChecked(label in wanted)
            action.toggled.connect(partial(self._toggle_field, "sentiments", label))

    def _add_scores(self) -> None:
        corpus = self._session.corpus
        has_scores = corpus is not None and "score" in corpus.table.own
        menu = self._submenu(_("Score"), has_scores)
        span = ScoreRange(menu)
        span.set_scores(self._filtering.wanted.scores)
        span.changed.connect(lambda: self._filtering.change(scores=span.scores()))
        action = QWidgetAction(menu)
        action.setDefaultWidget(span)
        menu.addAction(action)

    def _add_statuses(self) -> None:
        corpus = self._session.corpus
        if corpus is None:
            return
        counts = own_value_counts(corpus.table, "status")
        menu = self._submenu(_("Scored or not"), bool(counts))
        wanted = self._filtering.wanted.statuses
        for status, count in counts.items():
            if count or status in wanted:
                action = menu.addAction(_with_count(status_word(status), count))
                action.setCheckable(True)
                action.setChecked(status in wanted)
                action.toggled.connect(partial(self._toggle_field, "statuses", status))

    def _add_ledger(self) -> None:
        corpus = self._session.corpus
        if corpus is None:
            return
        counts = own_value_counts(corpus.table, STATE_KEY)
        menu = self._submenu(_("Ledger"), bool(counts))
        wanted = self._filtering.wanted.ledger
        for state, count in counts.items():
            if count or state in wanted:
                action = menu.addAction(_with_count(state_word(state), count))
                action.setCheckable(True)
                action.setChecked(state in wanted)
                action.toggled.connect(partial(self._toggle_field, "ledger", state))

    def _add_labels(self) -> None:
        corpus, labels = self._session.corpus, self._session.labels
        if corpus is None:
            return
        menu = self._submenu(_("Your label"), bool(labels))
        wanted = self._filtering.wanted.labels
        counts = {name: len(labels.positions_of(name)) for name in labels.names}
        for label, count in {**counts, "": corpus.table.n_documents - len(labels)}.items():
            action = menu.addAction(_with_count(label_word(label) if label else _("(none)"), count))
            action.setCheckable(True)
            action.setChecked(label in wanted)
            action.toggled.connect(partial(self._toggle_field, "labels", label))

    def _add_agreement(self) -> None:
        corpus = self._session.corpus
        if corpus is None:
            return
        counts = own_value_counts(corpus.table, AGREEMENT_KEY)
        menu = self._submenu(_("Label and prediction"), any(counts.values()))
        for state, count in counts.items():
            action = menu.addAction(_with_count(agreement_word(state), count))
            action.setCheckable(True)
            action.setChecked(state in self._filtering.wanted.agreement)
            action.toggled.connect(partial(self._toggle_field, "agreement", state))

    def _add_dates(self) -> None:
        corpus, extent = self._session.corpus, self._extent
        if corpus is None or corpus.roles.date is None or extent is None:
            return
        menu = self._submenu(shortened(corpus.table.names[corpus.roles.date]) or _("(no name)"), True)
        span = DateRange(corpus.roles.date, extent, menu)
        span.set_span(self._filtering.wanted.dates)
        span.changed.connect(lambda: self._filtering.change(dates=span.span()))
        action = QWidgetAction(menu)
        action.setDefaultWidget(span)
        menu.addAction(action)

    def _add_column(self, group: ColumnValues) -> None:
        corpus = self._session.corpus
        if corpus is None:
            return
        menu = self._submenu(shortened(corpus.table.names[group.column]) or _("(no name)"), True)
        if len(group.values) > MOST_ENTRIES:
            menu.aboutToShow.connect(partial(self._fill_list, menu, group))
            menu.addAction("")  # a menu without an entry does not open
            return
        for value, count in group.values:
            action = menu.addAction(_with_count(value_word(value), count))
            action.setCheckable(True)
            action.setChecked(value in self._chosen(group.column))
            action.toggled.connect(partial(self._toggle_value, group.column, value))

    def _fill_list(self, menu: QMenu, group: ColumnValues) -> None:
        """Made when it is looked at: there may be many columns of a thousand values."""
        menu.clear()
        values = ValueList(group, self._chosen(group.column), menu)
        values.toggled.connect(partial(self._toggle_value, group.column))
        action = QWidgetAction(menu)
        action.setDefaultWidget(values)
        menu.addAction(action)
        menu.setActiveAction(action)
        QTimer.singleShot(0, values.field.setFocus)

    def _submenu(self, title: str, is_enabled: bool) -> QMenu:
        menu = _StayingMenu(title.replace("&", "&&"), self)
        menu.setEnabled(is_enabled)
        self.addMenu(menu)
        return menu

    def _toggle_field(self, field: str, value: str, is_on: bool) -> None:
        """Tick a value of a field of the filter, or take its tick away."""
        values = getattr(self._filtering.wanted, field)
        self._filtering.change(**{field: _toggled(values, value, is_on)})

    def _toggle_value(self, column: int, value: str, is_on: bool) -> None:
        self._filtering.change_condition(column, _toggled(self._chosen(column), value, is_on))

    def _chosen(self, column: int) -> tuple[str, ...]:
        conditions = self._filtering.wanted.conditions
        return next((condition.values for condition in conditions if condition.column == column), ())

    def _on_corpus_changed(self) -> None:
        corpus = self._session.corpus
        self._groups = self._extent = None
        if corpus is None or corpus.table.n_documents * corpus.table.n_columns <= AT_ONCE:
            return
        table, text_column = corpus.table, corpus.text_column

        def counted(found: tuple[tuple[ColumnValues, ...], DateExtent | None]) -> None:
            if self._session.corpus is not None and self._session.corpus.table.frame is table.frame:
                self._groups, self._extent = found

        self._jobs.start(
            _("Counting values"),
            lambda progress: (grouping_columns(table, (text_column,), progress), _extent(corpus)),
            lane="values",
            replace=True,
            succeeded=counted,
        )


class _StayingMenu(QMenu):
    """Stays open while its entries are ticked, so that several can be."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.toggle()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.toggle()
        else:
            super().keyPressEvent(event)


def _extent(corpus: Corpus) -> DateExtent | None:
    return None if corpus.roles.date is None else date_extent(corpus.table.column(corpus.roles.date))


def _with_count(text: str, count: int) -> str:
    """An entry with its count at the right; data must not become a keyboard mnemonic."""
    return f"{text.replace('&', '&&')}\t{count:,}"


def _toggled(values: Iterable[str], value: str, is_on: bool) -> tuple[str, ...]:
    kept = tuple(other for other in values if other != value)
    return (*kept, value) if is_on else kept
