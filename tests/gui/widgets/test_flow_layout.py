"""Lines of widgets that break where the room ends."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from textminer.gui.widgets.flow_layout import FlowLayout


class Block(QWidget):
    def __init__(self, width: int, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:
        return self._size


def flowing(qtbot: QtBot, within: QWidget) -> tuple[FlowLayout, list[Block]]:
    qtbot.addWidget(within)
    layout = FlowLayout(within, 10)
    blocks = [Block(60, height, within) for height in (20, 30, 20, 20)]
    for block in blocks:
        layout.addWidget(block)
    blocks[2].hide()
    return layout, blocks


def test_what_does_not_fit_goes_on_in_the_next_line_and_is_never_cut(qtbot: QtBot) -> None:
    whole = QWidget()
    _layout, blocks = flowing(qtbot, whole)
    whole.resize(150, 200)
    whole.show()

    assert [(block.x(), block.y()) for block in (blocks[0], blocks[1], blocks[3])] == [
        (0, 5),
        (70, 0),
        (0, 40),
    ]
    assert all(block.size() == block.sizeHint() for block in blocks if not block.isHidden())


def test_it_takes_the_height_that_its_lines_need_and_no_more(qtbot: QtBot) -> None:
    window, flowing_part, below = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(window)
    layout, blocks = flowing(qtbot, flowing_part)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(flowing_part)
    column.addWidget(below, 1)
    window.show()
    for width, height in ((150, 60), (500, 30), (100, 90), (150, 60)):
        window.resize(width, 300)
        qtbot.waitUntil(partial(has_height, flowing_part, height))
    blocks[2].show()  # a widget more, as when a filter gets another pill
    window.resize(130, 300)
    qtbot.waitUntil(partial(has_height, flowing_part, 60))
    layout.addWidget(Block(60, 20, flowing_part))
    qtbot.waitUntil(partial(has_height, flowing_part, 90))


def has_height(widget: QWidget, height: int) -> bool:
    return widget.height() == height
