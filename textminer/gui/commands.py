"""What the user can ask for, and the jobs that do it."""

import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.errors import ColumnError, ModelFileError
from textminer.gui.job_bridge import JobBridge
from textminer.jobs.job import Job
from textminer.progress import Progress, Stage, patiently
from textminer.sentiment.classifier import Explanation, SentimentClassifier
from textminer.sentiment.prediction import Prediction
from textminer.session.choices import Choices
from textminer.session.preferences import Preferences
from textminer.session.session import Session
from textminer.storage.exports import ExportOptions, ExportResult
from textminer.storage.saved_recipes import SavedRecipe
from textminer.storage.tables import TableRead
from textminer.translation import _
from textminer.workflows.applying import Applied, apply_recipe
from textminer.workflows.explaining import explain_text
from textminer.workflows.exporting import export_scored
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.models import check_preferred, language_doubt, load_model, model_for, model_stamp
from textminer.workflows.opening import corpus_from_table, open_corpus
from textminer.workflows.preparing import prepare_words
from textminer.workflows.projects import OpenedProject, open_project
from textminer.workflows.scoring import score_texts, tokens_of

PART_INTERVAL_S = 0.4  # scores reach the views this often: each time, every view that shows them redraws
LONGEST_SHARE = 0.05  # of the GUI thread's time for taking scores in; a filter on them may make it slow


