"""A user asks what documents are about, and follows a topic to its documents."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from tests.stories.copies import open_copies
from textminer.app import Application
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.map_look import BY_SAVED_GROUPS
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.parts.step_words import history_sentences
from textminer.gui.topics.page import TopicsPage

LEFT = Qt.MouseButton.LeftButton
Wait = Callable[[Application], None]


@pytest.fixture
def page(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> TopicsPage:
    page = app.window.show_page("topics")
    assert isinstance(page, TopicsPage)
    qtbot.waitUntil(lambda: page.topics.sizes is not None, timeout=LONG_MS)
    until_idle(app)
    return page


def test_a_topic_selects_its_documents_and_the_strongest_stands_first(
    app: Application, page: TopicsPage, qtbot: QtBot
) -> None:
    session, view = app.workbench().session, page.topics
    found, sizes = view.topics, view.sizes
    assert found is not None
    assert sizes is not None
    view.table.selectRow(2)
    qtbot.waitUntil(lambda: len(session.selection) == sizes.counts[2] > 0, timeout=LONG_MS)
    shown = view.documents.columns_model.order
    assert set(shown) == set(session.selection)
    assert (np.diff(found.main_share[shown]) <= 0).all()
    view.documents.selectRow(1)
    assert session.current == shown[1]


def test_a_filter_counts_the_same_topics_again_and_others_are_found_on_request(
    app: Application, page: TopicsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session, view = app.workbench().session, page.topics
    before = view.topics
    assert before is not None
    session.set_filter(DocumentFilter(find="breakfast"))
    qtbot.waitUntil(
        lambda: view.sizes is not None and view.sizes.n_documents == len(session.in_scope), timeout=LONG_MS
    )
    assert view.topics is before
    assert view.again_button.isVisible()
    view.again_button.click()
    qtbot.waitUntil(lambda: view.topics is not before, timeout=LONG_MS)
    until_idle(app)
    assert not view.again_button.isVisible()


def test_a_topic_keeps_the_name_it_was_given(page: TopicsPage, qtbot: QtBot) -> None:
    view = page.topics
    view.table.selectRow(0)
    view.name_field.selectAll()
    qtbot.keyClicks(view.name_field, "Rooms")
    assert view.table.columns_model.columns[0].text(0) == "Rooms"
    view.table.selectRow(1)
    assert view.name_field.text() == view.name_of(1) != "Rooms"
    view.table.selectRow(0)
    assert view.name_field.text() == "Rooms"


def test_a_name_is_one_step_that_is_taken_back(app: Application, page: TopicsPage, qtbot: QtBot) -> None:
    session, view = app.workbench().session, page.topics
    view.table.selectRow(0)
    first = view.name_of(0)
    view.name_field.selectAll()
    qtbot.keyClicks(view.name_field, "Rooms")
    said = history_sentences(session)[-1]
    assert said.startswith("Named the topic “")
    assert said.endswith("” “Rooms”")
    app.window.undo_action.trigger()
    assert view.name_of(0) == view.table.columns_model.columns[0].text(0) == first
    app.window.redo_action.trigger()
    assert view.name_of(0) == "Rooms"


def test_the_map_grows_around_the_pointer_and_moves(
    app: Application, page: TopicsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    page.segments.choose(1)
    canvas = page.map.canvas
    qtbot.waitUntil(lambda: page.map.map is not None and page.map.map.regions.n_regions > 0, timeout=LONG_MS)
    until_idle(app)
    qtbot.waitUntil(lambda: canvas.is_current, timeout=LONG_MS)
    points = page.map.map.points  # type: ignore[union-attr]
    point = points[np.flatnonzero(np.isfinite(points[:, 0]))[0]].tolist()
    before, whole = canvas.place_of(*point), canvas.grab().toImage()
    turn = QWheelEvent(
        before, canvas.mapToGlobal(before), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, turn)
    assert canvas.zoom.factor == pytest.approx(1.2**4)
    assert (canvas.place_of(*point) - before).manhattanLength() < 2
    qtbot.waitUntil(lambda: canvas.is_current, timeout=LONG_MS)
    assert canvas.grab().toImage() != whole
    x = canvas.zoom.x
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.zoom.x > x
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom.factor > 1.2**4
    x = canvas.zoom.x
    control = Qt.KeyboardModifier.ControlModifier
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, LEFT, control, middle)
    place = QPointF(middle.x() + 60, middle.y())
    move = QMouseEvent(QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), LEFT, LEFT, control)
    QApplication.sendEvent(canvas, move)
    qtbot.mouseRelease(canvas, LEFT, control, place.toPoint())
    assert canvas.zoom.x < x
    assert not len(app.workbench().session.selection)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.zoom.factor == 1
    assert not page.map.options.whole_button.isEnabled()
    until_idle(app)


def test_saved_groups_colour_the_map(
    app: Application, page: TopicsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session, view = app.workbench().session, page.map
    page.segments.choose(1)
    qtbot.waitUntil(lambda: view.map is not None, timeout=LONG_MS)
    box = view.options.colour_box
    assert box.findText("Saved groups") < 0
    session.add_group("mine", np.array([0, 3]))
    session.add_group("theirs", np.array([1, 2]))
    box.setCurrentIndex(box.findText("Saved groups"))
    box.activated.emit(box.currentIndex())
    assert session.map_look.colour == BY_SAVED_GROUPS
    until_idle(app)
    qtbot.waitUntil(lambda: view.canvas.is_current, timeout=LONG_MS)
    view.canvas.copy_data()
    cells = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert cells[0] == ["row", "x", "y", "group"]
    named = {row: name for row, _x, _y, name in cells[1:] if name}
    assert set(named.items()) <= {("1", "mine"), ("4", "mine"), ("2", "theirs"), ("3", "theirs")}
    assert named
    session.remove_group("mine")
    session.remove_group("theirs")
    assert box.currentText() == "Score"
    until_idle(app)


def test_the_number_of_topics_can_be_chosen(
    app: Application, page: TopicsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    page.topics.number_box.setValue(3)
    qtbot.waitUntil(lambda: page.topics.topics.n_topics == 3, timeout=LONG_MS)  # type: ignore[union-attr]
    until_idle(app)
    assert page.topics.table.columns_model.order.size == 3


def test_copies_are_found_and_left_out(
    app: Application, tmp_path: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    view, session = open_copies(app, tmp_path, qtbot), app.workbench().session
    view.likeness_box.setCurrentIndex(0)
    qtbot.waitUntil(lambda: view.copies is not None and len(view.copies.positions) == 3, timeout=LONG_MS)
    view.table.selectRow(0)
    assert session.selection.tolist() == [1, 3, 4]
    assert view.documents.columns_model.order.tolist() == [1, 3, 4]
    view.without_button.click()
    assert session.in_scope.tolist() == [0, 1, 2]
    until_idle(app)
    assert view.copies is not None
    assert view.copies.n_clusters == 0


def draw_line(canvas: QWidget, corners: list[tuple[int, int]]) -> None:
    """Press at the first corner, go to the others, and let go."""
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(corners) - 1)]
    for kind, corner in zip([*kinds, QEvent.Type.MouseButtonRelease], [*corners, corners[-1]], strict=True):
        place = QPointF(*corner)
        event = QMouseEvent(
            kind, place, canvas.mapToGlobal(place), LEFT, LEFT, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(canvas, event)


def test_a_line_around_points_selects_them_and_a_click_reads_the_nearest(
    app: Application, page: TopicsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session, view = app.workbench().session, page.map
    page.segments.choose(1)
    qtbot.waitUntil(lambda: view.map is not None and view.map.regions.n_regions > 0, timeout=LONG_MS)
    until_idle(app)
    qtbot.waitUntil(lambda: view.canvas.is_current, timeout=LONG_MS)
    drawn = view.map
    assert drawn is not None
    placed = np.flatnonzero(np.isfinite(drawn.points[:, 0]))
    pixels = {int(i): view.canvas.place_of(*drawn.points[i].tolist()).toPoint() for i in placed}
    middle = view.canvas.width() // 2
    left = {position for position, pixel in pixels.items() if pixel.x() < middle - 1}
    corners = [(0, 0), (middle, 0), (middle, view.canvas.height() - 1), (0, view.canvas.height() - 1)]
    draw_line(view.canvas, corners)
    qtbot.waitUntil(lambda: left <= set(session.selection.tolist()), timeout=LONG_MS)
    assert len(session.selection) < len(placed)
    until_idle(app)
    lonely = max(
        pixels, key=lambda i: min((pixels[i] - pixels[k]).manhattanLength() for k in pixels if k != i)
    )
    qtbot.mouseClick(view.canvas, LEFT, pos=pixels[lonely])
    assert session.current == lonely
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert not len(session.selection)
    view.select_region(0)
    assert set(session.selection) == set(np.flatnonzero(drawn.regions.codes == 0))
    until_idle(app)


def test_scores_rise_to_the_right_of_the_map(
    app: Application, page: TopicsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    page.segments.choose(1)
    page.map.options.layout_box.setCurrentIndex(1)
    page.map.options.layout_box.activated.emit(1)
    qtbot.waitUntil(lambda: page.map.map is not None and page.map.map.layout == "axes", timeout=LONG_MS)
    until_idle(app)
    drawn, corpus = page.map.map, app.workbench().session.corpus
    assert drawn is not None
    assert corpus is not None
    scores = corpus.table.own["score"].to_numpy(dtype=float)
    known = np.isfinite(scores) & np.isfinite(drawn.points[:, 0])
    assert np.corrcoef(drawn.points[known, 0], scores[known])[0, 1] > 0.8
