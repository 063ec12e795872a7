"""The frame around the pages: header, rail, messages, status, menus. No logic."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QChildEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from textminer.errors import TextMinerError
from textminer.gui.file_drops import dropped_files, leave_drops_to_window
from textminer.gui.header import Header
from textminer.gui.job_bridge import JobBridge
from textminer.gui.navigation import NavigationRail, PageSpec, page_keys
from textminer.gui.palette import CommandPalette, PaletteEntry, menu_entries
from textminer.gui.status_bar import StatusBar
from textminer.gui.theme import Theme, ThemeMode, dress, is_dressed, px
from textminer.gui.widgets.drop_overlay import DropOverlay
from textminer.gui.widgets.message_bar import MessageBar
from textminer.gui.widgets.page_scroll import PageScroll
from textminer.jobs.job import Job
from textminer.translation import _

COLLAPSE_BELOW = 1000
SHUTDOWN_S = 5.0  # longer than any block of work between two reports; what still runs is waited for unseen

Key = QKeySequence.StandardKey


class MainWindow(QMainWindow):
    """Frame of the product; whoever builds it connects its signals.

    files_dropped carries a list of paths; find_changed the text; page_shown the name of the page;
    theme_chosen a ThemeMode, after it was applied; closing comes once, before jobs are stopped.
    """

    new_requested = Signal()
    open_requested = Signal()
    open_folder_requested = Signal()
    save_requested = Signal()
    save_as_requested = Signal()
    paste_requested = Signal()
    export_requested = Signal()
    report_requested = Signal()
    replay_requested = Signal()
    preferences_requested = Signal()
    about_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    history_requested = Signal()
    apply_requested = Signal()
    find_changed = Signal(str)
    files_dropped = Signal(list)
    page_shown = Signal(str)
    theme_chosen = Signal(object)
    closing = Signal()

    def __init__(self, pages: Sequence[PageSpec], jobs: JobBridge, theme: Theme) -> None:
        super().__init__()
        self.more_entries: Callable[[], Sequence[PaletteEntry]] = tuple
        self.may_close: Callable[[], bool] = lambda: True
        self._specs = {page.name: page for page in pages}
        self._pages: dict[str, QWidget] = {}
        self._frames: dict[str, QWidget] = {}
        self._current = ""
        self._jobs = jobs
        self._theme = theme
        self._is_closing = False
        self._theme_actions: dict[ThemeMode, QAction] = {}
        self.menu = QMenu(self)
        self.header = Header(self.menu, self)
        self.rail = NavigationRail(pages, self)
        self.messages = MessageBar(self)
        self.status = StatusBar(jobs, self)
        self._stack = QStackedWidget(self)
        self.palette_box = CommandPalette(self)
        leave_drops_to_window(self.palette_box)
        self._overlay = DropOverlay(self)
        self._dressing = QTimer(self, interval=0)
        self.setWindowTitle("TextMiner")
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(720, 480).boundedTo(self.screen().availableSize()))
        self._arrange()
        self._make_menus(pages)
        self._connect()
        self._dress_frame()
        self._set_corpus_actions(False)
        self.undo_action.setEnabled(False)
        self.redo_action.setEnabled(False)

    def show_page(self, name: str) -> QWidget:
        """Show a page, building it if this is the first time; returns it."""
        page = self.page(name)
        dress(self._frames[name])
        self._stack.setCurrentWidget(self._frames[name])
        self.rail.set_current(name)
        if name != self._current:
            self._current = name
            self.page_shown.emit(name)
        return page

    def page(self, name: str) -> QWidget:
        """A page by its name, built if need be. Raises KeyError for one that does not exist."""
        if name not in self._pages:
            page = self._specs[name].make()
            frame = PageScroll(page)
            leave_drops_to_window(frame)
            dress(frame)
            self._stack.addWidget(frame)
            self._pages[name], self._frames[name] = page, frame
        return self._pages[name]

    def has_page(self, name: str) -> bool:
        """Whether a page has been built."""
        return name in self._pages

    @property
    def current_page(self) -> str:
        """Name of the page that is shown; "" before the first."""
        return self._current

    def set_corpus(self, name: str, n_documents: int) -> None:
        """Show what is open; from here on there is something to find and export."""
        self.header.set_corpus(name, n_documents)
        self.setWindowTitle(f"{name}[*] – TextMiner")
        self._set_corpus_actions(True)

    def set_project(self, name: str, is_modified: bool) -> None:
        """Show which project the corpus belongs to ("" for none), and whether its file is behind."""
        title = name or self.header.corpus_name
        if title:
            self.setWindowTitle(f"{title}[*] – TextMiner")
        self.setWindowModified(is_modified)

    def clear_corpus(self) -> None:
        """Show that nothing is open."""
        self.header.clear_corpus()
        self.setWindowModified(False)
        self.setWindowTitle("TextMiner")
        self.status.set_notice("")
        self._set_corpus_actions(False)

    def _set_corpus_actions(self, is_open: bool) -> None:
        for action in (
            self.export_action,
            self.report_action,
            self.save_action,
            self.save_as_action,
            self.new_action,
            self.history_action,
        ):
            action.setEnabled(is_open)

    def show_failure(self, error: BaseException, details: str = "") -> None:
        """Show an error in the message bar: its own sentence, or that something unexpected happened."""
        if isinstance(error, TextMinerError):
            self.messages.show_error(str(error), details)
        elif isinstance(error, MemoryError):
            self.messages.show_error(
                _("There is not enough memory for this. Close other programs or use fewer rows.")
            )
        else:
            self.messages.show_error(
                _("Something unexpected went wrong; your file is untouched."), details or type(error).__name__
            )

    def _arrange(self) -> None:
        content = QVBoxLayout()
        content.setContentsMargins(16, 10, 16, 14)
        content.setSpacing(10)
        content.addWidget(self.messages)
        content.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(content, 1)
        whole = QWidget(self)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(whole)
        leave_drops_to_window(whole)
        self._stack.setFocus()

    def _make_menus(self, pages: Sequence[PageSpec]) -> None:
        file, edit = self.menu.addMenu(_("File")), self.menu.addMenu(_("Edit"))
        view, about = self.menu.addMenu(_("View")), self.menu.addMenu(_("Help"))
        self.new_action = self._action(file, _("New"), self.new_requested.emit, Key.New)
        self.open_action = self._action(file, _("Open…"), self.open_requested.emit, Key.Open)
        self._action(file, _("Open folder of texts…"), self.open_folder_requested.emit, "Ctrl+Shift+O")
        self.recent_menu = file.addMenu(_("Open recent"))
        self.paste_action = self._action(file, _("Paste as table"), self.paste_requested.emit, Key.Paste)
        file.addSeparator()
        self.save_action = self._action(file, _("Save project"), self.save_requested.emit, Key.Save)
        self.save_as_action = self._action(
            file, _("Save project as…"), self.save_as_requested.emit, "Ctrl+Shift+S"
        )
        self.export_action = self._action(file, _("Export…"), self.export_requested.emit, "Ctrl+E")
        self.report_action = self._action(
            file, _("Write a report…"), self.report_requested.emit, "Ctrl+Shift+E"
        )
        self.replay_action = self._action(file, _("Replay a receipt…"), self.replay_requested.emit)
        file.addSeparator()
        self.apply_action = self._action(file, _("Apply saved steps…"), self.apply_requested.emit)
        self.preferences_action = self._action(
            file, _("Preferences"), self.preferences_requested.emit, "Ctrl+,"
        )
        self.quit_action = self._action(file, _("Quit"), self.close, "Ctrl+Q")
        self.undo_action = self._action(edit, _("Undo"), self.undo_requested.emit, Key.Undo)
        self.redo_action = self._action(edit, _("Redo"), self.redo_requested.emit, "Ctrl+Shift+Z")
        self.find_action = self._action(edit, _("Find"), self.header.focus_find, Key.Find)
        for page, keys in zip(pages, page_keys(pages), strict=True):
            if page.group:
                self._action(view, page.title, partial(self.show_page, page.name), keys)
        view.addSeparator()
        self.history_action = self._action(view, _("History"), self.history_requested.emit, "Ctrl+H")
        self.palette_action = self._action(view, _("All commands…"), self._show_palette, "Ctrl+K")
        self._make_theme_menu(view.addMenu(_("Theme")))
        self.about_action = self._action(about, _("About TextMiner"), self.about_requested.emit)
        opener = QAction(self)
        opener.setShortcut("F10")
        opener.triggered.connect(self.header.menu_button.showMenu)
        self.addAction(opener)

    def _show_palette(self) -> None:
        self.palette_box.ask([*self.more_entries(), *menu_entries(self.menu)])

    def _make_theme_menu(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        titles = {
            ThemeMode.SYSTEM: _("As the system"),
            ThemeMode.LIGHT: _("Light"),
            ThemeMode.DARK: _("Dark"),
        }
        for mode, title in titles.items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(mode is self._theme.mode)
            action.triggered.connect(partial(self._choose_theme, mode))
            group.addAction(action)
            self._theme_actions[mode] = action

    def _action(
        self, menu: QMenu, title: str, act: Callable[[], object], keys: QKeySequence.StandardKey | str = ""
    ) -> QAction:
        action = QAction(title, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        self.addAction(action)  # a shortcut in a menu that is never shown in a bar works only from the window
        return action

    def _connect(self) -> None:
        self.rail.page_chosen.connect(self.show_page)
        self.header.find_changed.connect(self.find_changed)
        self.header.export_clicked.connect(self.export_requested)
        self.header.preferences_clicked.connect(self.preferences_requested)
        self._theme.changed.connect(self._on_theme_changed)
        self._dressing.timeout.connect(self._dress_next)
        self._jobs.unexplained.connect(self._on_unexplained)

    def _on_theme_changed(self) -> None:
        self._theme_actions[self._theme.mode].setChecked(True)
        self._dress_frame()
        if self._current:
            dress(self._frames[self._current])
        self._dressing.start()
        self.header.rescale()
        self.status.rescale()
        self._fit_rail()

    def _dress_frame(self) -> None:
        """Dress what stands around the pages, and what is open over the window."""
        over = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for part in (self.header, self.rail, self.messages, self.status, *over):
            if part is not self.centralWidget():
                dress(part)

    def _dress_next(self) -> None:
        """Let one of the pages that are not shown follow a change of the look."""
        frame = next((frame for frame in self._frames.values() if not is_dressed(frame)), None)
        if frame is None:
            self._dressing.stop()
        else:
            dress(frame)

    def _fit_rail(self) -> None:
        self.rail.set_collapsed(self.width() < px(COLLAPSE_BELOW))

    def _choose_theme(self, mode: ThemeMode, _checked: bool = False) -> None:
        self._theme.set_mode(mode)
        self.theme_chosen.emit(mode)

    def _on_unexplained(self, job: Job[object]) -> None:
        if job.error is not None:
            self.show_failure(job.error, job.details if not isinstance(job.error, TextMinerError) else "")

    def childEvent(self, event: QChildEvent) -> None:
        """What opens over the window, as a dialog of Qt's own, looks like the rest of it."""
        super().childEvent(event)
        if event.polished():
            over = event.child()
            if isinstance(over, QWidget) and over is not self.centralWidget():
                dress(over)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()
        self._overlay.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider(event)
        self._overlay.set_shown(event.isAccepted())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._overlay.set_shown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._overlay.set_shown(False)
        paths = self._consider(event)
        if paths:
            self.files_dropped.emit(paths)

    def _consider(self, event: QDropEvent) -> list[Path]:
        paths = dropped_files(event.mimeData())
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)  # a file manager may offer to move the file
            event.accept()
        else:
            event.ignore()
        return paths

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_closing:
            if not self.may_close():
                event.ignore()
                return
            self._is_closing = True
            self.closing.emit()
            self.hide()
            self._jobs.shutdown(SHUTDOWN_S)
        event.accept()
