"""A user without a mouse: from the empty window to the marks of figures, their documents and the export."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.app import Application
from textminer.gui.exporting.dialog import ExportDialog
from textminer.gui.overview.page import OverviewPage
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.words.page import WordsPage

Key, Modifier = Qt.Key, Qt.KeyboardModifier
Wait = Callable[[Application], None]
MOST_TABS = 60


def tab_to(app: Application, qtbot: QtBot, is_there: Callable[[QWidget], bool]) -> QWidget:
    """Press Tab until the focus is where it should be."""
    for _press in range(MOST_TABS):
        focused = QApplication.focusWidget()
        if focused is not None and is_there(focused):
            return focused
        qtbot.keyClick(focused or app.window, Key.Key_Tab)
    raise AssertionError("Tab does not lead there")


@pytest.fixture
def opened(app: Application, qtbot: QtBot, until_idle: Wait, monkeypatch: pytest.MonkeyPatch) -> Application:
    """The hotel reviews, opened by keys alone."""
    path = str(sample("hotel-reviews.csv"))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([path], ""))
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow, timeout=LONG_MS)
    qtbot.keyClick(app.window, Key.Key_O, Modifier.ControlModifier)
    until_idle(app)
    assert app.window.current_page == "import"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.tokens is not None, timeout=LONG_MS)
    until_idle(app)
    return app


def test_marks_are_walked_picked_and_opened_and_the_rows_exported(
    opened: Application, qtbot: QtBot, until_idle: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, session = opened, opened.workbench().session
    page = app.window.page("overview")
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(
        lambda: page.board.spread.canvas.is_current and page.overview is not None, timeout=LONG_MS
    )
    canvas = tab_to(app, qtbot, lambda widget: widget is page.board.spread.canvas)
    assert isinstance(canvas, FigureCanvas)
    assert canvas.mark is not None
    qtbot.keyClick(canvas, Key.Key_Right)
    assert canvas.mark.gid == "score/1"
    assert canvas.accessibleDescription().startswith("From −0.90 to −0.80")
    qtbot.keyClick(canvas, Key.Key_Space)
    scores = session.prediction.score()[session.selection]  # type: ignore[union-attr, index]
    assert len(scores)
    assert ((scores >= -0.9) & (scores < -0.8)).all()
    qtbot.keyClick(canvas, Key.Key_Return, Modifier.ControlModifier)
    assert app.window.current_page == "documents"
    exported: list[Path] = []
    app.workbench().commands.exported.connect(lambda result: exported.append(result.path))
    monkeypatch.setattr(ExportDialog, "exec", ExportDialog.open)  # which lets the test go on
    qtbot.keyClick(app.window, Key.Key_E, Modifier.ControlModifier)
    dialog = app.window.findChild(ExportDialog)
    assert dialog is not None
    qtbot.waitUntil(
        lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow(), timeout=LONG_MS
    )
    field = tab_to(app, qtbot, lambda widget: widget is dialog.target)
    qtbot.keyClick(field, Key.Key_A, Modifier.ControlModifier)
    qtbot.keyClicks(field, str(tmp_path / "scored.csv"))
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: exported == [tmp_path / "scored.csv"], timeout=LONG_MS)
    until_idle(app)


def test_every_page_lets_tab_through_and_begins_with_its_filters(
    opened: Application, qtbot: QtBot, until_idle: Wait
) -> None:
    app = opened
    for number, name in ((1, "overview"), (3, "words"), (5, "network"), (6, "compare"), (7, "topics")):
        qtbot.keyClick(app.window, Key(Key.Key_0 + number), Modifier.ControlModifier)
        assert app.window.current_page == name
        until_idle(app)
        page = app.window.page(name)
        app.window.rail.setFocus()
        first = tab_to(app, qtbot, page.isAncestorOf)
        assert first.accessibleName() == "Add a filter"
        tab_to(app, qtbot, lambda widget: isinstance(widget, FigureCanvas))
        tab_to(app, qtbot, lambda widget, page=page: not page.isAncestorOf(widget))  # type: ignore[misc]


@pytest.mark.parametrize("number", range(1, 10))
def test_the_focus_is_seen_wherever_it_is(
    opened: Application, qtbot: QtBot, until_idle: Wait, number: int
) -> None:
    app, window = opened, opened.window
    qtbot.keyClick(window, Key(Key.Key_0 + number), Modifier.ControlModifier)
    until_idle(app)
    page = window.page(window.current_page)
    window.rail.setFocus()
    focused = tab_to(app, qtbot, page.isAncestorOf)
    looked_at: list[QWidget] = []
    while page.isAncestorOf(focused) and focused not in looked_at:
        looked_at.append(focused)
        around = QRect(focused.mapTo(window, QPoint(0, 0)), focused.size()).adjusted(-4, -4, 4, 4)
        seen = window.grab(around).toImage()
        qtbot.keyClick(focused, Key.Key_Tab)
        after = QApplication.focusWidget()
        assert after is not None
        moved = focused.mapTo(window, QPoint(0, 0)) != around.topLeft() + QPoint(4, 4)
        assert moved or window.grab(around).toImage() != seen, f"{focused.accessibleName()}: {focused}"
        focused = after
    assert len(looked_at) > 2


def test_a_word_of_the_bars_is_chosen_by_keys(opened: Application, qtbot: QtBot, until_idle: Wait) -> None:
    app, session = opened, opened.workbench().session
    qtbot.keyClick(app.window, Key.Key_3, Modifier.ControlModifier)
    page = app.window.page("words")
    assert isinstance(page, WordsPage)
    canvas = page.figures.canvas
    qtbot.waitUntil(lambda: page.frequencies is not None and canvas.is_current, timeout=LONG_MS)
    until_idle(app)
    qtbot.waitUntil(lambda: canvas.is_current, timeout=LONG_MS)
    tab_to(app, qtbot, lambda widget: widget is canvas)
    qtbot.keyClick(canvas, Key.Key_Down)
    assert page.frequencies is not None
    word = page.frequencies.words[1]
    assert canvas.mark is not None
    assert canvas.mark.gid == word
    assert canvas.mark.says.startswith(f"{word}: {page.frequencies.counts[1]:,} occurrences")
    qtbot.keyClick(canvas, Key.Key_Return)
    until_idle(app)
    assert len(session.selection) == page.frequencies.document_counts[1]
