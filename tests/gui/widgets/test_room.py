"""What a view does where there is little room: parts below each other, pages that scroll, dialogs that fit."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from textminer.gui.theme import Theme, dress, px
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.halves import BESIDE_FROM, Halves
from textminer.gui.widgets.labelled import Labelled
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
    dress(halves)
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


def test_two_parts_go_without_what_is_missing_alike_and_one_takes_what_is_left(qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    halves = Halves(first, second, (600, 400), grows=1)
    shown(qtbot, halves, 750, 600)
    assert first.width() / second.width() == pytest.approx(1.5, abs=0.02)
    halves.resize(1414, 600)
    assert (first.width(), second.width()) == (600, 800)


def test_a_border_that_was_moved_stays_where_it_is(qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    halves = Halves(first, second, (600, 400), grows=1)
    shown(qtbot, halves, 1014, 600)
    halves.moveSplitter(300, 1)
    halves.resize(1114, 600)
    assert first.width() == pytest.approx(300, abs=2)


def test_a_button_stands_close_below_a_sentence_that_needed_more_lines_before(qtbot: QtBot) -> None:
    state = EmptyState(
        "funnel", "Nothing", "A sentence that goes on over a few lines. " * 2, "Do", lambda: None
    )
    shown(qtbot, state, 180, 500)
    state.resize(800, 500)
    qtbot.waitUntil(lambda: state.findChildren(QPushButton)[0].x() > 300, timeout=60_000)
    sentence, button = state.findChildren(QLabel)[-1], state.findChildren(QPushButton)[0]
    assert sentence.height() <= 3 * sentence.fontMetrics().height()
    assert button.y() - sentence.geometry().bottom() <= px(16)


def test_words_and_their_control_are_never_parted(qtbot: QtBot) -> None:
    flow = QWidget()
    layout = FlowLayout(flow, 8)
    first, box = QPushButton("A button before them"), QComboBox()
    box.addItem("A choice")
    pair = Labelled("Sort by", box)
    layout.addWidget(first)
    layout.addWidget(pair)
    shown(qtbot, flow, first.sizeHint().width() + 80, 200)
    label = pair.findChildren(QLabel)[0]
    assert pair.y() > first.geometry().bottom()
    assert label.y() <= box.geometry().center().y() <= label.geometry().bottom()
