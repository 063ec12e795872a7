"""Shows a figure, follows the theme and the size, forwards picks, saves and copies it."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from textminer.errors import ExportError
from textminer.gui.theme import current_colours, px
from textminer.gui.widgets.figure_sheet import DPI, FORMATS, Draw, FigureSheet, Picture
from textminer.storage.disk_sentence import disk_sentence
from textminer.translation import _

REDRAW_INTERVAL_S = 0.4  # at most about two redraws a second
RESIZE_PAUSE_MS = 60

logger = logging.getLogger(__name__)


class FigureCanvas(QWidget):
    """A figure that is drawn by a function `draw(figure, colours)`, away from the GUI thread.

    picked carries the gid of the artist that was clicked (artists with `picker=True` and a gid), activated
    that of one that was clicked twice;
    drawn comes when the newest drawing is on the screen; failed carries a sentence when saving did not work.
    """

    picked = Signal(str)
    activated = Signal(str)
    drawn = Signal()
    failed = Signal(str)
    _rendered = Signal(object)

    def __init__(self, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(120, 90))
        self._sheet = FigureSheet()
        self._draw: Draw | None = None
        self._data: Callable[[], str] | None = None
        self._picture: Picture | None = None
        self._image = QImage()
        self._is_outdated = False
        self._is_drawing = False
        self._drawn_s = float("-inf")
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._redraw)
        self._rendered.connect(self._on_rendered, Qt.ConnectionType.QueuedConnection)

    def show_figure(self, draw: Draw, data: Callable[[], str] | None = None) -> None:
        """Draw another figure; it must use only what does not change, since it runs on another thread.

        data:  gives what "Copy data" copies: lines of cells separated by tabs
        """
        self._draw = draw
        self._data = data
        self._outdate(max(0.0, self._drawn_s + REDRAW_INTERVAL_S - time.monotonic()) * 1000)

    @property
    def is_current(self) -> bool:
        """Whether the newest drawing is on the screen, in the colours of now; True where there is none."""
        if self._draw is None:
            return True
        waits = self._is_outdated or self._is_drawing
        return not waits and self._picture is not None and self._picture.colours is current_colours()

    def save_picture(self, target: Path) -> None:
        """Write the figure as PNG, SVG or PDF by the ending of the name. Raises ExportError."""
        try:
            self._sheet.save(target, current_colours())
        except ValueError:
            raise ExportError(
                _("The figure was not saved: choose a name that ends in {endings}.").format(
                    endings=", ".join(f".{kind}" for kind in FORMATS)
                )
            ) from None
        except OSError as error:
            raise ExportError(disk_sentence(target, error)) from error

    def copy_picture(self) -> None:
        """Put the picture into the clipboard."""
        QGuiApplication.clipboard().setImage(self._image)

    def copy_data(self) -> None:
        """Put the numbers behind the picture into the clipboard."""
        if self._data is not None:
            QGuiApplication.clipboard().setText(self._data())

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(260))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        if self._picture is not None and self._picture.colours is colours:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(
                self.rect(), self._image, QRect(0, 0, self._image.width(), self._image.height())
            )
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated:
            self._timer.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._outdate(RESIZE_PAUSE_MS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_timer"):
            self._outdate(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self._gid_under(event))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        gid = self._gid_under(event) if event.button() is Qt.MouseButton.LeftButton else ""
        if gid:
            self.picked.emit(gid)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        gid = self._gid_under(event) if event.button() is Qt.MouseButton.LeftButton else ""
        if gid:
            self.activated.emit(gid)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._picture is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Copy picture")).triggered.connect(lambda _checked=False: self.copy_picture())
        if self._data is not None:
            menu.addAction(_("Copy data")).triggered.connect(lambda _checked=False: self.copy_data())
        menu.addAction(_("Save picture…")).triggered.connect(lambda _checked=False: self._ask_save())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _ask_save(self) -> None:
        kinds = ";;".join(f"{kind.upper()} (*.{kind})" for kind in FORMATS)
        name, _kind = QFileDialog.getSaveFileName(self, _("Save picture"), "", kinds)
        if name:
            target = Path(name)
            try:
                self.save_picture(target if target.suffix else target.with_suffix(f".{FORMATS[0]}"))
            except ExportError as error:
                self.failed.emit(str(error))

    def _outdate(self, wait_ms: float) -> None:
        """Draw again soon: when it is time, when it is visible, when the drawing under way is done."""
        if self._draw is None:
            return
        self._is_outdated = True
        if self.isVisible() and not self._is_drawing and not self._timer.isActive():
            self._timer.start(round(wait_ms))

    def _redraw(self) -> None:
        if self._draw is None or not self._is_outdated or not self.isVisible() or self._is_drawing:
            return
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        self._is_outdated = False
        self._is_drawing = True
        dpi = DPI * ratio * px(100) / 100
        future = self._sheet.submit(self._draw, current_colours(), width, height, dpi)
        future.add_done_callback(self._tell)

    def _tell(self, future: "Future[Picture]") -> None:
        """Runs on the drawing thread."""
        try:
            picture = future.result()
        except CancelledError:
            return
        except Exception:
            logger.exception("A figure could not be drawn")
            picture = None
        try:
            self._rendered.emit(picture)
        except RuntimeError:  # the widget is gone
            return

    def _on_rendered(self, picture: Picture | None) -> None:
        self._is_drawing = False
        self._drawn_s = time.monotonic()
        if picture is not None:
            self._picture = picture
            self._image = QImage(
                picture.rgba,
                picture.width,
                picture.height,
                4 * picture.width,
                QImage.Format.Format_RGBA8888,
            )
            self.update()
        if self._is_outdated:
            self._timer.start(round(REDRAW_INTERVAL_S * 1000))
        else:
            self.drawn.emit()

    def _gid_under(self, event: QMouseEvent) -> str:
        if self._picture is None or not self.width() or not self.height():
            return ""
        x = event.position().x() * self._picture.width / self.width()
        y = event.position().y() * self._picture.height / self.height()
        return self._sheet.gid_at(x, self._picture.height - y)
