"""The page of documents on real widgets: order, filter, selection and streaming, by position throughout."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from tests.builders import LABELS, POLARITY, corpus_of, prediction_of
from tests.gui.workplace import Workplace
from textminer.corpus.filter import DocumentFilter
from textminer.gui.documents import sorting as sorting_module
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.fonts import BODY_PX, font
from textminer.gui.parts import filtering as filtering_module
from textminer.gui.widgets.cell_delegate import PADDING
from textminer.sentiment.prediction import EMPTY

TEXTS = ["great room", "bad lift", "", "good", "broken lift", "ok", "xyzzy", "great lift"]
CITIES = ["Porto", "Faro", "Porto", "Lisbon", "Faro", "Porto", "Faro", "R&B"]


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace) -> DocumentsPage:
    made = DocumentsPage(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


@pytest.fixture
def opened(page: DocumentsPage, workplace: Workplace) -> DocumentsPage:
    workplace.open(corpus_of(TEXTS, city=CITIES, stars=["5", "1", "", "4", "10", "3", "2", "9"]))
    return page


def column_named(page: DocumentsPage, title: str) -> int:
    return [column.title for column in page.grid.columns_model.columns].index(title)


def shown(page: DocumentsPage) -> list[int]:
    return page.grid.columns_model.order.tolist()


def cells(page: DocumentsPage, title: str) -> list[str]:
    model = page.grid.columns_model
    return [model.cell(row, column_named(page, title)) for row in range(model.rowCount())]


def sort_by(page: DocumentsPage, title: str, descending: bool = False) -> None:
    column = column_named(page, title)
    page.grid.set_sort(column, descending)
    page.grid.sort_requested.emit(column, descending)


def test_the_text_comes_first_of_the_original_columns_and_headers_may_repeat(
    page: DocumentsPage, workplace: Workplace
) -> None:
    from tests.builders import table_of_columns
    from textminer.corpus.columns import ColumnRoles
    from textminer.corpus.corpus import Corpus

    table = table_of_columns(["a", "a", ""], [["1"], ["the text"], ["2"]])
    workplace.open(Corpus("x.csv", table, ColumnRoles(text=1), "en"))
    titles = [column.title for column in page.grid.columns_model.columns]
    assert titles[3:] == ["a", "a", ""]
    assert cells(page, "a") == ["the text"]


def test_the_model_of_the_grid_keeps_qts_rules(opened: DocumentsPage, workplace: Workplace) -> None:
    tester = QAbstractItemModelTester(
        opened.grid.columns_model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    workplace.score()
    sort_by(opened, "Sentiment")
    opened.find("lift")
    opened.find("")
    workplace.open(corpus_of([]))
    assert tester is not None


def test_rows_fill_as_documents_are_scored(opened: DocumentsPage, workplace: Workplace) -> None:
    session = workplace.session
    assert set(cells(opened, "Sentiment")) == {""}
    session.start_scores(LABELS, POLARITY)
    assert set(cells(opened, "Sentiment")) == {"…"}
    session.add_scores(np.array([1, 2]), prediction_of([-0.9, EMPTY]))
    assert cells(opened, "Sentiment")[:4] == ["…", "negative", "not scored", "…"]
    assert cells(opened, "text")[2] == "empty"


def test_sorting_goes_through_the_order_of_the_file_again(opened: DocumentsPage) -> None:
    sort_by(opened, "stars")
    assert shown(opened) == [1, 6, 5, 3, 0, 7, 4, 2]
    sort_by(opened, "city")
    assert shown(opened) == [1, 4, 6, 3, 0, 2, 5, 7]
    opened.grid.sort_requested.emit(-1, False)
    assert shown(opened) == list(range(8))


def test_a_selection_survives_sorting_and_what_of_it_passes_survives_a_filter(
    opened: DocumentsPage, workplace: Workplace
) -> None:
    session = workplace.session
    session.select(np.array([1, 4, 5]))
    session.set_current(4)
    sort_by(opened, "stars", descending=True)
    assert session.selection.tolist() == [1, 4, 5]
    assert opened.grid.selected_positions().tolist() == [1, 4, 5]
    opened.find("lift")
    assert session.selection.tolist() == [1, 4]
    assert opened.grid.selected_positions().tolist() == [1, 4]
    assert shown(opened) == [4, 7, 1]
    assert session.current == 4


def test_the_count_says_how_many_match_of_how_many(opened: DocumentsPage, workplace: Workplace) -> None:
    count = opened.filter_bar.count
    assert count.accessibleName() == "8 matching of 8"
    opened.find("lift")
    assert count.accessibleName() == "3 matching of 8"
    workplace.score()
    opened.filtering.change(sentiments=("negative",))
    assert count.accessibleName() == "2 matching of 8"
    texts = [pill.text() for pill in opened.filter_bar.pills()]
    assert len(texts) == 2
    assert "lift" in texts[0]
    opened.filter_bar.pills()[0].click()
    assert count.accessibleName() == "2 matching of 8"
    opened.filter_bar.clear_button.click()
    assert count.accessibleName() == "8 matching of 8"


def test_scores_that_stream_in_change_what_a_score_filter_lets_pass(
    opened: DocumentsPage, workplace: Workplace
) -> None:
    session = workplace.session
    session.start_scores(LABELS, POLARITY)
    opened.filtering.change(sentiments=("negative",))
    assert shown(opened) == []
    session.add_scores(np.array([1, 4]), prediction_of([-0.9, -0.8]))
    assert shown(opened) == [1, 4]
    assert opened.filter_bar.count.accessibleName() == "2 matching of 8"


def test_a_sorted_view_moves_once_a_second_while_scores_stream(
    opened: DocumentsPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = workplace.session
    session.start_scores(LABELS, POLARITY)
    sort_by(opened, "Sentiment")
    before = shown(opened)
    session.add_scores(np.array([3]), prediction_of([-0.9]))
    session.add_scores(np.array([5]), prediction_of([-0.95]))
    assert shown(opened) == before
    assert opened.sorting._again.isActive()
    assert opened.sorting._again.interval() == 1000
    opened.sorting._again.timeout.emit()
    assert shown(opened) == [5, 3, 0, 1, 2, 4, 6, 7]


def test_a_large_corpus_is_sorted_and_filtered_in_jobs(
    opened: DocumentsPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting_module, "AT_ONCE", 3)
    monkeypatch.setattr(filtering_module, "AT_ONCE", 3)
    sort_by(opened, "stars")
    opened.find("lift")
    assert shown(opened) == list(range(8))
    assert opened.filter_bar.count.accessibleName() == "… matching of 8"
    workplace.settle()
    assert shown(opened) == [1, 7, 4]


def test_a_filter_that_was_overtaken_is_dropped(
    opened: DocumentsPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtering_module, "AT_ONCE", 3)
    opened.find("lift")
    opened.find("great")
    workplace.settle()
    assert workplace.session.filter == DocumentFilter(find="great")
    opened.find("bad")
    workplace.open(corpus_of(["bad", "x"] * 4))
    workplace.settle()
    assert workplace.session.filter.is_empty


def test_a_bad_expression_is_told_in_a_sentence_and_changes_nothing(
    opened: DocumentsPage, workplace: Workplace
) -> None:
    opened.find("li(ft", is_regex=True)
    error = opened.filter_bar.error
    assert error.isVisible()
    assert "regular expression" in error.text()
    assert len(workplace.session.in_scope) == 8
    assert opened.filter_bar.count.accessibleName() == "8 matching of 8"
    opened.find("li(ft)?", is_regex=True)
    assert not error.isVisible()
    assert shown(opened) == [1, 4, 7]


def test_no_match_offers_to_clear_the_filters(opened: DocumentsPage, workplace: Workplace) -> None:
    opened.find("nowhere at all")
    assert opened._table.currentWidget() is opened._no_match
    opened.filtering.clear()
    assert opened._table.currentWidget() is opened.grid


def test_without_a_corpus_the_page_says_what_to_do(page: DocumentsPage) -> None:
    assert page._whole.currentWidget() is page._nothing_open


def test_a_click_selects_one_document_but_lets_a_selection_of_several_be(
    opened: DocumentsPage, workplace: Workplace, qtbot: QtBot
) -> None:
    session, grid = workplace.session, opened.grid

    def click(row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = QPoint(100, grid.rowViewportPosition(row) + 10)
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(2)
    assert (session.selection.tolist(), session.current) == ([2], 2)
    click(4, Qt.KeyboardModifier.ShiftModifier)
    assert session.selection.tolist() == [2, 3, 4]
    click(6)
    assert (session.selection.tolist(), session.current) == ([2, 3, 4], 6)
    click(0, Qt.KeyboardModifier.ControlModifier)
    assert session.selection.tolist() == [0, 2, 3, 4]
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert session.selection.tolist() == []


def test_keys_go_through_the_rows_and_arrows_walk_the_selection(
    opened: DocumentsPage, workplace: Workplace, qtbot: QtBot
) -> None:
    session, grid = workplace.session, opened.grid
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert session.current == 1
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert session.current == 7
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert session.current == 0
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert session.current == 1
    session.select(np.array([3, 5]))
    qtbot.keyClick(opened.reader.text, Qt.Key.Key_Right)
    assert session.current == 3
    qtbot.keyClick(opened.reader.text, Qt.Key.Key_Right)
    qtbot.keyClick(opened.reader.text, Qt.Key.Key_Right)
    assert session.current == 5
    qtbot.keyClick(opened.reader.text, Qt.Key.Key_Left)
    assert session.current == 3
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(session.selection) == 8


def test_copied_rows_hold_whole_cells_in_the_order_that_is_shown(
    page: DocumentsPage, workplace: Workplace, qtbot: QtBot
) -> None:
    long = "x" * 5_000
    workplace.open(corpus_of(["tab\there", long, 'say "hi"'], city=["b", "a", "c"]))
    workplace.session.select(np.array([0, 1]))
    sort_by(page, "city")
    qtbot.keyClick(page.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[3:] == ["text", "city"]
    assert lines[1].split("\t")[3:] == [long, "a"]
    assert '"tab\there"' in lines[2]


def test_what_is_visible_is_scored_first(opened: DocumentsPage, workplace: Workplace, qtbot: QtBot) -> None:
    sort_by(opened, "stars")
    opened.grid.scrolled.emit()
    assert workplace.commands._visible.tolist() == shown(opened)


def test_a_prediction_without_polarity_shows_its_classes(opened: DocumentsPage, workplace: Workplace) -> None:
    session = workplace.session
    session.start_scores(("billing", "login"), None)
    session.add_scores(np.array([0]), prediction_of([0.9], ("billing", "login"), None))
    assert cells(opened, "Prediction")[:2] == ["login", "…"]
    sort_by(opened, "Prediction")
    assert shown(opened) == list(range(8))
    assert opened.reader.verdict.number.text() == "95 %"
    assert opened.reader.verdict.words.text() == "login"


def test_a_filter_turns_the_reader_to_a_document_that_passes(
    opened: DocumentsPage, workplace: Workplace
) -> None:
    workplace.session.set_current(3)
    opened.find("lift")
    assert workplace.session.current == 1
    opened.find("great lift")
    assert workplace.session.current == 7
    opened.find("")
    assert workplace.session.current == 7


def test_clearing_the_found_text_elsewhere_is_told_to_the_header(opened: DocumentsPage, qtbot: QtBot) -> None:
    opened.find("lift")
    with qtbot.waitSignal(opened.find_text_changed) as told:
        opened.filter_bar.pills()[0].click()
    assert told.args == [""]


def test_in_a_narrow_window_the_reader_is_a_drawer(opened: DocumentsPage, qtbot: QtBot) -> None:
    assert opened.reader.isVisible()
    assert not opened.reader_button.isVisible()
    opened.resize(800, 600)
    assert not opened.reader.isVisible()
    opened.reader_button.click()
    assert opened.reader.isVisible()
    assert opened.reader.geometry().right() == opened.width() - 1
    opened.resize(1280, 700)
    assert opened.reader.isVisible()
    assert not opened.reader_button.isVisible()


def test_the_column_of_row_numbers_is_wide_enough_for_every_number(
    page: DocumentsPage, workplace: Workplace
) -> None:
    workplace.open(corpus_of(["good"] * 11_120))

    room = page.grid.columnWidth(0) - 2 * PADDING
    figures = QFontMetrics(font(BODY_PX, tabular=True))

    assert max(figures.horizontalAdvance(text) for text in cells(page, "Row")) <= room


def test_a_selection_made_in_another_view_is_turned_to_when_the_page_is_shown(
    opened: DocumentsPage, workplace: Workplace
) -> None:
    session = workplace.session
    opened.hide()
    session.select(np.array([4, 6]))
    assert session.current == 0
    opened.show()
    assert session.current == 4
    session.set_current(2)
    opened.hide()
    opened.show()
    assert session.current == 2  # it has been seen: what is read stays


def test_a_selection_and_a_filter_older_than_the_page_are_turned_to(
    qtbot: QtBot, workplace: Workplace
) -> None:
    workplace.open(corpus_of(TEXTS, city=CITIES))
    workplace.session.set_filter(DocumentFilter(find="lift"))
    first = DocumentsPage(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(first)
    first.show()
    assert workplace.session.current == 1
    workplace.session.select(np.array([4, 7]))
    second = DocumentsPage(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(second)
    second.show()
    assert workplace.session.current == 4


def test_the_keys_are_for_the_grid_when_the_page_is_shown(workplace: Workplace, qtbot: QtBot) -> None:
    workplace.open(corpus_of(TEXTS))
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    other = QPushButton("another page")
    opened = DocumentsPage(workplace.session, workplace.commands, workplace.jobs)
    pages.addWidget(other)
    pages.addWidget(opened)
    pages.show()
    pages.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    pages.setCurrentWidget(opened)
    qtbot.waitUntil(opened.grid.hasFocus)
