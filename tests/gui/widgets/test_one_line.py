"""Cells in whichever direction they are read."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from textminer.gui.fonts import font
from textminer.gui.widgets.one_line import draw_one_line

WIDTH = 300
HEBREW = "\u05d4\u05e9\u05d9\u05e8\u05d5\u05ea \u05d2\u05e8\u05d5\u05e2"


def inked(text: str, is_number: bool = False) -> np.ndarray:
    """Places of the columns of pixels that have ink."""
    image = QImage(WIDTH, 30, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font(13))
    draw_one_line(painter, QRect(0, 0, WIDTH, 30), text, QFontMetrics(font(13)), is_number)
    painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(30, image.bytesPerLine())[:, :WIDTH]
    return np.flatnonzero((pixels < 128).any(axis=0))


@pytest.mark.parametrize(("text", "is_number", "is_left"), [("A text", False, True), ("12.5", True, False)])
def test_texts_begin_at_the_left_and_numbers_end_at_the_right(
    qapp: QApplication, text: str, is_number: bool, is_left: bool
) -> None:
    found = inked(text, is_number)
    assert (found.min() < 10) == is_left
    assert (found.max() > WIDTH - 10) != is_left


def test_what_is_read_from_the_right_begins_there_and_its_full_stop_ends_it(qapp: QApplication) -> None:
    plain, ended = inked(HEBREW), inked(HEBREW + ".")
    assert plain.max() > WIDTH - 10
    assert ended.min() < plain.min(), "the full stop stands at the left"
    assert ended.max() == pytest.approx(plain.max(), abs=1)


def test_what_does_not_fit_is_cut_where_it_ends(qapp: QApplication) -> None:
    found = inked(HEBREW * 9)
    assert found.min() < 30
    assert found.max() > WIDTH - 10
    assert (np.diff(found)[:2] > 1).all(), "the dots, with room between them, stand at the left"
