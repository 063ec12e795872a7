"""Whatever mark a user clicks on: its documents are selected, filtered to, saved as a group, and all undone."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from tests.stories.copies import open_copies
from textminer.app import Application
from textminer.figures.marks import Mark
from textminer.gui.compare.page import ComparePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.network.page import NetworkPage
from textminer.gui.overview.page import OverviewPage
from textminer.gui.parts.name_popup import NamePopup
from textminer.gui.parts.selection_bar import SelectionBar
from textminer.gui.topics.page import TopicsPage
from textminer.gui.training.page import TrainingPage, TrainingState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.table_view import ColumnTable
from textminer.gui.words.page import WordsPage

Wait = Callable[[Application], None]
LEFT = Qt.MouseButton.LeftButton


class Analyst:
    """Clicks on marks and looks at what the window makes of it."""

    def __init__(self, app: Application, qtbot: QtBot, until_idle: Wait) -> None:
        self.session = app.workbench().session
        self._app = app
        self._qtbot = qtbot
        self._until_idle = until_idle

    def idle(self) -> None:
        self._until_idle(self._app)

    def marks(self, canvas: FigureCanvas) -> tuple[Mark, ...]:
        """Those of the newest drawing, once there are any and nothing is under way."""
        self._qtbot.waitUntil(
            lambda: canvas.is_current and canvas.can_pick and bool(canvas.marks), timeout=LONG_MS
        )
        self.idle()
        return canvas.marks

    def click(self, canvas: FigureCanvas, gid: str) -> Mark:
        """Press the mouse on a mark; the mark that took it, which may lie above."""
        mark = next(mark for mark in self.marks(canvas) if mark.gid == gid)
        picked: list[str] = []
        canvas.picked.connect(picked.append)
        centre = mark.outlines[0].mean(axis=0) / canvas.devicePixelRatioF()
        self._qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(centre[0]), round(centre[1])))
        canvas.picked.disconnect(picked.append)
        assert len(picked) == 1  # at once
        return next(mark for mark in canvas.marks if mark.gid == picked[0])

    def click_row(self, table: ColumnTable, row: int) -> None:
        """Press the mouse on a row of a table."""
        self.idle()
        place = table.visualRect(table.columns_model.index(row, 0)).center()
        self._qtbot.mouseClick(table.viewport(), LEFT, pos=place)

    def lasso(self, canvas: FigureCanvas, corners: list[QPoint]) -> None:
        """Draw a line with the mouse held down."""
        self.marks(canvas)
        self._qtbot.mousePress(canvas, LEFT, pos=corners[0])
        for corner in corners[1:]:  # QTest would move the pointer of the screen, which none need have
            place = QPointF(corner)
            kind, held = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
            event = QMouseEvent(kind, place, canvas.mapToGlobal(place), LEFT, LEFT, held)
            QApplication.sendEvent(canvas, event)
        self._qtbot.mouseRelease(canvas, LEFT, pos=corners[-1])

    def until_selected(self, documents: list[int]) -> None:
        """Wait until exactly these are selected and the bar says how many."""
        session = self.session
        self._qtbot.waitUntil(lambda: session.selection.tolist() == documents, timeout=LONG_MS)
        assert self.bar().count.text() == f"{len(documents):,} of {len(session.in_scope):,} selected"

    def select(self, canvas: FigureCanvas, gid: str, count: Callable[[Mark], int]) -> str:
        """Click on a mark: as many documents are selected as it counts; the name of the mark."""
        session, everything = self.session, len(self.session.in_scope)
        mark = self.click(canvas, gid)
        n = count(mark)
        assert 0 < n < everything, mark.says
        self._qtbot.waitUntil(lambda: len(session.selection) == n, timeout=LONG_MS)
        assert self.bar().count.text() == f"{n:,} of {everything:,} selected"
        return mark.gid

    def follow(self, canvas: FigureCanvas, gid: str, count: Callable[[Mark], int]) -> None:
        """Select by a click, filter, go back and forth, save as a group: always the documents of the mark."""
        session, window, everything = self.session, self._app.window, len(self.session.in_scope)
        hit = self.select(canvas, gid, count)
        chosen = session.selection.tolist()
        self._qtbot.mouseClick(self.bar().filter_button, LEFT)
        self._qtbot.waitUntil(lambda: session.in_scope.tolist() == chosen, timeout=LONG_MS)
        window.undo_action.trigger()
        assert len(session.in_scope) == everything
        window.redo_action.trigger()
        assert session.in_scope.tolist() == chosen
        window.undo_action.trigger()
        self.select(canvas, hit, count)
        assert session.selection.tolist() == chosen
        self._qtbot.mouseClick(self.bar().save_button, LEFT)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, NamePopup)
        popup.field.setText("mine")
        self._qtbot.mouseClick(popup.button, LEFT)
        assert [group.positions.tolist() for group in session.groups] == [chosen]
        window.undo_action.trigger()
        assert not session.groups
        session.clear_selection()

    def bar(self) -> SelectionBar:
        """The one on the page that is shown."""
        return next(bar for bar in self._app.window.findChildren(SelectionBar) if bar.isVisible())

    def holding(self, *words: str) -> int:
        """How many documents hold all of these words."""
        return len(set.intersection(*(self.holding_any(word) for word in words)))

    def holding_any(self, *words: str) -> set[int]:
        """The documents that hold any of these words."""
        assert self.session.corpus is not None
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
        texts = (text.lower().replace("’", "'") for text in self.session.corpus.texts())
        return {position for position, text in enumerate(texts) if pattern.search(text)}


@pytest.fixture
def analyst(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> Analyst:
    return Analyst(app, qtbot, until_idle)


def said_documents(mark: Mark) -> int:
    """The number of documents that a mark says it has."""
    found = re.search(r"([\d,]+) documents?", mark.says)
    assert found is not None, mark.says
    return int(found[1].replace(",", ""))


def kinds_of(marks: tuple[Mark, ...]) -> dict[str, str]:
    """One mark of each kind that the figure has: by the beginning of its name and how many parts that has."""
    return {f"{mark.gid.split('/')[0]}{mark.gid.count('/')}": mark.gid for mark in marks}


def test_marks_of_the_overview(app: Application, analyst: Analyst) -> None:
    page = app.window.show_page("overview")
    assert isinstance(page, OverviewPage)
    analyst.idle()
    board = page.board
    followed = set()
    for card in (board.spread, board.timeline, board.words, board.groups):
        for kind, gid in kinds_of(analyst.marks(card.canvas)).items():
            followed.add(kind)
            analyst.select(card.canvas, gid, said_documents)
    analyst.follow(board.spread.canvas, "score/2", said_documents)
    assert followed == {"score1", "time1", "word2", "group2", "group1"}


def test_marks_of_words(app: Application, analyst: Analyst, qtbot: QtBot) -> None:
    page = app.window.show_page("words")
    assert isinstance(page, WordsPage)
    analyst.idle()
    for view in ("bars", "cloud"):
        page.figures.show_view(view)
        analyst.idle()
        canvas = page.figures.canvas
        analyst.select(canvas, analyst.marks(canvas)[4].gid, lambda mark: analyst.holding(mark.gid))
    page.figures.show_view("trend")
    analyst.idle()
    canvas = page.figures.canvas
    analyst.click(canvas, analyst.marks(canvas)[0].gid)
    qtbot.waitUntil(lambda: len(analyst.session.selection) > 0, timeout=LONG_MS)


def test_marks_of_the_network(app: Application, analyst: Analyst, qtbot: QtBot) -> None:
    page = app.window.show_page("network")
    assert isinstance(page, NetworkPage)
    analyst.idle()
    analyst.follow(page.canvas, "breakfast", lambda mark: analyst.holding(mark.gid))
    lines = [mark for mark in analyst.marks(page.canvas) if mark.is_line]
    analyst.click(page.canvas, lines[0].gid)
    qtbot.waitUntil(lambda: len(analyst.session.selection) > 0, timeout=LONG_MS)
    qtbot.waitUntil(lambda: page.collocations is not None, timeout=LONG_MS)
    analyst.click_row(page.table, 0)
    pairs, place = page.collocations, page.table.columns_model.position_at(0)
    assert pairs is not None
    words = pairs.words[pairs.firsts[place]], pairs.words[pairs.seconds[place]]
    analyst.idle()
    assert 0 < len(analyst.session.selection) <= min(pairs.counts[place], analyst.holding(*words))
    assert set(analyst.session.selection.tolist()) <= analyst.holding_any(words[0])


def test_marks_of_compare(app: Application, analyst: Analyst, qtbot: QtBot) -> None:
    page = app.window.show_page("compare")
    assert isinstance(page, ComparePage)
    analyst.idle()

    def holding(mark: Mark) -> int:
        assert page.compared is not None
        return analyst.holding(page.compared.matrix.words[int(mark.gid)])

    for view, canvas in ((0, page.keyness.canvas), (1, page.scatter.canvas), (3, page.gap.canvas)):
        page.views.choose(view)
        analyst.idle()
        analyst.select(canvas, analyst.marks(canvas)[0].gid, holding)
    page.views.choose(2)
    page.aspects.editor.setPlainText("room: room, rooms\nbreakfast: breakfast")
    qtbot.mouseClick(page.aspects.apply_button, LEFT)
    qtbot.waitUntil(
        lambda: page.aspects.aspects is not None and len(page.aspects.aspects.themes) == 2, timeout=LONG_MS
    )
    analyst.idle()
    canvas = page.aspects.canvas
    for mark in analyst.marks(canvas)[:3]:
        analyst.click(canvas, mark.gid)
        found = page.aspects.aspects
        assert found is not None
        theme, group = (int(part) for part in mark.gid.split("/"))
        words = ("room", "rooms") if found.themes[theme].name == "room" else ("breakfast",)
        of_group = set(np.flatnonzero(found.grouping.codes == group).tolist())
        analyst.until_selected(sorted(of_group & analyst.holding_any(*words)))


def test_marks_of_topics_and_map(app: Application, analyst: Analyst, qtbot: QtBot) -> None:
    page = app.window.show_page("topics")
    assert isinstance(page, TopicsPage)
    qtbot.waitUntil(lambda: page.topics.sizes is not None, timeout=LONG_MS)
    analyst.idle()
    page.topics.table.selectRow(0)
    analyst.idle()
    assert page.topics.sizes is not None
    assert len(analyst.session.selection) == page.topics.sizes.counts[0]
    page.segments.choose(1)
    qtbot.waitUntil(lambda: page.map.map is not None and page.map.map.regions.n_regions > 0, timeout=LONG_MS)
    analyst.idle()
    drawn = page.map.map
    assert drawn is not None
    analyst.select(
        page.map.canvas, "region:0", lambda mark: int((drawn.regions.codes == int(mark.gid[7:])).sum())
    )
    placed = np.flatnonzero(np.isfinite(drawn.points[:, 0]))
    pixels = {int(i): page.map.canvas.place_of(*drawn.points[i].tolist()) for i in placed}
    height = page.map.canvas.height()
    xs = sorted(pixel.x() for pixel in pixels.values())
    gaps = np.diff(xs)
    widest = len(xs) // 4 + int(gaps[len(xs) // 4 : 3 * len(xs) // 4].argmax())
    edge = round((xs[widest] + xs[widest + 1]) / 2)  # between two points that lie well apart
    corners = [QPoint(1, 1), QPoint(edge, 1), QPoint(edge, height - 1), QPoint(1, height - 1)]
    analyst.lasso(page.map.canvas, corners)  # from no corner of 0, 0: QTest takes that for the middle
    analyst.until_selected(sorted(position for position, pixel in pixels.items() if pixel.x() < edge))


def test_cells_of_the_confusion_matrix(app: Application, qtbot: QtBot, until_idle: Wait) -> None:
    app.open_paths([sample("support-tickets.csv")])
    qtbot.waitUntil(lambda: app.window.current_page == "overview", timeout=LONG_MS)
    until_idle(app)
    page = app.window.show_page("training")
    assert isinstance(page, TrainingPage)
    qtbot.waitUntil(page.setup.start.isEnabled, timeout=LONG_MS)
    page.setup.presets.set_minutes(0.1)
    qtbot.mouseClick(page.setup.start, LEFT)
    qtbot.waitUntil(lambda: page.state is TrainingState.RESULT, timeout=2 * LONG_MS)
    analyst = Analyst(app, qtbot, until_idle)
    assert page.outcome is not None
    report = page.outcome.report
    largest = np.argsort(-report.evaluation.confusion, axis=None)[:2]
    for cell in largest.tolist():
        label, predicted = divmod(cell, len(report.evaluation.labels))
        mark = analyst.click(page.result.matrix, f"{label}/{predicted}")
        assert said_documents(mark) == report.evaluation.confusion[label, predicted]
        assert len(analyst.session.selection) == said_documents(mark)
        corpus = analyst.session.corpus
        assert corpus is not None
        given = corpus.table.column(corpus.table.names.index("label")).iloc[analyst.session.selection]
        assert set(given.str.lower()) == {report.evaluation.labels[label]}


def test_a_cluster_of_copies(app: Application, tmp_path: Path, qtbot: QtBot, until_idle: Wait) -> None:
    view, session = open_copies(app, tmp_path, qtbot), app.workbench().session
    analyst = Analyst(app, qtbot, until_idle)
    qtbot.waitUntil(lambda: view.table.columns_model.rowCount() == 1, timeout=LONG_MS)
    analyst.click_row(view.table, 0)
    assert session.selection.tolist() == [1, 3]
    analyst.click_row(view.documents, 1)
    assert session.current == 3
