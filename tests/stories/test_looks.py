"""Is everything whole on every page, at every size of the text: no label clipped, no number cut?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from textminer.analysis.word_pattern import WordPattern
from textminer.app import Application
from textminer.gui.compare.page import ComparePage
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.fonts import font
from textminer.gui.theme import px
from textminer.gui.widgets.cell_delegate import PADDING
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.table_view import ColumnTable

Wait = Callable[[Application], None]
PAGES = ("overview", "words", "concordance", "network", "compare", "topics", "training")
VIEWS = {"compare": (0, 3)}


def views_of(app: Application, name: str) -> Iterator[QWidget]:
    """A page in each of the views that hold a table."""
    page = app.window.show_page(name)
    for place in VIEWS.get(name, (0,)):
        if isinstance(page, ComparePage):
            page.views.choose(place)
        elif isinstance(page, ConcordancePage):
            page.look_for(WordPattern("breakfast"))
        yield page


def clipped_labels(page: QWidget) -> list[str]:
    """Texts that have less room than they need."""
    found = []
    for label in page.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, ElidedLabel):
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        is_narrow = not label.wordWrap() and label.width() < label.sizeHint().width() - 1
        if is_narrow or label.height() < needed - 1:
            found.append(f"{label.text()!r}: {label.size().toTuple()}, needs {label.sizeHint().toTuple()}")
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width() - 1:
            found.append(f"{button.text()!r}: {button.width()}")
    return found


def cut_numbers(page: QWidget) -> list[str]:
    """Numbers that their column has no room for."""
    metrics = QFontMetrics(font(px(13), tabular=True))
    found = []
    for table in page.findChildren(ColumnTable):
        model = table.columns_model
        for place, column in enumerate(model.columns):
            room = table.columnWidth(place) - 2 * px(PADDING)
            cells = [model.cell(row, place) for row in range(min(model.rowCount(), 20))]
            if table.isVisible() and column.number:
                found += [
                    f"{column.title}: {cell}" for cell in cells if metrics.horizontalAdvance(cell) > room
                ]
    return found


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 1280, 800), (1.5, 1280, 800)])
def test_nothing_is_cut_at_any_size_of_the_text(
    app: Application,
    hotel: DocumentsPage,
    until_idle: Wait,
    scale: float,
    width: int,
    height: int,
) -> None:
    app.theme.set_scale(scale)
    app.window.resize(width, height)
    problems = []
    try:
        for name in PAGES:
            for page in views_of(app, name):
                until_idle(app)
                problems += [f"{name}: {each}" for each in [*clipped_labels(page), *cut_numbers(page)]]
    finally:
        app.theme.set_scale(1.0)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("name", ["words", "concordance", "network", "compare", "topics"])
def test_a_page_without_anything_to_show_says_what_to_do(
    app: Application, tmp_path: Path, qtbot: QtBot, until_idle: Wait, name: str
) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("review,stars\n" + ",4\n,5\n" * 6, encoding="utf-8")
    app.open_paths([path])
    qtbot.waitUntil(lambda: app.window.current_page == "overview", timeout=LONG_MS)
    until_idle(app)
    for page in views_of(app, name):
        until_idle(app)
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        assert any(text.startswith("All documents are empty. If another column") for text in said), said
