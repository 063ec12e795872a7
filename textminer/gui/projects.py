"""Projects in the window: new, open, save, what is not saved yet, and what is kept for a crash."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from textminer.atomic import Known, Stamp, stamp_of
from textminer.errors import TextMinerError
from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.parts.step_words import history_sentences
from textminer.progress import Progress, Stage
from textminer.sentiment.prediction import STATUSES, WAITING
from textminer.session.preferences import Preferences
from textminer.session.session import Session
from textminer.storage.projects import SUFFIX, Project, SavedElsewhere, save_project
from textminer.translation import _
from textminer.workflows.projects import (
    OpenedProject,
    SourceMissing,
    project_of,
)

SETTLED_MS = 300  # many things change at once when a project is opened: looked at when they rest


class Projects(QObject):
    """Which project file the session belongs to, and whether it holds the session as it is now.

    saved carries the path after the file was written.
    """

    saved = Signal(Path)

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        commands: Commands,
        jobs: JobBridge,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._commands = commands
        self._jobs = jobs
        self._preferences = preferences
        self._path: Path | None = None
        self._kept: object = None
        self._stamp: Stamp | None = None  # of the file as it was opened or saved here
        self._may_close = False
        self._hashes: tuple[object, np.ndarray] | None = None
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._mark)
        commands.corpus_opened.connect(self._on_corpus_opened)
        for signal in (
            session.filter_changed,
            session.scores_changed,
            session.model_changed,
            session.sort_changed,
            session.language_changed,
            session.groups_changed,
            session.labels_changed,
            session.topic_names_changed,
            session.map_look_changed,
        ):
            signal.connect(self._settled.start)
        window.may_close = self._ask_before_closing

    @property
    def path(self) -> Path | None:
        """The project's file; None where the session has not been saved as one."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether the project's file holds something else than the session does now."""
        return self._path is not None and self._session.corpus is not None and self.state() != self._kept

    def state(self) -> object:
        """What a project holds of the session, as something that can be compared."""
        prediction = self._session.prediction
        is_whole = prediction is not None and not (prediction.statuses == STATUSES.index(WAITING)).any()
        session = self._session
        choices = session.choices
        kept = choices.groups, choices.labels, choices.topic_names
        return self._commands.recipe(), session.sort, session.map_look, kept, is_whole

    def new(self) -> None:
        """Begin with an empty window."""
        self.unless_unsaved(self._begin_anew)

    def open(self, path: Path) -> None:
        """Open a project in place of what is open."""
        self.unless_unsaved(lambda: self._open(path, []))

    def save(self) -> None:
        """Save the session under its project's name, or ask for one."""
        if self._path is None:
            self.save_as()
        else:
            self._save(self._path, self._stamp)

    def save_as(self) -> None:
        """Save the session as another project."""
        path = self._ask_target()
        if path is None:
            return
        if path.suffix.lower() == SUFFIX:
            self._save(path, stamp_of(path))  # which the dialog has asked about
            return
        path = path.with_name(path.name + SUFFIX)
        if stamp_of(path) is None:
            self._save(path, None)
        else:
            self._ask_over(path, _("There is a project “{name}” already.").format(name=path.name))

    def snapshot(self) -> Callable[[Progress], Project] | None:
        """What makes a project of the session as it is now, for a job to call; None where nothing is open."""
        session, recipe = self._session, self._commands.recipe()
        corpus = session.corpus
        if corpus is None:
            return None
        frame = corpus.table.frame
        hashes = self._hashes[1] if self._hashes is not None and self._hashes[0] is frame else None
        prediction = None if session.prediction is None else session.prediction.copied()
        sort, current = session.sort, session.current
        choices, look, history = session.choices, session.map_look, history_sentences(session)

        def make(progress: Progress) -> Project:
            project = project_of(corpus, recipe, prediction, sort, current, hashes, progress)
            self._jobs.post(self._keep_hashes, frame, project.row_hashes)
            return replace(
                project,
                groups=choices.groups,
                labels=choices.labels,
                topic_names=choices.topic_names,
                map_look=look,
                history=history,
            )

        return make

    def recover(self, path: Path, done: Callable[[], None]) -> None:
        """Open an autosave: it becomes no project before it is saved as one."""
        self._commands.open_project(
            path,
            succeeded=lambda opened: self._on_recovered(opened, done),
            failed=lambda error: self._explain(path, error),
        )

    def unless_unsaved(self, go_on: Callable[[], None]) -> None:
        """Do something that lets the session go, after asking where that would lose changes."""
        if not self.is_modified:
            go_on()
            return
        self._window.messages.show_choices(
            _("“{name}” has changes that are not saved.").format(name=self._name()),
            [
                (_("Save them"), lambda: self._save_then(go_on)),
                (_("Go on without saving"), go_on),
            ],
        )

    def _open(self, path: Path, sources: list[Path]) -> None:
        stamp = stamp_of(path)  # before it is read: what comes later is somebody else's
        self._commands.open_project(
            path,
            sources,
            succeeded=lambda opened: self._on_opened(path, stamp, opened, bool(sources)),
            failed=lambda error: self._explain(path, error),
        )

    def _on_opened(self, path: Path, stamp: Stamp | None, opened: OpenedProject, has_moved: bool) -> None:
        self._path = path
        self._stamp = stamp
        if opened.changes is None and not has_moved:
            self._kept = self.state()
        self._preferences.add_recent(path)
        if opened.doubts:
            self._window.messages.show_notice(" ".join(opened.doubts))
        self._mark()

    def _on_recovered(self, opened: OpenedProject, done: Callable[[], None]) -> None:
        if opened.doubts:
            self._window.messages.show_notice(" ".join(opened.doubts))
        done()

    def _explain(self, path: Path, error: BaseException) -> None:
        if isinstance(error, SourceMissing):
            self._window.messages.show_error(
                str(error), button=_("Choose the file…"), action=lambda: self._ask_source(path, error.name)
            )
        else:
            self._window.show_failure(error)

    def _ask_source(self, path: Path, name: str) -> None:
        title = _("Where is “{name}” now?").format(name=name)
        found, _chosen = QFileDialog.getOpenFileName(self._window, title, str(path.parent))
        if found:
            self._open(path, [Path(found)])

    def _ask_target(self) -> Path | None:
        corpus = self._session.corpus
        if corpus is None:
            return None
        proposed = self._path or _proposed(corpus.sources[0].path if corpus.sources else None, corpus.name)
        pattern = f"{_('TextMiner projects')} (*{SUFFIX})"
        name, _chosen = QFileDialog.getSaveFileName(self._window, _("Save project"), str(proposed), pattern)
        return Path(name) if name else None

    def _save(self, path: Path, known: Stamp | None, then: Callable[[], None] | None = None) -> None:
        """Write the project in place of a file that is known of, and ask where another stands there.

        known:  its stamp; None for no file
        """
        make = self.snapshot()
        if make is None:
            return
        if stamp_of(path) not in (None, known):
            self._ask_over(path, str(SavedElsewhere(path)), then)
            return
        state = self.state()
        replaced = Known(stamp_of(path))  # none where it is gone: what is not there cannot be lost

        def work(progress: Progress) -> Stamp | None:
            project = make(Stage(progress, 0.0, 0.7))
            return save_project(path, project, progress=Stage(progress, 0.7, 1.0), known=replaced)

        def failed(error: BaseException) -> None:
            if isinstance(error, SavedElsewhere):
                self._ask_over(path, str(error), then)
            else:
                self._window.show_failure(error, "" if isinstance(error, TextMinerError) else job.details)

        def done(stamp: Stamp | None) -> None:
            self._path = path
            self._kept = state
            self._stamp = stamp
            self._preferences.add_recent(path)
            self._mark()
            self.saved.emit(path)
            if then is not None:
                then()

        title = _("Saving {file}").format(file=path.name)
        job = self._jobs.start(title, work, lane="project", succeeded=done, failed=failed)

    def _ask_over(self, path: Path, sentence: str, then: Callable[[], None] | None = None) -> None:
        """Ask what is to become of a file that this window has not written; it is the one seen now."""
        seen = stamp_of(path)
        self._window.messages.show_choices(
            sentence,
            [
                (_("Save as another project…"), self.save_as),
                (_("Save over it"), lambda: self._save(path, seen, then)),
            ],
        )

    def _save_then(self, go_on: Callable[[], None]) -> None:
        if self._path is not None:
            self._save(self._path, self._stamp, go_on)

    def _begin_anew(self) -> None:
        self._commands.close_corpus()
        self._path = None
        self._kept = None
        self._window.messages.hide()
        self._window.clear_corpus()
        self._window.show_page("welcome")

    def _on_corpus_opened(self) -> None:
        self._path = None  # a project says that it is one once the session is as it was
        self._kept = None
        self._mark()

    def _keep_hashes(self, frame: object, hashes: np.ndarray) -> None:
        self._hashes = (frame, hashes)

    def _name(self) -> str:
        return "" if self._path is None else self._path.stem

    def _mark(self) -> None:
        """The title says what is open, and by a mark that it is not saved."""
        self._window.set_project(self._name(), self.is_modified)

    def _ask_before_closing(self) -> bool:
        if self._may_close or not self.is_modified:
            return True
        self._window.messages.show_choices(
            _("“{name}” has changes that are not saved.").format(name=self._name()),
            [
                (_("Save and close"), lambda: self._save_then(self._close)),
                (_("Close without saving"), self._close),
            ],
        )
        return False

    def _close(self) -> None:
        self._may_close = True
        self._window.close()


def _proposed(source: Path | None, name: str) -> Path:
    """Beside the source, under its name."""
    folder = Path.home() if source is None else source.absolute().parent
    return folder / f"{Path(name).stem or _('project')}{SUFFIX}"
