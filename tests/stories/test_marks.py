"""Whatever mark a user clicks on: its documents are selected, filtered to, saved as a group, and all undone."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.figures.marks import Mark
from textminer.gui.compare.page import ComparePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.network.page import NetworkPage
from textminer.gui.overview.page import OverviewPage
from textminer.gui.parts.name_popup import NamePopup
from textminer.gui.parts.selection_bar import SelectionBar
from textminer.gui.topics.page import TopicsPage
from textminer.gui.widgets.figure_canvas import FigureCanvas
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

    def click(self, canvas: FigureCanvas, gid: str) -> Mark:
        """Press the mouse on a mark; the mark that took it, which may lie above."""
        self._qtbot.waitUntil(
            lambda: canvas.is_current and not self._app.jobs.active() and gid in _gids(canvas),
            timeout=LONG_MS,
        )
        mark = next(mark for mark in canvas.marks if mark.gid == gid)
        centre = mark.outlines[0].mean(axis=0) / canvas.devicePixelRatioF()
        with self._qtbot.waitSignal(canvas.picked, timeout=LONG_MS) as picked:
            self._qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(centre[0]), round(centre[1])))
        return next(mark for mark in canvas.marks if mark.gid == picked.args[0])

    def marks(self, canvas: FigureCanvas) -> tuple[Mark, ...]:
        """Those of the newest drawing, once there are any."""
        self._qtbot.waitUntil(
            lambda: canvas.is_current and not self._app.jobs.active() and bool(canvas.marks), timeout=LONG_MS
        )
        return canvas.marks

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
        assert session.in_scope.tolist() == chosen
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
        assert self.session.corpus is not None
        patterns = [re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])") for word in words]
        texts = [text.lower().replace("’", "'") for text in self.session.corpus.texts()]
        return sum(all(pattern.search(text) for pattern in patterns) for text in texts)


@pytest.fixture
def analyst(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> Analyst:
    return Analyst(app, qtbot, until_idle)


def said_documents(mark: Mark) -> int:
    """The number of documents that a mark says it has."""
    found = re.search(r"([\d,]+) documents?", mark.says)
    assert found is not None, mark.says
    return int(found[1].replace(",", ""))


def _gids(canvas: FigureCanvas) -> set[str]:
    return {mark.gid for mark in canvas.marks}


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


def test_marks_of_words(app: Application, analyst: Analyst) -> None:
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
    assert len(analyst.session.selection) > 0


def test_marks_of_the_network(app: Application, analyst: Analyst) -> None:
    page = app.window.show_page("network")
    assert isinstance(page, NetworkPage)
    analyst.idle()
    analyst.follow(page.canvas, "breakfast", lambda mark: analyst.holding(mark.gid))
    lines = [mark for mark in analyst.marks(page.canvas) if mark.is_line]
    analyst.click(page.canvas, lines[0].gid)
    assert len(analyst.session.selection) > 0


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
    page.aspects.apply()
    analyst.idle()
    canvas = page.aspects.canvas
    analyst.click(canvas, analyst.marks(canvas)[0].gid)
    assert 0 < len(analyst.session.selection) < len(analyst.session.in_scope)


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
