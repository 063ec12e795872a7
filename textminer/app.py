"""The composition root of the window: builds everything, connects it, and imports the heavy parts late."""

import importlib
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from textminer import __version__
from textminer.gui.fonts import load_fonts
from textminer.gui.garbage import GarbageCollector
from textminer.gui.job_bridge import JobBridge
from textminer.gui.main_window import MainWindow
from textminer.gui.navigation import PageSpec
from textminer.gui.plain_imports import import_plainly
from textminer.gui.system_end import SystemEnd
from textminer.gui.theme import Theme, ThemeMode
from textminer.gui.welcome.page import WelcomePage
from textminer.jobs.job import describe_failure
from textminer.jobs.runner import JobRunner
from textminer.progress import Progress
from textminer.resource_files import resource_path
from textminer.session.preferences import Preferences
from textminer.translation import _, set_language

if TYPE_CHECKING:
    from textminer.gui.workbench import Workbench
    from textminer.workflows.autosaves import Leftover, RunningMark
    from textminer.workflows.unsaved_models import UnsavedModel

logger = logging.getLogger(__name__)

DEFAULT_SIZE = (1440, 900)
# How long a job may keep the interpreter while the window wants it. Painting asks for it a hundred times:
# with Python's own 5 ms, scrolling while documents are scored was four times as jerky.
SWITCH_S = 0.0005

WORKBENCH = "textminer.gui.workbench"
# In the order in which a user needs them; torch last, because it takes as long as all others together.
HEAVY_MODULES = (
    WORKBENCH,
    "textminer.workflows.scoring",
    "textminer.gui.overview.page",
    "nltk.tokenize.casual",
    "textminer.gui.words.page",
    "textminer.gui.concordance.page",
    "textminer.gui.network.page",
    "textminer.gui.compare.page",
    "textminer.gui.topics.page",
    "textminer.gui.training.page",
    "textminer.sentiment.lstm.scoring",
)

AHEAD = ("overview", "documents", "words", "concordance", "network", "compare", "topics")
AHEAD_PAUSE_MS = 100


