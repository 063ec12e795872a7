"""The reader over a session that tests fill."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workplace import Workplace
from textminer.gui.parts.reader import ReaderPanel


@pytest.fixture
def reader(qtbot: QtBot, workplace: Workplace) -> ReaderPanel:
    made = ReaderPanel(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(made)
    made.resize(405, 700)
    made.show()
    return made
