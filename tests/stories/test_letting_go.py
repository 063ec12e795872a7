"""A very large corpus: a page that is left lets go what it has found, and finds the same when one comes back."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.network.page import NetworkPage
from textminer.gui.parts import letting_go

Wait = Callable[[Application], None]


@pytest.mark.parametrize("is_large", [False, True])
def test_words_in_context_and_the_network_are_found_again(
    app: Application,
    hotel: DocumentsPage,
    qtbot: QtBot,
    until_idle: Wait,
    monkeypatch: pytest.MonkeyPatch,
    is_large: bool,
) -> None:
    if is_large:
        monkeypatch.setattr(letting_go, "KEPT_TOKENS", 10)
    network = app.window.show_page("network")
    assert isinstance(network, NetworkPage)
    qtbot.waitUntil(lambda: network.collocations is not None, timeout=LONG_MS)
    until_idle(app)
    assert network.network is not None
    words, n_pairs = network.network.words, network.table.columns_model.rowCount()
    concordance = app.window.show_page("concordance")
    assert isinstance(concordance, ConcordancePage)
    concordance.query_bar.field.setText("room")
    concordance.query_bar.field.returnPressed.emit()
    qtbot.waitUntil(lambda: concordance.lines is not None, timeout=LONG_MS)
    until_idle(app)
    n_lines = concordance.lines.n_lines if concordance.lines is not None else 0
    assert n_lines > 0
    assert (network.network is None) is is_large
    assert (network.table.columns_model.rowCount() == 0) is is_large
    app.window.show_page("network")
    assert (concordance.lines is None) is is_large
    qtbot.waitUntil(lambda: network.collocations is not None, timeout=LONG_MS)
    until_idle(app)
    assert network.network.words == words
    assert network.table.columns_model.rowCount() == n_pairs
    app.window.show_page("concordance")
    qtbot.waitUntil(lambda: concordance.lines is not None, timeout=LONG_MS)
    until_idle(app)
    assert concordance.lines is not None
    assert concordance.lines.n_lines == n_lines
    assert concordance.query_bar.field.text() == "room"
