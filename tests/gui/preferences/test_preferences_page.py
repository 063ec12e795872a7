"""What the user chooses is applied, stored, and shown again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QSlider
from pytestqt.qtbot import QtBot

from textminer.gui.preferences.page import PreferencesPage
from textminer.gui.theme import Theme, ThemeMode
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.session.preferences import Preferences


def stored(folder: Path) -> Preferences:
    return Preferences(folder / "settings.json")


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return stored(tmp_path)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme = Theme(qapp, ThemeMode.LIGHT)
    yield theme
    theme.set_mode(ThemeMode.LIGHT)
    theme.set_scale(1.0)
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences, theme: Theme) -> PreferencesPage:
    page = PreferencesPage(preferences, theme)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitExposed(page):
        page.show()
    return page


def test_the_theme_changes_at_once_and_is_remembered(
    qtbot: QtBot, page: PreferencesPage, theme: Theme, tmp_path: Path
) -> None:
    qtbot.mouseClick(page.theme_buttons[ThemeMode.DARK], Qt.MouseButton.LeftButton)
    assert theme.mode is ThemeMode.DARK
    assert theme.colours.is_dark
    assert stored(tmp_path).values.theme == "dark"
    assert [mode for mode, button in page.theme_buttons.items() if button.isChecked()] == [ThemeMode.DARK]


def test_a_theme_chosen_elsewhere_is_shown_here(
    page: PreferencesPage, theme: Theme, preferences: Preferences
) -> None:
    theme.set_mode(ThemeMode.DARK)
    preferences.set(replace(preferences.values, theme="dark"))
    assert page.theme_buttons[ThemeMode.DARK].isChecked()


def test_the_text_grows_by_the_keyboard_within_its_bounds(
    qtbot: QtBot, page: PreferencesPage, theme: Theme, tmp_path: Path
) -> None:
    qtbot.keyClick(page.text_size, Qt.Key.Key_Right)
    assert theme.scale == pytest.approx(1.1)
    qtbot.keyClick(page.text_size, Qt.Key.Key_End)
    assert theme.scale == 2.0
    assert stored(tmp_path).values.scale == 2.0
    qtbot.keyClick(page.text_size, Qt.Key.Key_Home)
    assert theme.scale == pytest.approx(0.8)


def test_dragging_the_size_applies_it_when_it_is_let_go(page: PreferencesPage, theme: Theme) -> None:
    page.text_size.setSliderDown(True)
    page.text_size.setSliderPosition(137)
    assert page.text_size.value() == 140
    assert theme.scale == 1.0
    page.text_size.setSliderDown(False)
    assert theme.scale == pytest.approx(1.4)


def test_showing_the_page_stores_nothing(qtbot: QtBot, theme: Theme, preferences: Preferences) -> None:
    theme.set_scale(1.25)
    preferences.set(replace(preferences.values, scale=1.2, model="a model of long ago", language="xx"))
    before = preferences.values
    page = PreferencesPage(preferences, theme)
    qtbot.addWidget(page)
    with qtbot.assertNotEmitted(preferences.changed), qtbot.waitExposed(page):
        page.show()
    assert preferences.values == before
    assert theme.scale == 1.25
    assert page.model.currentData() == "a model of long ago"
    assert "not here" in page.model.currentText()


def test_the_models_that_are_here_can_be_chosen(qtbot: QtBot, page: PreferencesPage, tmp_path: Path) -> None:
    offered = [page.model.itemData(place) for place in range(page.model.count())]
    assert offered[0] == ""
    assert "english" in offered
    while page.model.currentData() != "english":
        qtbot.keyClick(page.model, Qt.Key.Key_Down)
    assert stored(tmp_path).values.model == "english"


def test_the_language_is_stored_for_the_next_start(
    qtbot: QtBot, page: PreferencesPage, tmp_path: Path
) -> None:
    while page.language.currentData() != "en":
        qtbot.keyClick(page.language, Qt.Key.Key_Down)
    assert stored(tmp_path).values.language == "en"


def test_it_says_that_nothing_leaves_the_computer(page: PreferencesPage) -> None:
    assert any("Nothing leaves this computer" in label.text() for label in page.findChildren(QLabel))


def test_where_settings_lie_is_shown_and_opens(
    qtbot: QtBot, page: PreferencesPage, preferences: Preferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(QUrl(url).toLocalFile())))
    shown = [label.text() for label in page.findChildren(ElidedLabel)]
    assert str(preferences.path) in shown
    assert any(text.endswith("models") for text in shown)
    qtbot.mouseClick(page.settings_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.models_button, Qt.MouseButton.LeftButton)
    assert opened[0] == preferences.path.parent
    assert opened[1].name == "models"
    assert opened[1].is_dir()


def test_every_control_has_a_name_to_be_read_aloud(page: PreferencesPage) -> None:
    controls = [
        *page.findChildren(QAbstractButton),
        *page.findChildren(QComboBox),
        *page.findChildren(QSlider),
    ]
    assert len(controls) >= 8
    assert all(control.accessibleName() for control in controls)


def test_the_copy_for_a_crash_can_be_switched_off_and_deleted(
    qtbot: QtBot, page: PreferencesPage, tmp_path: Path
) -> None:
    from textminer.workflows.autosaves import autosave_folder

    folder = autosave_folder()
    folder.mkdir(parents=True)
    (folder / "1-dead.lock").write_bytes(b"")
    (folder / "1-dead.textminer").write_bytes(b"a project")
    assert page.autosave.isChecked()
    page.autosave.click()
    assert not stored(tmp_path).values.autosave
    page.purge_button.click()
    assert list(folder.iterdir()) == []
    assert page.purge_button.text() == "1 deleted"
