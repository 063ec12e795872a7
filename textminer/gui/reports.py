"""The report in the window: where it is to be written, and the job that writes it."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.jobs.job import Job
from textminer.progress import Progress, Stage
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.reporting import make_report, write_report


class Reports(QObject):
    """Asks for a file and writes what is open, as filtered, to it."""

    def __init__(self, window: MainWindow, session: Session, commands: Commands, jobs: JobBridge) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._commands = commands
        self._jobs = jobs
        window.report_requested.connect(self.ask)

    def ask(self) -> None:
        """Ask where the report is to stand, then write it."""
        corpus = self._session.corpus
        if corpus is None:
            return
        source = corpus.sources[0].path if corpus.sources else None
        folder = Path.home() if source is None else source.absolute().parent
        proposed = folder / f"{Path(corpus.name).stem or _('report')}.html"
        kinds = {f"{_('Web page')} (*.html)": ".html", f"{_('PDF pages')} (*.pdf)": ".pdf"}
        name, kind = QFileDialog.getSaveFileName(
            self._window, _("Write a report"), str(proposed), ";;".join(kinds)
        )
        if name:
            target = Path(name)
            self.write(target if target.suffix else target.with_suffix(kinds.get(kind, ".html")))

    def write(self, target: Path) -> Job[Path] | None:
        """Write the report on the documents that count; None, with a sentence, before there are scores."""
        session = self._session
        corpus, prediction, tokens = session.corpus, session.prediction, session.tokens
        if corpus is None or prediction is None or tokens is None:
            self._window.messages.show_notice(_("The report needs the scores: wait until they are there."))
            return None
        recipe, classifier, labels = self._commands.recipe(), self._commands.classifier, session.labels
        positions = None if session.filter.is_empty else session.in_scope
        seen = prediction.copied()  # scores may still be coming in

        def work(progress: Progress) -> Path:
            made = make_report(
                corpus, seen, tokens, classifier, recipe, None, positions, labels,
                Stage(progress, 0.0, 0.8),
            )  # fmt: skip
            return write_report(made, target, Stage(progress, 0.8, 1.0))

        title = _("Writing the report {file}").format(file=target.name)
        return self._jobs.start(title, work, lane="report", succeeded=self._tell)

    def _tell(self, target: Path) -> None:
        self._window.messages.show_notice(_("The report was written to {file}.").format(file=target))
