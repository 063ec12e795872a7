"""Which groups are compared: "Compare [city]: [Lisbon] with [all others]"."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from textminer.analysis.cells import MAX_GROUPS
from textminer.analysis.grouping import Grouping
from textminer.gui.parts.filter_words import shortened
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.translation import _, left_to_right
from textminer.workflows.comparing import Choice, Division

MOST_WIDTH = 260
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
        self.division_box = self._box(_("What the documents are divided by"))
        self.target_box = self._box(_("Group"))
        self.reference_box = self._box(_("Compared with"))
        self._with = self._words(_("with"))
        layout = FlowLayout(self, 8)
        for widget in (self._words(_("Compare")), self.division_box, self.target_box):
            layout.addWidget(widget)
        layout.addWidget(self._with)
        layout.addWidget(self.reference_box)
        self.division_box.activated.connect(lambda _index: self._on_division())
        self.target_box.activated.connect(lambda _index: self._on_target())
        self.reference_box.activated.connect(lambda _index: self.changed.emit())

    def offer(self, offers: Sequence[DivisionOffer], preferred: Division | None = None) -> None:
        """Offer these divisions; what is chosen stays so while it is offered, else the preferred one is."""
        if tuple(offers) == self._offers:
            return
        now = self.division()
        self._offers = tuple(offers)
        known = [offer.division for offer in offers]
        wanted = now if now in known else preferred
        with QSignalBlocker(self.division_box):
            self.division_box.clear()
            for offer in offers:
                self.division_box.addItem(shortened(offer.name))
            self.division_box.setCurrentIndex(known.index(wanted) if wanted in known else 0)
        _fit(self.division_box)

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
        return self._offers[index].division if 0 <= index < len(self._offers) else None

    def choice(self) -> Choice:
        """Which groups are compared."""
        target, reference = self.target_box.currentData(), self.reference_box.currentData()
        if target == EACH:
            return Choice(is_each=True)
        return Choice(target or "", "" if reference in (None, OTHERS, target) else reference)

    def choose(self, division: Division, choice: Choice | None = None) -> None:
        """Choose as the user would."""
        places = [place for place, offer in enumerate(self._offers) if offer.division == division]
        if places and division != self.division():
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
        self.division_chosen.emit()
        self.changed.emit()

    def _on_target(self) -> None:
        self.changed.emit()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(px(MOST_WIDTH))
        return box

    def _words(self, text: str) -> QLabel:
        label = QLabel(text, self)
        set_kind(label, "secondary")
        return label


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
