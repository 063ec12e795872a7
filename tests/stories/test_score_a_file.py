"""A user opens a file, reads, filters, finds, and exports the scored rows."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.app import Application
from textminer.corpus.filter import DocumentFilter
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.importing.page import ImportPage

Wait = Callable[[Application], None]


def drop(app: Application, path: Path) -> None:
    """Drag a file from a file manager onto the window and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(600, 400), actions, data, buttons, keys)
    QApplication.sendEvent(app.window, enter)
    assert enter.isAccepted()
    let_go = QDropEvent(QPointF(600, 400), actions, data, buttons, keys)
    QApplication.sendEvent(app.window, let_go)
    assert let_go.dropAction() is Qt.DropAction.CopyAction


def tinted_words(page: DocumentsPage) -> list[str]:
    """What stands on a coloured ground in the reader."""
    found = []
    block = page.reader.text.document().begin()
    while block.isValid():
        for span in block.layout().formats():
            if span.format.background().style() is not Qt.BrushStyle.NoBrush:
                found.append(block.text()[span.start : span.start + span.length])
        block = block.next()
    return found


def button(page: ImportPage, text: str) -> QPushButton:
    return next(found for found in page.findChildren(QPushButton) if found.text() == text)


def test_a_dropped_file_is_looked_at_then_analysed_with_one_button(
    app: Application, qtbot: QtBot, until_idle: Wait
) -> None:
    drop(app, sample("support-tickets.csv"))
    page = app.window.page("import")
    assert isinstance(page, ImportPage)
    assert app.window.current_page == "import"
    analyse = button(page, "Analyse")
    qtbot.waitUntil(analyse.isEnabled, timeout=LONG_MS)
    qtbot.mouseClick(analyse, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.window.current_page == "overview", timeout=LONG_MS)
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.prediction is not None, timeout=LONG_MS)
    until_idle(app)
    assert session.corpus is not None
    assert session.corpus.table.n_documents == 150
    assert session.corpus.table.names[session.corpus.text_column] == "message"
    assert app.preferences.recent_files == [sample("support-tickets.csv")]


def test_every_document_of_a_sample_is_scored_or_says_why_not(app: Application, hotel: DocumentsPage) -> None:
    prediction = app.workbench().session.prediction
    assert prediction is not None
    texts = app.workbench().session.corpus.texts()  # type: ignore[union-attr]
    is_empty = np.array([not text.strip() for text in texts])
    assert prediction.is_scored[~is_empty].mean() > 0.98
    assert not prediction.is_scored[is_empty].any()
    assert app.window.status.isVisible()


