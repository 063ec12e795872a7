"""A user looks at words in their contexts and follows a line to its document."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.builders import filter_to_selection
from tests.stories.conftest import LONG_MS
from textminer.analysis.concordance import LineKey
from textminer.analysis.word_pattern import WordPattern
from textminer.app import Application
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.documents.page import DocumentsPage

Wait = Callable[[Application], None]


@pytest.fixture
def concordance(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> ConcordancePage:
    page = app.window.show_page("concordance")
    assert isinstance(page, ConcordancePage)
    until_idle(app)
    page.query_bar.field.setFocus()
    qtbot.keyClicks(page.query_bar.field, "room|rooms")
    qtbot.keyClick(page.query_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.lines is not None, timeout=LONG_MS)
    until_idle(app)
    return page


def words_shown(page: ConcordancePage) -> list[str]:
    return [page.table.kwic_line(number).text.node for number in page.table.columns_model.order.tolist()]


def test_typing_a_pattern_shows_its_lines_and_a_line_leads_to_its_document(
    app: Application, concordance: ConcordancePage, qtbot: QtBot
) -> None:
    session = app.workbench().session
    assert {word.lower() for word in words_shown(concordance)} == {"room", "rooms"}
    concordance.table.selectRow(4)
    lines = concordance.lines
    assert lines is not None
    number = concordance.table.columns_model.position_at(4)
    position = int(lines.documents[number])
    assert session.current == position
    assert session.selection.tolist() == [position]
    assert session.corpus is not None
    assert concordance.preview.text.text() == session.corpus.document(position).text
    qtbot.keyClick(concordance.table, Qt.Key.Key_Return)
    assert app.window.current_page == "documents"
    documents = app.window.page("documents")
    assert isinstance(documents, DocumentsPage)
    assert documents.reader.text.text() == session.corpus.document(position).text


def test_lines_sort_by_the_words_that_follow(
    app: Application, concordance: ConcordancePage, until_idle: Wait
) -> None:
    concordance.query_bar.set_sort_keys((LineKey(1), LineKey(2)))
    until_idle(app)
    following = []
    for number in concordance.table.columns_model.order.tolist():
        line = concordance.table.kwic_line(number)
        first = [line.shown[start:end].lower() for start, end, place in line.sorted_words if place == 0]
        following += first or [""]
    assert following == sorted(following)
    assert len(set(following)) > 5


def test_all_documents_of_the_lines_are_selected_at_once(
    app: Application, concordance: ConcordancePage
) -> None:
    session = app.workbench().session
    assert concordance.lines is not None
    concordance.select_all_button.click()
    assert session.selection.tolist() == np.unique(concordance.lines.documents).tolist()
    assert len(concordance.table.selected_positions()) == concordance.lines.n_lines
    assert f"{concordance.lines.n_documents} documents" in concordance.count.text()


def test_the_filter_narrows_the_lines(
    app: Application, concordance: ConcordancePage, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert concordance.lines is not None
    session.select(concordance.lines.documents[:3])
    filter_to_selection(session)
    until_idle(app)
    assert set(concordance.lines.documents.tolist()) == set(session.in_scope.tolist())


def test_a_pattern_that_cannot_be_read_says_so_and_the_next_one_is_found(
    app: Application, concordance: ConcordancePage, until_idle: Wait
) -> None:
    concordance.look_for(WordPattern("(", is_regex=True))
    until_idle(app)
    assert concordance.query_bar.error.text()
    assert concordance.lines is None
    concordance.look_for(WordPattern("breakfast"))
    until_idle(app)
    assert not concordance.query_bar.error.text()
    assert {word.lower() for word in words_shown(concordance)} == {"breakfast"}


def test_a_collocate_narrows_the_lines_to_those_that_hold_it_nearby(
    app: Application, concordance: ConcordancePage, until_idle: Wait
) -> None:
    until_idle(app)
    found = concordance.collocates.collocates
    assert found is not None
    assert "the" not in found.words
    assert concordance.lines is not None
    concordance.collocates.choose(0)
    shown = concordance.table.columns_model.order
    assert 0 < len(shown) <= found.counts[0]
    for number in shown.tolist():
        assert found.words[0] in concordance.table.kwic_line(number).shown.lower()
    concordance.collocate_pill.click()
    assert len(concordance.table.columns_model.order) == concordance.lines.n_lines


def test_a_narrower_span_counts_fewer_words(
    app: Application, concordance: ConcordancePage, qtbot: QtBot, until_idle: Wait
) -> None:
    wide = concordance.collocates.collocates
    concordance.collocates.left.setValue(0)
    qtbot.waitUntil(lambda: concordance.collocates.collocates not in (wide, None), timeout=LONG_MS)
    narrow = concordance.collocates.collocates
    assert wide is not None
    assert narrow is not None
    assert narrow.counts.sum() < wide.counts.sum()
    assert narrow.left_counts.sum() == 0
    until_idle(app)


def test_lines_and_collocates_are_saved_as_they_are_shown(
    app: Application, concordance: ConcordancePage, until_idle: Wait, tmp_path: Path
) -> None:
    concordance.query_bar.set_sort_keys((LineKey(-1),))
    until_idle(app)
    concordance.save_lines(tmp_path / "lines.csv")
    concordance.save_collocates(tmp_path / "collocates.csv")
    until_idle(app)
    with (tmp_path / "lines.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    shown = concordance.table.columns_model.order.tolist()
    assert concordance.lines is not None
    assert [int(row["row"]) for row in rows] == (concordance.lines.documents[shown] + 1).tolist()
    assert [row["node"] for row in rows] == words_shown(concordance)
    with (tmp_path / "collocates.csv").open(encoding="utf-8", newline="") as saved:
        assert [row["word"] for row in csv.DictReader(saved)] == list(concordance.collocates.collocates.words)  # type: ignore[union-attr]


def test_copied_lines_are_rows_for_a_spreadsheet(concordance: ConcordancePage, qtbot: QtBot) -> None:
    concordance.table.selectRow(0)
    concordance.table.copy_selection()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == ["row", "left", "node", "right", "score"]
    assert len(copied) >= 2
