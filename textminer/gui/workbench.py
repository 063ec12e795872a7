"""Session and commands connected with the window: all that needs pandas, built after the first paint."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.languages import language_codes, language_named
from textminer.corpus.ledger_words import ledger_line, striking_states
from textminer.corpus.recipe import ImportSettings
from textminer.gui.commands import Commands
from textminer.gui.document_entries import document_entries
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.importing.page import ImportPage
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.labelling import Labelling
from textminer.gui.parts.selection_bar import SelectionBar
from textminer.gui.projects import Projects
from textminer.gui.recipes import Recipes
from textminer.gui.recovery import Recovery
from textminer.gui.replays import Replays
from textminer.gui.reports import Reports
from textminer.gui.undoing import Undoing
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.session.preferences import Preferences
from textminer.session.session import Session
from textminer.storage.exports import ExportResult
from textminer.storage.memory_need import memory_need
from textminer.storage.projects import SUFFIX
from textminer.storage.tables import TableRead
from textminer.translation import _, ngettext_
from textminer.workflows.autosaves import RunningMark
from textminer.workflows.mixed_corpora import model_names


class Workbench(QObject):
    """What the user works at once something is to be opened."""

    def __init__(
        self, window: MainWindow, jobs: JobBridge, preferences: Preferences, mark: RunningMark | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._preferences = preferences
        self.session = Session(self)
        self.commands = Commands(self.session, jobs, preferences, self)
        self.undoing = Undoing(window, self.session, jobs)
        self.reports = Reports(window, self.session, self.commands, jobs)
        self.replays = Replays(window, self.session, jobs)
        self.projects = Projects(window, self.session, self.commands, jobs, preferences)
        self.recipes = Recipes(window, self.session, self.commands, self.projects)
        filtering, labelling = Filtering(self.session, jobs, self), Labelling(self.session, window)
        window.more_entries = lambda: document_entries(
            self.session, filtering, labelling, lambda: window.show_page("documents")
        )
        self.recovery = (
            None
            if mark is None
            else Recovery(window, self.session, self.commands, self.projects, jobs, preferences, mark)
        )
        window.find_changed.connect(self._find)
        window.new_requested.connect(self.projects.new)
        window.save_requested.connect(self.projects.save)
        window.save_as_requested.connect(self.projects.save_as)
        window.export_requested.connect(self._ask_export)
        window.status.notice_clicked.connect(self._see_ledger)
        window.status.language_chosen.connect(self._change_language)
        self.commands.import_requested.connect(self._look_at)
        self.commands.corpus_opened.connect(self._on_corpus_opened)
        self.commands.exported.connect(self._on_exported)
        self._kept_doubt = ""
        self._doubt = ""  # about the scores, as long as the model is the same
        self._said_before = ""  # of the open corpus, while another file is looked at
        self.commands.doubted.connect(self._show_doubt)
        self.session.model_changed.connect(self._show_model)
        window.page_shown.connect(self._on_page)

    def open_paths(self, paths: list[Path], looks_first: bool = True, remember: bool = True) -> None:
        """Open files or a project in place of what is open.

        looks_first:  whether the user sees how files would be read before they are
        remember:     whether the files stand among the recent ones from then on
        """
        project = next((path for path in paths if path.suffix.lower() == SUFFIX), None)
        if project is not None:
            self.projects.open(project)
        elif looks_first:
            self.projects.unless_unsaved(lambda: self.commands.ask_import(paths))
        else:
            self.projects.unless_unsaved(lambda: self._open_at_once(paths, remember))

    def open_at_start(self, paths: list[Path]) -> None:
        """Open what the program was started with, but for a file that brought down the run before."""
        harmless = paths if self.recovery is None else self.recovery.without_suspects(paths)
        if harmless:
            self.open_paths(harmless, looks_first=False)

    def _open_at_once(self, paths: list[Path], remember: bool) -> None:
        if memory_need(paths).fits:
            self.commands.open_files(paths, remember=remember)
        else:
            self.commands.ask_import(paths)  # which says so, and offers the first rows

    def make_import(self) -> QWidget:
        """The page that shows how files would be read."""
        page = ImportPage(self._jobs)
        page.analyse_requested.connect(self._analyse)
        page.table_analyse_requested.connect(self._analyse_table)
        page.dismissed.connect(self._leave_import)
        return page

    def make_overview(self) -> QWidget:
        """The page with the answer at a glance."""
        from textminer.gui.overview.page import OverviewPage

        page = OverviewPage(self.session, self.commands, self._jobs)
        page.documents_requested.connect(lambda: self._window.show_page("documents"))
        return self._telling_failures(page)

    def make_documents(self) -> QWidget:
        """The page with the grid and the reader."""
        page = DocumentsPage(self.session, self.commands, self._jobs)
        page.find_text_changed.connect(self._window.header.set_find_text)
        return self._following_bars(page)

    def make_words(self) -> QWidget:
        """The page with the word frequencies."""
        from textminer.gui.words.page import WordsPage

        page = WordsPage(self.session, self._jobs)
        page.documents_requested.connect(lambda: self._window.show_page("documents"))
        page.concordance_requested.connect(self._show_lines)
        return self._telling_failures(page)

    def make_concordance(self) -> QWidget:
        """The page with words in their contexts."""
        from textminer.gui.concordance.page import ConcordancePage

        page = ConcordancePage(self.session, self._jobs)
        page.document_requested.connect(self._read)
        page.saved.connect(self._tell_saved)
        return self._telling_failures(page)

    def make_compare(self) -> QWidget:
        """The page that compares groups of documents."""
        from textminer.gui.compare.page import ComparePage

        page = ComparePage(self.session, self.commands, self._jobs)
        page.documents_requested.connect(lambda: self._window.show_page("documents"))
        return self._telling_failures(page)

    def _show_lines(self, pattern: str) -> None:
        from textminer.analysis.word_pattern import WordPattern
        from textminer.gui.concordance.page import ConcordancePage

        page = self._window.show_page("concordance")
        assert isinstance(page, ConcordancePage)
        page.look_for(WordPattern(pattern))

    def make_topics(self) -> QWidget:
        """The page with topics, the map and near duplicates."""
        from textminer.gui.topics.page import TopicsPage

        page = TopicsPage(self.session, self._jobs, lambda: self.commands.classifier)
        page.document_requested.connect(lambda: self._window.show_page("documents"))
        return self._telling_failures(page)

    def make_network(self) -> QWidget:
        """The page with the words that occur together."""
        from textminer.gui.network.page import NetworkPage

        page = NetworkPage(self.session, self._jobs)
        page.context_requested.connect(self.show_in_context)
        page.documents_requested.connect(lambda: self._window.show_page("documents"))
        return self._telling_failures(page)

    def show_in_context(self, word: str) -> None:
        """Show every line in which a word occurs."""
        from textminer.analysis.word_pattern import WordPattern
        from textminer.gui.concordance.page import ConcordancePage

        page = self._window.show_page("concordance")
        assert isinstance(page, ConcordancePage)
        page.look_for(WordPattern(word))

    def make_training(self) -> QWidget:
        """The page on which a model learns the user's labels."""
        from textminer.gui.training.page import TrainingPage

        page = TrainingPage(
            self.session, self.commands, self._jobs, lambda: self._preferences.values.autosave
        )
        page.documents_requested.connect(lambda: self._window.show_page("documents"))
        page.kept_changed.connect(self._show_kept)
        return self._telling_failures(page)

    def make_models(self) -> QWidget:
        """The page with the models there are."""
        from textminer.gui.models.page import ModelsPage

        return ModelsPage(self.session, self.commands, self._jobs, self._preferences)

    def _telling_failures(self, page: QWidget) -> QWidget:
        """The page, its figures connected with the message bar."""
        for canvas in page.findChildren(FigureCanvas):
            canvas.failed.connect(self._window.messages.show_error)
        return self._following_bars(page)

    def _following_bars(self, page: QWidget) -> QWidget:
        """The page; what is selected on it can be compared with all else."""
        for bar in page.findChildren(SelectionBar):
            bar.compare_requested.connect(self._compare_selection)
        return page

    def _compare_selection(self) -> None:
        from textminer.gui.compare.page import ComparePage

        page = self._window.show_page("compare")
        assert isinstance(page, ComparePage)
        page.compare_selection()

    def paste(self) -> None:
        """Look at the text in the clipboard as a table."""
        from PySide6.QtGui import QGuiApplication

        from textminer.errors import TextMinerError
        from textminer.gui.importing.pasting import table_from_text

        try:
            read = table_from_text(QGuiApplication.clipboard().text())
        except TextMinerError as error:
            self._window.show_failure(error)
            return
        page = self._window.show_page("import")
        assert isinstance(page, ImportPage)
        page.look_at_table(read, _("Pasted text"))

    def _look_at(self, paths: list[Path]) -> None:
        page = self._window.show_page("import")
        assert isinstance(page, ImportPage)
        page.look_at(paths)

    def _analyse(self, paths: list[Path], imports: ImportSettings, roles: ColumnRoles) -> None:
        self.commands.open_files(paths, imports, roles)

    def _analyse_table(self, read: TableRead, name: str, roles: ColumnRoles) -> None:
        self.commands.open_table(read, name, roles)

    def _leave_import(self) -> None:
        self._window.show_page("welcome" if self.session.corpus is None else "overview")

    def _on_page(self, name: str) -> None:
        """What is doubted of the open corpus does not stand above another file, and comes back behind it."""
        messages = self._window.messages
        if name == "import":
            if self._doubt and messages.text() == self._doubt:
                self._said_before = self._doubt
                messages.hide()
        elif self._said_before:
            if self._said_before == self._doubt and not messages.text():
                messages.show_notice(self._doubt)
            self._said_before = ""

    def _on_corpus_opened(self) -> None:
        corpus = self.session.corpus
        if corpus is None:
            return
        self._doubt = ""
        self._window.messages.hide()
        self._window.set_corpus(corpus.name, corpus.table.n_documents)
        self._show_ledger()
        self._show_language()
        self._window.show_page("overview")

    def _show_ledger(self) -> None:
        corpus = self.session.corpus
        if corpus is None or corpus.ledger is None:
            self._window.status.set_notice("")
            return
        can_see = bool(corpus.notices or striking_states(corpus.ledger))
        self._window.status.set_notice(ledger_line(corpus.ledger, len(corpus.notices)), can_see)

    def _show_language(self) -> None:
        corpus = self.session.corpus
        if corpus is not None:
            names = {code: language_named(code).name for code in language_codes()}
            self._window.status.set_language(corpus.language, names)

    def _change_language(self, code: str) -> None:
        """Another language may have another tokenizer and another model: start again with both."""
        self._window.messages.hide()  # what it doubted may be settled
        self._doubt = ""
        self.session.set_language(code)
        self._show_language()
        self.commands.score()

    def _show_kept(self, doubt: str) -> None:
        """A training that cannot be kept is told above every page, until it can or has ended."""
        messages = self._window.messages
        if doubt:
            self._kept_doubt = doubt
            messages.show_error(doubt)
        elif messages.text() == self._kept_doubt:
            messages.hide()

    def _show_doubt(self, sentence: str) -> None:
        self._doubt = sentence
        if self._window.current_page == "import":
            self._said_before = sentence
        else:
            self._window.messages.show_notice(sentence)

    def _show_model(self) -> None:
        self._said_before = ""
        if self._doubt and self._window.messages.text() == self._doubt:
            self._window.messages.hide()
        name = " + ".join(Path(part).stem for part in model_names(self.session.model))
        self._window.status.set_model(
            _("Model {model} · calibrated · CPU").format(model=name) if name else ""
        )

    def _find(self, text: str) -> None:
        page = self._window.show_page("documents")
        assert isinstance(page, DocumentsPage)
        page.find(text)

    def _read(self, starts: np.ndarray, ends: np.ndarray) -> None:
        """Show the current document in Documents, with spans of it marked."""
        page = self._window.show_page("documents")
        assert isinstance(page, DocumentsPage)
        page.reader.mark(starts, ends)

    def _tell_saved(self, path: Path) -> None:
        self._window.messages.show_notice(_("Written to {file}.").format(file=path))

    def _ask_export(self) -> None:
        if self.session.corpus is not None:
            from textminer.gui.exporting.dialog import ExportDialog

            ExportDialog(self.session, self.commands, self._window).exec()

    def _on_exported(self, result: ExportResult) -> None:
        rows = ngettext_("{n} row", "{n} rows", result.n_rows).format(n=f"{result.n_rows:,}")
        sentence = _("{rows} written to {file}.").format(rows=rows, file=result.path)
        self._window.messages.show_notice(
            " ".join([sentence, *(notice.message for notice in result.notices)])
        )

    def _see_ledger(self) -> None:
        """The rows that the line speaks of, and what the reader of the file had to say."""
        corpus = self.session.corpus
        if corpus is None or corpus.ledger is None:
            return
        states = striking_states(corpus.ledger)
        if states:
            page = self._window.show_page("documents")
            assert isinstance(page, DocumentsPage)
            page.filtering.apply(DocumentFilter(ledger=states))
        if corpus.notices:
            self._window.messages.show_notice("\n".join(notice.message for notice in corpus.notices))
