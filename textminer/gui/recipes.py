"""The history in the window: shown, saved as steps, and applied to another file."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from textminer.errors import ExportError, TextMinerError
from textminer.gui.commands import Commands
from textminer.gui.history.dialog import HistoryDialog
from textminer.gui.main_window import MainWindow
from textminer.gui.parts.step_words import history_sentences, left_out_sentences
from textminer.gui.projects import Projects
from textminer.session.session import Session
from textminer.storage.disk_sentence import disk_sentence
from textminer.storage.saved_recipes import SUFFIX, SavedRecipe, read_recipe, write_recipe
from textminer.translation import _


class Recipes(QObject):
    """Shows what was done, and asks where it is to be saved or what it is to be applied to."""

    def __init__(self, window: MainWindow, session: Session, commands: Commands, projects: Projects) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._commands = commands
        self._projects = projects
        self._dialog: HistoryDialog | None = None
        window.history_requested.connect(self.show_history)

    def show_history(self) -> HistoryDialog:
        """Open the list of what was done, or bring it to the front."""
        if self._dialog is None:
            self._dialog = HistoryDialog(self._session, self._window)
            self._dialog.save_requested.connect(self.ask_save)
            self._dialog.apply_requested.connect(lambda: self.ask_file(self.current()))
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def current(self) -> SavedRecipe:
        """What was done to the documents that are open."""
        corpus = self._session.corpus
        columns = () if corpus is None else corpus.table.names
        left_out = left_out_sentences(self._session)
        return SavedRecipe(self._commands.recipe(), columns, history_sentences(self._session), left_out)

    def ask_save(self) -> None:
        """Ask for a file and write the steps to it."""
        corpus = self._session.corpus
        if corpus is None:
            return
        source = corpus.sources[0].path if corpus.sources else None
        folder = Path.home() if source is None else source.absolute().parent
        proposed = folder / f"{Path(corpus.name).stem or _('steps')}{SUFFIX}"
        name, _chosen = QFileDialog.getSaveFileName(
            self._window, _("Save the steps"), str(proposed), f"{_('Steps')} (*{SUFFIX})"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the steps to a file."""
        if not path.name.lower().endswith(SUFFIX):
            path = path.with_name(path.name + SUFFIX)
        try:
            write_recipe(path, self.current())
        except OSError as error:
            self._window.show_failure(ExportError(disk_sentence(path, error)))

    def ask_steps(self) -> None:
        """Ask for saved steps, then for the file that they are applied to."""
        name, _chosen = QFileDialog.getOpenFileName(
            self._window, _("Which steps?"), "", f"{_('Steps')} (*{SUFFIX})"
        )
        if not name:
            return
        try:
            saved = read_recipe(Path(name))
        except TextMinerError as error:
            self._window.show_failure(error)
            return
        self.ask_file(saved)

    def ask_file(self, saved: SavedRecipe) -> None:
        """Ask for the file that steps are applied to."""
        name, _chosen = QFileDialog.getOpenFileName(self._window, _("Apply the steps to which file?"))
        if name:
            self.apply(saved, Path(name))

    def apply(self, saved: SavedRecipe, path: Path) -> None:
        """Open a file with these steps in place of what is open."""

        def go_on() -> None:
            self._commands.open_with_recipe(saved, path, self._say)

        self._projects.unless_unsaved(go_on)

    def _say(self, doubts: tuple[str, ...]) -> None:
        if doubts:
            self._window.messages.show_notice("\n".join((_("The steps were applied, but:"), *doubts)))
