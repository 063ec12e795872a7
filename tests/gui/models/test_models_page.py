"""The models page: what there is, which one scores, and nothing lost that Undo cannot bring back."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from tests.model_files import own_model, write_small_model
from textminer.gui.models.details import ModelDetails
from textminer.gui.models.model_card import ModelView
from textminer.gui.models.page import ModelsPage
from textminer.session.preferences import Preferences
from textminer.workflows.model_library import model_name


@pytest.fixture
def preferences() -> Preferences:
    return Preferences()


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, preferences: Preferences) -> ModelsPage:
    own_model("team")
    made = ModelsPage(workplace.session, workplace.commands, workplace.jobs, preferences)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    workplace.settle()
    return made


SHIPPED = ["chinese", "english", "english-reviews"]


def names(page: ModelsPage) -> list[str]:
    return [model_name(view.model) for view in page.views]


def view_of(page: ModelsPage, name: str) -> ModelView:
    return next(view for view in page.views if model_name(view.model) == name)


def test_shipped_and_own_models_are_listed(page: ModelsPage) -> None:
    assert names(page) == [*SHIPPED, "team"]
    assert not view_of(page, "english").delete_button.isVisible()
    assert view_of(page, "team").delete_button.isVisible()


def test_a_new_model_is_there_when_the_page_is_shown_again(page: ModelsPage, workplace: Workplace) -> None:
    page.hide()
    own_model("another")
    page.show()
    workplace.settle()
    assert names(page) == [*SHIPPED, "another", "team"]


def test_the_model_in_use_comes_first(page: ModelsPage, workplace: Workplace) -> None:
    workplace.open(corpus_of(["good", "bad"]))
    workplace.session.set_model("team")
    page.hide()
    page.show()
    workplace.settle()
    assert names(page) == ["team", *SHIPPED]


def test_a_model_can_be_used_only_for_a_corpus(
    page: ModelsPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(page, "team")
    assert not view.use_button.isEnabled()
    workplace.open(corpus_of(["good", "bad"]))
    assert view.use_button.isEnabled()
    asked: list[str] = []
    monkeypatch.setattr(workplace.commands, "score", asked.append)
    view.use_button.click()
    assert asked == ["team"]
    workplace.session.set_model("team")
    assert not view.use_button.isEnabled()
    assert view.use_button.text() == "In use"


def test_a_model_chosen_for_all_rows_can_be_left_to_the_language_again(
    page: ModelsPage, workplace: Workplace
) -> None:
    workplace.open(corpus_of(["a very good room", "服务态度很好，下次还来"] * 3))
    assert not page.language_button.isVisible()
    view_of(page, "team").use_button.click()
    workplace.settle()
    assert workplace.commands.chosen_model == "team"
    assert page.language_button.isVisible()
    page.language_button.click()
    workplace.settle()
    assert workplace.commands.chosen_model == ""
    assert not page.language_button.isVisible()


def test_one_model_is_the_default_at_a_time(page: ModelsPage, preferences: Preferences) -> None:
    view_of(page, "team").default_button.click()
    assert preferences.values.model == "team"
    view_of(page, "english").default_button.click()
    assert preferences.values.model == "english"
    assert [model_name(view.model) for view in page.views if view.mark.isVisible()] == ["english"]
    view_of(page, "english").default_button.click()
    assert preferences.values.model == ""


def test_a_deleted_model_comes_back_with_undo_as_the_default_it_was(
    page: ModelsPage, workplace: Workplace, preferences: Preferences
) -> None:
    preferences.set(replace(preferences.values, model="team"))
    view_of(page, "team").delete_button.click()
    workplace.settle()
    assert names(page) == SHIPPED
    assert preferences.values.model == ""
    assert "“team” was deleted" in page.messages.text()
    page.messages._button.click()
    workplace.settle()
    assert names(page) == [*SHIPPED, "team"]
    assert preferences.values.model == "team"


def test_an_import_that_is_no_model_is_refused_in_a_sentence(
    page: ModelsPage, workplace: Workplace, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.safetensors"
    foreign.write_bytes(b"PK\x03\x04 something else")
    page.import_file(foreign)
    workplace.settle()
    assert "foreign.safetensors" in page.messages.text()
    assert names(page) == [*SHIPPED, "team"]


def test_an_imported_model_is_listed_under_a_free_name(
    page: ModelsPage, workplace: Workplace, tmp_path: Path
) -> None:
    page.import_file(write_small_model(tmp_path / "team.safetensors"))
    workplace.settle()
    assert names(page) == [*SHIPPED, "team", "team 2"]
    assert "“team 2” was imported" in page.messages.text()


def test_details_unfold_the_whole_card_over_the_whole_width(page: ModelsPage) -> None:
    view = view_of(page, "english")
    width = view.width()
    view.details_button.click()
    details = view.findChild(ModelDetails)
    assert details is not None
    assert details.isVisible()
    assert len(details.rows) == len(view.model.facts["figures"])
    shown = " ".join(label.text() for label in details.findChildren(QLabel))
    assert "How good it is" in shown
    made_by = view.model.facts["command"]
    assert all(command in shown for command in ([made_by] if isinstance(made_by, str) else made_by))
    QApplication.processEvents()
    assert view.width() > 1.5 * width
    view.details_button.click()
    assert not details.isVisible()


def test_the_figures_of_a_card_can_be_sorted(page: ModelsPage) -> None:
    view = view_of(page, "english")
    view.details_button.click()
    details = view.findChild(ModelDetails)
    assert details is not None
    table = details.figures
    titles = [column.title for column in table.columns_model.columns]
    table.sort_requested.emit(titles.index("Accuracy"), True)
    found = [details.rows[place].accuracy for place in table.columns_model.order]
    assert found == sorted(found, reverse=True)
    table.sort_requested.emit(-1, False)
    assert table.columns_model.order.tolist() == list(range(len(details.rows)))


def test_a_card_that_says_little_has_only_the_parts_it_says(page: ModelsPage) -> None:
    view = view_of(page, "team")
    view.details_button.click()
    details = view.findChild(ModelDetails)
    assert details is not None
    titles = [column.title for column in details.figures.columns_model.columns]
    assert titles == ["Texts of", "Accuracy"]
    shown = [label.text() for label in details.findChildren(QLabel)]
    assert "What it learnt from" not in shown
    assert "Limits" not in shown