class Commands(QObject):
    """The long commands of the window. Each starts a job; results go into the session, errors to the window.

    import_requested carries the paths whose import the user should look at first.
    doubted carries a sentence on why the scores that come may say little.
    corpus_opened and exported say that a job ended well; `exported` carries the ExportResult.
    """

    import_requested = Signal(list)
    corpus_opened = Signal()
    doubted = Signal(str)
    exported = Signal(object)

    def __init__(
        self, session: Session, jobs: JobBridge, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._preferences = preferences
        self._classifier: SentimentClassifier | None = None
        self._stamp = ""
        self._chosen_model = ""
        self._visible = np.empty(0, dtype=np.int64)
        self._taking_s = 0.0  # how long the last scores took the GUI thread
        self.before_opening: Callable[[Sequence[Path]], None] = lambda paths: None

    @property
    def classifier(self) -> SentimentClassifier | None:
        """The model that is loaded; None until the first scoring job has loaded it."""
        return self._classifier

    def set_visible(self, positions: np.ndarray) -> None:
        """Say which documents the user is looking at: these are scored first."""
        self._visible = positions

    def ask_import(self, paths: Sequence[Path]) -> None:
        """Show how the files would be read, before they are."""
        self.import_requested.emit(list(paths))

    def open_files(
        self,
        paths: Sequence[Path],
        imports: ImportSettings | None = None,
        roles: ColumnRoles | None = None,
        remember: bool = True,
    ) -> Job[Corpus]:
        """Read files as the corpus of the session, then score it.

        remember:  whether they stand among the recent files from now on
        """

        def work(progress: Progress) -> Corpus:
            self.before_opening(paths)
            return open_corpus(paths, imports, roles, progress=progress)

        def opened(corpus: Corpus) -> None:
            for path in paths if remember else ():
                self._preferences.add_recent(path)
            self._take(corpus)

        def refused(error: BaseException) -> None:
            if isinstance(error, ColumnError) and roles is None:
                self.import_requested.emit(list(paths))  # where the column can be chosen
            else:
                self._jobs.unexplained.emit(job)

        title = _("Opening {file}").format(file=paths[0].name)
        job = self._jobs.start(title, work, lane="open", replace=True, succeeded=opened, failed=refused)
        return job

    def open_table(self, read: TableRead, name: str, roles: ColumnRoles | None = None) -> Job[Corpus]:
        """Make a table that is already in memory, such as pasted text, the corpus of the session."""

        def work(progress: Progress) -> Corpus:
            return corpus_from_table(read, name, roles)

        title = _("Opening {file}").format(file=name)
        return self._jobs.start(title, work, lane="open", replace=True, succeeded=self._take)

    def open_with_recipe(
        self, saved: SavedRecipe, path: Path, doubted: Callable[[tuple[str, ...]], None]
    ) -> Job[Applied]:
        """Open a file with what was done to another; `doubted` hears of what did not fit."""

        def work(progress: Progress) -> Applied:
            self.before_opening([path])
            return apply_recipe(saved, [path], progress)

        def opened(applied: Applied) -> None:
            self._preferences.add_recent(path)
            cleaning = saved.recipe.cleaning
            choices = Choices(applied.filter, applied.neutral_threshold, cleaning=cleaning)
            self._take(applied.corpus, choices, applied.model)
            doubted(applied.doubts)

        title = _("Opening {file}").format(file=path.name)
        return self._jobs.start(title, work, lane="open", replace=True, succeeded=opened)

    def open_project(
        self,
        path: Path,
        sources: Sequence[Path] = (),
        succeeded: Callable[[OpenedProject], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job[OpenedProject]:
        """Make what a project holds the state of the session; what it has no scores of is scored.

        sources:  where the files of the project lie now, if the user had to say so
        """

        def work(progress: Progress) -> OpenedProject:
            self.before_opening([path])
            return open_project(path, tuple(sources), progress)

        def opened(project: OpenedProject) -> None:
            self._restore(project)
            if succeeded is not None:
                succeeded(project)

        title = _("Opening {file}").format(file=path.name)
        return self._jobs.start(title, work, lane="open", replace=True, succeeded=opened, failed=failed)

    @property
    def chosen_model(self) -> str:
        """The model that was asked for by name to score the corpus; "" where its language chose."""
        return self._chosen_model

    def close_corpus(self) -> None:
        """Let go what is open; what is being done with it is given up."""
        for job in self._jobs.active():
            if job.lane in ("open", "score", "prepare", "explain"):
                job.cancel()
        self._session.close()

    def score(self, model: str = "") -> Job[None] | None:
        """Score the corpus with a model; "" takes the preferred one, or the one for the corpus's language."""
        corpus = self._session.corpus
        if corpus is None:
            return None
        self._chosen_model = model
        asked = model or self._preferences.values.model

        def work(progress: Progress) -> None:
            if not model and asked:
                check_preferred(asked)
            name = patiently(partial(model_for, corpus, asked), progress, 0.0)  # which looks at all texts
            progress.report(0.0, _("Loading the model"))
            stamp = model_stamp(name)
            classifier = self._classifier
            if classifier is None or stamp != self._stamp:
                classifier = load_model(name)
            self._jobs.post(self._begin_scores, name, stamp, classifier)
            if doubt := language_doubt(corpus, name):
                self._jobs.post(self.doubted.emit, doubt)
            parts = _PartGatherer(self._jobs, self._add_scores, lambda: self._taking_s / LONGEST_SHARE)
            take_tokens = self._jobs.stream(self._take_tokens)
            is_by_row = codes_of(classifier.tokenizer)  # then each row is read in its own language already
            find = partial(corpus_tokenizer, corpus)
            tokenizer = classifier.tokenizer if is_by_row else patiently(find, progress, 0.0)
            is_shared = classifier.tokenizer == tokenizer
            score_texts(
                corpus.text_cells(),
                classifier,
                progress if is_shared else Stage(progress, 0.0, 0.9),
                on_part=parts.take,
                on_tokens=take_tokens if is_shared else None,
                visible=lambda: self._visible,
            )
            parts.flush()
            if not is_shared:  # the word views read the texts as their language does, whatever the model does
                take_tokens(tokens_of(corpus.text_cells(), tokenizer, Stage(progress, 0.9, 1.0)))

        return self._jobs.start(_("Scoring documents"), work, lane="score", replace=True)

    def explain(
        self,
        position: int,
        succeeded: Callable[[Explanation], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job[Explanation] | None:
        """Explain one document's score with the loaded model; None where there is nothing to explain with."""
        corpus, classifier = self._session.corpus, self._classifier
        if corpus is None or classifier is None:
            return None
        text = corpus.document(position).text
        return self._jobs.start(
            _("Explaining row {row}").format(row=position + 1),
            lambda progress: explain_text(text, classifier, progress),
            lane="explain",
            replace=True,
            succeeded=succeeded,
            failed=failed,
        )

    def export(
        self, target: Path, rows: np.ndarray | None = None, options: ExportOptions | None = None
    ) -> Job[ExportResult] | None:
        """Write the documents at `rows` (positions, ascending; None for all) and the receipt beside them."""
        corpus = self._session.corpus
        if corpus is None:
            return None
        recipe, labels = self.recipe(), self._session.labels
        return self._jobs.start(
            _("Exporting to {file}").format(file=target.name),
            lambda progress: export_scored(corpus, target, recipe, rows, options, progress, labels),
            lane="export",
            succeeded=self.exported.emit,
        )

    def recipe(self) -> Recipe:
        """What was done to the corpus of the session so far."""
        corpus = self._session.corpus
        if corpus is None:
            return Recipe()
        return Recipe(
            imports=corpus.imports,
            roles=corpus.roles,
            language=corpus.language,
            model=self._session.model,
            cleaning=self._session.cleaning,
            neutral_threshold=self._session.neutral_threshold,
            filter=self._session.filter,
        )

    def _take(self, corpus: Corpus, choices: Choices | None = None, model: str = "") -> None:
        self._session.open(corpus)
        self._session.set_choices(choices or Choices())
        self._visible = np.empty(0, dtype=np.int64)
        self.corpus_opened.emit()
        self.score(model)

    def _restore(self, opened: OpenedProject) -> None:
        session, project = self._session, opened.project
        session.open(opened.corpus)
        self._visible = np.empty(0, dtype=np.int64)
        session.set_model(project.recipe.model)
        if opened.prediction is not None:
            session.restore_scores(opened.prediction)
        threshold = project.recipe.neutral_threshold
        cleaning = project.recipe.cleaning
        choices = Choices(
            opened.filter, threshold, opened.groups, opened.labels, cleaning, project.topic_names
        )
        session.restore_choices(choices, project.history)
        session.set_sort(project.sort)
        session.set_map_look(project.map_look)
        if opened.changes is None and project.current is not None:
            session.set_current(project.current)
        self.corpus_opened.emit()
        if opened.prediction is None:
            self.score(project.recipe.model)
        else:
            self._prepare(project.recipe.model)

    def _prepare(self, model: str) -> None:
        """Load what saved scores lack: the tokens for the word views, and the model that explains."""
        corpus = self._session.corpus
        if corpus is None:
            return

        def work(progress: Progress) -> None:
            take_tokens = self._jobs.stream(self._take_tokens)
            tokenizer = patiently(partial(corpus_tokenizer, corpus), progress, 0.0)
            take_tokens(tokens_of(corpus.text_cells(), tokenizer, Stage(progress, 0.0, 0.6)))
            progress.report(0.6, _("Loading the model"))
            with contextlib.suppress(ModelFileError):  # gone: the scores are there without it
                self._jobs.post(self._take_classifier, model_stamp(model), load_model(model))

        self._jobs.start(_("Counting words"), work, lane="score", replace=True)

    def _take_tokens(self, tokens: TokenTable) -> None:
        """Take the tokens, and count ahead what pages will ask for, whichever of them is opened first."""
        self._session.set_tokens(tokens)
        corpus, classifier = self._session.corpus, self._classifier
        if corpus is not None:
            self._jobs.start(
                _("Counting words"),
                lambda progress: prepare_words(corpus, tokens, classifier, progress),
                lane="prepare",
                replace=True,
            )

    def _take_classifier(self, stamp: str, classifier: SentimentClassifier) -> None:
        self._classifier = classifier
        self._stamp = stamp

    def _begin_scores(self, name: str, stamp: str, classifier: SentimentClassifier) -> None:
        self._take_classifier(stamp, classifier)
        self._session.set_model(name)
        self._session.start_scores(classifier.labels, classifier.polarity)

    def _add_scores(self, parts: list[tuple[np.ndarray, Prediction]]) -> None:
        positions = np.concatenate([positions for positions, _part in parts])
        first = parts[0][1]
        gathered = Prediction(
            first.labels,
            np.concatenate([part.probabilities for _positions, part in parts]),
            np.concatenate([part.statuses for _positions, part in parts]),
            first.polarity,
        )
        began_s = time.thread_time()
        self._session.add_scores(positions, gathered)
        self._taking_s = time.thread_time() - began_s


class _PartGatherer:
    """Gathers scored parts on the worker's side, so that views redraw a few times a second, not per block."""

    def __init__(
        self,
        jobs: JobBridge,
        receiver: Callable[[list[tuple[np.ndarray, Prediction]]], None],
        least_s: Callable[[], float],
    ) -> None:
        self._jobs = jobs
        self._receiver = receiver
        self._least_s = least_s
        self._parts: list[tuple[np.ndarray, Prediction]] = []
        self._sent_s = float("-inf")  # the first part, what the user looks at, goes at once

    def take(self, positions: np.ndarray, part: Prediction) -> None:
        """Keep a part, and send what has gathered when it is time."""
        self._parts.append((positions, part))
        if time.monotonic() - self._sent_s >= max(PART_INTERVAL_S, self._least_s()):
            self.flush()

    def flush(self) -> None:
        """Send what has gathered."""
        if self._parts:
            self._jobs.post(self._receiver, self._parts)
            self._parts = []
            self._sent_s = time.monotonic()
