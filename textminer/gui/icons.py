"""The icons that ship, drawn in the colours of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from textminer.gui.theme import current_colours, px
from textminer.resource_files import resource_path

STROKE = 1.75  # Lucide draws at 2 for 24 px; at 16 px that is heavy beside 13 px text


def draw_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Draw an icon of `resources/icons` into a square, in a colour #rrggbb."""
    _renderer(name, colour).render(painter, rect)


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of size × size logical pixels, sharp at the device pixel ratio."""
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw_icon(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return made


def icon(name: str, colour: str = "", size: int = 16) -> QIcon:
    """An icon in a colour, by default that of text now; no name gives none.

    It does not follow the theme: see `use_icon`.
    """
    colours = current_colours()
    made = QIcon()
    if not name:
        return made
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, size, colour or colours.text, ratio))
        made.addPixmap(pixmap(name, size, colours.secondary, ratio), QIcon.Mode.Disabled)
    return made


def use_icon(button: QAbstractButton, name: str, role: str = "text", size: int = 16) -> None:
    """Show an icon on a button in the colour of `role` (a field of Colours), at the user's scale; it follows.

    size:  in pixels at scale 1
    """
    earlier = button.findChild(_IconFollower)
    if earlier is not None:
        earlier.show_icon(name, role, size)
    else:
        button.installEventFilter(_IconFollower(button, name, role, size))


class _IconFollower(QObject):
    def __init__(self, button: QAbstractButton, name: str, role: str, size: int) -> None:
        super().__init__(button)
        self._button = button
        self.show_icon(name, role, size)

    def show_icon(self, name: str, role: str, size: int) -> None:
        self._name, self._role, self._size = name, role, size
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw()
        return False

    def _draw(self) -> None:
        size = px(self._size)
        self._button.setIconSize(QSize(size, size))
        self._button.setIcon(icon(self._name, getattr(current_colours(), self._role), size))


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    return QSvgRenderer(QByteArray(source.encode("utf-8")))
