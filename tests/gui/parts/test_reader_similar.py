"""The documents worded alike: found while one looks, opened with a click, selected together."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from textminer.corpus.filter import DocumentFilter
from textminer.gui.parts.reader import ReaderPanel

TEXTS = [
    "the lift was broken all week",
    "breakfast was good",
    "a broken lift again, broken all week",
    "the lift broken and the room bad",
    "",
]


def begin(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(TEXTS))
    workplace.score()
    reader.below.pills[2].click()
    workplace.settle()


def test_the_nearest_are_listed_with_score_and_first_words(reader: ReaderPanel, workplace: Workplace) -> None:
    begin(reader, workplace)
    table = reader.similar.table.columns_model
    assert table.order.tolist() == [2, 3]
    assert reader.similar.said.text() == "Worded most like row 1"
    assert [table.cell(0, column) for column in (1, 2)] == ["−1.00", TEXTS[2]]
    assert 0.3 < float(table.cell(0, 0)) < 1


def test_a_click_opens_one_and_leaves_the_list(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace)
    table = reader.similar.table
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, table.rowViewportPosition(1) + 10)
    )
    assert workplace.session.current == 3
    workplace.settle()
    assert table.columns_model.order.tolist() == [2, 3]
    assert table.current_position() == 3
    assert reader.similar.turn_button.isVisible()
    reader.similar.turn_button.click()
    workplace.settle()
    assert reader.similar.said.text() == "Worded most like row 4"
    assert 0 in table.columns_model.order


def test_they_are_selected_with_the_document_itself(reader: ReaderPanel, workplace: Workplace) -> None:
    begin(reader, workplace)
    reader.similar.select_button.click()
    assert workplace.session.selection.tolist() == [0, 2, 3]


def test_only_documents_that_pass_the_filter_are_listed(reader: ReaderPanel, workplace: Workplace) -> None:
    begin(reader, workplace)
    workplace.session.set_filter(DocumentFilter(find="week"))
    workplace.settle()
    assert reader.similar.found.positions.tolist() == [2]


def test_a_document_without_words_has_none_and_says_so(reader: ReaderPanel, workplace: Workplace) -> None:
    begin(reader, workplace)
    workplace.session.set_current(4)
    workplace.settle()
    assert reader.similar.found.positions.tolist() == []
    assert "No other document" in reader.similar.empty.text()
    assert reader.similar.empty.isVisible()


def test_nothing_is_looked_for_while_nobody_looks(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(TEXTS))
    workplace.score()
    workplace.settle()
    assert reader.similar.found.positions.tolist() == []
