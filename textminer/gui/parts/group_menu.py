"""The saved groups: filter to one, select it again, rename or delete it."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from textminer.corpus.document_group import DocumentGroup
from textminer.gui.parts.filter_words import shortened
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.name_popup import NamePopup
from textminer.gui.widgets.pill import Pill
from textminer.session.session import Session
from textminer.translation import _, ngettext_


class GroupMenu(QMenu):
    """An entry for each group with what can be done with it; built when it opens."""

    def __init__(self, session: Session, filtering: Filtering, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._filtering = filtering
        self._anchor = parent
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer the groups there are by now."""
        self.clear()
        for group in self._session.groups:
            menu = self.addMenu(f"{shortened(group.name).replace('&', '&&')}\t{len(group):,}")
            menu.addAction(_("Filter to this group"), partial(self._filtering.to_group, group))
            menu.addAction(_("Select its documents"), partial(self._select, group))
            menu.addSeparator()
            menu.addAction(_("Rename…"), partial(self._rename, group))
            menu.addAction(_("Delete"), partial(self._session.remove_group, group.name))

    def _select(self, group: DocumentGroup) -> None:
        self._session.select(group.positions, group.name)

    def _rename(self, group: DocumentGroup) -> None:
        others = [other.name for other in self._session.groups if other.name != group.name]
        question = _("Rename the group “{name}”").format(name=shortened(group.name))
        popup = NamePopup(
            question,
            group.name,
            _("Rename"),
            others,
            partial(self._session.rename_group, group.name),
            self._anchor,
        )
        popup.ask_below(self._anchor)


class GroupPill(Pill):
    """ "2 groups": opens their menu; out of the way where none is saved."""

    def __init__(self, session: Session, filtering: Filtering, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._session = session
        self.group_menu = GroupMenu(session, filtering, self)
        self.setMenu(self.group_menu)
        self.setToolTip(_("Saved groups of documents"))
        session.groups_changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        n = len(self._session.groups)
        self.setText(ngettext_("{n} group", "{n} groups", n).format(n=f"{n:,}"))
        self.setVisible(n > 0)