def test_the_reader_tints_the_words_of_the_current_document(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    session.set_current(12)
    corpus = session.corpus
    assert corpus is not None
    text = corpus.document(12).text
    qtbot.waitUntil(lambda: hotel.reader.text.text() == text, timeout=LONG_MS)
    qtbot.waitUntil(lambda: bool(tinted_words(hotel)), timeout=LONG_MS)
    until_idle(app)
    assert all(word == word.strip() and word in text for word in tinted_words(hotel))


def test_finding_and_filtering_leave_what_matches(
    app: Application, hotel: DocumentsPage, qtbot: QtBot
) -> None:
    session = app.workbench().session
    app.window.find_changed.emit("breakfast")
    assert session.corpus is not None
    texts = session.corpus.texts()
    expected = [position for position, text in enumerate(texts) if "breakfast" in text.lower()]
    assert expected
    qtbot.waitUntil(lambda: session.in_scope.tolist() == expected, timeout=LONG_MS)
    hotel.filtering.change(sentiments=("negative",))
    sentiments = session.corpus.table.own["sentiment"]
    assert session.in_scope.tolist() == [place for place in expected if sentiments.iloc[place] == "negative"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_the_export_holds_every_row_and_original_cell_and_a_receipt(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait, tmp_path: Path, ending: str
) -> None:
    from textminer.storage.tables import read_table

    target = tmp_path / f"scored.{ending}"
    app.workbench().commands.export(target)
    until_idle(app)
    written, source = read_table(target), read_table(sample("hotel-reviews.csv"))
    assert written.columns[:5] == source.columns
    assert written.columns[5:8] == ["sentiment", "confidence", "score"]
    assert written.columns[-3:] == ["status", "ledger", "ledger_note"]
    assert written.frame.iloc[:, :5].to_numpy().tolist() == source.frame.to_numpy().tolist()
    receipt = json.loads((tmp_path / f"scored.{ending}.receipt.json").read_text(encoding="utf-8"))
    assert receipt["model"] == "english"
    assert receipt["n_rows"] == 150
    qtbot.waitUntil(lambda: "scored." in app.window.messages.text(), timeout=LONG_MS)


def test_the_line_after_loading_leads_to_the_rows_it_speaks_of(
    app: Application, qtbot: QtBot, until_idle: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,good\n2,\n3,good\n4\n5,bad\n6,fine,odd\n", encoding="utf-8")
    app.open_paths([path])
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.prediction is not None, timeout=LONG_MS)
    until_idle(app)
    status = app.window.status
    shown = [label.text() for label in status.findChildren(QLabel) if label.isVisible()]
    assert "6 rows · 1 empty · 1 duplicate · 2 repaired · 2 notices:" in shown
    see = next(button for button in status.findChildren(QPushButton) if button.text() == "see")
    qtbot.mouseClick(see, Qt.MouseButton.LeftButton)
    until_idle(app)
    assert session.in_scope.tolist() == [1, 2, 3, 5]
    assert "fewer cells" in app.window.messages.text()
    page = app.window.page("documents")
    assert isinstance(page, DocumentsPage)
    assert [pill.text() for pill in page.filter_bar.pills()] == ["empty or duplicate or repaired  ×"]
    session.set_current(3)
    assert page.reader.story.text() == "Repaired: it had too few cells; empty ones were added"


def test_only_filtered_documents_are_exported_when_asked_for(
    app: Application, hotel: DocumentsPage, until_idle: Wait, tmp_path: Path
) -> None:
    session = app.workbench().session
    session.set_filter(DocumentFilter(find="breakfast"))
    app.workbench().commands.export(tmp_path / "some.csv", session.in_scope)
    until_idle(app)
    with (tmp_path / "some.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(session.in_scope) > 0
    assert all("breakfast" in row["review"].lower() for row in rows)


def test_a_file_that_is_no_table_is_answered_with_a_sentence(
    app: Application, qtbot: QtBot, until_idle: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    app.open_paths([path])
    qtbot.waitUntil(lambda: bool(app.window.messages.text()), timeout=LONG_MS)
    until_idle(app)
    assert "picture.csv" in app.window.messages.text()
    assert app.workbench().session.corpus is None


def test_the_language_is_shown_and_another_one_starts_tokens_and_scores_again(
    app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    shown = [button.text() for button in app.window.status.findChildren(QPushButton) if button.isVisible()]
    assert "English" in shown
    app.window.status.language_chosen.emit("zh")
    until_idle(app)
    assert session.corpus is not None
    assert session.corpus.language == "zh"
    assert session.tokens is not None
    assert session.tokens.tokenizer == "zh+en"  # rows in Latin letters are still read as such
    assert session.model == "chinese+english"
    app.window.status.language_chosen.emit("en")
    until_idle(app)
    assert session.tokens is not None
    assert session.tokens.tokenizer == "tweet"
    assert session.model == "english"


def test_a_doubt_about_a_model_goes_with_the_model(
    app: Application, hotel: DocumentsPage, until_idle: Wait
) -> None:
    commands, messages = app.workbench().commands, app.window.messages
    commands.score("chinese")
    until_idle(app)
    assert "which the model “chinese” has not learnt" in messages.text()
    commands.score()
    until_idle(app)
    assert messages.text() == ""


def test_a_doubt_about_what_is_open_does_not_stand_above_another_file(
    app: Application, hotel: DocumentsPage, until_idle: Wait, tmp_path: Path
) -> None:
    commands, messages = app.workbench().commands, app.window.messages
    commands.score("chinese")
    until_idle(app)
    doubt = messages.text()
    other = tmp_path / "other.csv"
    other.write_text("text\nThe room was clean.\n", encoding="utf-8")
    app.workbench().open_paths([other])
    until_idle(app)
    assert app.window.current_page == "import"
    assert messages.text() == ""
    page = app.window.page("import")
    assert isinstance(page, ImportPage)
    page.dismissed.emit()
    until_idle(app)
    assert messages.text() == doubt
