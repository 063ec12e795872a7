"""Shows a figure, follows the theme and the size, forwards picks, saves and copies it."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from pathlib import Path
from weakref import WeakMethod

import pandas as pd
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from textminer.errors import ExportError
from textminer.figures.marks import Mark
from textminer.figures.style import PRINT
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.drawings import drawings
from textminer.gui.widgets.figure_menu import COPY_DATA, figure_menu
from textminer.gui.widgets.figure_sheet import DPI, FORMATS, Draw, FigureSheet, Picture
from textminer.gui.widgets.mark_caption import paint_mark
from textminer.gui.widgets.mark_walk import MarkWalk
from textminer.storage.disk_sentence import disk_sentence
from textminer.translation import _

REDRAW_INTERVAL_S = 0.4  # at most about two redraws a second
RESIZE_PAUSE_MS = 60
PALE_AFTER_MS = 800  # on an idle machine the next drawing is there by then
PALE = 0.35
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

logger = logging.getLogger(__name__)


class FigureCanvas(QWidget):
    """A figure that is drawn by a function `draw(figure, colours)`, away from the GUI thread.

    picked carries the gid of the mark that was clicked, activated that of one that was clicked twice, which
    has been picked by then. A click means what is on the screen: the marks of that drawing, at once, also
    while another is being drawn; none where what they stand for is shown no longer. Keys do
    the same: arrows, Page Up, Page Down, Home and End walk the marks, Space or Enter picks the one they are
    on, Enter twice or Ctrl+Enter activates it.
    drawn comes when the newest drawing is on the screen; failed carries a sentence when saving did not work.
    """

    picked = Signal(str)
    activated = Signal(str)
    drawn = Signal()
    failed = Signal(str)

    def __init__(self, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(120, 90))
        self._sheet = FigureSheet()
        self._draw: Draw | None = None
        self._data: Callable[[], pd.DataFrame] | None = None
        self._picture: Picture | None = None
        self._image = QImage()
        self._is_outdated = False
        self._is_drawing = False
        self._drawn_s = float("-inf")
        self._walk = MarkWalk()
        self._is_by_key = False
        self._entered: tuple[str, float] = ("", float("-inf"))
        self._shown: object = None
        self._drawn: object = None  # what the drawing on the screen shows
        self._under_way: object = None
        self._is_pale = False
        self._paling = QTimer(self, singleShot=True)
        self._paling.timeout.connect(self._pale)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._redraw)

    def show_figure(self, draw: Draw, shown: object, data: Callable[[], pd.DataFrame] | None = None) -> None:
        """Draw another figure; it must use only what does not change, since it runs on another thread.

        shown:  what the marks stand for, the very object; a drawing of another one cannot be picked from,
                and pales where it stays for long
        data:   gives what "Copy data" copies: plain numbers, so that they can be computed with
        """
        self._draw = draw
        self._data = data
        if shown is not self._shown:
            self._shown = shown
            self._is_pale = False
            self._paling.start(PALE_AFTER_MS)
        self._outdate(max(0.0, self._drawn_s + REDRAW_INTERVAL_S - time.monotonic()) * 1000)

    @property
    def is_current(self) -> bool:
        """Whether the newest drawing is on the screen, in the colours of now; True where there is none."""
        if self._draw is None:
            return True
        waits = self._is_outdated or self._is_drawing
        return not waits and self._picture is not None and self._picture.colours is current_colours()

    @property
    def can_pick(self) -> bool:
        """Whether the drawing on the screen is of what is shown now, though perhaps not the newest of it."""
        return self._picture is not None and self._drawn is self._shown

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What can be chosen in the drawing on the screen."""
        return self._walk.marks

    @property
    def mark(self) -> Mark | None:
        """The mark that the keyboard is on."""
        return self._walk.mark

    def save_picture(self, target: Path, for_print: bool = False) -> None:
        """Write the figure as PNG, SVG or PDF by the ending of the name. Raises ExportError.

        for_print:  in the colours for white paper, whatever the theme
        """
        try:
            if for_print:
                self._sheet.save(target, PRINT, self._draw)
            else:
                self._sheet.save(target, current_colours())
        except ValueError:
            raise ExportError(
                _("The figure was not saved: choose a name that ends in {endings}.").format(
                    endings=", ".join(f".{kind}" for kind in FORMATS)
                )
            ) from None
        except OSError as error:
            raise ExportError(disk_sentence(target, error)) from error

    def copy_picture(self, for_print: bool = False) -> None:
        """Put the picture into the clipboard; `for_print` as in `save_picture`."""
        if self._picture is None or self._draw is None:
            return
        picture = self._sheet.picture(self._draw, PRINT) if for_print else self._picture
        QGuiApplication.clipboard().setImage(_image_of(picture).copy())

    @property
    def has_data(self) -> bool:
        """Whether there are numbers to copy."""
        return self._data is not None

    def copy_data(self) -> None:
        """Put the numbers behind the picture into the clipboard."""
        if self._data is not None:
            text = self._data().to_csv(sep="\t", index=False, lineterminator="\n")
            QGuiApplication.clipboard().setText(text)

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(260))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        if self._picture is not None and self._picture.colours is colours:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(PALE if self._is_pale else 1.0)
            painter.drawImage(self._picture_area(self._picture), self._image, QRectF(self._image.rect()))
        painter.setOpacity(1.0)
        if self.hasFocus() and self._is_by_key:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            mark = self._walk.mark
            if mark is not None and self._picture is not None and not self._is_outdated:
                paint_mark(painter, mark, self.width() / self._picture.width, QRectF(self.rect()))
        painter.end()

    def _picture_area(self, picture: Picture) -> QRectF:
        """Where the picture belongs: the whole widget, until another size or part of it has been drawn."""
        return QRectF(self.rect())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated:
            self._timer.start(0)
        self._tell_whether_waiting()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_whether_waiting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._outdate(RESIZE_PAUSE_MS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_timer"):
            self._outdate(0)

    def event(self, event: QEvent) -> bool:
        """Shows what is said of the mark under the pointer; of none, the widget's own tip."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            gid = self._gid_at(event.pos().x(), event.pos().y())
            says = next((mark.says for mark in self._walk.marks if mark.gid == gid), "")
            if says:
                QToolTip.showText(event.globalPos(), says, self)
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_by_key = event.reason() in _BY_KEY
        if self._is_by_key:
            if self._walk.mark is None:
                self._walk.press(Qt.Key.Key_Home)
            self._say_mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        elif QKeySequence(event.keyCombination()) == QKeySequence(COPY_DATA):
            self.copy_data()
        elif not held and self._walk.press(event.key()):
            self._is_by_key = True
            self._say_mark()
        elif self.can_pick and self._walk.mark is not None and event.key() in (*_ENTER, Qt.Key.Key_Space):
            self._enter(self._walk.mark.gid, event.key() in _ENTER, held)
        else:
            super().keyPressEvent(event)

    def _enter(self, gid: str, is_enter: bool, held: Qt.KeyboardModifier) -> None:
        """Pick the mark; activate it where Ctrl is held, or Enter comes twice as fast as a double click."""
        if is_enter and held == Qt.KeyboardModifier.ControlModifier:
            self.picked.emit(gid)
            self.activated.emit(gid)
            return
        now, last = time.monotonic(), self._entered
        self._entered = (gid, now) if is_enter else ("", float("-inf"))
        if is_enter and last[0] == gid and now - last[1] <= QApplication.doubleClickInterval() / 1000:
            self.activated.emit(gid)
        else:
            self.picked.emit(gid)

    def _say_mark(self) -> None:
        """Show the mark that the keys are on, and tell it to whoever listens instead of looking."""
        self.update()
        mark = self._walk.mark
        if mark is None:
            return
        said = _("{says} ({n} of {total})").format(
            says=mark.says or mark.gid, n=self._walk.place + 1, total=len(self._walk.marks)
        )
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self._gid_under(event))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        gid = self._gid_under(event) if event.button() is Qt.MouseButton.LeftButton else ""
        if gid:
            self._walk.go_to(gid)
            self.picked.emit(gid)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        gid = self._gid_under(event) if event.button() is Qt.MouseButton.LeftButton else ""
        if gid:
            self.activated.emit(gid)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._picture is not None:
            figure_menu(self).popup(event.globalPos())

    def _outdate(self, wait_ms: float) -> None:
        """Draw again soon: when it is time, when it is visible, when the drawing under way is done."""
        if self._draw is None:
            return
        self._is_outdated = True
        if self.isVisible() and not self._is_drawing and not self._timer.isActive():
            self._timer.start(round(wait_ms))
        self._tell_whether_waiting()

    def _tell_whether_waiting(self) -> None:
        drawings.set_waiting(self, self.isVisible() and (self._is_outdated or self._is_drawing))

    def _pale(self) -> None:
        self._is_pale = self._drawn is not self._shown
        self.update()

    def _redraw(self) -> None:
        if self._draw is None or not self._is_outdated or not self.isVisible() or self._is_drawing:
            return
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        self._is_outdated = False
        self._is_drawing = True
        self._under_way = self._shown
        dpi = DPI * ratio * px(100) / 100
        future = self._sheet.submit(self._draw, current_colours(), width, height, dpi)
        future.add_done_callback(partial(_deliver, WeakMethod(self._on_rendered)))

    def _on_rendered(self, picture: Picture | None) -> None:
        self._is_drawing = False
        self._drawn_s = time.monotonic()
        if picture is not None:
            self._picture = picture
            self._image = _image_of(picture)
            self._walk.set_marks(picture.marks.all)
            self._drawn = self._under_way
            self._is_pale = False
            if self._drawn is self._shown:
                self._paling.stop()
            self.update()
        if self._is_outdated:
            self._timer.start(round(REDRAW_INTERVAL_S * 1000))
        else:
            self.drawn.emit()
        self._tell_whether_waiting()

    def _gid_under(self, event: QMouseEvent) -> str:
        return self._gid_at(event.position().x(), event.position().y())

    def _gid_at(self, left: float, top: float) -> str:
        picture = self._picture
        if picture is None or not self.can_pick:
            return ""
        area = self._picture_area(picture)
        if not area.width() or not area.height():
            return ""
        x, y = (left - area.left()) / area.width(), (top - area.top()) / area.height()
        return picture.marks.at(x * picture.width, y * picture.height)


def _deliver(receiver: WeakMethod[Callable[[Picture | None], None]], future: "Future[Picture]") -> None:
    """Runs on the drawing thread."""
    try:
        picture: Picture | None = future.result()
    except CancelledError:
        return
    except Exception:
        logger.exception("A figure could not be drawn")
        picture = None
    drawings.deliver(receiver, picture)


def _image_of(picture: Picture) -> QImage:
    """The picture without a copy: it must live as long as the image."""
    size = picture.width, picture.height
    return QImage(picture.rgba, *size, 4 * picture.width, QImage.Format.Format_RGBA8888)
