"""The empty window: every way in, by mouse and by keyboard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from textminer.gui.welcome.card_buttons import RecentRow
from textminer.gui.welcome.page import MOST_RECENT, WelcomePage
from textminer.session.preferences import Preferences

ROOT = Path(__file__).resolve().parents[3]
HEAVY = {"pandas", "numpy", "pyarrow", "torch", "matplotlib", "nltk", "sklearn", "scipy"}


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.json")


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences) -> WelcomePage:
    page = WelcomePage(preferences)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitExposed(page):
        page.show()
    return page


def remembered(preferences: Preferences, folder: Path, n: int) -> list[Path]:
    paths = [folder / f"file {number}.csv" for number in range(n)]
    for path in paths:
        path.write_text("text\nfine\n", encoding="utf-8")
        preferences.add_recent(path)
    return paths[::-1]


def test_nothing_heavy_is_imported_to_paint_it() -> None:
    script = (
        "import sys\n"
        "from PySide6.QtCore import QSettings\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from textminer.gui.theme import Theme\n"
        "from textminer.gui.welcome.page import WelcomePage\n"
        "from textminer.session.preferences import Preferences\n"
        "theme = Theme(application)\n"
        "page = WelcomePage(Preferences())\n"
        "page.grab()\n"
        "print(*sys.modules)\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "textminer.gui.welcome.page" in loaded
    assert loaded & HEAVY == set()


def test_open_and_paste_ask_for_themselves(qtbot: QtBot, page: WelcomePage) -> None:
    with qtbot.waitSignal(page.open_requested):
        qtbot.mouseClick(page.zone.open_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.paste_requested):
        qtbot.mouseClick(page.zone.paste_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_sample_is_one_click_away(qtbot: QtBot, page: WelcomePage, number: int) -> None:
    card = page.sample_cards[number]
    with qtbot.waitSignal(page.path_chosen) as told:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    path, is_sample = told.args
    assert path == card.sample.path
    assert path.is_file()
    assert is_sample


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_keyboard_presses_a_card(qtbot: QtBot, page: WelcomePage, key: Qt.Key) -> None:
    with qtbot.waitSignal(page.path_chosen):
        qtbot.keyClick(page.sample_cards[1], key)


def test_tab_walks_through_every_way_in(
    qtbot: QtBot, preferences: Preferences, page: WelcomePage, tmp_path: Path
) -> None:
    remembered(preferences, tmp_path, 2)
    qtbot.waitUntil(lambda: all(row.isVisible() for row in page.recent_rows))
    page.activateWindow()
    page.zone.open_button.setFocus()
    qtbot.waitUntil(page.zone.open_button.hasFocus)
    walked = []
    for _step in range(7):
        walked.append(page.focusWidget())
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert walked == [page.zone.open_button, page.zone.paste_button, *page.sample_cards, *page.recent_rows]


def test_every_button_has_a_name_to_be_read_aloud(
    preferences: Preferences, page: WelcomePage, tmp_path: Path
) -> None:
    remembered(preferences, tmp_path, 1)
    buttons = page.findChildren(QAbstractButton)
    assert len(buttons) >= 6
    assert all(button.accessibleName() or button.text() for button in buttons)


def test_without_recent_files_there_is_no_heading_for_them(page: WelcomePage) -> None:
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "OR TRY A SAMPLE" in shown
    assert "RECENT" not in shown


def test_a_recent_file_opens_again_and_is_no_sample(
    qtbot: QtBot, preferences: Preferences, page: WelcomePage, tmp_path: Path
) -> None:
    paths = remembered(preferences, tmp_path, 3)
    assert [row.path for row in page.recent_rows] == paths
    assert [label.isVisible() for label in page.findChildren(QLabel) if label.text() == "RECENT"] == [True]
    with qtbot.waitSignal(page.path_chosen) as told:
        qtbot.mouseClick(page.recent_rows[1], Qt.MouseButton.LeftButton)
    assert told.args == [paths[1], False]


def test_only_the_latest_files_are_listed(
    preferences: Preferences, page: WelcomePage, tmp_path: Path
) -> None:
    paths = remembered(preferences, tmp_path, MOST_RECENT + 2)
    assert [row.path for row in page.recent_rows] == paths[:MOST_RECENT]
    page.show_recent(paths)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.findChildren(RecentRow) == page.recent_rows


@pytest.mark.parametrize(("width", "height"), [(620, 400), (900, 520), (1280, 720), (1920, 1000)])
def test_the_column_is_centred_and_never_wider_than_the_window(
    qtbot: QtBot, page: WelcomePage, width: int, height: int
) -> None:
    page.resize(width, height)
    qtbot.waitUntil(lambda: page.width() == width and page.zone.width() > 0)
    QApplication.processEvents()
    left = page.zone.mapTo(page, QPoint(0, 0)).x()
    right = page.width() - left - page.zone.width()
    assert left >= 0
    assert abs(left - right) <= 14  # half a scroll bar and rounding
    assert page.zone.width() <= 720
