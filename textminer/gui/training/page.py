"""The page on which a model learns the user's own labels."""

import enum
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from textminer.corpus.corpus import Corpus
from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.training.interrupted import InterruptedOffer
from textminer.gui.training.kept import Kept, KeptOutcome, kept_or_why
from textminer.gui.training.outcome import TrainingOutcome, cell_sentence, failure, learnt_from, rows_sentence
from textminer.gui.training.result_view import TrainingResult
from textminer.gui.training.run_view import TrainingRun
from textminer.gui.training.save_line import SaveLine
from textminer.gui.training.setup import TrainingSetup, classes_and_documents
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.message_bar import MessageBar
from textminer.jobs.job import Job
from textminer.progress import Progress, Stage
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.evaluating import held_out_report
from textminer.workflows.interrupted_training import InterruptedTraining, task_of, training_key
from textminer.workflows.kept_trainings import discard, place_for
from textminer.workflows.model_comparison import ModelComparison, beside_shipped
from textminer.workflows.model_library import save_model
from textminer.workflows.training import Labelled, TrainingRequest, train_on_corpus


class TrainingState(enum.Enum):
    """What the page shows."""

    EMPTY = 0
    SETUP = 1
    RUNNING = 2
    RESULT = 3


class TrainingPage(QWidget):
    """Before, during and after a training.

    `documents_requested`: show what a click has selected. `kept_changed`: why the training that runs cannot
    be kept for the case of a crash, or "" when it can again or has ended.

    keeps:  whether the user lets what is under way be kept for the case of a crash
    """

    documents_requested = Signal()
    kept_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        commands: Commands,
        jobs: JobBridge,
        keeps: Callable[[], bool] = lambda: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeps = keeps
        self._session = session
        self._commands = commands
        self._jobs = jobs
        self._job: Job[TrainingOutcome] | None = None
        self._doubt = ""  # about its being kept
        self._keys: list[str] = []  # under which the training that runs keeps its checkpoint
        self._stop = threading.Event()
        self._outcome: TrainingOutcome | None = None
        self._saved: Path | None = None
        self._kept = KeptOutcome(self._take_doubt)
        self._subtitle = ElidedLabel(self)
        self._learnt: tuple[Corpus, object] | None = None
        self._stack = CurrentStack(self)
        self.messages = MessageBar(self)
        self.offer = InterruptedOffer(session, jobs, self._begin, self)
        self.save_line = SaveLine(self)
        self.setup = TrainingSetup(session, jobs, self)
        self.run = TrainingRun(self)
        self.result = TrainingResult(self)
        self.stop_button = QPushButton(_("Stop and keep best"), self)
        self.cancel_button = QPushButton(_("Cancel"), self)
        self.again_button = QPushButton(_("Train again"), self)
        self.save_button = QPushButton(_("Save model as…"), self)
        self.use_button = QPushButton(_("Use for scoring now"), self)
        self._result_buttons = (self.again_button, self.save_button, self.use_button)
        self._arrange()
        self._connect()
        self._on_corpus_changed()

    @property
    def state(self) -> TrainingState:
        """What the page shows now."""
        return TrainingState(self._stack.currentIndex())

    @property
    def outcome(self) -> TrainingOutcome | None:
        """The last training that ended well."""
        return self._outcome

    def start(
        self, corpus: Corpus, labelled: Labelled, request: TrainingRequest, source: int, anew: bool = False
    ) -> None:
        """Train in a job; the page follows it. It goes on where the very same training was interrupted.

        source:  where the labels come from, as in `TrainingSetup.source`
        anew:    begin again from nothing all the same
        """
        self._stop = stop = threading.Event()
        self._saved = None
        opened = self._session.corpus
        self._learnt = (corpus, corpus.table.frame if opened is None else opened.table.frame)
        live = self.run.begin(request, labelled)
        tokens = self._session.tokens if self._is_open(corpus) else None
        if self._session.corpus is None or corpus.text_column != self._session.corpus.text_column:
            tokens = None

        self._keys = keys = list[str]()
        keeps, tell_doubt = self._keeps(), self._jobs.stream(self._take_doubt)
        kept: list[Kept] = []

        def train(progress: Progress, folder: Path | None) -> TrainingOutcome:
            model = train_on_corpus(
                corpus, request, progress, live.take, stop.is_set, tokens, folder, tell_doubt
            )
            report = held_out_report(model, labelled.classes)
            return TrainingOutcome(corpus, labelled, request, model, report)

        def work(progress: Progress) -> TrainingOutcome:
            part = Stage(progress, 0.01, 0.99)
            if not keeps:
                return train(part, None)
            keys.append(training_key(corpus, labelled, request, Stage(progress, 0.0, 0.01)))
            with place_for(keys[0]) as place:
                if anew:
                    place.clear()
                if place.folder is None:
                    tell_doubt(
                        _("Another window is at the same training, so this one is not kept if interrupted.")
                    )
                place.describe(task_of(corpus, request, source))
                outcome = train(part, place.folder)
                kept.append(kept_or_why(outcome))
                place.clear()
            return outcome

        self._subtitle.setText(f"{learnt_from(corpus, request)} · {classes_and_documents(labelled)}")
        self.stop_button.setEnabled(True)
        self.messages.hide()
        header = corpus.table.names[request.label_column].strip()
        self._job = self._jobs.start(
            _("Training “{name}”").format(name=header),
            work,
            lane="train",
            succeeded=lambda outcome: self._on_trained(outcome, kept),
            failed=self._on_failed,
            cancelled=lambda: self._on_cancelled(kept),
            progressed=self.run.show_job,
        )
        self._show(TrainingState.RUNNING)

    def _take_doubt(self, doubt: str) -> None:
        """Tell it when it changes: the bar may have been closed since, and is not to come back each time."""
        if doubt != self._doubt:
            self._doubt = doubt
            self.kept_changed.emit(doubt)

    def _end_run(self) -> None:
        self.run.end()
        self._take_doubt("")

    def _on_trained(self, outcome: TrainingOutcome, kept: Sequence[Kept]) -> None:
        self._end_run()
        self._outcome = outcome
        self._kept.take(kept)
        self.result.show_outcome(outcome)
        self._show(TrainingState.RESULT)
        self._compare(outcome)

    def _compare(self, outcome: TrainingOutcome) -> None:
        """See in a job of its own how the shipped model does on the held-out documents."""

        def show(comparison: ModelComparison | None) -> None:
            if outcome is self._outcome and comparison is not None:
                self.result.show_comparison(outcome.report, comparison)

        self._jobs.start(
            _("Scoring the held-out documents with the shipped model"),
            lambda progress: beside_shipped(outcome.corpus, outcome.report, progress),
            lane="beside-shipped",
            replace=True,
            succeeded=show,
        )

    def _on_failed(self, error: BaseException) -> None:
        self._end_run()
        details = self._job.details if self._job is not None else ""
        self._explain(error, details)
        self._to_setup()

    def _on_cancelled(self, kept: Sequence[Kept]) -> None:
        """The user is done with it; a window that closes comes not here, and leaves what can go on."""
        if kept:
            self._kept.take(kept)
            self._kept.forget()
        for key in self._keys:
            discard(key)
        self._end_run()
        self.messages.show_notice(_("The training was cancelled; nothing was kept."))
        self._to_setup()

    def _to_setup(self) -> None:
        self._subtitle.setText("")
        self._show(TrainingState.EMPTY if self._session.corpus is None else TrainingState.SETUP)
        self.offer.look()

    def _on_documents_changed(self) -> None:
        if self.state is TrainingState.SETUP:
            self.offer.look()

    def _on_start(self, corpus: Corpus, labelled: Labelled, request: TrainingRequest) -> None:
        """Start, unless the very same training can go on: the line above asks about that."""
        source = self.setup.source()
        if self.offer.is_of(request, source, corpus.text_column):
            self.offer.ask()
        else:
            self.start(corpus, labelled, request, source)

    def _begin(self, found: InterruptedTraining, goes_on: bool) -> None:
        self.start(found.corpus, found.labelled, found.request, found.source, anew=not goes_on)

    def _on_corpus_changed(self) -> None:
        if self.state in (TrainingState.EMPTY, TrainingState.SETUP):
            self._to_setup()
        self.result.show_chosen("", False)  # what it named belongs to the corpus before

    def _on_stop(self) -> None:
        self._stop.set()
        self.stop_button.setEnabled(False)

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_cell(self, label: int, predicted: int) -> None:
        """Select the documents behind a number."""
        outcome = self._outcome
        if outcome is None:
            return
        report = outcome.report
        chosen = report.documents(label, predicted) if predicted >= 0 else report.documents_labelled(label)
        names = report.evaluation.labels
        called = _("labelled “{label}”").format(label=names[label])
        if predicted >= 0:
            called += ", " + _("predicted “{label}”").format(label=names[predicted])
        say = partial(cell_sentence, report, label, None if predicted < 0 else predicted)
        self._select(outcome, chosen, called, say)

    def _on_rows(self, positions: np.ndarray, called: str) -> None:
        """Select the documents on which the two models differ, or that neither gets right."""
        if self._outcome is not None:
            self._select(self._outcome, positions, called, partial(rows_sentence, called))

    def _select(
        self, outcome: TrainingOutcome, chosen: np.ndarray, called: str, say: Callable[[int], str]
    ) -> None:
        if not self._is_open(outcome.corpus):
            message = _("These documents are in {file}; open it again to see them.")
            self.result.show_chosen(message.format(file=outcome.corpus.name), False)
            return
        self._session.select(chosen, called)
        selected = self._session.selection
        if len(selected):
            self._session.set_current(int(selected[0]))
        n_hidden = len(chosen) - len(selected)
        sentence = say(len(selected))
        if n_hidden:
            sentence += " " + _("The filter hides {n} more.").format(n=f"{n_hidden:,}")
        self.result.show_chosen(sentence, len(selected) > 0)

    def _on_use(self) -> None:
        """Score with the new model; a model that scores has a file, so save it first."""
        outcome = self._outcome
        if outcome is None:
            return
        if self._saved is not None:
            self._commands.score(self._saved.stem)
        else:
            self._save(outcome.name, self._score_with)

    def _score_with(self, path: Path) -> None:
        message = _("Saved as “{name}”; the documents are being scored with it.")
        self.messages.show_notice(message.format(name=path.stem))
        self._commands.score(path.stem)

    def _on_save_as(self) -> None:
        if self._outcome is not None:
            for button in self._result_buttons:
                button.hide()
            self.save_line.ask(self._outcome.name)

    def _on_name(self, name: str) -> None:
        def tell(path: Path) -> None:
            message = _("Saved as “{name}”. You find it under Models.")
            self.messages.show_notice(message.format(name=path.stem))

        self._save(name, tell)

    def _save(self, name: str, then: Callable[[Path], None]) -> None:
        outcome = self._outcome
        if outcome is None:
            return

        def saved(path: Path) -> None:
            if outcome is self._outcome:
                self._saved = path
                self._kept.forget()
            then(path)

        self._jobs.start(
            _("Saving “{name}”").format(name=name),
            lambda progress: save_model(outcome.model, name),
            lane="models",
            succeeded=saved,
            failed=self._explain,
        )

    def _explain(self, error: BaseException, details: str = "") -> None:
        self.messages.show_error(*failure(error, details))

    def _is_open(self, corpus: Corpus) -> bool:
        """Whether these documents are those of the session; what was learnt from may have a column more."""
        learnt, frame = self._learnt or (None, None)
        of_corpus = frame if corpus is learnt else corpus.table.frame
        return self._session.corpus is not None and self._session.corpus.table.frame is of_corpus

    def _show(self, state: TrainingState) -> None:
        self._stack.setCurrentIndex(state.value)
        is_running, has_result = state is TrainingState.RUNNING, state is TrainingState.RESULT
        for button in (self.stop_button, self.cancel_button):
            button.setVisible(is_running)
        for button in self._result_buttons:
            button.setVisible(has_result)
        self.save_line.hide()
        if state is not TrainingState.SETUP:
            self.offer.withdraw()

    def _connect(self) -> None:
        self._session.corpus_changed.connect(self._on_corpus_changed)
        self._session.labels_changed.connect(self._on_documents_changed)
        self._session.language_changed.connect(self._on_documents_changed)
        self.setup.start_requested.connect(self._on_start)
        self.stop_button.clicked.connect(self._on_stop)
        self.cancel_button.clicked.connect(self._on_cancel)
        self.again_button.clicked.connect(self._to_setup)
        self.save_button.clicked.connect(self._on_save_as)
        self.use_button.clicked.connect(self._on_use)
        self.save_line.named.connect(self._on_name)
        self.save_line.closed.connect(lambda: self._show(self.state))
        self.result.cell_chosen.connect(self._on_cell)
        self.result.beside.rows_chosen.connect(self._on_rows)
        self.result.documents_requested.connect(self.documents_requested)

    def _arrange(self) -> None:
        set_kind(self._subtitle, "secondary")
        set_kind(self.use_button, "primary")
        top = QHBoxLayout()
        top.setSpacing(10)
        title = plain_label(_("Training"), "heading", self)
        at_scale(title, lambda it: it.setMinimumHeight(px(32)))
        top.addWidget(title)
        top.addWidget(self._subtitle, 1)
        for widget in (self.save_line, self.stop_button, self.cancel_button, *self._result_buttons):
            top.addWidget(widget)
        empty = EmptyState(
            "chart-line",
            _("Nothing to learn from yet"),
            _("Open a table with a column of labels, such as a sentiment, a team or stars, to train on it."),
            parent=self,
        )
        for view in (empty, self.setup, self.run, self.result):
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.messages)
        layout.addWidget(self.offer)
        layout.addWidget(self._stack, 1)
