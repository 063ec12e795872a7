"""What a view does where there is little room: parts below each other, pages that scroll, dialogs that fit."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from textminer.gui.theme import Theme, px
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.halves import BESIDE_FROM, Halves
from textminer.gui.widgets.page_scroll import PageScroll
from textminer.gui.widgets.screen_size import resize_on_screen


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)


def test_two_parts_stand_below_each_other_where_there_is_no_room_beside(qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    halves = Halves(first, second, (300, 400), (150, 250))
    shown(qtbot, halves, BESIDE_FROM + 100, 600)
    assert first.geometry().right() < second.geometry().left()
    halves.resize(BESIDE_FROM - 100, 600)
    assert first.geometry().bottom() < second.geometry().top()
    assert halves.minimumSizeHint().height() >= 400
    halves.resize(BESIDE_FROM + 100, 600)
    assert first.geometry().right() < second.geometry().left()


def test_a_larger_scale_needs_more_room_beside(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp)
    halves = Halves(QWidget(), QWidget(), (300, 400))
    shown(qtbot, halves, BESIDE_FROM + 100, 600)
    assert halves.is_beside
    try:
        theme.set_scale(2.0)
        assert not halves.is_beside
        assert halves.handleWidth() == px(14)
    finally:
        theme.set_scale(1.0)
    assert halves.is_beside


def test_content_scrolls_only_where_it_has_too_little_room(qtbot: QtBot) -> None:
    content = QWidget()
    layout = QVBoxLayout(content)
    line = QLabel("many words that need a line of their own each")
    line.setWordWrap(True)
    figure = QWidget()
    figure.setMinimumHeight(200)
    layout.addWidget(line)
    layout.addWidget(figure)
    scroll = PageScroll(content)
    shown(qtbot, scroll, 300, 500)
    assert scroll.verticalScrollBar().maximum() == 0
    assert content.height() == scroll.viewport().height()
    scroll.resize(300, 150)
    assert scroll.verticalScrollBar().maximum() > 0
    assert figure.height() == 200


def test_a_stack_asks_for_the_room_of_what_it_shows(qtbot: QtBot) -> None:
    stack = CurrentStack()
    for height in (50, 900):
        widget = QLabel("words " * 50)
        widget.setWordWrap(True)
        widget.setMinimumHeight(height)
        holder = QWidget()
        QVBoxLayout(holder).addWidget(widget)
        stack.addWidget(holder)
    content = QWidget()
    QVBoxLayout(content).addWidget(stack)
    scroll = PageScroll(content)
    shown(qtbot, scroll, 400, 500)
    assert scroll.verticalScrollBar().maximum() == 0
    stack.setCurrentIndex(1)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0, timeout=60_000)


def test_a_dialog_is_no_larger_than_its_screen(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    room: QSize = dialog.screen().availableSize()
    resize_on_screen(dialog, 2 * room.width(), 100)
    assert dialog.width() < room.width()
    assert dialog.height() == px(100)
