"""A user saves what is open as a project, changes it, is asked, comes back; and what a crash leaves."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.model_files import write_small_model
from tests.stories.conftest import LONG_MS
from textminer.analysis.ordering import SortKey
from textminer.app import Application
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.map_look import AXES, BY_SAVED_GROUPS, MapLook
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.parts.step_words import history_sentences
from textminer.sentiment.model_file import find_model
from textminer.session.preferences import Preferences
from textminer.storage.projects import save_project
from textminer.workflows.autosaves import OPENING, RunningMark, autosave_folder, discard, leftovers
from textminer.workflows.unsaved_models import keep_model, unsaved_models

Wait = Callable[[Application], None]


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication) -> Iterator[Application]:
    """The window with its autosaves, as the program makes it."""
    mark = RunningMark()
    mark.begin()
    made = Application(qapp, Preferences(), mark)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: made.jobs.shutdown(0.1), timeout=LONG_MS)
    mark.end()


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    words = ["good", "bad", "nice", "broken"] * 3
    path.write_text(
        "id,text\n" + "".join(f"{n},the room was {word}\n" for n, word in enumerate(words)), encoding="utf-8"
    )
    return path


@pytest.fixture
def saved(
    app: Application, reviews: Path, qtbot: QtBot, until_idle: Wait, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project with a filter and a sort order, open in the window."""
    target = reviews.with_suffix(".textminer")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    app.open_paths([reviews])
    session = app.workbench().session
    qtbot.waitUntil(lambda: is_scored(app), timeout=LONG_MS)
    until_idle(app)
    session.set_filter(DocumentFilter(sentiments=("negative",)))
    session.set_sort(SortKey("score", True))
    session.set_label(np.array([1, 3]), "negative")
    session.add_group("loud", np.array([0, 1]))
    with qtbot.waitSignal(app.workbench().projects.saved, timeout=LONG_MS):
        app.window.save_action.trigger()
    until_idle(app)
    return target


def is_scored(app: Application) -> bool:
    prediction = app.workbench().session.prediction
    return prediction is not None and bool((prediction.statuses != 1).all())


def press(app: Application, qtbot: QtBot, words: str) -> None:
    """Click a button of the line above the page."""
    found = [button for button in app.window.messages.findChildren(QPushButton) if button.text() == words]
    qtbot.mouseClick(next(button for button in found if button.isVisible()), Qt.MouseButton.LeftButton)


