"""A user opens a file, sees the answer, and follows its marks to the documents."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.analysis.ordering import SortKey
from textminer.app import Application
from textminer.corpus.filter import DocumentFilter
from textminer.gui.overview.page import OverviewPage
from textminer.gui.parts.filter_words import condition_words

Wait = Callable[[Application], None]


@pytest.fixture
def page(app: Application, qtbot: QtBot, until_idle: Wait) -> OverviewPage:
    """The overview of the hotel reviews, all scored."""
    app.open_paths([sample("hotel-reviews.csv")])
    qtbot.waitUntil(lambda: app.window.current_page == "overview", timeout=LONG_MS)
    found = app.window.page("overview")
    assert isinstance(found, OverviewPage)
    qtbot.waitUntil(
        lambda: (
            found.overview is not None
            and not found.overview.statuses["waiting"]
            and bool(found.overview.sides)
        ),
        timeout=LONG_MS,
    )
    until_idle(app)
    return found


def test_the_negative_card_selects_the_negative_documents(
    app: Application, page: OverviewPage, qtbot: QtBot
) -> None:
    session, shown = app.workbench().session, page.overview
    assert session.prediction is not None
    assert shown is not None
    negative = next(place for place, share in enumerate(shown.shares) if share.role == "negative")
    tile = page.board.tiles.tiles[negative]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    classes = session.prediction.classes()
    assert session.selection.tolist() == [n for n, index in enumerate(classes) if index == 0]
    assert f"{len(session.selection)} documents" in tile.accessibleName()


def test_the_card_of_trust_is_judged_by_stars_and_shows_where_they_contradict(
    app: Application, page: OverviewPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session, shown = app.workbench().session, page.overview
    assert shown is not None
    assert shown.judged is not None
    assert shown.judged.labels.name == "stars"
    values = {line.name: line.value for line in page.board.honesty.lines()}
    assert values["Scored"] == "148 of 150"
    assert values["Unknown words"].endswith("%")
    link = page.board.honesty.link_of("disagreeing")
    assert link is not None
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert app.window.current_page == "documents"
    assert session.in_scope.tolist() == shown.judged.disagreeing.tolist()
    assert session.sort == SortKey("confidence", descending=True)
    stars = session.corpus.table.texts(2)  # type: ignore[union-attr]
    assert {stars[position] for position in session.in_scope} <= {"1", "2", "4", "5"}
    until_idle(app)


def test_figures_follow_the_filter_and_the_chosen_columns(
    app: Application, page: OverviewPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    page.choose(group_column=4)
    qtbot.waitUntil(lambda: page.overview.groups.name == "traveller", timeout=LONG_MS)  # type: ignore[union-attr]
    session.set_filter(DocumentFilter(find="breakfast"))
    qtbot.waitUntil(lambda: page.overview.n_documents == len(session.in_scope), timeout=LONG_MS)  # type: ignore[union-attr]
    assert page.overview is not None
    assert page.overview.groups is not None
    assert page.overview.groups.sizes.sum() == len(session.in_scope)
    until_idle(app)


def test_a_double_click_on_a_bar_opens_its_documents(app: Application, page: OverviewPage) -> None:
    page.board.spread.canvas.activated.emit("score/17")
    session = app.workbench().session
    assert app.window.current_page == "documents"
    scores = session.prediction.score()[session.selection]  # type: ignore[index, union-attr]
    assert len(scores)
    assert ((scores >= 0.7) & (scores < 0.8)).all()


def test_what_a_bar_selects_is_called_by_its_name_as_filter_and_group(
    app: Application, page: OverviewPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert page.overview is not None
    assert page.overview.groups is not None
    page.pick("group/1")
    n, name = len(session.selection), page.overview.groups.grouping.names[1]
    page.filtering.to_selection()
    assert len(session.in_scope) == n
    assert not len(session.selection)  # all that counts was marked
    words = [words for words, _rest in condition_words(session.corpus, session.prediction, session.filter)]  # type: ignore[arg-type]
    assert words == [f"{page.overview.groups.name}: {name}"]
    session.undo()
    assert len(session.selection) == n
    until_idle(app)
