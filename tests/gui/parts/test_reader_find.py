"""Finding inside the document that is read."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from textminer.corpus.filter import DocumentFilter
from textminer.gui.parts.reader import ReaderPanel

TEXT = "😀 the Lift, the stairs and the lift"


def begin(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot, typed: str) -> None:
    workplace.open(corpus_of([TEXT, "the other", "nothing"]))
    qtbot.keyClick(reader.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert reader.find_line.isVisible()
    qtbot.keyClicks(reader.find_line.box, typed)


def test_places_are_counted_marked_and_walked(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, qtbot, "lift")
    line = reader.find_line
    assert line.count.text() == "1 of 2"
    assert reader.text.selected_text() == "Lift"
    assert reader.text._painter._mark_starts.tolist() == [7, 32]
    qtbot.keyClick(line.box, Qt.Key.Key_Return)
    assert line.count.text() == "2 of 2"
    assert reader.text.selected_text() == "lift"
    line.next_button.click()
    assert line.count.text() == "1 of 2"
    qtbot.keyClick(line.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert line.count.text() == "2 of 2"
    qtbot.keyClick(reader.text, Qt.Key.Key_F3)
    assert line.count.text() == "1 of 2"


def test_what_is_nowhere_is_told(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    begin(reader, workplace, qtbot, "elevator")
    assert reader.find_line.count.text() == "nowhere"
    assert not reader.find_line.next_button.isEnabled()


def test_the_line_follows_to_the_next_document(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, qtbot, "the")
    assert reader.find_line.count.text() == "1 of 3"
    workplace.session.set_current(1)
    assert reader.find_line.count.text() == "1 of 2"


def test_escape_closes_it_and_the_marks_of_the_filter_come_back(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, qtbot, "lift")
    workplace.session.set_filter(DocumentFilter(find="stairs"))
    qtbot.keyClick(reader.find_line.box, Qt.Key.Key_Escape)
    assert not reader.find_line.isVisible()
    assert reader.text._painter._mark_starts.tolist() == [17]


def test_arrows_in_the_line_turn_to_no_other_document(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, qtbot, "lift")
    turned: list[int] = []
    reader.walk_requested.connect(turned.append)
    for _time in range(6):
        qtbot.keyClick(reader.find_line.box, Qt.Key.Key_Left)
    assert turned == []
