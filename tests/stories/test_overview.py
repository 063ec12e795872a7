"""A user opens a file, sees the answer, and follows its marks to the documents."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.builders import prediction_of
from tests.stories.conftest import LONG_MS, sample
from textminer.analysis.ordering import SortKey
from textminer.app import Application
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.gui.overview import page as overview_page
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
    wrong = page.board.honesty.link_of("mistaken")
    assert wrong is not None
    qtbot.mouseClick(wrong, Qt.MouseButton.LeftButton)
    evaluation = shown.judged.evaluation
    assert len(session.selection) == round((1 - evaluation.accuracy) * evaluation.n_scored)
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


def test_saved_groups_stand_beside_the_columns(
    app: Application, page: OverviewPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session, box = app.workbench().session, page.board.groups.columns
    session.add_group("first ten", np.arange(10))
    session.add_group("others", np.arange(10, 30))
    qtbot.waitUntil(lambda: box.findText("Saved groups") >= 0, timeout=LONG_MS)
    place = box.findText("Saved groups")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(lambda: page.overview.groups.name == "Saved groups", timeout=LONG_MS)  # type: ignore[union-attr]
    groups = page.overview.groups  # type: ignore[union-attr]
    assert groups is not None
    assert dict(zip(groups.grouping.names, groups.sizes.tolist(), strict=True)) == {
        "first ten": 10,
        "others": 20,
    }
    page.pick(f"group/{groups.grouping.names.index('first ten')}")
    assert session.selection.tolist() == list(range(10))
    until_idle(app)


def test_copied_numbers_are_those_of_the_documents(app: Application, page: OverviewPage) -> None:
    session, board = app.workbench().session, page.board
    assert session.prediction is not None
    board.spread.canvas.copy_data()
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    scores = session.prediction.score()
    assert scores is not None
    for low, high, n, *_classes in lines[1:]:
        inside = (scores >= float(low) - 1e-6) & (scores < float(high) - 1e-6)
        assert int(n) == inside.sum()
    board.groups.canvas.copy_data()
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert lines[0][:3] == ["group", "documents", "mean_score"]
    groups = page.overview.groups  # type: ignore[union-attr]
    assert groups is not None
    cells = session.corpus.table.texts(groups.column)  # type: ignore[union-attr]
    for name, n, mean, *_rest in lines[1:]:
        own = np.array([cell == name for cell in cells])
        assert int(n) == own.sum()
        assert float(mean) == pytest.approx(np.nanmean(scores[own]), abs=1e-6)


@pytest.mark.parametrize(
    ("lines", "said"),
    [(["text,n"] + [",1"] * 5, "5 are empty."), (["text,n"] + ["...,1"] * 3, "3 hold no word that the model knows.")],
)  # fmt: skip
def test_where_nothing_is_scored_the_page_says_why(
    app: Application, tmp_path: Path, qtbot: QtBot, until_idle: Wait, lines: list[str], said: str
) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    app.open_paths([path])
    qtbot.waitUntil(lambda: app.window.current_page == "overview", timeout=LONG_MS)
    page = app.window.page("overview")
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(
        lambda: page.overview is not None and not page.overview.statuses["waiting"], timeout=LONG_MS
    )
    until_idle(app)
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith(said) for text in shown)
    assert not app.window.messages.isVisible()


def test_a_file_without_a_column_of_texts_asks_for_it(
    app: Application, tmp_path: Path, until_idle: Wait
) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("value\n" + "".join(f"{n}\n" for n in range(20)), encoding="utf-8")
    app.open_paths([path])
    until_idle(app)
    assert app.window.current_page == "import"
    assert not app.window.messages.isVisible()


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


def test_long_looks_rest_while_only_scores_come_in_and_answer_the_user_at_once(
    app: Application,
    page: OverviewPage,
    qtbot: QtBot,
    until_idle: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = app.workbench().session
    monkeypatch.setattr(overview_page, "LONG_LOOK_S", 0.0)
    monkeypatch.setattr(overview_page, "RESTS", 1e9)
    monkeypatch.setattr(overview_page, "LONGEST_REST_S", 3600.0)

    def score(position: int) -> None:
        session.add_scores(np.array([position]), prediction_of([0.5]))
        until_idle(app)

    before = page.overview
    score(0)
    rested = page.overview
    assert rested is not before
    score(1)
    assert page.overview is rested
    monkeypatch.setattr(overview_page, "LONGEST_REST_S", 0.05)
    session.set_filter(DocumentFilter(positions=PositionSet(np.arange(20))))
    until_idle(app)
    filtered = page.overview
    assert filtered is not None
    assert filtered.n_documents == 20
    score(2)
    qtbot.waitUntil(lambda: page.overview is not filtered, timeout=LONG_MS)
