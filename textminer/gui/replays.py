"""Replaying a receipt in the window: which one, of which files, and what came of it."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from textminer.corpus.filter import DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.parts.filtering import Filtering
from textminer.gui.replaying.dialog import ReplayDialog
from textminer.jobs.job import Job
from textminer.session.session import Session
from textminer.storage.receipts import ENDING
from textminer.translation import _
from textminer.workflows.projects import source_paths
from textminer.workflows.replaying import Replay, replay_receipt, sources_of


class Replays(QObject):
    """Asks for a receipt, makes its export again beside the real one, and tells whether they are the same."""

    def __init__(self, window: MainWindow, session: Session, jobs: JobBridge) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._jobs = jobs
        self._filtering = Filtering(session, jobs, self)
        self.dialog: ReplayDialog | None = None

    def ask(self) -> None:
        """Ask which receipt is to be replayed."""
        known = self._known_files()
        folder = str(known[0].absolute().parent) if known else ""
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Which receipt?"), folder, f"{_('Receipts of exports')} (*{ENDING})"
        )
        if name:
            self.replay(Path(name))

    def replay(self, receipt: Path) -> None:
        """Find the files that a receipt was written for, or ask for them, and replay it."""
        known = self._known_files()

        def found(sources: tuple[list[Path], list[str]]) -> None:
            files, missing = sources
            if missing:
                files = self._ask_files(receipt, missing)
            if files:
                self._run(receipt, files)

        title = _("Looking for the files of {receipt}").format(receipt=receipt.name)
        self._jobs.start(title, lambda _progress: sources_of(receipt, known), lane="replay", succeeded=found)

    def _run(self, receipt: Path, files: list[Path]) -> Job[Replay]:
        title = _("Replaying {receipt}").format(receipt=receipt.name)
        return self._jobs.start(
            title,
            lambda progress: replay_receipt(receipt, files, progress),
            lane="replay",
            replace=True,
            succeeded=self._tell,
        )

    def _tell(self, replay: Replay) -> None:
        said = _("“{export}”: {outcome}").format(export=replay.export, outcome=replay.sentence)
        sentence = " ".join([f"{said}.", *replay.doubts])
        messages = self._window.messages
        if replay.differing:
            messages.show_notice(sentence, _("See the rows"), lambda: self._show(replay))
        else:
            messages.show_notice(sentence)

    def _show(self, replay: Replay) -> None:
        shows = self._is_open(replay) and bool(replay.documents)
        self.dialog = ReplayDialog(replay, (lambda: self._filter_to(replay)) if shows else None, self._window)
        self.dialog.show()

    def _filter_to(self, replay: Replay) -> None:
        if self._is_open(replay):
            called = _("rows that differ from {export}").format(export=replay.export)
            self._filtering.apply(DocumentFilter(positions=PositionSet(replay.documents), called=called))
            self._window.show_page("documents")

    def _is_open(self, replay: Replay) -> bool:
        """Whether the documents in the window are those that the export was made from."""
        corpus = self._session.corpus
        return corpus is not None and replay.source_sha256 == tuple(
            source.sha256 for source in corpus.sources
        )

    def _known_files(self) -> list[Path]:
        corpus = self._session.corpus
        return [] if corpus is None else list(source_paths(corpus.sources))

    def _ask_files(self, receipt: Path, missing: list[str]) -> list[Path]:
        title = _("Where is {files}, which the export was made from?").format(files=", ".join(missing))
        names, _kind = QFileDialog.getOpenFileNames(self._window, title, str(receipt.parent))
        return [Path(name) for name in names]
