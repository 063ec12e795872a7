"""Which groups are compared: "Compare [city]: [Lisbon] with [all others]"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from textminer.analysis.cells import MAX_GROUPS
from textminer.analysis.grouping import Grouping
from textminer.gui.parts.filter_words import shortened
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.day_box import DayBox
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.labelled import Labelled
from textminer.translation import _, left_to_right
from textminer.workflows.comparing import SINCE, Choice, Division

MOST_WIDTH = 320
EACH, OTHERS = "\0each", "\0others"  # no cell of a file holds a NUL


@dataclass(frozen=True)
class DivisionOffer:
    """A way to divide the documents, and what it is called."""

    division: Division
    name: str


class GroupChooser(QWidget):
    """Three choices in a line; `changed` when the user made another one."""

    changed = Signal()
    division_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: tuple[DivisionOffer, ...] = ()
        self._days: dict[int, str] = {}  # the user's own, by column
        self.division_box = self._box(_("What the documents are divided by"))
        self.target_box = self._box(_("Group"))
        self.reference_box = self._box(_("Compared with"))
        self._with = Labelled(_("with"), self.reference_box, parent=self)
        self.day_box = DayBox(_("First day of the later documents"), parent=self)
        self.day_box.hide()
        layout = FlowLayout(self, 8)
        division = Labelled(_("Compare"), self.division_box, parent=self)
        for widget in (division, self.day_box, self.target_box, self._with):
            layout.addWidget(widget)
        self.division_box.activated.connect(lambda _index: self._on_division())
        self.day_box.dateChanged.connect(self._on_day)
        self.target_box.activated.connect(lambda _index: self._on_target())
        self.reference_box.activated.connect(lambda _index: self.changed.emit())

    def offer(self, offers: Sequence[DivisionOffer], preferred: Division | None = None) -> None:
        """Offer these divisions; what is chosen stays so while it is offered, else the preferred one is."""
        if tuple(offers) == self._offers:
            return
        now = self.division()
        if not offers:
            self._days.clear()  # of another file
        self._offers = tuple(offers)
        known = [_undated(offer.division) for offer in offers]
        wanted = next(
            (found for division in (now, preferred) if (found := _undated(division)) in known), None
        )
        with QSignalBlocker(self.division_box):
            self.division_box.clear()
            for offer in offers:
                self.division_box.addItem(shortened(offer.name))
            self.division_box.setCurrentIndex(known.index(wanted) if wanted is not None else 0)
        _fit(self.division_box)
        self._show_day()

    def offer_groups(self, grouping: Grouping, choice: Choice) -> None:
        """Offer the groups of the division, with how many documents they have, and show the choice."""
        entries = [
            (left_to_right(f"{shortened(name)}  ({size:,})"), name)
            for name, size in zip(grouping.names, grouping.sizes().tolist(), strict=True)
        ]
        targets = list(entries)
        if grouping.n_groups > MAX_GROUPS:
            targets.append((_("each of the {n} largest").format(n=MAX_GROUPS), EACH))
        elif grouping.n_groups > 2:
            targets.append((_("every group"), EACH))
        _fill(self.target_box, targets, EACH if choice.is_each else choice.target)
        target = self.target_box.currentData()
        references = [entry for entry in entries if entry[1] != target]
        if grouping.n_groups > 2:
            references.insert(0, (_("all others"), OTHERS))
        wanted = choice.reference or OTHERS
        _fill(self.reference_box, references, wanted if not choice.is_each else OTHERS)
        self.reference_box.setEnabled(target != EACH and len(references) > 1)

    def division(self) -> Division | None:
        """What the documents are divided by; None where nothing divides them."""
        index = self.division_box.currentIndex()
        if not 0 <= index < len(self._offers):
            return None
        division = self._offers[index].division
        if division.kind != SINCE:
            return division
        return replace(division, day=self._days.get(division.column, division.day))

    def choice(self) -> Choice:
        """Which groups are compared."""
        target, reference = self.target_box.currentData(), self.reference_box.currentData()
        if target == EACH:
            return Choice(is_each=True)
        return Choice(target or "", "" if reference in (None, OTHERS, target) else reference)

    def choose(self, division: Division, choice: Choice | None = None) -> None:
        """Choose as the user would."""
        places = [
            place
            for place, offer in enumerate(self._offers)
            if _undated(offer.division) == _undated(division)
        ]
        if division.day:
            self._days[division.column] = division.day
        if places and (division != self.division() or places[0] != self.division_box.currentIndex()):
            self.division_box.setCurrentIndex(places[0])
            self._on_division()
        if choice is not None:
            self.target_box.setCurrentIndex(
                self.target_box.findData(EACH if choice.is_each else choice.target)
            )
            self.reference_box.setCurrentIndex(self.reference_box.findData(choice.reference or OTHERS))
            self.changed.emit()

    def _on_division(self) -> None:
        for box in (self.target_box, self.reference_box):
            with QSignalBlocker(box):
                box.clear()
        self._show_day()
        self.division_chosen.emit()
        self.changed.emit()

    def _on_day(self, day: QDate) -> None:
        division = self.division()
        if division is not None:
            self._days[division.column] = day.toString(Qt.DateFormat.ISODate)
            self._on_division()

    def _show_day(self) -> None:
        """The day is asked for where it divides the documents."""
        division = self.division()
        is_asked = division is not None and division.kind == SINCE
        self.day_box.setVisible(is_asked)
        if division is not None and is_asked:
            with QSignalBlocker(self.day_box):
                self.day_box.setDate(QDate.fromString(division.day, Qt.DateFormat.ISODate))

    def _on_target(self) -> None:
        self.changed.emit()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        at_scale(box, lambda it: it.setMaximumWidth(px(MOST_WIDTH)))
        return box


def _undated(division: Division | None) -> Division | None:
    return None if division is None else replace(division, day="")


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]], wanted: str) -> None:
    with QSignalBlocker(box):
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(wanted)))
    _fit(box)


def _fit(box: QComboBox) -> None:
    """A flow layout asks for the size again only when it is told to."""
    box.updateGeometry()
