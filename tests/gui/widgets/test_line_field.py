"""A line to type in, and the shortcuts of the window it stands in."""

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from textminer.gui.widgets import line_field
from textminer.gui.widgets.line_field import LineField

CONTROL = Qt.KeyboardModifier.ControlModifier


def takes_from_the_window(line: QLineEdit, key: Qt.Key) -> bool:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, CONTROL)
    event.ignore()
    QApplication.sendEvent(line, event)
    return event.isAccepted()


def test_a_line_leaves_the_window_the_key_it_is_told_to(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ctrl+A instead of Ctrl+E, which a line takes only where the platform has Emacs keys
    monkeypatch.setattr(line_field, "LEFT_TO_WINDOW", (QKeyCombination(CONTROL, Qt.Key.Key_A),))
    plain, ours = QLineEdit(), LineField()
    qtbot.addWidget(plain)
    qtbot.addWidget(ours)

    assert takes_from_the_window(plain, Qt.Key.Key_A)
    assert not takes_from_the_window(ours, Qt.Key.Key_A)
    assert takes_from_the_window(ours, Qt.Key.Key_C)
