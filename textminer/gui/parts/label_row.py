"""The user's own label of the current document, and the ways to give it another."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from textminer.gui.parts.label_words import KEYS, is_of_sentiment, label_colour, label_word
from textminer.gui.parts.labelling import Labelling, LabelMenu
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.pill import Pill
from textminer.session.session import Session
from textminer.translation import _

SPACING, LEAST_WIDTH = 6, 230
KINDS = {"positive_text": "pill-positive", "negative_text": "pill-negative"}


class LabelRow(QWidget):
    """ "Your label  positive  neutral  negative": a click gives a sentiment or takes it away; the last pill
    bears any other label and opens the menu of all.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._labelling = Labelling(session, self)
        self._caption = plain_label(_("Your label"), "small", self)
        self.pills = {label: Pill("", is_checkable=True, parent=self) for label in KEYS}
        self.other = Pill("…", parent=self)
        self.other.setMenu(LabelMenu(session, False, self.other))
        self.other.setToolTip(_("All labels (L)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._caption)
        for label, pill in self.pills.items():
            pill.setToolTip(_("Give this label, or take it away ({key})").format(key=KEYS[label]))
            pill.clicked.connect(partial(self._on_pill, label))
            layout.addWidget(pill)
        layout.addWidget(self.other)
        layout.addStretch(1)
        for signal in (
            session.corpus_changed,
            session.current_changed,
            session.labels_changed,
            session.scores_changed,
        ):
            signal.connect(self._render)
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_WIDTH), super().minimumSizeHint().height())

    def _give_room(self) -> None:
        """Where there is no room for all, the menu of other labels goes, or else the caption."""
        session = self._session
        label = None if session.current is None else session.labels.of(session.current)
        pills = list(self.pills.values()) if is_of_sentiment(session) else []
        is_needed = not pills or (label is not None and label not in self.pills)
        widths = [widget.sizeHint().width() + SPACING for widget in (self._caption, *pills, self.other)]
        self.other.setVisible(is_needed or sum(widths) <= self.width())
        self._caption.setVisible(not is_needed or sum(widths) <= self.width())

    def _on_pill(self, label: str) -> None:
        self._labelling.give(label if self.pills[label].isChecked() else None)

    def _render(self) -> None:
        session = self._session
        current = session.current if session.corpus is not None else None
        self.setVisible(current is not None)
        label = None if current is None else session.labels.of(current)
        by_sentiment = is_of_sentiment(session)
        for name, pill in self.pills.items():
            pill.setText(label_word(name))
            pill.setAccessibleName(_("Your label: {label}").format(label=label_word(name)))
            pill.setVisible(by_sentiment)
            pill.setChecked(label == name)
            _set_kind(pill, KINDS.get(label_colour(name), "pill") if label == name else "pill")
        is_other = label is not None and not (by_sentiment and label in self.pills)
        words = label_word(label or "") if is_other else "…" if by_sentiment else _("none yet …")
        self.other.setText(words)
        self._give_room()
        self.other.setAccessibleName(_("All labels"))
        _set_kind(self.other, "pill-on" if is_other else "pill")


def _set_kind(pill: Pill, kind: str) -> None:
    if pill.property("kind") != kind:
        set_kind(pill, kind)
