"""The cards of the overview and where they stand: side by side where there is room, else below each other."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from textminer.figures.overview import draw_groups, draw_score_spread, draw_side_words, draw_timeline
from textminer.gui.overview.class_tiles import ClassTiles
from textminer.gui.overview.honesty_card import HonestyCard
from textminer.gui.overview.notes import (
    flip_word,
    groups_heading,
    groups_note,
    joined,
    order_words,
    so_far,
    timeline_note,
    words_note,
)
from textminer.gui.parts.filter_words import shortened
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.pill import Pill
from textminer.gui.widgets.tab_order import follow_by_tab
from textminer.sentiment.by_group import FALLING, LARGEST, RISING
from textminer.translation import _
from textminer.workflows.figure_data import groups_data, side_words_data, spread_data, timeline_data
from textminer.workflows.honesty import honesty_lines
from textminer.workflows.overview import Overview
from textminer.workflows.overview_ground import OWN_LABELS, SAVED_GROUPS, OverviewGround, OverviewOptions
from textminer.workflows.overview_marks import CLASS, WORD, Selected, mark, selected_counts

GAP = 14
SIDE_BY_SIDE = 760  # width from which two figures stand in a row
ONE_ROW = 900  # … and the honesty card beside the tiles
HEADING_HEIGHT = 22
GROUP_HEIGHT, ABOVE_GROUPS = 20, 110  # of the bar of a group, of heading and axis
FIGURE_HEIGHT = 228  # two rows then fit a window of 1280 × 800
NOTHING = Selected(None, None, None)


class OverviewBoard(QScrollArea):
    """Shows an overview. `picked` and `activated` carry marks, `chosen` a mapping of changed options."""

    picked = Signal(str)
    activated = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: Overview | None = None
        self._selection = np.empty(0, dtype=np.int64)
        self._name = ""
        self._fitted = (True, True)
        self._placed: tuple[object, ...] = ()
        self.tiles = ClassTiles(self)
        self.honesty = HonestyCard(self)
        self.spread = _FigureCard(_("How the scores are spread"), self)
        self.timeline = _FigureCard(_("Over time"), self)
        self.groups = _FigureCard(_("By group"), self)
        self.words = _FigureCard(_("Words that carry each side"), self)
        self.flip = Pill("", parent=self)
        self.flip.setToolTip(_("The other order of day and month in dates such as 3/4/2024"))
        self.timeline.heading_row.insertWidget(self.timeline.heading_row.count() - 1, self.flip)
        self.order = QComboBox(self.groups)
        self.order.setAccessibleName(_("Which groups"))
        set_kind(self.order, "small")
        self.order.hide()
        self.groups.heading_row.addWidget(self.order)
        self._arrange()
        self._connect()

    def show_overview(
        self, overview: Overview, ground: OverviewGround, names: Sequence[str], options: OverviewOptions
    ) -> None:
        """Show other figures.

        names:  headers of the original columns
        """
        self._overview = overview
        self.tiles.show_shares(overview.shares)
        self._show_honesty(overview, ground, names)
        self.spread.set_heading(
            _("How the scores are spread") if overview.has_polarity else _("How sure the model is"),
            joined(_("Each bar selects its documents"), so_far(overview)),
        )
        self._show_timeline(overview, ground, names)
        self._show_groups(overview, ground, names)
        self.words.set_heading(_("Words that carry each side"), words_note(overview.sides))
        if overview.words is None:
            self.words.set_heading(_("Words that carry each side"), _("Finding the words…"))
        self._place_figures()
        follow_by_tab(self, self._in_order())
        self._draw()

    def show_selection(self, selection: np.ndarray, name: str) -> None:
        """Show in every figure where these documents are; `name` is the mark that they come from, or ""."""
        if not np.array_equal(selection, self._selection) or name != self._name:
            self._selection, self._name = selection, name
            self._draw()

    def fit(self, width: int) -> None:
        """Place the cards for a width of the page."""
        is_wide, is_row = width >= px(SIDE_BY_SIDE), width >= px(ONE_ROW)
        if (is_wide, is_row) != self._fitted:
            self._fitted = (is_wide, is_row)
            self._place_top()
            self._place_figures()

    def _show_honesty(self, overview: Overview, ground: OverviewGround, names: Sequence[str]) -> None:
        judges: list[tuple[str, object]] = [
            (shortened(names[column], 24) or _("(no name)"), column) for column in ground.label_columns
        ]
        if ground.labels is not None and ground.labels.column is None:
            judges.append((_("your labels"), OWN_LABELS))
        current = None
        if ground.labels is not None:
            current = OWN_LABELS if ground.labels.column is None else ground.labels.column
        self.honesty.show_judges(judges, current)
        hint = ""
        if overview.judged is None:
            hint = _(
                "No labels to judge the model by: give some with P, N and U, or open a table that has them."
            )
        self.honesty.show_lines(honesty_lines(overview), hint)

    def _show_timeline(self, overview: Overview, ground: OverviewGround, names: Sequence[str]) -> None:
        timeline = overview.timeline
        self.timeline.is_wanted = timeline is not None
        if timeline is None:
            return
        self.timeline.set_heading(_("Over time"), joined(timeline_note(timeline), so_far(overview)))
        self.timeline.show_columns(ground.date_columns, timeline.column, names)
        self.flip.setText(flip_word(timeline))
        self.flip.setVisible(bool(flip_word(timeline)))

    def _show_groups(self, overview: Overview, ground: OverviewGround, names: Sequence[str]) -> None:
        groups = overview.groups
        self.groups.is_wanted = groups is not None
        if groups is None:
            return
        self.groups.ask_for(GROUP_HEIGHT * groups.grouping.n_groups + ABOVE_GROUPS)
        self.groups.set_heading(groups_heading(groups), joined(groups_note(groups), so_far(overview)))
        columns = [column.column for column in ground.value_columns]
        self.groups.show_columns(
            [*columns, *([SAVED_GROUPS] if ground.has_saved else [])], groups.column, names
        )
        is_many = groups.n_groups_left > 0 or groups.order != LARGEST
        self.order.setVisible(is_many and groups.means is not None)
        with QSignalBlocker(self.order):
            self.order.clear()
            for order, words in order_words().items():
                if overview.timeline is not None or order not in (FALLING, RISING):
                    self.order.addItem(words, order)
            self.order.setCurrentIndex(self.order.findData(groups.order))

    def _draw(self) -> None:
        overview, selection, name = self._overview, self._selection, self._name
        if overview is None:
            return
        selected = selected_counts(overview, selection) if len(selection) else NOTHING
        shares, spread, timeline, groups = (
            overview.shares,
            overview.spread,
            overview.timeline,
            overview.groups,
        )
        if spread is not None:
            counts = overview.spread_counts
            self.spread.canvas.show_figure(
                lambda figure, colours: draw_score_spread(
                    figure, spread, counts, shares, colours, selected.spread
                ),
                overview,
                lambda: spread_data(spread, counts, shares),
            )
        if timeline is not None:
            self.timeline.canvas.show_figure(
                lambda figure, colours: draw_timeline(figure, timeline, shares, colours, selected.timeline),
                overview,
                lambda: timeline_data(timeline, shares),
            )
        if groups is not None:
            self.groups.canvas.show_figure(
                lambda figure, colours: draw_groups(figure, groups, shares, colours, selected.groups),
                overview,
                lambda: groups_data(groups, shares),
            )
        word = name if name.startswith(WORD) else ""
        self.words.canvas.show_figure(
            lambda figure, colours: draw_side_words(figure, overview.sides, shares, colours, word),
            overview,
            lambda: side_words_data(overview.sides),
        )

    def _connect(self) -> None:
        self.tiles.picked.connect(lambda index: self.picked.emit(mark(CLASS, index)))
        self.honesty.picked.connect(self.picked)
        self.honesty.judge_chosen.connect(lambda column: self.chosen.emit({"label_column": column}))
        for card in self._figure_cards():
            card.canvas.picked.connect(self.picked)
            card.canvas.activated.connect(self.activated)
        self.timeline.column_chosen.connect(
            lambda column: self.chosen.emit({"date_column": column, "day_first": None})
        )
        self.groups.column_chosen.connect(lambda column: self.chosen.emit({"group_column": column}))
        self.order.activated.connect(
            lambda place: self.chosen.emit({"group_order": self.order.itemData(place)})
        )
        self.flip.clicked.connect(self._on_flip)

    def _on_flip(self) -> None:
        if self._overview is not None and self._overview.timeline is not None:
            self.chosen.emit({"day_first": not self._overview.timeline.dates.is_day_first})

    def _in_order(self) -> list[QWidget]:
        """What Tab reaches, as it is read."""
        found: list[QWidget] = [*self.tiles.tiles, *self.honesty.controls()]
        for card in self._figure_cards():
            found += [self.flip] if card is self.timeline else []
            found += [card.columns, *([self.order] if card is self.groups else []), card.canvas]
        return found

    def _figure_cards(self) -> tuple["_FigureCard", ...]:
        return (self.spread, self.timeline, self.words, self.groups)

    def _arrange(self) -> None:
        content = QWidget()
        set_kind(content, "page")
        self._top, self._figures = QGridLayout(), QGridLayout()
        for grid in (self._top, self._figures):
            grid.setSpacing(GAP)
            grid.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self._top)
        layout.addLayout(self._figures, 1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._place_top()
        self._place_figures()

    def _place_top(self) -> None:
        for widget in (self.tiles, self.honesty):
            self._top.removeWidget(widget)
        is_row = self._fitted[1]
        self.honesty.set_wide(not is_row and self._fitted[0])
        self._top.addWidget(self.tiles, 0, 0)
        self._top.addWidget(self.honesty, 0 if is_row else 1, 1 if is_row else 0)
        self._top.setColumnStretch(0, 9)
        self._top.setColumnStretch(1, 5 if is_row else 0)

    def _place_figures(self) -> None:
        """The wanted figures in two columns, or in one; a last one alone takes the whole row."""
        wanted = [card for card in self._figure_cards() if card.is_wanted]
        is_wide = self._fitted[0]
        placed = (is_wide, *(id(card) for card in wanted))
        if placed == self._placed:
            return
        self._placed = placed
        for card in self._figure_cards():
            self._figures.removeWidget(card)
            card.setVisible(card.is_wanted)
        n_columns = 2 if is_wide else 1
        for place, card in enumerate(wanted):
            is_alone = place == len(wanted) - 1 and place % n_columns == 0
            self._figures.addWidget(
                card, place // n_columns, place % n_columns, 1, n_columns if is_alone else 1
            )
        for column in range(2):
            self._figures.setColumnStretch(column, 1 if column < n_columns else 0)
        for row in range(4):
            self._figures.setRowStretch(row, 1 if row * n_columns < len(wanted) else 0)


class _FigureCard(Card):
    """A figure under a heading, with a box to choose another column where there are several."""

    column_chosen = Signal(object)

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent=parent)
        self.is_wanted = True
        self._layout.setSpacing(4)
        self._layout.setContentsMargins(18, 12, 14, 10)
        self.columns = QComboBox(self)
        self.columns.setAccessibleName(_("Column: {heading}").format(heading=heading))
        set_kind(self.columns, "small")
        self.columns.hide()
        at_scale(self.heading, lambda it: it.setMinimumHeight(px(HEADING_HEIGHT)))  # as where a box stands
        self.heading_row.addWidget(self.columns)
        self.canvas = FigureCanvas(heading, self)
        # its wish for room must not make the page scroll where the figures would do with less
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self.canvas, 1)
        self._least_height = FIGURE_HEIGHT
        at_scale(self, lambda it: it.setMinimumHeight(px(it._least_height)))
        self.columns.activated.connect(lambda place: self.column_chosen.emit(self.columns.itemData(place)))

    def ask_for(self, height: int) -> None:
        """Ask for another height than usual, in pixels at scale 1, where there is more to show."""
        self._least_height = max(height, FIGURE_HEIGHT)
        self.setMinimumHeight(px(self._least_height))

    def show_columns(self, columns: Sequence[int], current: int, names: Sequence[str]) -> None:
        """Offer these columns, by position."""
        shown = [self.columns.itemData(place) for place in range(self.columns.count())]
        if shown != list(columns):
            self.columns.clear()
            for column in columns:
                name = _("Saved groups") if column == SAVED_GROUPS else shortened(names[column], 24)
                self.columns.addItem(name or _("(no name)"), column)
        self.columns.setCurrentIndex(self.columns.findData(current))
        self.columns.setVisible(len(columns) > 1)
