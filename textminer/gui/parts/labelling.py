"""Giving documents the user's own label: by key and by menu, the current one or all that are selected."""

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from textminer.gui.parts.label_words import (
    KEYS,
    MENU_KEY,
    REMOVE_KEY,
    is_of_sentiment,
    label_word,
    labels_to_give,
)
from textminer.gui.parts.name_popup import NamePopup
from textminer.session.session import Session
from textminer.translation import _


class Labelling(QObject):
    """P, N and U label the current document, L opens the menu of all labels, 0 and Delete take the label
    away; with Shift they do so to every selected document.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session

    def listen_on(self, widget: QWidget) -> None:
        """Let the keys work while a widget, or something in it, has the focus."""
        for label, key in KEYS.items():
            self._on_key(widget, key, partial(self._on_sentiment, widget, label, False))
            self._on_key(widget, f"Shift+{key}", partial(self._on_sentiment, widget, label, True))
        for is_for_all, prefix in ((False, ""), (True, "Shift+")):
            self._on_key(widget, f"{prefix}{MENU_KEY}", partial(self._open_menu, widget, is_for_all))
            self._on_key(widget, f"{prefix}Del", partial(self.give, None, is_for_all))
        self._on_key(widget, REMOVE_KEY, partial(self.give, None, False))

    def give(self, label: str | None, is_for_all: bool = False) -> None:
        """Label the current document, or all that are selected; None takes the label away."""
        session = self._session
        positions = session.selection
        if not is_for_all:
            positions = np.array([] if session.current is None else [session.current], dtype=np.int64)
        session.set_label(positions, label)

    def _on_key(self, widget: QWidget, keys: str, act: partial[None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _on_sentiment(self, widget: QWidget, label: str, is_for_all: bool) -> None:
        if is_of_sentiment(self._session):
            self.give(label, is_for_all)
        else:
            self._open_menu(widget, is_for_all)

    def _open_menu(self, widget: QWidget, is_for_all: bool) -> None:
        menu = LabelMenu(self._session, is_for_all, widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(widget.mapToGlobal(QPoint(widget.width() // 3, widget.height() // 4)))


class LabelMenu(QMenu):
    """Every label there is to give, the one that the document has ticked; built when it opens."""

    def __init__(self, session: Session, is_for_all: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._is_for_all = is_for_all
        self._anchor = parent
        self._labelling = Labelling(session, parent)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is by now."""
        self.clear()
        session, prefix = self._session, "Shift+" if self._is_for_all else ""
        has_keys = is_of_sentiment(session)
        current = None if session.current is None else session.labels.of(session.current)
        for label in labels_to_give(session):
            keys = f"\t{prefix}{KEYS[label]}" if has_keys and label in KEYS else ""
            action = self.addAction(label_word(label).replace("&", "&&") + keys)
            action.setCheckable(True)
            action.setChecked(not self._is_for_all and label == current)
            action.triggered.connect(partial(self._give, label))
        self.addAction(_("Another label…"), self._ask_label)
        self.addSeparator()
        remove = self.addAction(_("Remove label") + f"\t{prefix}{'Del' if self._is_for_all else REMOVE_KEY}")
        remove.triggered.connect(partial(self._give, None))

    def _give(self, label: str | None, _checked: bool = False) -> None:
        self._labelling.give(label, self._is_for_all)

    def _ask_label(self) -> None:
        popup = NamePopup(_("Another label"), "", _("Give"), (), self._give, self._anchor)
        popup.ask_at(self.pos(), self._anchor.window())
