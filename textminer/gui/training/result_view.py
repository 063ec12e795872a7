"""After a training: how good the model is on documents it never saw."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from textminer.figures.evaluation import draw_confusion_matrix
from textminer.figures.training import draw_accuracy_curves, draw_loss_curves
from textminer.gui.theme import px, set_kind
from textminer.gui.training.bars import Bars
from textminer.gui.training.beside_shipped import BesideShipped, rival_bar
from textminer.gui.training.outcome import (
    TrainingOutcome,
    accuracy_bars,
    ending_sentence,
    interval_sentence,
)
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.cell_delegate import ROW_HEIGHT
from textminer.gui.widgets.column_table import Column, sorted_order
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.page_scroll import PageScroll
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.table_view import HEADER_HEIGHT, ColumnTable
from textminer.sentiment.evaluation import ClassFigures
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.score_words import percent
from textminer.translation import _
from textminer.workflows.evaluating import EvaluationReport
from textminer.workflows.figure_data import confusion_data, training_data
from textminer.workflows.model_comparison import ModelComparison

GAP = 14
NO_LIMIT = 2**24 - 1  # QWIDGETSIZE_MAX, which PySide does not name
BESIDE_FROM = 720  # width from which the matrix has room at the right
LEAST_ROWS = 3  # of the table of classes; more are shown as far as there is room


class TrainingResult(QWidget):
    """Accuracy beside the majority, classes, confusion matrix, curves.

    cell_chosen:  label and prediction of a cell of the matrix, by index; prediction -1 for a whole class
    """

    cell_chosen = Signal(int, int)
    documents_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[ClassFigures, ...] = ()
        self._points: Sequence[HistoryPoint] = ()
        self.number = plain_label("", "number", self)
        self.interval = plain_label("", "secondary", self)
        self.bars = Bars(self)
        self.verdict = plain_label("", "", self)
        self.ending = plain_label("", "small", self)
        self.beside = BesideShipped(self)
        self.table = ColumnTable(_("Figures by class"), self)
        self.matrix = FigureCanvas(_("Confusion matrix"), self)
        self.curves = FigureCanvas(_("Curves"), self)
        self.accuracy_pill = Pill(_("Accuracy"), is_checkable=True, parent=self)
        self.loss_pill = Pill(_("Loss"), is_checkable=True, parent=self)
        self.chosen = plain_label("", "secondary", self)
        self.show_documents = QPushButton(_("Show documents"), self)
        self._arrange()
        self._measure()
        self.table.sort_requested.connect(self._on_sort)
        self.table.selection_changed.connect(self._on_classes)
        self.matrix.picked.connect(self._on_picked)
        self.matrix.activated.connect(lambda _gid: self.documents_requested.emit())
        self.show_documents.clicked.connect(lambda: self.documents_requested.emit())

    def show_outcome(self, outcome: TrainingOutcome) -> None:
        """Show another training's figures."""
        report = outcome.report
        figures = report.evaluation
        self._points = outcome.model.history.points
        self._classes = figures.classes
        self.number.setText(percent(figures.accuracy, 1))
        self.interval.setText(interval_sentence(report))
        self.bars.set_bars(accuracy_bars(report))
        self.beside.show_comparison(None)
        self.verdict.setText(report.verdict())
        self.ending.setText(ending_sentence(outcome))
        self.table.set_sort(-1, False)
        self.table.set_columns(class_columns(self._classes), np.arange(len(self._classes)))
        self._fit_table()
        self.show_chosen("", False)
        self.matrix.show_figure(
            lambda figure, colours: draw_confusion_matrix(figure, figures.confusion, figures.labels, colours),
            figures,
            lambda: confusion_data(figures.confusion, figures.labels),
        )
        self._draw_curves()

    def show_comparison(self, report: EvaluationReport, comparison: ModelComparison) -> None:
        """Show how the shipped model does on the same documents."""
        own, *others = accuracy_bars(report)
        self.bars.set_bars([own, rival_bar(comparison), *others])
        self.beside.show_comparison(comparison)

    def show_chosen(self, sentence: str, can_show: bool) -> None:
        """Say what a click selected; without a sentence, what a click would do."""
        self.chosen.setText(sentence or _("Click a cell to select its documents."))
        self.show_documents.setVisible(can_show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "curves"):
            self._measure()

    def _measure(self) -> None:
        """Lengths at the user's scale."""
        self._fit_table()
        self._turn()
        self.matrix.setMinimumHeight(px(240))
        self.curves.setMinimumHeight(px(150))

    def _turn(self) -> None:
        """The matrix stands at the right, or below the rest where there is no room."""
        is_narrow = self.width() < px(BESIDE_FROM)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        # beside the rest it is seen as a whole, however far the rest scrolls
        self._matrix_card.setMaximumHeight(NO_LIMIT if is_narrow else max(self.height(), 1))
        # Qt squeezes parts with lines that wrap, below each other, below their least
        self._area.prefer(is_narrow)

    def _fit_table(self) -> None:
        """No higher than its rows: the curves below take what is left."""
        shown = min(len(self._classes), LEAST_ROWS)
        self.table.setMinimumHeight(px(HEADER_HEIGHT) + shown * px(ROW_HEIGHT) + 2)
        self.table.updateGeometry()

    def _draw_curves(self) -> None:
        points = self._points
        draw = draw_loss_curves if self.loss_pill.isChecked() else draw_accuracy_curves
        self.curves.show_figure(
            lambda figure, colours: draw(figure, points, colours), points, lambda: training_data(points)
        )

    def _on_picked(self, gid: str) -> None:
        label, slash, predicted = gid.partition("/")
        if slash:
            self.cell_chosen.emit(int(label), int(predicted))

    def _on_classes(self, classes: np.ndarray) -> None:
        """The row that is current does not count: it becomes so by the focus alone."""
        if len(classes) == 1:
            self.cell_chosen.emit(int(classes[0]), -1)

    def _on_sort(self, column: int, descending: bool) -> None:
        order = np.arange(len(self._classes))
        if column >= 0:
            order = sorted_order(order, class_keys(self._classes, column), descending)
        self.table.set_order(order)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._accuracy_card())
        classes = Card(_("By class"), is_flush=True)
        classes.body.addWidget(self.table)
        self.table.setSizeAdjustPolicy(ColumnTable.SizeAdjustPolicy.AdjustToContents)
        for widget in (self.table, classes):
            widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        left.addWidget(classes)
        left.addWidget(self._curves_card(), 1)
        self._matrix_card = self._make_matrix_card()
        content = QWidget()
        set_kind(content, "page")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addLayout(left, 11)
        right = QVBoxLayout()
        right.addWidget(self._matrix_card, 1)
        right.addStretch(0)
        self._row.addLayout(right, 9)
        self._area = PageScroll(content, self)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def _accuracy_card(self) -> Card:
        card = Card(_("On the held-out documents"))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.number)
        top.addWidget(self.interval, 1, Qt.AlignmentFlag.AlignVCenter)
        for label in (self.interval, self.verdict, self.ending):
            label.setWordWrap(True)
        card.body.addLayout(top)
        card.body.addWidget(self.bars)
        for widget in (self.verdict, self.beside, self.ending):
            card.body.addWidget(widget)
        return card

    def _make_matrix_card(self) -> Card:
        card = Card(_("Confusion matrix"))
        card.body.addWidget(self.matrix, 1)
        row = QHBoxLayout()
        self.chosen.setWordWrap(True)
        set_kind(self.show_documents, "link")
        row.addWidget(self.chosen, 1)
        row.addWidget(self.show_documents)
        card.body.addLayout(row)
        return card

    def _curves_card(self) -> Card:
        card = Card(_("How it learnt"))
        group = QButtonGroup(card)
        for pill in (self.accuracy_pill, self.loss_pill):
            group.addButton(pill)
            card.heading_row.addWidget(pill)
        self.accuracy_pill.setChecked(True)
        group.buttonToggled.connect(lambda _pill, is_on: self._draw_curves() if is_on else None)
        card.body.addWidget(self.curves, 1)
        return card


def class_columns(classes: tuple[ClassFigures, ...]) -> list[Column]:
    """Columns over the classes by index."""
    return [
        Column(_("Class"), lambda place: classes[place].label, width=0),
        Column(_("Precision"), lambda place: f"{classes[place].precision:.2f}", width=86, number=True),
        Column(_("Recall"), lambda place: f"{classes[place].recall:.2f}", width=70, number=True),
        Column(_("F1"), lambda place: f"{classes[place].f1:.2f}", width=58, number=True),
        Column(_("Documents"), lambda place: f"{classes[place].support:,}", width=98, number=True),
    ]


def class_keys(classes: tuple[ClassFigures, ...], column: int) -> np.ndarray:
    """What a column of `class_columns` is sorted by: (n_classes,) numbers."""
    if column == 0:
        names = sorted(figures.label.casefold() for figures in classes)
        return np.array([names.index(figures.label.casefold()) for figures in classes])
    field = ("", "precision", "recall", "f1", "support")[column]
    return np.array([getattr(figures, field) for figures in classes])
