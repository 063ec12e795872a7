"""How many documents are selected, what can be done with them, and the groups that were saved of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.group_menu import GroupPill
from textminer.gui.parts.labelling import LabelMenu
from textminer.gui.parts.name_popup import NamePopup
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.pill import Pill
from textminer.session.session import Session
from textminer.translation import _


class SelectionBar(QWidget):
    """ "56 of 1,821 selected · Clear · Filter · Compare · Label · Save as group", then the saved groups;
    out of the way where nothing is selected and no group is saved.
    """

    compare_requested = Signal()

    def __init__(self, session: Session, filtering: Filtering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.count = plain_label("", "small", self)
        self.clear_button = Pill(_("Clear"), parent=self)
        self.clear_button.setAccessibleName(_("Clear selection"))
        self.filter_button = Pill(_("Filter to selection"), parent=self)
        self.compare_button = Pill(_("Compare"), parent=self)
        self.compare_button.setAccessibleName(_("Compare the selection with all other documents"))
        self.compare_button.setToolTip(_("What tells the selected documents from all others"))
        self.label_button = Pill(_("Label"), parent=self)
        self.label_button.setMenu(LabelMenu(session, True, self.label_button))
        self.label_button.setToolTip(_("Give every selected document your own label"))
        self.save_button = Pill(_("Save as group"), parent=self)
        self.groups = GroupPill(session, filtering, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (*self._of_selection(), self.groups):
            layout.addWidget(widget)
        self.filter_button.clicked.connect(filtering.to_selection)
        self.clear_button.clicked.connect(session.clear_selection)
        self.compare_button.clicked.connect(lambda _checked=False: self.compare_requested.emit())
        self.save_button.clicked.connect(lambda: self.ask_name())
        for signal in (session.selection_changed, session.filter_changed, session.groups_changed):
            signal.connect(self._render)
        self._render()

    def buttons(self) -> tuple[QWidget, ...]:
        """What Tab reaches in it, from left to right."""
        return (*self._of_selection()[1:], self.groups)

    def ask_name(self) -> NamePopup:
        """Ask under which name the selection is saved."""
        names = [group.name for group in self._session.groups]
        common = self._session.selection_name
        number = next(n for n in range(1, len(names) + 2) if _("Group {n}").format(n=n) not in names)
        popup = NamePopup(
            _("Save the selection as a group"),
            common if common and common not in names else _("Group {n}").format(n=number),
            _("Save"),
            names,
            lambda name: self._session.add_group(name, self._session.selection),
            self,
        )
        popup.ask_below(self.save_button)
        return popup

    def _of_selection(self) -> tuple[QWidget, ...]:
        return (
            self.count,
            self.clear_button,
            self.filter_button,
            self.compare_button,
            self.label_button,
            self.save_button,
        )

    def _render(self) -> None:
        n_selected = len(self._session.selection)
        self.setVisible(n_selected > 0 or bool(self._session.groups))
        for widget in self._of_selection():
            widget.setVisible(n_selected > 0)
        self.count.setText(
            _("{n} of {total} selected").format(n=f"{n_selected:,}", total=f"{len(self._session.in_scope):,}")
        )
        self.count.setToolTip(self._session.selection_name)
