"""A user asks what makes two groups of documents different."""

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.gui.compare.page import ComparePage
from textminer.gui.documents.page import DocumentsPage
from textminer.workflows.comparing import COLUMN, GROUPS, SELECTION, SENTIMENT, Choice, Division

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


def test_every_group_is_compared_with_all_others(
    app: Application, compare: ComparePage, until_idle: Wait
) -> None:
    division = compare.chooser.division()
    assert division is not None
    compare.chooser.choose(division, Choice(is_each=True))
    until_idle(app)
    assert compare.compared is not None
    assert [pair.reference for pair in compare.compared.keyness.comparisons] == [None] * 4


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


def test_the_filter_decides_which_documents_are_compared(
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


def test_options_change_what_is_compared(app: Application, compare: ComparePage, until_idle: Wait) -> None:
    compare.options_bar.choose(n=2, by_documents=True, fewest=2)
    until_idle(app)
    assert compare.compared is not None
    words = compare.compared.matrix.words
    assert all(len(words[place].split(" ")) == 2 for place in compare.compared.keyness.words)
    assert (compare.compared.keyness.document_counts.sum(axis=1) >= 2).all()
