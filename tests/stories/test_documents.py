"""From the file to the few documents that matter: sort, find, filter, select, read, on the real window."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage

LONG_MS = 60_000


def test_someone_looks_for_the_worst_reviews_of_one_city(
    app: Application,
    hotel: DocumentsPage,
    qtbot: QtBot,
    until_idle: Callable[[Application], None],
) -> None:
    session, grid, header = app.workbench().session, hotel.grid, hotel.grid.horizontalHeader()
    model = grid.columns_model
    qtbot.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionViewportPosition(1) + 20, 10)
    )
    scores = [session.corpus.table.own["score"][position] for position in model.order[:10].tolist()]
    assert scores == sorted(scores)

    qtbot.keyClicks(app.window.header.find_box, "room")
    qtbot.waitUntil(lambda: session.filter.find == "room", timeout=LONG_MS)
    n_rooms = len(session.in_scope)
    assert 0 < n_rooms < 150
    assert hotel.filter_bar.count.accessibleName() == f"{n_rooms} matching of 150"

    hotel.filtering.change_condition(session.corpus.table.names.index("city"), ("Lisbon",))
    assert 0 < len(session.in_scope) < n_rooms
    worst = model.position_at(0)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 10))
    assert session.current == worst
    qtbot.mouseClick(
        grid.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
        QPoint(200, grid.rowViewportPosition(2) + 10),
    )
    assert session.selection.tolist() == sorted(model.order[:3].tolist())
    assert hotel.filter_bar.selection.count.text() == f"3 of {len(session.in_scope)} selected"

    assert hotel.reader.text.text() == session.corpus.document(session.current).text
    qtbot.waitUntil(lambda: len(hotel.reader.text._painter._starts) > 0, timeout=LONG_MS)
    hotel.filter_bar.selection.filter_button.click()
    assert len(session.in_scope) == 3
    assert app.window.header.find_box.text() == ""
    hotel.filter_bar.clear_button.click()
    assert len(session.in_scope) == 150
    until_idle(app)


def test_someone_reads_one_review_closely(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Callable[[Application], None]
) -> None:
    session, reader = app.workbench().session, hotel.reader
    session.set_current(1)
    qtbot.waitUntil(lambda: len(reader.evidence.river.values) > 0, timeout=LONG_MS)
    until_idle(app)
    score = session.prediction.score()[1]
    assert abs(reader.evidence.river.values[-1] - score) < 1e-5

    app.window.activateWindow()
    reader.text.setFocus()
    qtbot.keyClick(reader.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert reader.find_line.box.hasFocus()
    qtbot.keyClicks(reader.find_line.box, "useless")
    assert reader.find_line.count.text() == "1 of 1"
    qtbot.keyClick(reader.find_line.box, Qt.Key.Key_Escape)
    qtbot.keyClick(hotel.grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert app.window.header.find_box.hasFocus()

    reader.what_if.pill.click()
    reader.text.setTextCursor(reader.text.document().find("useless"))
    qtbot.keyClicks(reader.text, "wonderful")
    qtbot.waitUntil(lambda: reader.verdict.number.text().startswith("+"), timeout=LONG_MS)
    assert session.corpus.document(1).text.startswith("Location good. Wifi useless.")
    qtbot.keyClick(reader.text, Qt.Key.Key_Escape)
    assert reader.text.text() == session.corpus.document(1).text
    assert reader.verdict.number.text().startswith("−")

    reader.below.show_part(reader.similar)
    qtbot.waitUntil(lambda: len(reader.similar.found.positions) == 10, timeout=LONG_MS)
    reader.similar.select_button.click()
    assert len(session.selection) == 11
    until_idle(app)
