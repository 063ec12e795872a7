"""A user looks at the words and follows one to its documents."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.words.page import WordsPage

Wait = Callable[[Application], None]


@pytest.fixture
def words(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> WordsPage:
    page = app.window.show_page("words")
    assert isinstance(page, WordsPage)
    qtbot.waitUntil(lambda: page.frequencies is not None, timeout=LONG_MS)
    until_idle(app)
    return page


def test_a_word_selects_its_documents_and_filtering_to_them_is_a_second_act(
    app: Application, words: WordsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    found = words.frequencies
    assert found is not None
    place = found.words.index("breakfast")
    words.table.selectRow(words.table.columns_model.row_of(place))
    qtbot.waitUntil(lambda: len(session.selection) == found.document_counts[place], timeout=LONG_MS)
    assert session.corpus is not None
    assert all(
        "breakfast" in session.corpus.document(position).text.lower() for position in session.selection
    )
    assert session.filter.is_empty
    session.filter_to_selection()
    qtbot.waitUntil(
        lambda: words.frequencies is not None and words.frequencies.n_documents == len(session.selection),
        timeout=LONG_MS,
    )
    until_idle(app)


def test_options_change_what_is_counted(
    words: WordsPage, app: Application, qtbot: QtBot, until_idle: Wait
) -> None:
    assert words.frequencies is not None
    assert "the" not in words.frequencies.words
    words.options_bar.show_stop_words()
    qtbot.waitUntil(lambda: words.frequencies.words[0] == "the", timeout=LONG_MS)  # type: ignore[union-attr]
    words.options_bar.choose_length(2)
    qtbot.waitUntil(lambda: " " in words.frequencies.words[0], timeout=LONG_MS)  # type: ignore[union-attr]
    until_idle(app)


def test_finding_a_word_narrows_the_table_alone(words: WordsPage) -> None:
    assert words.frequencies is not None
    n_words = len(words.frequencies.words)
    words.find_box.setText("breakf")
    shown = [words.frequencies.words[place] for place in words.table.columns_model.order]
    assert "breakfast" in shown
    assert all("breakf" in word for word in shown)
    assert len(words.frequencies.words) == n_words
