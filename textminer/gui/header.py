"""The bar on top: what is open, find, export, preferences."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from textminer.gui.icons import pixmap, use_icon
from textminer.gui.theme import current_colours, px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.line_field import LineField
from textminer.translation import _, ngettext_

HEADER_HEIGHT = 52
FIND_WIDTH, LEAST_FIND_WIDTH = 300, 220
COUNT_FROM = 780  # width from which the number of documents has room beside the name
TYPING_PAUSE_MS = 200  # a search starts when typing rests this long


class Header(QFrame):
    """What is open and the few things that are always at hand.

    find_changed carries the text when typing rests or Return is pressed.
    """

    find_changed = Signal(str)
    export_clicked = Signal()
    preferences_clicked = Signal()

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "bar")
        self._product = QLabel("TextMiner", self)
        set_kind(self._product, "product")
        self._corpus = ElidedLabel(self)
        self._count = plain_label("", "secondary", self)
        set_kind(self._corpus, "secondary")
        self.find_box = _FindBox(self)
        self.export_button = QPushButton(_("Export…"), self)
        self.preferences_button = QPushButton(self)
        self.menu_button = QPushButton(self)
        self.menu_button.setMenu(menu)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._arrange()
        self._connect()
        self.clear_corpus()

    def set_corpus(self, name: str, n_documents: int) -> None:
        """Show what is open."""
        count = ngettext_("{n} document", "{n} documents", n_documents).format(n=f"{n_documents:,}")
        self._corpus.setText(name)
        self._corpus.setToolTip(name)
        self._count.setText(f"·  {count}")
        self._show_corpus_controls(True)

    @property
    def corpus_name(self) -> str:
        """Name of what is open; "" where nothing is."""
        return self._corpus.toolTip()

    def clear_corpus(self) -> None:
        """Show that nothing is open."""
        self._corpus.setText("")
        self._corpus.setToolTip("")
        self._count.setText("")
        self.find_box.clear()
        self._show_corpus_controls(False)

    def focus_find(self) -> None:
        """Put the cursor into the find box, where there is something to find."""
        if self.find_box.isVisible():
            self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.find_box.selectAll()

    def set_find_text(self, text: str) -> None:
        """Show what is being looked for, without telling of it as typed."""
        if text != self.find_box.text():
            self.find_box.setText(text)
            self._pause.stop()

    def rescale(self) -> None:
        """Take the sizes of the scale that the user chose."""
        self.setFixedHeight(px(HEADER_HEIGHT))
        self.find_box.setMinimumWidth(px(LEAST_FIND_WIDTH))
        self.find_box.setMaximumWidth(px(FIND_WIDTH))
        self._fit_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_count()

    def _fit_count(self) -> None:
        """Where there is little room, the name of what is open is more than its size."""
        self._count.setVisible(self.width() >= px(COUNT_FROM))

    def _arrange(self) -> None:
        self.rescale()
        self.menu_button.setAccessibleName(_("Menu"))
        self.menu_button.setToolTip(_("Menu (F10)"))
        self.preferences_button.setAccessibleName(_("Preferences"))
        set_kind(self.menu_button, "icon")
        use_icon(self.menu_button, "menu", "secondary", 18)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(10)
        layout.addWidget(self._product)
        layout.addWidget(self._corpus)
        layout.addWidget(self._count)
        layout.addStretch(1)
        layout.addWidget(self.find_box, 2)
        layout.addWidget(self.export_button)
        layout.addWidget(self.preferences_button)
        layout.addWidget(self.menu_button)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._tell_find)
        self.find_box.textEdited.connect(lambda _text: self._pause.start())
        self.find_box.cleared.connect(self._tell_find)
        self.find_box.returnPressed.connect(self._tell_find)
        self.export_button.clicked.connect(lambda: self.export_clicked.emit())
        self.preferences_button.clicked.connect(lambda: self.preferences_clicked.emit())

    def _tell_find(self) -> None:
        self._pause.stop()
        self.find_changed.emit(self.find_box.text())

    def _show_corpus_controls(self, shown: bool) -> None:
        self.find_box.setVisible(shown)
        self.export_button.setVisible(shown)
        set_kind(self.preferences_button, "icon" if shown else "secondary")
        if shown:
            self.preferences_button.setText("")
            self.preferences_button.setToolTip(_("Preferences (Ctrl+,)"))
            use_icon(self.preferences_button, "settings", "secondary", 18)
        else:
            self.preferences_button.setText(_("Preferences"))
            self.preferences_button.setToolTip("")
            use_icon(self.preferences_button, "", "secondary", 18)


class _FindBox(LineField):
    """Finds in the documents; Escape empties it."""

    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Find in documents"))
        self.setAccessibleName(_("Find in documents"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._glass = QLabel(self)  # Qt does not let the icons of a line grow with the user's scale
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._keys = QLabel(QKeySequence(QKeySequence.StandardKey.Find).toString().replace("+", " "), self)
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_kind(self._keys, "caption")
        self._empty = QPushButton(self)
        set_kind(self._empty, "icon")
        use_icon(self._empty, "x", "secondary")
        self._empty.setAccessibleName(_("Clear"))
        self._empty.setToolTip(_("Clear (Escape)"))
        self._empty.setCursor(Qt.CursorShape.ArrowCursor)
        self._empty.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty.clicked.connect(lambda: self._clear())
        self._empty.hide()
        self.textChanged.connect(self._on_text)
        self._draw_glass()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_empty"):
            self._draw_glass()

    def _place(self) -> None:
        self.setTextMargins(px(28), 0, px(26), 0)
        ends = (
            (self._glass, px(8)),
            (self._keys, self.width() - self._keys.sizeHint().width() - px(10)),
            (self._empty, self.width() - self._empty.sizeHint().width() - px(2)),
        )
        for widget, left in ends:
            size = widget.sizeHint()
            widget.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())

    def _clear(self) -> None:
        self.clear()
        self.cleared.emit()

    def _on_text(self, text: str) -> None:
        self._keys.setVisible(not text)
        self._empty.setVisible(bool(text))

    def _draw_glass(self) -> None:
        colour = current_colours().secondary
        self._glass.setPixmap(pixmap("search", px(16), colour, self.devicePixelRatioF()))
        self._place()