def test_a_project_opens_as_it_was_left(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert app.window.windowTitle() == "reviews[*] – TextMiner"
    assert not app.window.isWindowModified()
    before, scope = session.prediction, session.in_scope.tolist()
    labels, groups, history = session.labels, session.groups, history_sentences(session)
    assert history[0] == "Opened reviews.csv: 12 rows"
    assert history[-3:] == (
        "Filtered to negative",
        "Labelled 2 documents negative",
        "Saved 2 documents as the group “loud”",
    )
    app.window.new_action.trigger()
    assert session.corpus is None
    assert app.window.current_page == "welcome"
    assert not app.window.save_action.isEnabled()
    assert app.preferences.recent_files[0] == saved
    app.open_paths([saved])
    qtbot.waitUntil(lambda: app.window.windowTitle() == "reviews[*] – TextMiner", timeout=LONG_MS)
    until_idle(app)
    assert session.filter == DocumentFilter(sentiments=("negative",))
    assert session.in_scope.tolist() == scope
    assert (session.labels, session.groups) == (labels, groups)
    assert session.corpus is not None
    assert session.corpus.table.own["your_label"].to_list()[1] == "negative"
    assert history_sentences(session) == history
    assert not app.window.undo_action.isEnabled()
    assert before is not None
    assert session.prediction is not None
    assert session.prediction.probabilities.tolist() == before.probabilities.tolist()
    assert session.tokens is not None
    assert app.workbench().commands.classifier is not None
    page = app.window.page("documents")
    assert isinstance(page, DocumentsPage)
    scores = session.corpus.table.own["score"]  # type: ignore[attr-defined]

    def shown() -> list[float]:
        return [scores[position] for position in page.grid.columns_model.order]

    qtbot.waitUntil(lambda: shown() == sorted(shown(), reverse=True), timeout=LONG_MS)
    assert len(set(shown())) > 1  # else any order would do
    assert page.grid.horizontalHeader().isSortIndicatorShown()
    assert not app.window.isWindowModified()


def test_changes_are_marked_and_asked_for_before_they_are_lost(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    session, window = app.workbench().session, app.window
    session.set_filter(DocumentFilter())
    qtbot.waitUntil(window.isWindowModified, timeout=LONG_MS)
    window.close()
    assert window.isVisible()
    assert window.messages.text() == "“reviews” has changes that are not saved."
    window.new_action.trigger()
    assert session.corpus is not None
    press(app, qtbot, "Save them")
    qtbot.waitUntil(lambda: session.corpus is None, timeout=LONG_MS)
    app.open_paths([saved])
    qtbot.waitUntil(lambda: session.corpus is not None, timeout=LONG_MS)
    until_idle(app)
    assert session.filter.is_empty
    session.set_label(np.array([0]), "positive")
    qtbot.waitUntil(window.isWindowModified, timeout=LONG_MS)
    window.close()
    press(app, qtbot, "Close without saving")
    assert not window.isVisible()


def test_a_moved_source_is_chosen_again_and_the_project_wants_to_be_saved(
    app: Application,
    saved: Path,
    reviews: Path,
    qtbot: QtBot,
    until_idle: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = reviews.with_name("moved.csv")
    reviews.rename(moved)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(moved), ""))
    app.window.new_action.trigger()
    app.open_paths([saved])
    qtbot.waitUntil(lambda: "is not at" in app.window.messages.text(), timeout=LONG_MS)
    press(app, qtbot, "Choose the file…")
    qtbot.waitUntil(lambda: app.workbench().session.corpus is not None, timeout=LONG_MS)
    until_idle(app)
    assert is_scored(app)
    assert app.window.isWindowModified()
    app.window.save_action.trigger()
    qtbot.waitUntil(lambda: not app.window.isWindowModified(), timeout=LONG_MS)


def test_a_damaged_project_is_answered_with_a_sentence_and_what_is_open_stays(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    damaged = saved.with_name("damaged.textminer")
    damaged.write_bytes(saved.read_bytes()[:-30])
    app.open_paths([damaged])
    qtbot.waitUntil(lambda: "damaged.textminer" in app.window.messages.text(), timeout=LONG_MS)
    until_idle(app)
    assert app.workbench().session.corpus is not None
    assert app.workbench().projects.path == saved


def as_after_a_crash(app: Application, qtbot: QtBot, until_idle: Wait) -> None:
    """What the running window has kept, as if its process had died."""
    recovery = app.workbench().recovery
    assert recovery is not None
    recovery.keep()
    until_idle(app)
    folder = autosave_folder()
    for path in list(folder.iterdir()):
        if path.name.endswith((".textminer", ".state.json")):
            key = path.name.split(".", 1)[0]
            path.rename(path.with_name(path.name.replace(key, "1-dead")))
    (folder / "1-dead.lock").write_bytes(b"")


def test_after_a_crash_what_was_open_is_offered_and_nothing_opens_by_itself(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    as_after_a_crash(app, qtbot, until_idle)
    app.window.new_action.trigger()
    app.offer_recovery()
    until_idle(app)
    assert session.corpus is None
    assert "did not end properly last time. What was open (“reviews.csv”)" in app.window.messages.text()
    press(app, qtbot, "Open it as it was")
    qtbot.waitUntil(lambda: session.corpus is not None, timeout=LONG_MS)
    until_idle(app)
    assert session.filter == DocumentFilter(sentiments=("negative",))
    assert dict(session.labels) == {1: "negative", 3: "negative"}
    assert [group.name for group in session.groups] == ["loud"]
    assert is_scored(app)
    assert app.workbench().projects.path is None
    assert leftovers() == []


def test_what_another_window_has_opened_after_a_crash_is_said_to_be_gone(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    as_after_a_crash(app, qtbot, until_idle)
    app.window.new_action.trigger()
    app.offer_recovery()
    until_idle(app)
    for leftover in leftovers():
        discard(leftover)  # as the other window does once it has opened it
    press(app, qtbot, "Open it as it was")
    assert app.window.messages.text().startswith("Another window has opened")
    assert app.workbench().session.corpus is None


def test_what_the_system_ended_before_it_was_saved_is_offered_and_no_crash_is_told(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    recovery, session = app.workbench().recovery, app.workbench().session
    assert recovery is not None
    session.set_filter(DocumentFilter(sentiments=("positive",)))
    recovery.keep()
    until_idle(app)
    app.end()
    assert not app.window.isVisible()
    assert app.has_unsaved
    assert app._mark is not None
    app._mark.end(keeps=app.has_unsaved)
    (leftover,) = leftovers()
    recovery.tell([leftover])
    assert "The system ended TextMiner last time" in app.window.messages.text()
    discard(leftover)


def test_an_autosave_that_cannot_be_written_is_said_once_and_quietly(
    app: Application, saved: Path, until_idle: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery, session = app.workbench().recovery, app.workbench().session
    assert recovery is not None

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("textminer.storage.projects.atomic_path", full)
        for sentiment in ("positive", "negative"):
            session.set_filter(DocumentFilter(sentiments=(sentiment, "neutral")))
            recovery.keep()
            until_idle(app)
            assert app.window.status.warning == "No copy is kept for the case of a crash"
    assert not app.window.messages.isVisible()
    session.set_filter(DocumentFilter())
    recovery.keep()
    until_idle(app)
    assert app.window.status.warning == ""


def test_a_file_that_was_being_opened_when_the_program_died_is_not_opened_at_the_next_start(
    app: Application, reviews: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    dead = RunningMark()
    dead.begin()
    dead.note([reviews], OPENING)
    dead._lock.close()  # type: ignore[union-attr]  # as the system does when a process dies
    app.workbench().open_at_start([reviews])
    app.offer_recovery()
    until_idle(app)
    assert app.workbench().session.corpus is None
    assert "while it was opening “reviews.csv”" in app.window.messages.text()
    press(app, qtbot, "Open it all the same")
    assert app.window.current_page == "import"
    until_idle(app)


def test_without_autosave_nothing_is_kept(
    app: Application, reviews: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    from dataclasses import replace

    app.preferences.set(replace(app.preferences.values, autosave=False))
    app.open_paths([reviews])
    qtbot.waitUntil(lambda: is_scored(app), timeout=LONG_MS)
    until_idle(app)
    assert [path.suffix for path in autosave_folder().iterdir()] == [".lock"]


def test_names_of_topics_and_the_look_of_the_map_come_back(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    session.name_topic(("good", "nice"), "Praise")
    session.set_map_look(MapLook(AXES, BY_SAVED_GROUPS))
    assert app.workbench().projects.is_modified
    with qtbot.waitSignal(app.workbench().projects.saved, timeout=LONG_MS):
        app.window.save_action.trigger()
    until_idle(app)
    app.window.new_action.trigger()
    assert session.map_look == MapLook()
    app.open_paths([saved])
    qtbot.waitUntil(lambda: session.corpus is not None, timeout=LONG_MS)
    until_idle(app)
    assert session.choices.topic_names.of(("good", "nice")) == "Praise"
    assert session.map_look == MapLook(AXES, BY_SAVED_GROUPS)


def test_a_project_saved_from_another_window_is_not_written_over_without_asking(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    session, window = app.workbench().session, app.window
    saved.write_bytes(saved.read_bytes() + b"of another window")
    theirs = saved.read_bytes()
    session.set_label(np.array([0]), "positive")
    window.save_action.trigger()
    assert "another window" in window.messages.text()
    until_idle(app)
    assert saved.read_bytes() == theirs
    with qtbot.waitSignal(app.workbench().projects.saved, timeout=LONG_MS):
        press(app, qtbot, "Save over it")
    assert saved.read_bytes() != theirs
    with qtbot.waitSignal(app.workbench().projects.saved, timeout=LONG_MS):  # it is ours again
        window.save_action.trigger()
    until_idle(app)


def test_a_project_that_another_window_saves_while_this_one_saves_is_not_lost(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = saved.read_bytes() + b"of another window"

    def after_the_other(path: Path, *arguments: Any, **more: Any) -> object:
        saved.write_bytes(theirs)
        return save_project(path, *arguments, **more)

    session, window = app.workbench().session, app.window
    session.set_label(np.array([0]), "positive")
    with monkeypatch.context() as patched:
        patched.setattr("textminer.gui.projects.save_project", after_the_other)
        window.save_action.trigger()
        qtbot.waitUntil(lambda: "another window" in window.messages.text(), timeout=LONG_MS)
    assert saved.read_bytes() == theirs
    assert app.workbench().projects.is_modified
    with qtbot.waitSignal(app.workbench().projects.saved, timeout=LONG_MS):
        press(app, qtbot, "Save over it")
    until_idle(app)
    assert not app.workbench().projects.is_modified


def test_a_name_without_its_ending_does_not_replace_a_project_unasked(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()
    app.workbench().session.set_label(np.array([0]), "positive")
    answer = str(saved.with_suffix("")), ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: answer)
    app.window.save_as_action.trigger()
    assert "already" in app.window.messages.text()
    until_idle(app)
    assert saved.read_bytes() == before


def test_a_model_that_was_trained_and_not_saved_is_offered_after_what_was_open(
    app: Application, saved: Path, qtbot: QtBot, until_idle: Wait
) -> None:
    class Trained:
        def save(self, path: Path) -> None:
            write_small_model(path)

    for name in ("team", "stars"):
        keep_model(Trained(), name)._lock.close()  # as the system does when a process dies
    as_after_a_crash(app, qtbot, until_idle)
    app.window.new_action.trigger()
    app.offer_recovery()
    until_idle(app)
    press(app, qtbot, "Delete what was kept")
    assert "The model “stars” was trained" in app.window.messages.text()
    press(app, qtbot, "Save it")
    until_idle(app)
    assert app.window.messages.text() == "Saved as “stars”. You find it under Models."
    press(app, qtbot, "Next")
    assert "The model “team” was trained" in app.window.messages.text()
    press(app, qtbot, "Delete it")
    assert unsaved_models() == []
    assert find_model("stars").is_file()
