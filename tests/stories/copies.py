"""A small file of reviews of which three are copies, opened as far as their list."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.topics.duplicates_view import DuplicatesView
from textminer.gui.topics.page import TopicsPage


def open_copies(app: Application, folder: Path, qtbot: QtBot) -> DuplicatesView:
    """Rows 1, 3 and, with one word of its own, 4 are copies; row 2 is empty."""
    review = "The room was clean and quiet, the staff were kind and breakfast was good."
    texts = ["Never again: dirty, loud and dear.", review, "", review.upper(), review.replace("kind", "rude")]
    path = folder / "reviews.csv"
    path.write_text("text\n" + "\n".join(f'"{text}"' for text in texts) + "\n", encoding="utf-8")
    app.open_paths([path])
    session = app.workbench().session
    qtbot.waitUntil(lambda: session.tokens is not None, timeout=LONG_MS)
    page = app.window.show_page("topics")
    assert isinstance(page, TopicsPage)
    page.segments.choose(2)
    qtbot.waitUntil(lambda: page.duplicates.copies is not None, timeout=LONG_MS)
    return page.duplicates
