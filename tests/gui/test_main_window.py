"""What the frame promises: pages, keys, drops, messages, names, an end."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.manual_executor import ManualExecutor
from textminer.errors import TableError
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.navigation import PageSpec, page_keys
from textminer.gui.theme import Theme, ThemeMode, is_dressed
from textminer.jobs.job import JobState
from textminer.jobs.runner import JobRunner
from textminer.progress import Progress

built: list[str] = []


def page(name: str) -> QWidget:
    built.append(name)
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.addWidget(QLabel(name))
    line = QLineEdit()
    line.setAccessibleName("Name")
    layout.addWidget(line)
    return made


def specs() -> list[PageSpec]:
    return [
        PageSpec("welcome", "Welcome", "house", "", lambda: page("welcome")),
        PageSpec("documents", "Documents", "file-text", "Corpus", lambda: page("documents")),
        PageSpec("words", "Words", "chart-column", "Corpus", lambda: page("words")),
        PageSpec("training", "Training", "trending-up", "Model", lambda: page("training")),
    ]


@pytest.fixture
def jobs(executor: ManualExecutor) -> JobBridge:
    return JobBridge(JobRunner(executor))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, jobs: JobBridge) -> Iterator[MainWindow]:
    built.clear()
    window = MainWindow(specs(), jobs, Theme(qapp, ThemeMode.LIGHT))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show_page("welcome")
    window.show()
    qtbot.waitExposed(window)
    yield window
    jobs.shutdown(1.0)


def test_pages_are_built_when_they_are_first_shown(window: MainWindow) -> None:
    assert built == ["welcome"]
    window.show_page("words")
    window.show_page("welcome")
    window.show_page("words")
    assert built == ["welcome", "words"]


def test_number_keys_show_the_pages_of_the_rail(qtbot: QtBot, window: MainWindow) -> None:
    assert page_keys(specs()) == ["", "Ctrl+1", "Ctrl+2", "Ctrl+3"]
    window.activateWindow()
    for key, name in ((Qt.Key.Key_2, "words"), (Qt.Key.Key_1, "documents"), (Qt.Key.Key_3, "training")):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.current_page == name
        button = window.rail.button(name)
        assert button is not None
        assert button.isChecked()


@pytest.fixture
def theme(window: MainWindow) -> Iterator[Theme]:
    yield window._theme
    window._theme.set_mode(ThemeMode.LIGHT)


def frame_of(page: QWidget) -> QWidget:
    """What wears the sheet of a page."""
    while not page.styleSheet():
        page = page.parentWidget()
    return page


def test_a_change_of_the_theme_waits_for_no_page_that_is_not_shown(window: MainWindow, theme: Theme) -> None:
    pages = [window.show_page(name) for name in ("welcome", "documents", "words")]
    theme.set_mode(ThemeMode.DARK)
    assert [is_dressed(frame_of(page)) for page in pages] == [False, False, True]
    window.show_page("documents")
    assert [is_dressed(frame_of(page)) for page in pages] == [False, True, True]
    QApplication.processEvents()
    assert [is_dressed(frame_of(page)) for page in pages] == [True, True, True]


def test_everything_in_the_window_and_over_it_wears_the_sheet(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    for name in ("documents", "words"):
        window.show_page(name)
    dialog = QDialog(window)
    dialog.show()
    qtbot.waitExposed(dialog)
    frames = [window.centralWidget(), *window.centralWidget().findChildren(QStackedWidget)]
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        theme.set_mode(mode)
        qtbot.waitUntil(lambda: undressed(window, frames) == [])


def undressed(window: MainWindow, frames: Sequence[QWidget]) -> list[QWidget]:
    """Widgets of a window, but for frames that nothing is seen of, that do not look as the theme says now."""

    def is_within_dressed(widget: QWidget | None) -> bool:
        return widget is not None and (is_dressed(widget) or is_within_dressed(widget.parentWidget()))

    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget not in frames and not is_within_dressed(widget)
    ]


def test_a_page_outside_the_rail_marks_none(window: MainWindow) -> None:
    window.show_page("documents")
    window.show_page("welcome")
    assert not any(button.isChecked() for button in window.rail.findChildren(QAbstractButton))


def test_find_and_export_come_with_a_corpus(window: MainWindow) -> None:
    assert not window.header.find_box.isVisible()
    assert not window.export_action.isEnabled()
    window.set_corpus("reviews.csv", 12431)
    assert window.header.find_box.isVisible()
    assert window.export_action.isEnabled()
    assert any("12,431" in label.text() for label in window.header.findChildren(QLabel))
    window.clear_corpus()
    assert not window.header.find_box.isVisible()


def test_typing_is_told_once_when_it_rests(qtbot: QtBot, window: MainWindow) -> None:
    window.set_corpus("reviews.csv", 3)
    told: list[str] = []
    window.find_changed.connect(told.append)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.header.find_box.hasFocus()
    qtbot.keyClicks(window.header.find_box, "lift")
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert told == ["lift"]
    qtbot.keyClick(window.header.find_box, Qt.Key.Key_Escape)
    assert told == ["lift", ""]


def test_the_rail_shrinks_to_icons_in_a_narrow_window(window: MainWindow) -> None:
    window.resize(1280, 800)
    assert not window.rail.is_collapsed
    window.resize(900, 700)
    assert window.rail.is_collapsed
    assert window.rail.width() < 80


def drop(window: MainWindow, *urls: QUrl) -> QDropEvent:
    mime = QMimeData()
    mime.setUrls(list(urls))
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), actions, mime, buttons, keys))
    event = QDropEvent(QPointF(50, 50), actions, mime, buttons, keys)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window, event)
    return event


def test_local_files_can_be_dropped_and_are_never_moved(window: MainWindow, tmp_path: Path) -> None:
    dropped: list[list[Path]] = []
    window.files_dropped.connect(dropped.append)
    file = tmp_path / "a name\nwith a line end.csv"
    file.write_text("text\nfine\n")
    event = drop(window, QUrl.fromLocalFile(str(file)), QUrl("https://example.org/a.csv"))
    assert dropped == [[file]]
    assert event.dropAction() is Qt.DropAction.CopyAction


def test_what_is_no_local_file_is_not_taken(window: MainWindow, tmp_path: Path) -> None:
    dropped: list[list[Path]] = []
    window.files_dropped.connect(dropped.append)
    for url in (
        QUrl("https://example.org/a.csv"),
        QUrl.fromLocalFile(str(tmp_path / "gone")),
    ):
        is_taken = drop(window, url).isAccepted()
        assert not is_taken
    assert dropped == []


def test_a_dropped_folder_is_taken_as_one(window: MainWindow, tmp_path: Path) -> None:
    dropped: list[list[Path]] = []
    window.files_dropped.connect(dropped.append)
    is_taken = drop(window, QUrl.fromLocalFile(str(tmp_path))).isAccepted()
    assert is_taken
    assert dropped == [[tmp_path]]


def test_nothing_in_a_page_takes_drops_from_the_window(window: MainWindow) -> None:
    window.show_page("documents")
    assert [child for child in window.findChildren(QWidget) if child.acceptDrops()] == []


def test_errors_are_a_line_that_can_be_read_copied_and_closed(qtbot: QtBot, window: MainWindow) -> None:
    window.show_failure(TableError("No table in notes.bin: it holds binary data."))
    assert window.messages.text() == "No table in notes.bin: it holds binary data."
    window.show_failure(KeyError("secret data"), "KeyError\n  File reading.py")
    assert "secret" not in window.messages.text()
    copy = next(
        button for button in window.messages.findChildren(QAbstractButton) if button.text() == "Copy details"
    )
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "KeyError\n  File reading.py"
    close = next(
        button
        for button in window.messages.findChildren(QAbstractButton)
        if button.accessibleName() == "Close message"
    )
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert window.messages.text() == ""


def test_a_message_offers_one_thing_to_do(qtbot: QtBot, window: MainWindow) -> None:
    done: list[str] = []
    window.messages.show_notice("3 rows were repaired.", "Show them", lambda: done.append("shown"))
    button = next(
        button for button in window.messages.findChildren(QAbstractButton) if button.text() == "Show them"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["shown"]


def test_a_failed_job_that_nobody_receives_is_told(
    window: MainWindow, jobs: JobBridge, executor: ManualExecutor
) -> None:
    def fail(progress: Progress) -> None:
        raise TableError("No table in notes.bin")

    jobs.start("Reading", fail, lane="file")
    executor.drain()
    QApplication.processEvents()
    assert window.messages.text() == "No table in notes.bin"


def test_closing_stops_what_runs(qtbot: QtBot, qapp: QApplication) -> None:
    jobs = JobBridge(JobRunner())
    window = MainWindow(specs(), jobs, Theme(qapp, ThemeMode.LIGHT))
    window.show_page("welcome")
    qtbot.addWidget(window)
    window.show()
    begun = threading.Event()
    told: list[str] = []

    def endless(progress: Progress) -> None:
        while True:
            begun.set()
            progress.report(0.5)

    window.closing.connect(lambda: told.append("closing"))
    job = jobs.start(
        "Endless", endless, lane="one", succeeded=told.append, cancelled=lambda: told.append("late")
    )
    assert begun.wait(5)
    window.may_close = lambda: False
    assert not window.close()
    window.may_close = lambda: True
    assert window.close()
    QApplication.processEvents()
    assert job.state is JobState.CANCELLED
    assert told == ["closing"]


CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QTextEdit,
)


def nameless(widget: QWidget) -> list[str]:
    """Controls inside a widget that a screen reader could not name."""
    found = []
    for child in widget.findChildren(QWidget):
        if isinstance(child, CONTROLS) and not child.isHidden():
            text = child.text() if isinstance(child, QAbstractButton) else ""
            inside = isinstance(child.parent(), QAbstractSpinBox | QComboBox)
            if not inside and not (child.accessibleName() or text):
                found.append(f"{type(child).__name__} in {type(child.parent()).__name__}")
    return found


def test_every_control_has_an_accessible_name(window: MainWindow, jobs: JobBridge) -> None:
    window.set_corpus("reviews.csv", 12431)
    for name in ("documents", "words", "training"):
        window.show_page(name)
    jobs.start("Working", lambda progress: None, lane="one")
    jobs.start("Working", lambda progress: None, lane="two")
    window.messages.show_error("Something", "details")
    assert nameless(window) == []
