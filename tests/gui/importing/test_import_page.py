"""The look before the import, as a user does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.manual_executor import ManualExecutor
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.recipe import ImportSettings
from textminer.gui.importing.page import ImportPage
from textminer.gui.importing.pasting import table_from_text
from textminer.gui.importing.preview_table import pieces
from textminer.gui.job_bridge import JobBridge
from textminer.jobs.runner import JobRunner
from textminer.resource_files import resource_path

HOTELS = resource_path("samples", "hotel-reviews.csv")


class Reader:
    """A page whose files are read when the test says so."""

    def __init__(self, page: ImportPage, executor: ManualExecutor) -> None:
        self.page = page
        self._executor = executor

    def look_at(self, *paths: Path) -> None:
        self.page.look_at(list(paths))
        self.read()

    def read(self) -> None:
        self._executor.drain()
        QCoreApplication.processEvents()

    def cells(self, row: int) -> list[str]:
        model = self.page.table.rows_model
        return [model.index(row, column).data() for column in range(model.columnCount())]

    def headers(self) -> list[str]:
        model = self.page.table.rows_model
        return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]

    def choose(self, qtbot: QtBot, box_name: str, data: str | None) -> None:
        """Choose in a box as the keyboard does: key by key until the choice stands there."""
        box = getattr(self.page.settings, box_name)
        wanted = next(place for place in range(box.count()) if box.itemData(place) == data)
        while box.currentIndex() != wanted:
            qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)

    def give_role(self, qtbot: QtBot, column: int, title: str) -> None:
        chip = self.page.table.roles.chips[column]
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        (menu,) = [menu for menu in chip.findChildren(QMenu) if menu.isVisible()]
        (action,) = [action for action in menu.actions() if action.text() == title]
        press(menu, action)


def press(menu: QMenu, action: QAction) -> None:
    menu.setActiveAction(action)
    action.trigger()
    menu.close()
    QCoreApplication.processEvents()


@pytest.fixture
def reader(qtbot: QtBot, executor: ManualExecutor) -> Iterator[Reader]:
    jobs = JobBridge(JobRunner(executor))
    page = ImportPage(jobs)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    with qtbot.waitExposed(page):
        page.show()
    yield Reader(page, executor)
    jobs.shutdown(1.0)


def written(folder: Path, text: str | bytes, name: str = "texts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_is_shown_as_it_is_guessed_and_one_button_reads_it(qtbot: QtBot, reader: Reader) -> None:
    reader.look_at(HOTELS)
    page = reader.page
    assert page.caption.text() == "First 100 rows of hotel-reviews.csv"
    assert reader.headers() == ["review", "city", "stars", "date", "traveller"]
    assert page.settings.encoding.currentText() == "UTF-8 (guessed)"
    assert page.settings.delimiter.currentText() == "Comma (guessed)"
    assert page.settings.header.isChecked()
    with qtbot.waitSignal(page.analyse_requested) as told:
        qtbot.mouseClick(page.analyse_button, Qt.MouseButton.LeftButton)
    assert told.args == [[HOTELS], ImportSettings(has_header=True), ColumnRoles(text=0, date=3, group=1)]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_one_key_analyses(qtbot: QtBot, reader: Reader, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    reader.page.activateWindow()
    reader.look_at(HOTELS)
    qtbot.waitUntil(reader.page.analyse_button.hasFocus)
    with qtbot.waitSignal(reader.page.analyse_requested):
        qtbot.keyClick(reader.page.analyse_button, key, modifier)


def test_escape_leaves_without_reading(qtbot: QtBot, reader: Reader) -> None:
    reader.page.activateWindow()
    reader.look_at(HOTELS)
    qtbot.waitUntil(reader.page.analyse_button.hasFocus)
    with qtbot.waitSignal(reader.page.dismissed):
        qtbot.keyClick(reader.page.analyse_button, Qt.Key.Key_Escape)


def test_another_encoding_reads_the_rows_again(qtbot: QtBot, reader: Reader, tmp_path: Path) -> None:
    path = written(tmp_path, "text,n\nПривет мир,1\nДобрый день,2\n".encode("cp1251"))
    reader.look_at(path)
    reader.choose(qtbot, "encoding", "cp1252")
    reader.read()
    assert reader.cells(0)[0] == "Ïðèâåò ìèð"
    reader.choose(qtbot, "encoding", "cp1251")
    reader.read()
    assert reader.cells(0)[0] == "Привет мир"
    with qtbot.waitSignal(reader.page.analyse_requested) as told:
        reader.page.analyse()
    assert told.args[1].encoding == "cp1251"
    assert told.args[1].delimiter is None


def test_another_delimiter_makes_other_columns(qtbot: QtBot, reader: Reader, tmp_path: Path) -> None:
    reader.look_at(written(tmp_path, "text;note\nfine, yes;a\nbad, no;b\n"))
    assert reader.headers() == ["text", "note"]
    reader.choose(qtbot, "delimiter", ",")
    reader.read()
    assert reader.headers()[0] == "text;note"


def test_unticking_the_header_makes_it_a_row(qtbot: QtBot, reader: Reader, tmp_path: Path) -> None:
    reader.look_at(written(tmp_path, "good,1\nfine words here,2\nother words here,3\n"))
    qtbot.mouseClick(
        reader.page.settings.header,
        Qt.MouseButton.LeftButton,
        pos=reader.page.settings.header.rect().center(),
    )
    reader.read()
    first = reader.cells(0) if not reader.page.settings.header.isChecked() else reader.headers()
    assert first == ["good", "1"]


def test_a_change_while_reading_drops_what_was_read_before_it(
    qtbot: QtBot, reader: Reader, tmp_path: Path
) -> None:
    slow, quick = (
        written(tmp_path, "text\nslow\n", "slow.csv"),
        written(tmp_path, "text\nquick\n", "quick.csv"),
    )
    reader.page.look_at([slow])
    reader.page.look_at([quick])
    assert not reader.page.analyse_button.isEnabled()
    reader.read()
    assert reader.cells(0) == ["quick"]
    assert "quick.csv" in reader.page.caption.text()


def test_a_wrong_encoding_is_said_in_place_of_the_rows_and_can_be_corrected(
    qtbot: QtBot, reader: Reader, tmp_path: Path
) -> None:
    reader.look_at(written(tmp_path, "text,n\ncafé,1\ndéjà vu,2\n".encode("cp1252")))
    reader.choose(qtbot, "encoding", "utf-8")
    reader.read()
    page = reader.page
    assert page.refusal.isVisible()
    assert "line 2" in page.refusal.sentence.text()
    assert not page.analyse_button.isEnabled()
    assert page.settings.encoding.isEnabled()
    assert page.settings.encoding.isVisible()
    reader.choose(qtbot, "encoding", "cp1252")
    reader.read()
    assert page.table.isVisible()
    assert reader.cells(0) == ["café", "1"]
    assert page.analyse_button.isEnabled()


def test_a_file_that_is_no_table_is_refused_with_its_sentence(reader: Reader, tmp_path: Path) -> None:
    reader.look_at(written(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.csv"))
    assert "PNG" in reader.page.refusal.sentence.text()
    assert not reader.page.analyse_button.isEnabled()


def test_roles_are_chosen_above_the_columns(qtbot: QtBot, reader: Reader) -> None:
    reader.look_at(HOTELS)
    chips = reader.page.table.roles.chips
    assert [chips[column].text() for column in range(5)] == ["Text", "Group", "No role", "Date", "No role"]
    assert "its cells are dates" in chips[3].accessibleDescription()
    reader.give_role(qtbot, 2, "Label")
    reader.give_role(qtbot, 4, "Group")
    assert [chips[column].text() for column in range(5)] == ["Text", "No role", "Label", "Date", "Group"]
    with qtbot.waitSignal(reader.page.analyse_requested) as told:
        reader.page.analyse()
    assert told.args[2] == ColumnRoles(text=0, label=2, date=3, group=4)


def test_a_role_outlasts_another_encoding(qtbot: QtBot, reader: Reader, tmp_path: Path) -> None:
    reader.look_at(written(tmp_path, "a,b\nfine words here,other words there\nmore words,some words\n"))
    reader.give_role(qtbot, 1, "Text")
    reader.choose(qtbot, "encoding", "cp1252")
    reader.read()
    assert reader.page.table.roles.chips[1].text() == "Text"


def test_without_a_text_column_it_says_what_is_missing(qtbot: QtBot, reader: Reader, tmp_path: Path) -> None:
    reader.look_at(written(tmp_path, "a,b\n1,2\n3,4\n"))
    page = reader.page
    assert not page.analyse_button.isEnabled()
    assert "No column seems to hold texts" in page.hint.text()
    with qtbot.assertNotEmitted(page.analyse_requested):
        page.analyse()
    reader.give_role(qtbot, 0, "Text")
    assert page.analyse_button.isEnabled()


def test_the_keyboard_opens_the_roles_of_a_column(qtbot: QtBot, reader: Reader) -> None:
    reader.look_at(HOTELS)
    chip = reader.page.table.roles.chips[2]
    reader.page.activateWindow()
    chip.setFocus()
    qtbot.waitUntil(chip.hasFocus)
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    (menu,) = [menu for menu in chip.findChildren(QMenu) if menu.isVisible()]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["No role"]
    menu.close()


def test_tab_goes_from_the_settings_over_the_roles_to_the_buttons(qtbot: QtBot, reader: Reader) -> None:
    page = reader.page
    page.activateWindow()
    reader.look_at(HOTELS)
    page.settings.encoding.setFocus()
    walked = []
    for _step in range(12):
        widget = page.focusWidget()
        walked.append(widget)
        if widget is page.analyse_button:
            break
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    chips = [page.table.roles.chips[column] for column in range(5)]
    assert walked == [
        page.settings.encoding,
        page.settings.delimiter,
        page.settings.header,
        page.table,
        *chips,
        page.cancel_button,
        page.analyse_button,
    ]


def test_a_table_of_many_columns_makes_chips_only_where_one_looks(reader: Reader, tmp_path: Path) -> None:
    names = ",".join(f"column {n}" for n in range(400))
    reader.look_at(written(tmp_path, f"{names}\n{','.join('x y' for _n in range(400))}\n"))
    chips = reader.page.table.roles.chips
    assert 0 < len(chips) < 60
    bar = reader.page.table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert 399 in chips


def test_pasted_text_has_roles_but_no_settings(qtbot: QtBot, reader: Reader) -> None:
    read = table_from_text("name\tcomment\nAnn\tLovely place\nBob\tNot my kind of place\n")
    reader.page.look_at_table(read, "Pasted text")
    assert not reader.page.settings.isVisible()
    assert reader.page.caption.text() == "All 2 rows of Pasted text"
    with qtbot.waitSignal(reader.page.table_analyse_requested) as told:
        qtbot.mouseClick(reader.page.analyse_button, Qt.MouseButton.LeftButton)
    assert told.args[0] is read
    assert told.args[1:] == ["Pasted text", ColumnRoles(text=1, group=0)]


def test_a_paste_is_not_overwritten_by_a_file_still_being_read(reader: Reader) -> None:
    reader.page.look_at([HOTELS])
    reader.page.look_at_table(table_from_text("first text\nsecond text"), "Pasted text")
    reader.read()
    assert reader.headers() == ["text"]


def test_the_rows_are_a_sound_model(reader: Reader, qtmodeltester: ModelTester) -> None:
    reader.look_at(HOTELS)
    qtmodeltester.check(reader.page.table.rows_model)


def test_markup_in_a_cell_is_shown_as_it_is(reader: Reader, tmp_path: Path) -> None:
    reader.look_at(written(tmp_path, "text,n\n<b>bold</b> & more,1\nplain,2\n"))
    assert reader.cells(0)[0] == "<b>bold</b> & more"
    assert not reader.page.grab().isNull()


def test_undecodable_bytes_stand_apart() -> None:
    text = "caf\ufffd⟨E9⟩ and \ufffd"
    assert pieces(text) == [(False, "caf"), (True, "\ufffd⟨E9⟩"), (False, " and "), (True, "\ufffd")]
    assert "".join(piece for _mark, piece in pieces(text)) == text
