"""A user looks at the words that occur together and follows a word or a pair to its documents."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.builders import filter_to_selection
from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.network.page import NetworkPage

Wait = Callable[[Application], None]


@pytest.fixture
def network(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> NetworkPage:
    page = app.window.show_page("network")
    assert isinstance(page, NetworkPage)
    qtbot.waitUntil(lambda: page.collocations is not None and page.canvas.is_current, timeout=LONG_MS)
    until_idle(app)
    return page


def test_a_word_selects_its_documents_and_leads_to_its_lines(
    app: Application, network: NetworkPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert network.network is not None
    assert "breakfast" in network.network.words
    network.canvas.picked.emit("breakfast")
    until_idle(app)
    assert session.corpus is not None
    holders = {n for n, text in enumerate(session.corpus.texts()) if "breakfast" in text.lower()}
    assert set(session.selection.tolist()) == holders
    network.context_button.click()
    page = app.window.page("concordance")
    assert isinstance(page, ConcordancePage)
    qtbot.waitUntil(lambda: page.lines is not None, timeout=LONG_MS)
    until_idle(app)
    assert set(page.lines.documents.tolist()) == holders  # type: ignore[union-attr]


def test_a_pair_of_the_table_selects_the_documents_in_which_both_stand_near_each_other(
    app: Application, network: NetworkPage, until_idle: Wait
) -> None:
    session = app.workbench().session
    pairs = network.collocations
    assert pairs is not None
    network.table.selectRow(0)
    until_idle(app)
    place = network.table.columns_model.position_at(0)
    words = {pairs.words[pairs.firsts[place]], pairs.words[pairs.seconds[place]]}
    assert session.corpus is not None
    assert 0 < len(session.selection) <= pairs.counts[place]
    for position in session.selection.tolist():
        text = session.corpus.document(position).text.lower()
        assert all(word in text for word in words)


def test_options_and_filter_make_another_network(
    app: Application, network: NetworkPage, until_idle: Wait
) -> None:
    session = app.workbench().session
    before = network.network
    network.options_bar.n_words.setCurrentIndex(0)
    until_idle(app)
    assert network.network not in (before, None)
    assert len(network.network.words) <= 20  # type: ignore[union-attr]
    session.select(session.in_scope[:1])
    filter_to_selection(session)
    until_idle(app)
    assert network.collocations is not None
    assert network.collocations.n_pairs == 0


def test_a_double_click_on_a_node_opens_its_documents(
    app: Application, network: NetworkPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session, canvas = app.workbench().session, network.canvas
    mark = next(mark for mark in canvas.marks if mark.gid == "breakfast")
    centre = mark.outlines[0].mean(axis=0) / canvas.devicePixelRatioF()
    place = QPoint(round(centre[0]), round(centre[1]))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert app.window.current_page == "documents"
    until_idle(app)
    assert session.corpus is not None
    texts = [session.corpus.document(position).text.lower() for position in session.selection.tolist()]
    assert texts
    assert all("breakfast" in text for text in texts)