class Application:
    """The window as it first paints, with nothing heavy imported, and the workbench that comes after it."""

    def __init__(
        self, application: QApplication, preferences: Preferences, mark: "RunningMark | None" = None
    ) -> None:
        import_plainly()
        self._mark = mark
        self.preferences = preferences
        self.has_unsaved = False
        values = preferences.values
        set_language(values.language)
        load_fonts()
        self.theme = Theme(application, _mode(values.theme), values.scale)
        self.runner = JobRunner(after_long=_give_back_memory)
        self.jobs = JobBridge(self.runner)
        self.window = MainWindow(self._pages(), self.jobs, self.theme)
        self._workbench: Workbench | None = None
        self._ahead = QTimer(self.window, interval=AHEAD_PAUSE_MS)
        self._ahead.timeout.connect(self._build_ahead)
        self._connect()
        application.applicationStateChanged.connect(self._on_application_state)
        self.window.show_page("welcome")
        self._place_window()

    def workbench(self) -> "Workbench":
        """Session, commands and what connects them; imports pandas the first time."""
        if self._workbench is None:
            from textminer.gui.workbench import Workbench

            self._workbench = Workbench(self.window, self.jobs, self.preferences, self._mark)
        return self._workbench

    def warm_up(self, ready: Callable[[], None] = lambda: None) -> None:
        """Import in a job what the first file will need, so that no click waits for it; then call `ready`."""

        def imported(_nothing: None) -> None:
            ready()
            self._ahead.start()

        self.jobs.start(_("Getting ready"), _import_heavy_parts, lane="warm-up", succeeded=imported)

    def _build_ahead(self) -> None:
        """Build one page that nobody has asked for yet, while nothing is to do: later it takes ten times as
        long, beside the scoring.
        """
        name = next((name for name in AHEAD if not self.window.has_page(name)), None)
        if name is None or not self.window.isVisible():
            self._ahead.stop()
        elif not self.jobs.active():
            self.window.page(name)

    def open_paths(self, paths: list[Path]) -> None:
        """Open files as they are guessed, without the look before, or a project."""
        self.workbench().open_paths(paths, looks_first=False)

    def end(self) -> None:
        """Close without a question, for the system; what is not saved stays kept for the next start."""
        self.has_unsaved = self._workbench is not None and self._workbench.projects.is_modified
        self.window.may_close = lambda: True
        self.window.close()

    def open_at_start(self, paths: list[Path]) -> None:
        """Open what the program was started with, once a job has imported what that takes."""

        def imported(_module: object) -> None:
            self.workbench().open_at_start(paths)

        def work(_progress: Progress) -> object:
            return importlib.import_module(WORKBENCH)

        self.jobs.start(_("Getting ready"), work, lane="open-at-start", succeeded=imported)

    def offer_recovery(self) -> None:
        """Say so where the last run did not end well or left a model unsaved; else nothing heavy is imported.

        What it has left half written is removed.
        """
        from textminer.workflows.autosaves import leftovers
        from textminer.workflows.unfinished_files import sweep_own_folders
        from textminer.workflows.unsaved_models import unsaved_models

        def look(_progress: Progress) -> "tuple[list[Leftover], list[UnsavedModel]]":
            sweep_own_folders([self.preferences.path.parent])
            found = leftovers(), unsaved_models()
            if any(found):
                importlib.import_module(WORKBENCH)
            return found

        title = _("Looking for what a crash has left")
        self.jobs.start(title, look, lane="recovery", succeeded=self._tell_of_crash)

    def _tell_of_crash(self, found: "tuple[list[Leftover], list[UnsavedModel]]") -> None:
        recovery = self.workbench().recovery if any(found) else None
        if recovery is not None:
            recovery.tell(*found)

    def _pages(self) -> list[PageSpec]:
        corpus, model = _("Corpus"), _("Model")
        return [
            PageSpec("welcome", _("Welcome"), "house", "", self._make_welcome),
            PageSpec("import", _("Import"), "upload", "", lambda: self.workbench().make_import()),
            PageSpec(
                "overview",
                _("Overview"),
                "layout-dashboard",
                corpus,
                lambda: self.workbench().make_overview(),
            ),
            PageSpec(
                "documents",
                _("Documents"),
                "text-align-start",
                corpus,
                lambda: self.workbench().make_documents(),
            ),
            PageSpec("words", _("Words"), "chart-column", corpus, lambda: self.workbench().make_words()),
            PageSpec(
                "concordance",
                _("Concordance"),
                "text-quote",
                corpus,
                lambda: self.workbench().make_concordance(),
            ),
            PageSpec("network", _("Network"), "waypoints", corpus, lambda: self.workbench().make_network()),
            PageSpec("compare", _("Compare"), "git-compare", corpus, lambda: self.workbench().make_compare()),
            PageSpec("topics", _("Topics"), "chart-scatter", corpus, lambda: self.workbench().make_topics()),
            PageSpec(
                "training", _("Training"), "chart-line", model, lambda: self.workbench().make_training()
            ),
            PageSpec("models", _("Models"), "layers", model, lambda: self.workbench().make_models()),
            PageSpec("preferences", _("Preferences"), "settings", "", self._make_preferences),
        ]

    def _make_welcome(self) -> QWidget:
        page = WelcomePage(self.preferences)
        page.open_requested.connect(self._ask_files)
        page.paste_requested.connect(lambda: self.workbench().paste())
        page.path_chosen.connect(self._on_path_chosen)
        return page

    def _make_preferences(self) -> QWidget:
        from textminer.gui.preferences.page import PreferencesPage

        return PreferencesPage(self.preferences, self.theme)

    def _connect(self) -> None:
        window = self.window
        window.open_requested.connect(self._ask_files)
        window.open_folder_requested.connect(self._ask_folder)
        window.paste_requested.connect(lambda: self.workbench().paste())
        window.apply_requested.connect(lambda: self.workbench().recipes.ask_steps())
        window.replay_requested.connect(lambda: self.workbench().replays.ask())
        window.files_dropped.connect(lambda paths: self.workbench().open_paths(paths))
        window.preferences_requested.connect(lambda: window.show_page("preferences"))
        window.about_requested.connect(self._show_about)
        self.preferences.stored.connect(self._warn_of_settings)
        window.theme_chosen.connect(self._remember_theme)
        window.recent_menu.aboutToShow.connect(self._list_recent)
        window.closing.connect(lambda: self.preferences.set_geometry(window.saveGeometry()))

    def _ask_files(self) -> None:
        tables = (
            "*.csv *.tsv *.tab *.txt *.xlsx *.xlsm *.ods *.parquet *.jsonl *.ndjson *.json *.sql *.gz *.zip"
        )
        patterns = f"*.textminer {tables} *.text *.md"
        names, _chosen = QFileDialog.getOpenFileNames(
            self.window,
            _("Open texts"),
            "",
            f"{_('Tables of texts and projects')} ({patterns});;{_('All files')} (*)",
        )
        if names:
            self.workbench().open_paths([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window, _("Open a folder of text files"))
        if name:
            self.workbench().open_paths([Path(name)])

    def _on_path_chosen(self, path: Path, is_sample: bool) -> None:
        self.workbench().open_paths([path], looks_first=not is_sample, remember=not is_sample)

    def _list_recent(self) -> None:
        menu = self.window.recent_menu
        menu.clear()
        for path in self.preferences.recent_files:
            action = menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self._on_path_chosen(path, False))
        if menu.isEmpty():
            menu.addAction(_("Nothing yet")).setEnabled(False)

    def _show_about(self) -> None:
        from textminer.gui.about.dialog import AboutDialog

        AboutDialog(self.window).exec()

    def _warn_of_settings(self, error: OSError | None) -> None:
        """Say in the status line that choices last no longer than the window, for as long as that is so."""
        if error is None:
            self.window.status.set_warning("settings", "")
            return
        from textminer.storage.disk_sentence import disk_sentence

        reason = disk_sentence(self.preferences.path, error)
        self.window.status.set_warning("settings", _("Settings are not kept"), reason)

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        """Another window of the program may have stored other choices while this one was not looked at."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.preferences.refresh()

    def _remember_theme(self, mode: ThemeMode) -> None:
        self.preferences.set(replace(self.preferences.values, theme=mode.value))

    def _place_window(self) -> None:
        geometry = self.preferences.geometry()
        if geometry is None or not self.window.restoreGeometry(geometry):
            # a window larger than the screen would hide its reader and its status bar
            self.window.resize(QSize(*DEFAULT_SIZE).boundedTo(self.window.screen().availableSize()))


def run_window(arguments: list[str]) -> int:
    """Open the window, with the files named in the arguments; returns when it is closed."""
    if not _has_display():
        message = _("textminer: there is no display to open a window on; see “textminer --help”.")
        print(message, file=sys.stderr)
        return 1
    application = QApplication(sys.argv[:1])
    application.setApplicationName("TextMiner")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("org.textminer.TextMiner")
    application.setWindowIcon(QIcon(str(resource_path("textminer.svg"))))
    sys.setswitchinterval(SWITCH_S)
    mark = _running_mark()
    made = Application(application, Preferences(), mark)
    garbage = GarbageCollector(made.window)
    _show_surprises_in(made.window)
    told = SystemEnd(made.window)
    told.asked.connect(made.end)
    told.asked.connect(application.quit)  # whatever else is open
    made.window.show()
    # Only after the first paint: the import of pandas alone takes half a second.
    paths = [Path(argument) for argument in arguments]
    QTimer.singleShot(0, lambda: made.warm_up(garbage.settle))
    QTimer.singleShot(0, made.offer_recovery)
    if paths:
        QTimer.singleShot(0, lambda: made.open_at_start(paths))
    code = application.exec()
    garbage.stop()
    if mark is not None:
        mark.end(keeps=made.has_unsaved)
    return code


def _running_mark() -> "RunningMark | None":
    """The mark of this process; None where its folder cannot be written to, which is no reason to fail."""
    from textminer.workflows.autosaves import RunningMark

    try:
        mark = RunningMark()
        mark.begin()
        mark.watch()
    except OSError as error:
        logger.info("Nothing will be kept for the case of a crash: %s", error)
        return None
    return mark


def _has_display() -> bool:
    """Whether Qt can be started at all: without a display it would abort the process."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _import_heavy_parts(progress: Progress) -> None:
    for done, name in enumerate(HEAVY_MODULES):
        progress.report(done / len(HEAVY_MODULES))
        importlib.import_module(name)


def _give_back_memory() -> None:
    from textminer.workflows.free_memory import give_back

    give_back()


def _show_surprises_in(window: MainWindow) -> None:
    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        window.show_failure(error, describe_failure(error))

    sys.excepthook = show


def _mode(name: str) -> ThemeMode:
    return ThemeMode(name) if name in {mode.value for mode in ThemeMode} else ThemeMode.SYSTEM
