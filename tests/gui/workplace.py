"""A session, its commands and jobs without a window, scored by a classifier of a few words."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from tests.builders import WordClassifier
from tests.manual_executor import ManualExecutor
from textminer.corpus.corpus import Corpus
from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.jobs.runner import JobRunner
from textminer.session.preferences import Preferences
from textminer.session.session import Session

WEIGHTS = {
    "good": 1.0,
    "great": 2.0,
    "bad": -1.0,
    "broken": -2.0,
    "lift": -0.1,
    "好": 2.0,
    "😀": 1.0,
    "ok": 0.05,
}


class Workplace:
    """Jobs run only in `settle()`."""

    def __init__(self, executor: ManualExecutor, weights: Mapping[str, float] = WEIGHTS) -> None:
        self.executor = executor
        self.jobs = JobBridge(JobRunner(executor))
        self.session = Session()
        self.commands = Commands(self.session, self.jobs, Preferences())
        self.classifier = WordClassifier(weights)

    def settle(self) -> None:
        """Do what is waiting, and deliver it."""
        for _round in range(5):
            self.executor.drain()
            QCoreApplication.processEvents()

    def open(self, corpus: Corpus) -> None:
        """Open a corpus without scoring it."""
        self.session.open(corpus)

    def score(self) -> None:
        """Score the corpus with the classifier."""
        self.commands.score()
        self.settle()

    def close(self) -> None:
        """End everything."""
        self.jobs.shutdown(1.0)
