"""Every screen can be used by keyboard and by ear."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.stories.conftest import sample
from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.navigation import NavigationButton
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.session.preferences import Preferences

Wait = Callable[[Application], None]
PAGES = (
    "welcome", "overview", "documents", "words", "concordance", "network", "compare", "topics", "training",
    "models", "preferences", "import",
)  # fmt: skip
INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTextEdit, FigureCanvas,
)  # fmt: skip
WITHIN_OTHERS = (QScrollBar, QHeaderView)  # parts of a widget that has a name


def is_within_a_box(widget: QWidget) -> bool:
    """Whether it belongs to a combo or spin box, or to a pop-up list, which speak for it."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QMenu):
            return True
        parent = parent.parentWidget()
    return False


def spoken_name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_every_control_of_every_screen_has_a_name_to_be_read_out(
    app: Application, hotel: DocumentsPage, until_idle: Wait
) -> None:
    app.workbench().commands.ask_import([sample("hotel-reviews.csv")])
    until_idle(app)
    nameless: set[str] = set()
    n_seen = 0
    for page in PAGES:
        shown = app.window.show_page(page)
        until_idle(app)
        for widget in shown.findChildren(QWidget):
            if not isinstance(widget, INTERACTIVE) or isinstance(widget, WITHIN_OTHERS):
                continue
            is_corner = isinstance(widget.parent(), QAbstractItemView)  # of a table without row headings
            if is_within_a_box(widget) or is_corner or (widget.isHidden() and not spoken_name(widget)):
                continue
            n_seen += 1
            if not spoken_name(widget).strip():
                nameless.add(f"{page}: {type(widget).__name__} in {type(widget.parent()).__name__}")
    assert n_seen > 60
    assert not nameless, "\n".join(sorted(nameless))


def test_number_keys_show_the_pages_and_tab_reaches_the_grid(
    app: Application, hotel: DocumentsPage, qtbot: QtBot
) -> None:
    window = app.window
    window.activateWindow()
    buttons = window.rail.findChildren(NavigationButton)
    assert [button.text() for button in buttons[:3]] == ["Overview", "Documents", "Words"]
    for number, button in enumerate(buttons, start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert [other for other in buttons if other.isChecked()] == [button]
    window.show_page("documents")
    reached: set[str] = set()
    hotel.setFocus()
    for _step in range(40):
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(type(focused).__name__)
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert "DocumentGrid" in reached or any("Grid" in name or "Table" in name for name in reached)


def test_the_first_window_fits_the_screen(qtbot: QtBot, qapp: QApplication) -> None:
    made = Application(qapp, Preferences())
    qtbot.addWidget(made.window)
    available = made.window.screen().availableSize()
    assert made.window.width() <= available.width()
    assert made.window.height() <= available.height()
    made.jobs.shutdown(1.0)
