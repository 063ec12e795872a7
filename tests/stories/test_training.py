"""A user trains a model on a column, stops it, keeps the best, and scores with it at once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS, sample
from textminer.app import Application
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.training.page import TrainingPage, TrainingState

Wait = Callable[[Application], None]


@pytest.fixture
def page(app: Application, qtbot: QtBot, until_idle: Wait) -> TrainingPage:
    """The training page with the support tickets, their labels counted, half a minute of training chosen."""
    app.open_paths([sample("support-tickets.csv")])
    qtbot.waitUntil(lambda: app.window.current_page == "overview", timeout=LONG_MS)
    until_idle(app)
    found = app.window.show_page("training")
    assert isinstance(found, TrainingPage)
    qtbot.waitUntil(found.setup.start.isEnabled, timeout=LONG_MS)
    return found


def test_a_model_is_trained_stopped_kept_and_used(
    app: Application, page: TrainingPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    qtbot.mouseClick(page.setup.start, Qt.MouseButton.LeftButton)
    assert page.state is TrainingState.RUNNING
    qtbot.waitUntil(lambda: page.run.card.fact("epoch") != "–", timeout=LONG_MS)
    qtbot.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.state is TrainingState.RESULT, timeout=LONG_MS)
    outcome = page.outcome
    assert outcome is not None
    assert outcome.labelled.names == ("negative", "neutral", "positive")
    assert page.result.number.text().endswith("%")
    qtbot.mouseClick(page.use_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.model == "label", timeout=LONG_MS)
    until_idle(app)
    prediction = session.prediction
    assert prediction is not None
    assert prediction.labels == outcome.labelled.names
    held_out = prediction.probabilities[outcome.report.positions]
    assert held_out == pytest.approx(outcome.model.held_out.probabilities, abs=1e-5)


def test_a_click_on_a_figure_leads_to_its_documents(
    app: Application, page: TrainingPage, qtbot: QtBot, until_idle: Wait
) -> None:
    page.setup.presets.set_minutes(0.1)
    qtbot.mouseClick(page.setup.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.state is TrainingState.RESULT, timeout=LONG_MS)
    page.result.table.selectRow(0)
    session = app.workbench().session
    assert len(session.selection) > 0
    grid = app.window.page("documents")
    assert isinstance(grid, DocumentsPage)
    assert grid.grid.selected_positions().tolist() == session.selection.tolist()


def test_closing_in_the_middle_of_a_training_ends_it(
    app: Application, page: TrainingPage, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.setup.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.run.card.fact("epoch") != "–", timeout=LONG_MS)
    app.window.close()
    assert not app.window.isVisible()
    qtbot.waitUntil(lambda: app.jobs.shutdown(0.1), timeout=LONG_MS)
    assert app.jobs.active() == []
