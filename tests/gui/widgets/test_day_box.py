"""A day is what was typed, whatever stood there before."""

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from textminer.gui.widgets.day_box import DayBox

DAY = QDate(2013, 5, 14)


@pytest.fixture
def box(qtbot: QtBot) -> DayBox:
    made = DayBox("First day", DAY)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("typed", ["2016-02-29", "20160229", "2016-2-29", "2016/02/29", "2016.2.29"])
@pytest.mark.parametrize("selects_all", [True, False])
def test_a_typed_day_replaces_the_one_before(
    qtbot: QtBot, box: DayBox, typed: str, selects_all: bool
) -> None:
    if selects_all:
        qtbot.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.keyClick(box, Qt.Key.Key_Home)
    with qtbot.waitSignal(box.dateChanged):
        qtbot.keyClicks(box, typed)
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.date() == QDate(2016, 2, 29)


def test_one_part_can_be_typed_alone(qtbot: QtBot, box: DayBox) -> None:
    box.setSelectedSection(DayBox.Section.MonthSection)
    qtbot.keyClicks(box, "12-31")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.date() == QDate(2013, 12, 31)
