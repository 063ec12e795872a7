"""What tests of the window share."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.manual_executor import ManualExecutor


@pytest.fixture
def workplace(qtbot: QtBot, executor: ManualExecutor, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    from tests.gui.workplace import Workplace

    made = Workplace(executor)
    monkeypatch.setattr("textminer.gui.commands.load_model", lambda name: made.classifier)
    monkeypatch.setattr("textminer.gui.commands.model_stamp", lambda name: f"{id(made.classifier)}")
    monkeypatch.setattr("textminer.gui.commands.language_doubt", lambda corpus, name: "")
    monkeypatch.setattr("textminer.gui.commands.model_for", lambda corpus, asked="": "words")
    yield made
    made.close()
