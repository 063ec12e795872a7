"""The user corrects what the model says: by key, with undo, filtered by it, exported with it; saves groups."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage

LONG_MS = 60_000
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def headings(page: DocumentsPage) -> list[str]:
    return [column.title for column in page.grid.columns_model.columns]


def click_row(
    page: DocumentsPage, qtbot: QtBot, row: int, modifier: Qt.KeyboardModifier | None = None
) -> None:
    place = QPoint(200, page.grid.rowViewportPosition(row) + 10)
    qtbot.mouseClick(page.grid.viewport(), LEFT, modifier or Qt.KeyboardModifier.NoModifier, place)


def test_a_label_given_by_key_is_seen_undone_and_exported(
    app: Application,
    hotel: DocumentsPage,
    qtbot: QtBot,
    until_idle: Callable[[Application], None],
    tmp_path: Path,
) -> None:
    session, window = app.workbench().session, app.window
    assert "Your label" not in headings(hotel)
    click_row(hotel, qtbot, 3)
    hotel.grid.setFocus()
    qtbot.keyClick(hotel.grid, Qt.Key.Key_P)
    assert dict(session.labels) == {3: "positive"}
    column = headings(hotel).index("Your label")
    assert hotel.grid.columns_model.columns[column].text(3) == "positive"
    assert hotel.reader.label_row.pills["positive"].isChecked()
    assert window.undo_action.text() == "Undo: Labelled row 4 positive"

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dict(session.labels) == {}
    assert "Your label" not in headings(hotel)
    assert not hotel.reader.label_row.pills["positive"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | SHIFT)
    assert dict(session.labels) == {3: "positive"}

    click_row(hotel, qtbot, 5)
    click_row(hotel, qtbot, 7, SHIFT)
    hotel.grid.setFocus()
    qtbot.keyClick(hotel.grid, Qt.Key.Key_N, SHIFT)
    assert session.labels.positions_of("negative").tolist() == [5, 6, 7]
    toast = app.workbench().undoing.toast
    assert toast.text() == "Labelled 3 documents negative."
    qtbot.mouseClick(toast.button, LEFT)
    assert dict(session.labels) == {3: "positive"}

    target = tmp_path / "out.csv"
    with qtbot.waitSignal(app.workbench().commands.exported, timeout=LONG_MS):
        app.workbench().commands.export(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["your_label"] for row in rows[:5]] == ["", "", "", "positive", ""]
    assert "agreement" not in rows[0]
    until_idle(app)


def test_documents_whose_label_and_prediction_disagree_are_a_filter_away(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Callable[[Application], None]
) -> None:
    session = app.workbench().session
    assert session.corpus is not None
    predicted = session.corpus.table.own["sentiment"]
    wrong = "negative" if predicted[2] == "positive" else "positive"
    before = int((session.corpus.table.own["agreement"] == "disagrees").sum())
    session.set_label(np.array([2]), wrong)
    hotel.filtering.change(agreement=("disagrees",), labels=(wrong,))
    assert session.in_scope.tolist() == [2]
    assert [pill.text() for pill in hotel.filter_bar.pills()] == [
        f"your label: {wrong}  ×",
        "label and prediction disagree  ×",
    ]
    hotel.filtering.change(labels=("",))
    assert len(session.in_scope) in (before, before - 1)
    until_idle(app)


def test_the_label_of_the_walked_document_is_given_in_the_reader_and_taken_away(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Callable[[Application], None]
) -> None:
    session = app.workbench().session
    session.select(np.array([10, 20, 30]))
    session.set_current(10)
    hotel.reader.text.setFocus()
    qtbot.keyClick(hotel.reader.text, Qt.Key.Key_Right)
    assert session.current == 20
    qtbot.keyClick(hotel.reader.text, Qt.Key.Key_U)
    assert dict(session.labels) == {20: "neutral"}
    qtbot.keyClick(hotel.reader.text, Qt.Key.Key_Left)
    qtbot.mouseClick(hotel.reader.label_row.pills["negative"], LEFT)
    assert dict(session.labels) == {10: "negative", 20: "neutral"}
    session.set_current(20)
    qtbot.keyClick(hotel.reader.text, Qt.Key.Key_0)
    assert dict(session.labels) == {10: "negative"}
    assert session.selection.tolist() == [10, 20, 30]
    until_idle(app)


def test_a_selection_becomes_a_group_that_can_be_filtered_to_selected_renamed_and_deleted(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Callable[[Application], None]
) -> None:
    session, bar = app.workbench().session, hotel.filter_bar.selection
    assert not bar.isVisible()
    session.select(np.array([1, 2, 8]))
    assert bar.count.text() == "3 of 150 selected"
    popup = bar.ask_name()
    popup.field.setText("Complaints")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert [group.name for group in session.groups] == ["Complaints"]
    bar.clear_button.click()
    assert session.selection.size == 0
    assert bar.groups.isVisible()
    assert bar.groups.text() == "1 group"

    def entry(words: str) -> None:
        bar.groups.group_menu.fill()
        menu = bar.groups.group_menu.actions()[0].menu()
        next(action for action in menu.actions() if action.text() == words).trigger()  # type: ignore[attr-defined]

    entry("Select its documents")
    assert session.selection.tolist() == [1, 2, 8]
    entry("Filter to this group")
    assert session.in_scope.tolist() == [1, 2, 8]
    assert [pill.text() for pill in hotel.filter_bar.pills()] == ["group “Complaints”  ×"]
    session.rename_group("Complaints", "Noise")
    entry("Delete")
    assert session.groups == ()
    toast = app.workbench().undoing.toast
    assert toast.text() == "Deleted the group “Noise”."
    qtbot.mouseClick(toast.button, LEFT)
    assert [(group.name, group.positions.tolist()) for group in session.groups] == [("Noise", [1, 2, 8])]
    QApplication.processEvents()
    until_idle(app)


def test_under_a_filter_on_labels_the_arrows_go_on_where_the_labelled_document_stood(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Callable[[Application], None]
) -> None:
    session, grid = app.workbench().session, hotel.grid
    hotel.filtering.change(labels=("",))
    grid.setFocus()
    session.set_current(6)
    qtbot.keyClick(grid, Qt.Key.Key_P)
    assert 6 not in session.in_scope
    assert session.current == 6
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert session.current == 7
    qtbot.keyClick(grid, Qt.Key.Key_N)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert session.current == 8
    qtbot.keyClick(grid, Qt.Key.Key_U)
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    assert session.current == 5
    assert dict(session.labels) == {6: "positive", 7: "negative", 8: "neutral"}
    until_idle(app)
