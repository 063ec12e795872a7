"""The options above the map: how it is laid out, what colours it, how near it is seen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from textminer.corpus.map_look import AXES, BY_SAVED_GROUPS, BY_SCORE, NEIGHBOURS, MapLook
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.labelled import Labelled
from textminer.gui.widgets.pill import Pill
from textminer.translation import _


class MapOptionsBar(QWidget):
    """`changed` when the user chose another lay-out or colour."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_box = QComboBox(self)
        self.colour_box = QComboBox(self)
        self.out_button = Pill("−", parent=self)
        self.in_button = Pill("+", parent=self)
        self.whole_button = Pill(_("Whole map"), parent=self)
        self.layout_box.addItem(_("By neighbours"), NEIGHBOURS)
        self.layout_box.addItem(_("By main directions"), AXES)
        self.layout_box.setAccessibleName(_("Layout"))
        self.colour_box.addItem(_("Score"), BY_SCORE)
        self.colour_box.setAccessibleName(_("Colour"))
        self._arrange()
        for box in (self.layout_box, self.colour_box):
            box.activated.connect(lambda _place: self.changed.emit())

    def look(self) -> MapLook:
        """What is chosen."""
        return MapLook(self.layout_box.currentData(), self.colour_box.currentData())

    def show_look(self, look: MapLook, columns: Sequence[tuple[str, int]], has_groups: bool) -> None:
        """Show what is chosen among what there is to choose; a colour that is not there is that of scores.

        columns:  name and position of those whose groups can be told by colours
        """
        offers = [(_("Score"), BY_SCORE), *columns]
        if has_groups:
            offers.append((_("Saved groups"), BY_SAVED_GROUPS))
        box = self.colour_box
        if offers != [(box.itemText(place), box.itemData(place)) for place in range(box.count())]:
            box.clear()
            for title, colour in offers:
                box.addItem(title, colour)
        box.setCurrentIndex(max(box.findData(look.colour), 0))
        self.layout_box.setCurrentIndex(self.layout_box.findData(look.layout))

    def show_zoom(self, is_part: bool) -> None:
        """Offer to see more where only a part is shown."""
        self.out_button.setEnabled(is_part)
        self.whole_button.setEnabled(is_part)

    def _arrange(self) -> None:
        options = FlowLayout(self, 10)
        for title, box in ((_("Layout"), self.layout_box), (_("Colour"), self.colour_box)):
            options.addWidget(Labelled(title, box, parent=self))
        for button, name, keys in (
            (self.out_button, _("Zoom out"), "−"),
            (self.in_button, _("Zoom in"), "+"),
            (self.whole_button, _("Whole map"), "0"),
        ):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({keys})")
            options.addWidget(button)
        self.show_zoom(False)
