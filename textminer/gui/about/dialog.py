"""The dialog that says what TextMiner is and what it stands on."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPainter,
    QPixmap,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from textminer import __version__
from textminer.gui.about.versions import details, versions
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.screen_size import resize_on_screen
from textminer.resource_files import resource_path
from textminer.translation import _

SIGN_SIZE = 56
N_COLUMNS = 2


class AboutDialog(QDialog):
    """Version, licence, versions of what is at work, and the notices of third parties."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About TextMiner"))
        self.notices = QTextBrowser(self)
        self.copy_button = QPushButton(_("Copy details"), self)
        self.close_button = QPushButton(_("Close"), self)
        self._arrange()
        self.copy_button.clicked.connect(lambda: self._copy())
        self.close_button.clicked.connect(lambda: self.accept())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(details())
        self.copy_button.setText(_("Copied"))

    def _arrange(self) -> None:
        self.notices.setOpenLinks(False)  # addresses are read here, not followed
        self.notices.setMarkdown(_notices_text())
        _calm(self.notices.document())
        self.notices.setAccessibleName(_("Third-party notices"))
        self.copy_button.setToolTip(_("Copies these versions, nothing of your data"))
        self.close_button.setDefault(True)
        frame = QFrame(self)
        set_kind(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(px(10), px(8), px(4), px(8))
        inside.addWidget(self.notices)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(24), px(22), px(24), px(18))
        whole.setSpacing(px(14))
        whole.addLayout(self._head())
        whole.addLayout(self._versions())
        whole.addSpacing(px(4))
        whole.addWidget(_label(_("Third-party notices"), "heading", self))
        whole.addWidget(frame, 1)
        whole.addLayout(buttons)
        resize_on_screen(self, 660, 640)

    def _head(self) -> QHBoxLayout:
        sign = QLabel(self)
        sign.setPixmap(_sign(px(SIGN_SIZE), self.devicePixelRatioF()))
        description = _(
            "Drop a table of texts: see the sentiment of every document and why, see the words, "
            "and train your own LSTM. Nothing leaves this computer."
        )
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(_label(_("TextMiner {version}").format(version=__version__), "title", self))
        words.addWidget(_label(description, "", self))
        words.addWidget(
            _label(_("Free software under the MIT licence. © TextMiner contributors"), "small", self)
        )
        head = QHBoxLayout()
        head.setSpacing(px(18))
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _versions(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        for place, (name, version) in enumerate(versions()[1:]):
            row, column = divmod(place, N_COLUMNS)
            grid.addWidget(_label(name, "small", self), row, 2 * column)
            grid.addWidget(_label(version, "", self), row, 2 * column + 1)
        for column in range(N_COLUMNS):
            grid.setColumnStretch(2 * column + 1, 1)
        return grid


def _label(text: str, kind: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(not kind)
    if kind:
        set_kind(label, kind)
    return label


def _sign(size: int, ratio: float) -> QPixmap:
    """The sign of the product, sharp at the device pixel ratio."""
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(str(resource_path("textminer.svg"))).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def _notices_text() -> str:
    path = resource_path("THIRD_PARTY_NOTICES.md")
    if not path.is_file():
        return _("The file with the notices is missing.")
    title, _line_end, rest = path.read_text(encoding="utf-8").partition("\n")
    return rest if title.startswith("# ") else title + "\n" + rest


def _calm(document: QTextDocument) -> None:
    """Headings in the size of text and tables without lines, where Markdown shouts."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            lines = frame.format().toTableFormat()
            lines.setBorder(0)
            lines.setCellPadding(px(4))
            frame.setFormat(lines)
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            heading = QTextCharFormat()
            heading.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            heading.setFontWeight(QFont.Weight.DemiBold)
            cursor.mergeCharFormat(heading)
            spaced = QTextBlockFormat()
            spaced.setTopMargin(px(12))
            spaced.setBottomMargin(px(6))
            cursor.mergeBlockFormat(spaced)
        block = block.next()
