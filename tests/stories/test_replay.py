"""A user replays the receipt of an export in the window, and sees which rows are not what they were."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.__main__ import main
from textminer.app import Application

Wait = Callable[[Application], None]


@pytest.fixture
def receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The receipt of an export from the command line, chosen when the window asks."""
    source = tmp_path / "reviews.csv"
    source.write_text(
        "id,review\n007,A wonderful room.\n008,The worst breakfast.\n009,Good\n", encoding="utf-8"
    )
    assert main(["score", str(source), "-o", str(tmp_path / "out.csv")]) == 0
    path = tmp_path / "out.csv.receipt.json"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(path), ""))
    return path


def replayed(app: Application, qtbot: QtBot) -> str:
    app.window.replay_action.trigger()
    qtbot.waitUntil(lambda: "out.csv" in app.window.messages.text(), timeout=LONG_MS)
    return app.window.messages.text()


def test_a_receipt_that_gives_the_same_is_identical_with_nothing_open(
    app: Application, receipt: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    assert replayed(app, qtbot) == "“out.csv”: identical."
    until_idle(app)


def test_the_rows_that_differ_are_listed_and_can_be_shown_in_the_documents(
    app: Application, receipt: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    out = receipt.with_name("out.csv")
    out.write_bytes(out.read_bytes().replace(b"008,", b"8,").replace(b"Good,positive", b"Good,negative"))
    app.open_paths([receipt.with_name("reviews.csv")])
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.prediction is not None, timeout=LONG_MS)
    until_idle(app)
    assert replayed(app, qtbot) == "“out.csv”: differs in 2 rows (rows 2, 3)."
    until_idle(app)
    button = next(
        each for each in app.window.messages.findChildren(QPushButton) if each.text() == "See the rows"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = app.workbench().replays.dialog
    assert dialog is not None
    model = dialog.table.columns_model
    shown = [[model.cell(row, column) for column in range(4)] for row in range(model.rowCount())]
    assert shown == [["2", "id", "8", "008"], ["3", "sentiment", "negative", "positive"]]
    qtbot.mouseClick(dialog.show_button, Qt.MouseButton.LeftButton)
    assert session.in_scope.tolist() == [1, 2]
    assert app.window.current_page == "documents"
    until_idle(app)


def test_the_file_that_the_export_was_made_from_is_asked_for_where_it_is_not_beside_the_receipt(
    app: Application, receipt: Path, qtbot: QtBot, until_idle: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = receipt.parent / "elsewhere" / "moved.csv"
    moved.parent.mkdir()
    receipt.with_name("reviews.csv").rename(moved)
    asked: list[str] = []

    def answer(_parent: object, title: str, *_rest: object) -> tuple[list[str], str]:
        asked.append(title)
        return [str(moved)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer)
    assert replayed(app, qtbot) == "“out.csv”: identical."
    assert asked == ["Where is reviews.csv, which the export was made from?"]
    until_idle(app)


def test_a_file_that_is_no_receipt_is_refused_with_a_sentence(
    app: Application, receipt: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    receipt.write_text("{}", encoding="utf-8")
    app.window.replay_action.trigger()
    qtbot.waitUntil(lambda: "no receipt" in app.window.messages.text(), timeout=LONG_MS)
    until_idle(app)
