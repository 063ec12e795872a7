"""A training that did not come to its end is offered on the page, and goes on, begins anew or is deleted."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.training.test_training_page import tickets
from tests.gui.workplace import Workplace
from textminer.gui.training import page as page_module
from textminer.gui.training.page import TrainingPage, TrainingState
from textminer.progress import Progress
from textminer.sentiment.checkpoint_file import FILE_NAME
from textminer.sentiment.lstm import own_labels
from textminer.workflows.kept_trainings import kept_trainings, training_folder
from textminer.workflows.training import train_on_corpus

STEPS = 6


def kept_here() -> list[Path]:
    """Checkpoints, those of trainings under way included."""
    return list(training_folder().glob(f"*/{FILE_NAME}"))


class PowerCut(Exception):
    """What ends a process, as far as the page can be told of it."""


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trainings have six steps, and keep a checkpoint with each."""
    monkeypatch.setattr(own_labels, "CHECKPOINT_EVERY_S", 0.0)
    monkeypatch.setattr(page_module, "train_on_corpus", short)


def short(corpus: Any, request: Any, *arguments: Any) -> Any:
    return train_on_corpus(corpus, replace(request, minutes=None, steps=STEPS), *arguments)


class Interrupting:
    """Passes on what is told, and cuts the power at a step."""

    def __init__(self, progress: Progress, step: int) -> None:
        self.progress = progress
        self.said = f"step {step} of"

    def report(self, fraction: float, message: str = "") -> None:
        if self.said in message:
            raise PowerCut
        self.progress.report(fraction, message)


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace) -> TrainingPage:
    made = TrainingPage(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


@pytest.fixture
def interrupted(page: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> TrainingPage:
    """The page with the documents whose training was interrupted at step 4 of 6."""
    with monkeypatch.context() as patched:
        patched.setattr(
            page_module,
            "train_on_corpus",
            lambda corpus, request, progress, *more: short(corpus, request, Interrupting(progress, 4), *more),
        )
        workplace.open(tickets())
        page.setup.choose_label(1)
        workplace.settle()
        page.setup.start.click()
        workplace.settle()
    assert [(kept.step, kept.n_steps) for kept in kept_trainings()] == [(4, STEPS)]
    page.messages.hide()
    return page


def press(page: TrainingPage, called: str) -> None:
    bar = page.offer
    buttons = [bar._button, *bar._others]
    next(button for button in buttons if button.text() == called).click()


def test_it_is_offered_to_the_same_documents_in_a_new_window(
    interrupted: TrainingPage, workplace: Workplace
) -> None:
    workplace.open(tickets(40))
    workplace.settle()
    assert interrupted.offer.text() == ""
    workplace.open(tickets())
    workplace.settle()
    assert "A training of “team”" in interrupted.offer.text()
    assert "interrupted at step 4 of 6" in interrupted.offer.text()


def test_going_on_does_the_rest_alone_and_ends_what_was_kept(
    interrupted: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    show = interrupted.run.show_job
    monkeypatch.setattr(interrupted.run, "show_job", lambda job: (said.append(job.message), show(job)))
    press(interrupted, "Go on")
    assert interrupted.offer.text() == ""
    assert interrupted.state is TrainingState.RUNNING
    workplace.settle()
    assert interrupted.state is TrainingState.RESULT
    assert not any(f"step {step} of 6" in message for message in said for step in (1, 2, 3))
    assert interrupted.outcome is not None
    assert [point.step for point in interrupted.outcome.model.history.points][-1] == STEPS
    assert kept_trainings() == []


def test_beginning_anew_forgets_the_steps_that_were_done(
    interrupted: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textminer.sentiment.lstm.training.Training._restore", None)
    press(interrupted, "Begin anew")
    workplace.settle()
    assert interrupted.state is TrainingState.RESULT
    assert kept_trainings() == []


def test_deleting_leaves_nothing(interrupted: TrainingPage, workplace: Workplace) -> None:
    press(interrupted, "Delete it")
    workplace.settle()
    assert kept_trainings() == []
    assert interrupted.offer.text() == ""
    assert interrupted.state is TrainingState.SETUP


def test_starting_the_very_same_training_asks_first_and_another_one_does_not(
    interrupted: TrainingPage, workplace: Workplace
) -> None:
    interrupted.offer.hide()
    interrupted.setup.start.click()
    assert interrupted.state is TrainingState.SETUP
    assert "interrupted at step 4" in interrupted.offer.text()
    interrupted.setup.choose_label(3)
    workplace.settle()
    interrupted.setup.start.click()
    workplace.settle()
    assert interrupted.state is TrainingState.RESULT
    assert len(kept_trainings()) == 1


def test_a_training_that_the_user_cancels_leaves_nothing(
    page: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace.open(tickets())
    page.setup.choose_label(1)
    workplace.settle()
    said: list[int] = []

    def cancelling(corpus: Any, request: Any, progress: Progress, *more: Any) -> Any:
        class AtFour:
            def report(self, fraction: float, message: str = "") -> None:
                if "step 4 of" in message:
                    said.append(len(kept_here()))
                    page.cancel_button.click()
                progress.report(fraction, message)

        return short(corpus, request, AtFour(), *more)

    monkeypatch.setattr(page_module, "train_on_corpus", cancelling)
    page.setup.start.click()
    workplace.settle()
    assert said == [1]
    assert page.state is TrainingState.SETUP
    assert kept_here() == []
    assert page.offer.text() == ""


def test_where_nothing_may_be_kept_no_training_is(
    qtbot: QtBot, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = TrainingPage(workplace.session, workplace.commands, workplace.jobs, keeps=lambda: False)
    qtbot.addWidget(page)
    folders: list[object] = []

    def noting(corpus: Any, request: Any, *arguments: Any) -> Any:
        folders.append(arguments[-2])  # before what is told of checkpoints
        return short(corpus, request, *arguments)

    monkeypatch.setattr(page_module, "train_on_corpus", noting)
    workplace.open(tickets())
    page.setup.choose_label(1)
    workplace.settle()
    page.setup.start.click()
    workplace.settle()
    assert folders == [None]
    assert page.state is TrainingState.RESULT
