"""The user sees in sentences what was done, takes steps back there, and does the same to another file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from textminer.app import Application
from textminer.corpus.filter import DocumentFilter
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.history.dialog import HistoryDialog

LONG_MS = 60_000


def lines(dialog: HistoryDialog) -> list[str]:
    return [dialog.steps.item(row).text() for row in range(dialog.steps.count())]


def test_what_was_done_is_read_taken_back_and_applied_to_another_file(
    app: Application,
    hotel: DocumentsPage,
    qtbot: QtBot,
    until_idle: Callable[[Application], None],
    tmp_path: Path,
) -> None:
    bench = app.workbench()
    session = bench.session
    city = session.corpus.table.names.index("city")  # type: ignore[union-attr]
    hotel.filtering.change_condition(city, ("Lisbon",))
    session.set_neutral_threshold(0.6)
    session.set_label(np.array([0]), "negative")
    qtbot.keyClick(app.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = app.window.findChild(HistoryDialog)
    assert dialog is not None
    assert lines(dialog)[0] == "1.  Opened hotel-reviews.csv: 150 rows"
    assert [line.split(".  ")[1] for line in lines(dialog)[-4:]] == [
        "Scored with the model “english”",
        "Filtered to city: Lisbon",
        "Counted as neutral what is less sure than 60 %",
        "Labelled row 1 negative",
    ]
    qtbot.mouseClick(dialog.undo_button, Qt.MouseButton.LeftButton)
    assert lines(dialog)[-1] == "taken back: Labelled row 1 negative"
    qtbot.mouseClick(dialog.redo_button, Qt.MouseButton.LeftButton)

    session.set_cleaning(replace(session.cleaning, drop_numbers=True))
    bench.recipes.save(tmp_path / "steps")
    saved = tmp_path / "steps.recipe.json"
    assert saved.is_file()
    other = tmp_path / "other.csv"
    other.write_text(
        "city,review\nPorto,the room was good and clean\nLisbon,the room was bad and noisy\n",
        encoding="utf-8",
    )
    bench.recipes.apply(bench.recipes.current(), other)
    qtbot.waitUntil(
        lambda: session.corpus is not None and session.corpus.name == "other.csv", timeout=LONG_MS
    )
    until_idle(app)
    assert session.in_scope.tolist() == [1]
    assert session.neutral_threshold == 0.6
    assert session.model == "english"
    assert session.cleaning.drop_numbers
    assert dict(session.labels) == {}
    assert "1 label was of a row of the first file." in app.window.messages.text()
    assert "“date”" in app.window.messages.text()
    session.undo()
    assert session.filter == DocumentFilter()
    dialog.close()


def test_every_page_and_action_is_a_few_letters_away(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Callable[[Application], None]
) -> None:
    session, palette = app.workbench().session, app.window.palette_box
    session.set_current(4)
    qtbot.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "label neg")
    assert palette.titles()[0] == "Label as negative"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert dict(session.labels) == {4: "negative"}
    qtbot.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(palette.field, "words")
    assert palette.titles()[0] == "Words"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert app.window.current_page == "words"
    find_box = app.window.header.find_box
    find_box.setFocus()
    find_box.setText("room")
    find_box.setCursorPosition(0)
    qtbot.keyClick(find_box, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    assert find_box.text() == "room"
    find_box.clear()
    qtbot.keyClick(palette.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not palette.isVisible()
    qtbot.keyClick(app.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(palette.field, "undo")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert dict(session.labels) == {}
    until_idle(app)
