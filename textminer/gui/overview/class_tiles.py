"""The cards with the share of each class; a click selects its documents."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from textminer.gui.theme import current_colours, px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.sentiment.labels import NEGATIVE, POSITIVE
from textminer.sentiment.score_words import percent
from textminer.sentiment.shares import ClassShare
from textminer.translation import _, ngettext_

BAR_HEIGHT, BAR_ROOM = 6, 14
MOST_TILES = 4  # classes that have a card; of more, the figures below tell
EVEN = 0.005  # arms of an interval that differ by no more, half a point, are said as one


class ClassTile(QPushButton):
    """One share as a large number, with its interval and its documents."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.name = ElidedLabel(self)
        self.number = plain_label("", "number", self)
        self.rest = ElidedLabel(self)
        self._inside = layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        layout.setSpacing(2)
        layout.addStretch(1)
        self.bar = _ShareBar(self)
        for part in (self.name, self.number, self.bar, self.rest):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.addStretch(1)
        set_kind(self.name, "small")
        set_kind(self.rest, "small")

    def show_share(self, share: ClassShare, has_arms: bool) -> None:
        """Show one class; `has_arms` says the interval as ± instead of from–to."""
        kind = {POSITIVE: "number-positive", NEGATIVE: "number-negative"}.get(share.role, "number")
        if self.number.property("kind") != kind:
            set_kind(self.number, kind)
        name = share.name[:1].upper() + share.name[1:]
        documents = ngettext_("{n} document", "{n} documents", share.count).format(n=f"{share.count:,}")
        self.name.setText(name)
        is_known = share.interval != (0.0, 1.0)  # else nothing is scored yet
        self.number.setText(percent(share.share, 1) if is_known else "–")
        self.bar.show_share(share if is_known else None)
        self.rest.setText(f"{interval_words(share, has_arms)} · {documents}" if is_known else documents)
        self.setAccessibleName(f"{name}: {self.number.text()}, {self.rest.text()}")
        self.setToolTip(
            _("Select these documents. The interval tells how far chance may be off, not the model.")
        )

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside.minimumSize()


class _ShareBar(QWidget):
    """The share as a bar from nothing to all, with its interval as a line over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share: ClassShare | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: ClassShare | None) -> None:
        """Show another; None where nothing is known yet."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(60), px(BAR_ROOM))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, share = current_colours(), self._share
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width, middle, half = float(self.width()), self.height() / 2, px(BAR_HEIGHT) / 2
        painter.setBrush(QColor(colours.track))
        painter.drawRoundedRect(QRectF(0, middle - half, width, 2 * half), half, half)
        if share is not None:
            colour = {POSITIVE: colours.positive, NEGATIVE: colours.negative}.get(share.role, colours.neutral)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, middle - half, width * share.share, 2 * half), half, half)
            low, high = (width * bound for bound in share.interval)
            painter.setBrush(QColor(colours.text))
            painter.drawRect(QRectF(low, middle - 0.5, high - low, 1))
            for end in (low, high):
                painter.drawRect(QRectF(min(max(end - 0.5, 0), width - 1), middle - half, 1, 2 * half))
        painter.end()


class ClassTiles(QWidget):
    """A tile for each class, as far as there is room; `picked` carries the index of a class."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[ClassShare, ...] = ()
        self.tiles: list[ClassTile] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)

    def show_shares(self, shares: Sequence[ClassShare]) -> None:
        """Show the first of these."""
        self._shares = tuple(shares[:MOST_TILES])
        are_even = all(map(is_even, self._shares))  # said in one way for all, so that they compare
        while len(self.tiles) < len(self._shares):
            tile = ClassTile(self)
            tile.clicked.connect(partial(self._pick, len(self.tiles)))
            self.tiles.append(tile)
            self._row.addWidget(tile, 1)
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < len(self._shares))
            if place < len(self._shares):
                tile.show_share(self._shares[place], are_even)

    def _pick(self, place: int, _checked: bool = False) -> None:
        self.picked.emit(self._shares[place].index)


def is_even(share: ClassShare) -> bool:
    """Whether the interval reaches about as far on both sides."""
    low, high = share.interval
    return abs((high - share.share) - (share.share - low)) <= EVEN


def interval_words(share: ClassShare, as_arms: bool) -> str:
    """ "± 0.9" as arms, else "52–65 %"."""
    low, high = share.interval
    if as_arms:
        return f"± {50 * (high - low):.1f}"
    return _("{low}–{high} %").format(low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")
