"""A user opens reviews in two languages, reads why, looks at the words and exports."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.cli.test_mixed_corpora import TEXTS, write
from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.models.page import ModelsPage
from textminer.gui.words.page import WordsPage

Wait = Callable[[Application], None]


@pytest.fixture
def documents(app: Application, qtbot: QtBot, until_idle: Wait, tmp_path: Path) -> DocumentsPage:
    app.open_paths([write(tmp_path / "mixed.csv", TEXTS)])
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.prediction is not None and session.tokens is not None, timeout=LONG_MS)
    until_idle(app)
    page = app.window.page("documents")
    assert isinstance(page, DocumentsPage)
    return page


def test_both_languages_are_scored_explained_counted_and_exported(
    app: Application, documents: DocumentsPage, qtbot: QtBot, until_idle: Wait, tmp_path: Path
) -> None:
    session, reader = app.workbench().session, documents.reader
    assert session.prediction is not None
    scores = session.prediction.score()
    assert scores is not None
    assert (scores[:2] > 0.3).all()
    assert (scores[2:4] < -0.3).all()

    session.set_current(3)
    qtbot.waitUntil(lambda: bool(reader.reasons.scored_by.text()), timeout=LONG_MS)
    assert "chinese" in reader.reasons.scored_by.text()
    session.set_current(0)
    qtbot.waitUntil(lambda: "english" in reader.reasons.scored_by.text(), timeout=LONG_MS)
    until_idle(app)

    words = app.window.show_page("words")
    assert isinstance(words, WordsPage)
    qtbot.waitUntil(lambda: words.frequencies is not None, timeout=LONG_MS)
    assert words.frequencies is not None
    assert {"wonderful", "空调"} <= set(words.frequencies.words)

    models = app.window.show_page("models")
    assert isinstance(models, ModelsPage)
    assert all("rows in its language" in view.mark.text() for view in models.views)
    assert all(view.use_button.isEnabled() for view in models.views)

    app.workbench().commands.export(tmp_path / "out.csv")
    until_idle(app)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["model"] for row in rows[:2]] == ["english", "chinese"]

    app.workbench().commands.score("english")  # the user wants this one for all rows
    until_idle(app)
    assert session.model == "english"
    app.workbench().commands.export(tmp_path / "english.csv")
    until_idle(app)
    assert "model" not in (tmp_path / "english.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
