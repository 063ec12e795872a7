"""The card that files are dropped on, with the two other ways in."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from textminer.figures.style import blend
from textminer.gui.icons import pixmap
from textminer.gui.theme import at_scale, current_colours, px, set_kind
from textminer.translation import _

HEIGHT = 330
LEAST_HEIGHT = 232
ICON_SIZE = 40
_DASHES = [4.0, 3.0]  # in widths of the pen


class DropZone(QWidget):
    """Says what can be dropped; the window itself takes the drop."""

    open_clicked = Signal()
    paste_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel(self)
        self._title = QLabel(_("Drop a file of texts here"), self)
        kinds = _("CSV, Excel, ODS, JSON, Parquet, SQL dumps, text files or folders, also zipped.")
        self._formats = QLabel(f"{kinds} {_('Nothing leaves this computer.')}", self)
        self.open_button = QPushButton(_("Open…"), self)
        self.paste_button = QPushButton(_("Paste"), self)
        self._arrange()
        self.open_button.clicked.connect(lambda: self.open_clicked.emit())
        self.paste_button.clicked.connect(lambda: self.paste_clicked.emit())

    def sizeHint(self) -> QSize:
        return QSize(px(720), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(LEAST_HEIGHT))

    def hasHeightForWidth(self) -> bool:
        return False  # the wrapping line inside would otherwise decide the height of the whole card

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(blend(colours.accent, colours.surface, 0.62)), 2)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(QColor(blend(colours.accent_ground, colours.surface, 0.35)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(16), px(16))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(
            self, "paste_button"
        ):
            self._draw_icon()

    def _draw_icon(self) -> None:
        drawn = pixmap("upload", px(ICON_SIZE), current_colours().accent, self.devicePixelRatioF())
        self._icon.setPixmap(drawn)

    def _arrange(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        set_kind(self._title, "title")
        set_kind(self._formats, "secondary")
        set_kind(self.open_button, "primary")
        self.open_button.setToolTip(_("Choose a file (Ctrl+O)"))
        self.paste_button.setToolTip(_("Open the texts or the table on the clipboard (Ctrl+V)"))
        self._formats.setWordWrap(True)
        for label in (self._icon, self._title, self._formats):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._draw_icon()
        buttons = QHBoxLayout()
        buttons.setSpacing(px(10))
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.paste_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        at_scale(layout, lambda it: it.setContentsMargins(px(24), px(20), px(24), px(20)))
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(self._icon)
        layout.addSpacing(px(12))
        layout.addWidget(self._title)
        layout.addSpacing(px(10))
        layout.addWidget(self._formats)
        layout.addSpacing(px(20))
        layout.addLayout(buttons)
        layout.addStretch(1)
