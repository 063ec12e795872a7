"""The whole card of a model: how good it is, what it learnt from, its limits, how it was made."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import plain_label, separator
from textminer.gui.widgets.cell_delegate import ROW_HEIGHT
from textminer.gui.widgets.column_table import Column, sorted_order
from textminer.gui.widgets.table_view import HEADER_HEIGHT, ColumnTable
from textminer.sentiment.model_file import ModelCard
from textminer.translation import _
from textminer.workflows.model_facts import made_lines
from textminer.workflows.model_figures import (
    FigureRow,
    LearntSet,
    figure_rows,
    figure_text,
    learnt_sets,
    limits_of,
)

SIDE_BY_SIDE_FROM = 900
GAP = 28


class ModelDetails(QWidget):
    """Everything on a card, in four parts; a part of which the card says nothing is left out."""

    def __init__(self, model: ModelCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = figure_rows(model)
        self.figures = ColumnTable(_("Figures of the model"), self)
        self._lower = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._arrange(model)
        self.figures.sort_requested.connect(self._on_sort)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= px(SIDE_BY_SIDE_FROM)
        self._lower.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_lower"):
            self._fit()

    def _fit(self) -> None:
        """The table is as high as its rows: the page scrolls, not the table."""
        bar = self.figures.horizontalScrollBar().sizeHint().height()
        self.figures.setFixedHeight(px(HEADER_HEIGHT) + len(self.rows) * px(ROW_HEIGHT) + bar)

    def _on_sort(self, column: int, descending: bool) -> None:
        order = np.arange(len(self.rows))
        if column >= 0:
            order = sorted_order(order, figure_keys(self.rows, column), descending)
        self.figures.set_order(order)

    def _arrange(self, model: ModelCard) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(separator(self))
        self.figures.set_columns(figure_columns(self.rows), np.arange(len(self.rows)))
        self.figures.setVisible(bool(self.rows))
        if self.rows:
            layout.addWidget(plain_label(_("How good it is"), "strong", self))
            layout.addWidget(_wrapped(_note(self.rows)))
            layout.addWidget(self.figures)
        learnt, limits = learnt_sets(model), limits_of(model)
        at_scale(self._lower, lambda it: it.setSpacing(px(GAP)))
        if learnt:
            self._lower.addLayout(_part(_("What it learnt from"), _learnt_grid(learnt)), 1)
        rest = QVBoxLayout()
        rest.setSpacing(8)
        if limits:
            rest.addWidget(plain_label(_("Limits"), "strong", self))
            for limit in limits:
                rest.addWidget(_wrapped(f"–  {limit}"))
            rest.addSpacing(8)
        rest.addLayout(_part(_("How it was made"), pairs_grid(made_lines(model))))
        rest.addStretch(1)
        self._lower.addLayout(rest, 1)
        layout.addLayout(self._lower)


def figure_columns(rows: Sequence[FigureRow]) -> list[Column]:
    """Columns over the figures by index; what no row says has none."""
    columns = [
        Column(_("Texts of"), lambda n: capitalised(rows[n].title), width=0),
        Column(_("Part"), lambda n: split_words(rows[n]), colour=lambda n: "secondary", width=150),
        Column(_("Texts"), lambda n: _whole(rows[n].n_documents), width=90, number=True),
        Column(_("Classes"), lambda n: _whole(rows[n].n_classes), width=72, number=True),
        Column(_("Accuracy"), lambda n: figure_text(rows[n].accuracy, rows[n].accuracy_interval), width=140,
               number=True),
        Column(_("Macro-F1"), lambda n: figure_text(rows[n].macro_f1, rows[n].macro_f1_interval), width=140,
               number=True),
        Column(_("VADER"), lambda n: figure_text(rows[n].vader), colour=lambda n: "secondary", width=72,
               number=True),
        Column(_("Calib. error"), lambda n: figure_text(rows[n].calibration_error), width=96, number=True),
        Column(_("Brier"), lambda n: _two(rows[n].brier), width=64, number=True),
        Column(_("Texts/s"), lambda n: _whole(rows[n].speed), width=76, number=True),
    ]  # fmt: skip
    return [columns[place] for place in _told(rows)]


def figure_keys(rows: Sequence[FigureRow], column: int) -> np.ndarray:
    """What a column of `figure_columns` is sorted by: (n_rows,) numbers, NaN where there is none."""
    field = _FIELDS[_told(rows)[column]]
    values = [getattr(row, field) for row in rows]
    if field in ("title", "split"):
        names = sorted({str(value).casefold() for value in values})
        return np.array([names.index(str(value).casefold()) for value in values], dtype=np.float64)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def split_words(row: FigureRow) -> str:
    """Which part of a set was judged, and whether any of the set was learnt from."""
    if row.is_unlearnt:
        return _("{split}, not learnt from").format(split=row.split)
    return row.split


def capitalised(text: str) -> str:
    """A title as a line of its own begins."""
    return text[:1].upper() + text[1:]


def pairs_grid(pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    """Names and values under each other; values can be selected and copied."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(pairs):
        title, words = plain_label(capitalised(name), "small"), plain_label(value)
        at_scale(title, lambda it: it.setMinimumWidth(px(72)))
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        title.setBuddy(words)
        grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    return grid


_FIELDS = (
    "title", "split", "n_documents", "n_classes", "accuracy", "macro_f1", "vader", "calibration_error",
    "brier", "speed",
)  # fmt: skip


def _told(rows: Sequence[FigureRow]) -> list[int]:
    """The columns of which some row says something."""
    return [
        place
        for place, field in enumerate(_FIELDS)
        if any(getattr(row, field) not in (None, "") for row in rows)
    ]


def _note(rows: Sequence[FigureRow]) -> str:
    parts = [_("In per cent, with 95 % intervals.")]
    if any(row.n_classes == 2 for row in rows):
        parts.append(_("Where a set has no neutral label, the better of negative and positive counts."))
    if any(row.vader is not None for row in rows):
        parts.append(_("VADER is the word list, its macro-F1 on the same texts."))
    if any(row.calibration_error is not None for row in rows):
        parts.append(_("Calibration error: how far confidence and accuracy are apart."))
    if any(row.speed is not None for row in rows):
        parts.append(_("Texts/s: for each second of CPU time."))
    return " ".join(parts)


def _learnt_grid(learnt: Sequence[LearntSet]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(2, 2)
    for row, each in enumerate(learnt):
        count = plain_label(f"{each.n_documents:,}")
        count.setAlignment(Qt.AlignmentFlag.AlignRight)
        for column, label in enumerate(
            (_wrapped(capitalised(each.title), ""), count, _wrapped(each.terms, "small"))
        ):
            label.setAlignment(label.alignment() | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
    return grid


def _part(heading: str, grid: QGridLayout) -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(8)
    part.addWidget(plain_label(heading, "strong"))
    part.addLayout(grid)
    part.addStretch(1)
    return part


def _wrapped(text: str, kind: str = "secondary") -> QLabel:
    label = plain_label(text, kind)
    label.setWordWrap(True)
    return label


def _whole(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"


def _two(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"
