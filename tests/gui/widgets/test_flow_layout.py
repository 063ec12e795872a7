"""Lines of widgets that break where the room ends."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from textminer.gui.widgets.flow_layout import FlowLayout


class Block(QWidget):
    def __init__(self, width: int, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:
        return self._size


def test_what_does_not_fit_goes_on_in_the_next_line_and_is_never_cut(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    layout = FlowLayout(whole, 10)
    blocks = [Block(60, height, whole) for height in (20, 30, 20, 20)]
    for block in blocks:
        layout.addWidget(block)
    blocks[2].hide()
    whole.resize(150, 200)
    whole.show()

    assert [(block.x(), block.y()) for block in (blocks[0], blocks[1], blocks[3])] == [
        (0, 5),
        (70, 0),
        (0, 40),
    ]
    assert all(block.size() == block.sizeHint() for block in blocks if not block.isHidden())
    assert layout.heightForWidth(150) == 60
    assert layout.heightForWidth(500) == 30
    assert layout.heightForWidth(10) == 20 + 30 + 20 + 2 * 10
