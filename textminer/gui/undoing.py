"""Undo and redo in the window: what the actions would do, and the toast after what is easily regretted."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from textminer.corpus.filter import DocumentFilter
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.parts.filter_words import shortened
from textminer.gui.parts.filtering import needs_job, passing_originals
from textminer.gui.parts.step_words import step_sentence
from textminer.gui.widgets.toast import Toast
from textminer.progress import Progress
from textminer.session.history import Step
from textminer.session.session import Session
from textminer.translation import _

MENU_CHARACTERS = 60


class Undoing(QObject):
    """Takes steps of the session back and does them again, over many documents in a job."""

    def __init__(self, window: MainWindow, session: Session, jobs: JobBridge) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._last: Step | None = None
        self.toast = Toast(window)
        window.undo_requested.connect(self.undo)
        window.redo_requested.connect(self.redo)
        session.history.changed.connect(self._on_history_changed)
        self._on_history_changed()

    def undo(self) -> None:
        """Take the last step back, and turn to the document that it was about."""
        step = self._session.history.next_undo
        if step is not None:
            self._go(step, step.before.choices.filter, self._session.undo, lambda: self._next() is step)

    def redo(self) -> None:
        """Do again what was taken back."""
        history = self._session.history
        step = history.next_redo
        if step is not None:
            self._go(step, step.after.choices.filter, self._session.redo, lambda: history.next_redo is step)

    def _next(self) -> Step | None:
        return self._session.history.next_undo

    def _go(
        self,
        step: Step,
        wanted: DocumentFilter,
        act: Callable[[np.ndarray | None], None],
        is_still_asked: Callable[[], bool],
    ) -> None:
        corpus = self._session.corpus
        if corpus is None:
            return
        table, text_column = corpus.table, corpus.text_column

        def work(progress: Progress) -> np.ndarray:
            progress.report(0.0)
            return passing_originals(wanted, table, text_column)

        def came(passing: np.ndarray) -> None:
            if is_still_asked():
                act(passing)

        if needs_job(wanted, self._session.filter, table):
            self._jobs.start(_("Filtering"), work, lane="filter", replace=True, succeeded=came)
        else:
            act(None)
            self._turn_to(step)

    def _turn_to(self, step: Step) -> None:
        changed = step.after.choices.labels.changed_from(step.before.choices.labels)
        if len(changed) == 1:
            self._session.set_current(int(changed[0]))

    def _on_history_changed(self) -> None:
        session, history = self._session, self._session.history
        for action, title, step in (
            (self._window.undo_action, _("Undo"), history.next_undo),
            (self._window.redo_action, _("Redo"), history.next_redo),
        ):
            action.setEnabled(step is not None)
            words = "" if step is None or session.corpus is None else self._sentence(step)
            action.setText(
                f"{title}: {shortened(words, MENU_CHARACTERS).replace('&', '&&')}" if words else title
            )
        last = history.steps[-1] if history.steps else None
        is_new = last is not self._last and last is not None
        self._last = last
        self.toast.hide()
        if is_new and last is not None and not history.undone and is_easily_regretted(last):
            self.toast.say(_("{sentence}.").format(sentence=self._sentence(last)), _("Undo"), self.undo)

    def _sentence(self, step: Step) -> str:
        corpus = self._session.corpus
        return "" if corpus is None else step_sentence(step, corpus, self._session.prediction)


def is_easily_regretted(step: Step) -> bool:
    """Whether a step lost a group or a label, or labelled several documents at once."""
    old, new = step.before.choices, step.after.choices
    kept = {group.name: group for group in new.groups}
    if any(kept.get(group.name) != group for group in old.groups):
        return True
    changed = new.labels.changed_from(old.labels)
    return len(changed) > 1 or (len(changed) == 1 and new.labels.of(int(changed[0])) is None)
