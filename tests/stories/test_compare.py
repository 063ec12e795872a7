"""A user asks what makes two groups of documents different."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.gui.compare.page import ComparePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.parts.selection_bar import SelectionBar
from textminer.workflows.comparing import COLUMN, GROUPS, SELECTION, SENTIMENT, SINCE, TIME, Choice, Division

Wait = Callable[[Application], None]


@pytest.fixture
def compare(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> ComparePage:
    page = app.window.show_page("compare")
    assert isinstance(page, ComparePage)
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG_MS)
    until_idle(app)
    return page


def names_of(page: ComparePage) -> tuple[str, ...]:
    assert page.compared is not None
    return page.compared.grouping.names


def test_the_group_column_is_compared_first_and_a_word_selects_its_documents_in_the_compared_groups(
    app: Application, compare: ComparePage, until_idle: Wait
) -> None:
    session = app.workbench().session
    corpus = session.corpus
    assert corpus is not None
    assert compare.chooser.division() == Division(COLUMN, corpus.table.names.index("city"))
    compare.chooser.choose(compare.chooser.division(), Choice("Porto", "Faro"))  # type: ignore[arg-type]
    until_idle(app)
    compared = compare.compared
    assert compared is not None
    word = int(compared.keyness.words[0])
    compare.keyness.table.selectRow(0)
    cities = corpus.table.column(corpus.table.names.index("city"))
    assert len(session.selection)
    assert set(cities.iloc[session.selection]) <= {"Porto", "Faro"}
    holding = compared.matrix.documents_with(np.array([word]))
    wanted = [position for position in holding if cities.iloc[position] in ("Porto", "Faro")]
    assert session.selection.tolist() == wanted
    assert session.filter.is_empty


def test_one_group_that_a_filter_leaves_is_divided_by_time(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert session.corpus is not None
    names = session.corpus.table.names
    porto = ColumnCondition(names.index("city"), ("Porto",))
    session.set_filter(DocumentFilter(conditions=(porto,)))
    page = app.window.show_page("compare")
    assert isinstance(page, ComparePage)
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG_MS)
    until_idle(app)
    division = page.chooser.division()
    assert division is not None
    assert (division.kind, division.column) == (SINCE, names.index("date"))
    assert page.keyness.isVisible()
    page.chooser.choose(Division(COLUMN, names.index("city")))
    until_idle(app)
    assert page.chooser.target_box.currentData() == "Porto"
    assert "Only “Porto” is left" in [
        label.text() for label in page.findChildren(QLabel) if label.isVisible()
    ]


def test_sentiment_a_selection_and_saved_groups_divide_as_well(
    app: Application, compare: ComparePage, until_idle: Wait
) -> None:
    session = app.workbench().session
    compare.chooser.choose(Division(SENTIMENT))
    until_idle(app)
    assert names_of(compare)[0] == "negative"
    chosen = np.arange(30)
    session.select(chosen)
    compare.chooser.choose(Division(SELECTION))
    until_idle(app)
    compare.choose(compare.compared.keyness.words[:1])  # type: ignore[union-attr]
    until_idle(app)
    assert compare.compared is not None
    target, reference = compare.compared.sides(0)
    assert target.tolist() == chosen.tolist()  # though by now another selection is
    assert len(target) + len(reference) == len(session.in_scope)
    session.add_group("early", np.arange(50))
    session.add_group("late", np.arange(100, 140))
    compare.chooser.choose(Division(GROUPS))
    until_idle(app)
    compare.chooser.choose(Division(GROUPS), Choice("early", "late"))
    until_idle(app)
    assert [len(side) for side in compare.compared.sides(0)] == [50, 40]


def test_time_divides_and_themes_are_proposed_scored_and_select_their_documents(
    app: Application, compare: ComparePage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert session.corpus is not None
    compare.chooser.choose(Division(TIME, session.corpus.table.names.index("date")))
    until_idle(app)
    assert len(names_of(compare)) >= 3
    assert all(name.startswith("20") for name in names_of(compare))
    compare.views.choose(2)
    compare.aspects.propose()
    view = compare.aspects
    qtbot.waitUntil(lambda: view.aspects is not None and view.aspects.is_by_clause, timeout=LONG_MS)
    found = view.aspects
    assert found is not None
    assert "room" in found.table.themes
    assert [theme.name for theme in session.cleaning.lists.themes] == list(found.table.themes)
    compare.aspects.canvas.picked.emit(f"{found.table.themes.index('room')}/0")
    assert len(session.selection) == found.table.n_documents[found.table.themes.index("room"), 0]
    assert all("room" in session.corpus.document(place).text.lower() for place in session.selection)
    compare.aspects.editor.setPlainText("noise: noise, noisy, loud\nprice")
    view.apply()
    qtbot.waitUntil(lambda: view.aspects.table.themes == ("noise", "price"), timeout=LONG_MS)  # type: ignore[union-attr]
    until_idle(app)


def test_the_difference_is_explained_and_adds_up(
    app: Application, compare: ComparePage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    compare.views.choose(3)
    qtbot.waitUntil(lambda: compare.gap.gap is not None, timeout=LONG_MS)
    until_idle(app)
    gap, compared = compare.gap.gap, compare.compared
    assert gap is not None
    assert compared is not None
    scores = session.corpus.table.own["score"].to_numpy(dtype=float)  # type: ignore[union-attr]
    sides = [np.nanmean(scores[side]) for side in compared.sides(0)]
    assert gap.parts.sum() + gap.rest == pytest.approx(sides[0] - sides[1], abs=1e-6)
    compare.gap.canvas.picked.emit(str(gap.words[0]))
    holding = compared.matrix.documents_with(gap.words[:1])
    assert session.selection.tolist() == holding[compared.in_play.codes[holding] >= 0].tolist()


def test_a_point_of_the_frequencies_can_be_clicked(
    app: Application, compare: ComparePage, qtbot: QtBot, until_idle: Wait
) -> None:
    compare.views.choose(1)
    until_idle(app)
    qtbot.waitUntil(lambda: compare.scatter.canvas.is_current, timeout=LONG_MS)
    x, y = (
        compare.scatter.canvas.marks[0].outlines[0].mean(axis=0) / compare.scatter.canvas.devicePixelRatioF()
    )
    place = QPoint(round(x), round(y))
    QTest.mouseClick(compare.scatter.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert len(app.workbench().session.selection)


def test_filter_options_and_every_group_change_what_is_compared(
    app: Application, compare: ComparePage, until_idle: Wait
) -> None:
    session = app.workbench().session
    corpus = session.corpus
    assert corpus is not None
    traveller = corpus.table.names.index("traveller")
    session.set_filter(DocumentFilter(conditions=(ColumnCondition(traveller, ("business",)),)))
    until_idle(app)
    assert compare.compared is not None
    assert sum(len(side) for side in compare.compared.sides(0)) == len(session.in_scope)
    compare.options_bar.choose(n=2, by_documents=True, fewest=2)
    division = compare.chooser.division()
    assert division is not None
    compare.chooser.choose(division, Choice(is_each=True))
    until_idle(app)
    found = compare.compared.keyness
    words = compare.compared.matrix.words
    assert [pair.reference for pair in found.comparisons] == [None] * 4
    assert all(len(words[place].split(" ")) == 2 for place in found.words)
    assert (found.document_counts.sum(axis=1) >= 2).all()


def test_what_is_selected_is_compared_with_all_else_by_one_click(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    for count in (40, 60):  # the second time the page has compared a selection before
        session.select(np.arange(count))
        shown = app.window.current_page
        bar = next(bar for bar in app.window.findChildren(SelectionBar) if bar.isVisible())
        qtbot.mouseClick(bar.compare_button, Qt.MouseButton.LeftButton)
        assert app.window.current_page == "compare" != shown or count == 60
        page = app.window.page("compare")
        assert isinstance(page, ComparePage)
        qtbot.waitUntil(
            lambda page=page, count=count: (
                page.compared is not None  # type: ignore[misc]
                and page.compared.sides(0)[0].tolist() == list(range(count))
            ),
            timeout=LONG_MS,
        )
        assert page.chooser.division() == Division(SELECTION)
        until_idle(app)
