"""The page of models: those that ship, and the user's own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from textminer.errors import TextMinerError
from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.models.model_card import ModelView
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.message_bar import MessageBar
from textminer.sentiment.model_file import SUFFIX, ModelCard
from textminer.session.preferences import Preferences
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.mixed_corpora import model_names
from textminer.workflows.model_library import (
    forget_removed,
    import_model,
    known_models,
    model_name,
    remove_model,
    restore_model,
)

GAP = 14
TWO_COLUMNS_FROM = 980
LANE = "models"


class ModelsPage(QWidget):
    """Reads the models anew whenever it is shown; what it does to them can be undone from the line on top."""

    def __init__(
        self,
        session: Session,
        commands: Commands,
        jobs: JobBridge,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._commands = commands
        self._jobs = jobs
        self._preferences = preferences
        self.views: list[ModelView] = []
        self._n_columns = 0
        self._count = plain_label("", "secondary", self)
        self.messages = MessageBar(self)
        self.import_button = QPushButton(_("Import a model…"), self)
        self.language_button = QPushButton(_("Choose by language"), self)
        self._stack = CurrentStack(self)
        self._ground = QWidget(self)
        self._grid = QGridLayout(self._ground)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """List the models anew."""
        self._jobs.start(
            _("Looking for models"),
            lambda progress: known_models(),
            lane=LANE,
            succeeded=self.show_models,
        )

    def show_models(self, models: Sequence[ModelCard]) -> None:
        """Show these cards, what scored the corpus first."""
        used = model_names(self._session.model) if self._session.corpus is not None else ()
        models = sorted(models, key=lambda card: model_name(card) not in used)
        if [view.model for view in self.views] == models:
            self._show_use()
            return
        for view in self.views:
            self._grid.removeWidget(view)
            view.deleteLater()
        self.views = [self._view(model) for model in models]
        text = ngettext_("{n} model", "{n} models", len(models)).format(n=len(models))
        self._count.setText(text if models else "")
        self._stack.setCurrentIndex(1 if models else 0)
        self._show_use()
        self._place()

    def import_file(self, path: Path) -> None:
        """Check a model file and copy it among the user's own."""

        def imported(card: ModelCard) -> None:
            self.messages.show_notice(_("“{name}” was imported.").format(name=model_name(card)))
            self.refresh()

        self._jobs.start(
            _("Importing {file}").format(file=path.name),
            lambda progress: import_model(path, progress),
            lane=LANE,
            succeeded=imported,
            failed=self._explain,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_grid"):
            self._place()

    def _view(self, model: ModelCard) -> ModelView:
        view = ModelView(model, self._ground)
        view.use_requested.connect(lambda card: self._commands.score(model_name(card)))
        view.default_requested.connect(self._on_default)
        view.delete_requested.connect(self._on_delete)
        view.details_toggled.connect(self._place)
        return view

    def _on_default(self, card: ModelCard) -> None:
        """Make it the default, or let the language of the corpus decide again."""
        values, name = self._preferences.values, model_name(card)
        self._preferences.set(replace(values, model="" if values.model == name else name))

    def _on_delete(self, card: ModelCard) -> None:
        name = model_name(card)
        was_default = self._preferences.values.model == name

        def work(progress: object) -> Path:
            forget_removed()
            return remove_model(card)

        def removed(waiting: Path) -> None:
            if was_default:
                self._preferences.set(replace(self._preferences.values, model=""))
            self.messages.show_notice(
                _("“{name}” was deleted.").format(name=name),
                _("Undo"),
                lambda: self._restore(waiting, was_default),
            )
            self.refresh()

        self._jobs.start(
            _("Deleting “{name}”").format(name=name),
            work,
            lane=LANE,
            succeeded=removed,
            failed=self._explain,
        )

    def _restore(self, waiting: Path, was_default: bool) -> None:
        def restored(card: ModelCard) -> None:
            if was_default:
                self._preferences.set(replace(self._preferences.values, model=model_name(card)))
            self.refresh()

        self._jobs.start(
            _("Bringing back “{name}”").format(name=waiting.stem),
            lambda progress: restore_model(waiting),
            lane=LANE,
            succeeded=restored,
            failed=self._explain,
        )

    def _choose_by_language(self) -> None:
        self._commands.score()
        self._show_use()

    def _ask_file(self) -> None:
        kinds = f"{_('TextMiner models')} (*{SUFFIX});;{_('All files')} (*)"
        name, _kind = QFileDialog.getOpenFileName(self, _("Import a model"), "", kinds)
        if name:
            self.import_file(Path(name))

    def _explain(self, error: BaseException) -> None:
        if not isinstance(error, TextMinerError):
            raise error
        self.messages.show_error(str(error))

    def _show_use(self) -> None:
        used, default = model_names(self._session.model), self._preferences.values.model
        has_corpus = self._session.corpus is not None
        self.language_button.setVisible(has_corpus and bool(self._commands.chosen_model))
        for view in self.views:
            name = model_name(view.model)
            is_used = has_corpus and name in used
            view.show_use(is_used, name == default, has_corpus, is_used and len(used) > 1)

    def _place(self) -> None:
        """Cards in one column, or in two where there is room; one with open details takes a whole row."""
        n_columns = 2 if self.width() >= px(TWO_COLUMNS_FROM) and len(self.views) > 1 else 1
        row = column = 0
        for view in self.views:
            if column and (view.is_open or column == n_columns):
                row, column = row + 1, 0
            span = n_columns if view.is_open else 1
            self._grid.addWidget(view, row, column, 1, span)
            column += span
        last = row + 1
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < n_columns else 0)
        if n_columns != self._n_columns:
            self._n_columns = n_columns
            self._grid.invalidate()
        for row in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(row, 1 if row == last else 0)

    def _connect(self) -> None:
        self.import_button.clicked.connect(self._ask_file)
        self.language_button.clicked.connect(self._choose_by_language)
        for signal in (
            self._session.corpus_changed,
            self._session.model_changed,
            self._preferences.changed,
        ):
            signal.connect(self._show_use)

    def _arrange(self) -> None:
        set_kind(self._ground, "page")
        set_kind(self.language_button, "quiet")
        self.language_button.setToolTip(_("Score the corpus again, each row with the model for its language"))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        area = QScrollArea(self)
        area.setWidget(self._ground)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        empty = EmptyState(
            "layers",
            _("No model yet"),
            _("Train one on your own labels, or import a model file."),
            parent=self,
        )
        self._stack.addWidget(empty)
        self._stack.addWidget(area)
        top = QHBoxLayout()
        top.setSpacing(10)
        title = plain_label(_("Models"), "heading", self)
        at_scale(title, lambda it: it.setMinimumHeight(px(32)))
        top.addWidget(title)
        top.addWidget(self._count, 1)
        top.addWidget(self.language_button)
        top.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
