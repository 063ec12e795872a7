"""How many documents are selected, and what can be done with them."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from textminer.gui.parts.filtering import Filtering
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.pill import Pill
from textminer.session.session import Session
from textminer.translation import _


class SelectionBar(QWidget):
    """ "4 of 3,418 selected · Filter to selection · Clear"; out of the way where nothing is selected."""

    def __init__(self, session: Session, filtering: Filtering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.count = plain_label("", "small", self)
        self.filter_button = Pill(_("Filter to selection"), parent=self)
        self.clear_button = Pill(_("Clear"), parent=self)
        self.clear_button.setAccessibleName(_("Clear selection"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.count, self.filter_button, self.clear_button):
            layout.addWidget(widget)
        self.filter_button.clicked.connect(filtering.to_selection)
        self.clear_button.clicked.connect(session.clear_selection)
        session.selection_changed.connect(self._render)
        session.filter_changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        n_selected = len(self._session.selection)
        self.setVisible(n_selected > 0)
        self.count.setText(
            _("{n} of {total} selected").format(n=f"{n_selected:,}", total=f"{len(self._session.in_scope):,}")
        )
