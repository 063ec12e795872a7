"""What is kept of open documents for a crash, and what a start after one offers."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.projects import Projects
from textminer.gui.unsaved_models import UnsavedModelOffer
from textminer.progress import Progress, Stage
from textminer.session.preferences import Preferences
from textminer.session.session import Session
from textminer.storage.disk_sentence import disk_sentence
from textminer.storage.projects import SUFFIX, save_project
from textminer.translation import _
from textminer.workflows.autosaves import ENDED, OPEN, OPENING, Leftover, RunningMark, discard, leftovers
from textminer.workflows.projects import source_paths
from textminer.workflows.unsaved_models import UnsavedModel

INTERVAL_MS = 20_000  # between two looks whether there is something new to keep

logger = logging.getLogger(__name__)


class Recovery(QObject):
    """Keeps the session beside the user's files, and offers what a process that died has kept.

    Nothing is reopened by itself: what was open then may be what brought it down.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        commands: Commands,
        projects: Projects,
        jobs: JobBridge,
        preferences: Preferences,
        mark: RunningMark,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._commands = commands
        self._projects = projects
        self._jobs = jobs
        self._preferences = preferences
        self._mark = mark
        self._kept: object = None
        self._unanswered: Leftover | None = None
        self._models = UnsavedModelOffer(window.messages, jobs)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.keep)
        self._timer.start()
        commands.before_opening = self._note_opening
        commands.corpus_opened.connect(self._on_corpus_opened)
        jobs.finished.connect(lambda job: self.keep() if job.lane == "score" else None)
        session.corpus_changed.connect(self._on_corpus_changed)
        preferences.changed.connect(self._on_preferences_changed)

    def keep(self) -> None:
        """Write an autosave in a job, if there is something new to keep."""
        if self._session.corpus is None or not self._preferences.values.autosave:
            return
        state = (self._projects.state(), self._session.current)
        make = self._projects.snapshot()
        if state == self._kept or make is None:
            return
        self._kept = state
        path, files = self._mark.project, self._files()

        def work(progress: Progress) -> None:
            save_project(
                path, make(Stage(progress, 0.0, 0.7)), is_private=True, progress=Stage(progress, 0.7, 1.0)
            )
            self._mark.note(files, OPEN)

        self._jobs.start(
            _("Keeping a copy for the case of a crash"),
            work,
            lane="autosave",
            replace=True,
            succeeded=lambda _nothing: self._warn(),
            failed=self._warn,
        )

    def without_suspects(self, paths: Sequence[Path]) -> list[Path]:
        """The files that did not bring down the run before; `tell` speaks of the others."""
        found = leftovers()
        suspects = {file for leftover in found if leftover.stage == OPENING for file in leftover.files}
        return [path for path in paths if path.absolute() not in suspects]

    def tell(self, found: Sequence[Leftover], models: Sequence[UnsavedModel] = ()) -> None:
        """Say that the last run did not end well, if so, and offer what it kept; then the unsaved models."""
        self._models.take(models)
        if not found:
            self._models.ask()
            return
        if found[0].files or found[0].project is not None:
            self._unanswered = found[0]
            self._ask()
        else:
            sentence = _("TextMiner did not end properly last time.")
            self._window.messages.show_error(sentence, found[0].details)
            discard(found[0])

    def _ask(self) -> None:
        leftover = self._unanswered
        if leftover is None:
            self._models.ask()
            return
        names = ", ".join(f"“{path.name}”" for path in leftover.files[:3]) or _("pasted text")
        if leftover.project is not None:
            if leftover.stage == ENDED:
                sentence = _(
                    "The system ended TextMiner last time before all was saved. What was open ({files}) was "
                    "kept at {time}."
                )
            else:
                sentence = _(
                    "TextMiner did not end properly last time. What was open ({files}) was kept at {time}."
                )
            time = f"{datetime.fromtimestamp(leftover.saved_s):%Y-%m-%d %H:%M}"
            sentence = sentence.format(files=names, time=time)
            words = _("Open it as it was")
        else:
            sentence = _(
                "TextMiner did not end properly while it was opening {files}, so it does not open that again "
                "by itself."
            ).format(files=names)
            words = _("Open it all the same")
        choices = [(words, self._reopen), (_("Delete what was kept"), self._discard)]
        self._window.messages.show_choices(sentence, choices)

    def _discard(self) -> None:
        leftover, self._unanswered = self._unanswered, None
        if leftover is not None:
            discard(leftover)
        self._models.ask()

    def _reopen(self) -> None:
        leftover, self._unanswered = self._unanswered, None
        if leftover is None:
            return
        if leftover.project is not None and not leftover.project.exists():
            self._window.messages.show_notice(
                _("Another window has opened or deleted what was kept; it is offered no more.")
            )
            return
        if leftover.project is not None:
            self._projects.recover(leftover.project, lambda: discard(leftover))
            return
        discard(leftover)
        paths = [path for path in leftover.files if path.suffix.lower() != SUFFIX]
        if paths:
            self._commands.ask_import(paths)
        elif leftover.files:
            self._projects.open(leftover.files[0])

    def _note_opening(self, paths: Sequence[Path]) -> None:
        """From the job that opens: should this be the end, the next start knows of what."""
        if not self._preferences.values.autosave:
            return
        self._mark.forget()
        try:
            self._mark.note(paths, OPENING)
        except OSError as error:
            self._jobs.post(self._warn, error)

    def _warn(self, error: BaseException | None = None) -> None:
        """Say in the status line that no copy is kept, for as long as that is so."""
        if error is None:
            self._window.status.set_warning("autosave", "")
            return
        logger.info("The autosave could not be written: %s", error)
        reason = disk_sentence(self._mark.project, error) if isinstance(error, OSError) else str(error)
        self._window.status.set_warning("autosave", _("No copy is kept for the case of a crash"), reason)

    def _on_corpus_opened(self) -> None:
        self._kept = None
        QTimer.singleShot(0, self, self.keep)
        QTimer.singleShot(0, self, self._ask)  # what came with the file may have taken its place

    def _on_corpus_changed(self) -> None:
        if self._session.corpus is None:
            self._mark.forget()

    def _on_preferences_changed(self) -> None:
        if not self._preferences.values.autosave:
            self._mark.forget()
            self._kept = None

    def _files(self) -> list[Path]:
        corpus = self._session.corpus
        return [] if corpus is None else list(source_paths(corpus.sources))
