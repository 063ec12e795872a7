"""The window beside the window that lists what was done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from textminer.gui.fonts import font
from textminer.gui.main_window import MainWindow
from textminer.gui.parts.step_words import history_sentences, step_sentence
from textminer.gui.theme import current_colours, px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.screen_size import resize_on_screen
from textminer.session.session import Session
from textminer.translation import _


class HistoryDialog(QDialog):
    """Every step in a sentence, those taken back in grey below; it follows as long as it is open."""

    save_requested = Signal()
    apply_requested = Signal()

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self.setWindowTitle(_("History"))
        self.steps = QListWidget(self)
        self.undo_button = QPushButton(_("Undo"), self)
        self.redo_button = QPushButton(_("Redo"), self)
        self.copy_button = QPushButton(_("Copy"), self)
        self.save_button = QPushButton(_("Save…"), self)
        self.apply_button = QPushButton(_("Apply to another file…"), self)
        self._arrange()
        self.undo_button.clicked.connect(lambda: window.undo_action.trigger())
        self.redo_button.clicked.connect(lambda: window.redo_action.trigger())
        self.copy_button.clicked.connect(lambda: self._copy())
        self.save_button.clicked.connect(lambda: self.save_requested.emit())
        self.apply_button.clicked.connect(lambda: self.apply_requested.emit())
        session.history.changed.connect(self._render)
        session.corpus_changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        session, history = self._session, self._session.history
        corpus = session.corpus
        self.steps.clear()
        for number, sentence in enumerate(history_sentences(session), start=1):
            self.steps.addItem(QListWidgetItem(f"{number}.  {sentence}"))
        for step in history.undone if corpus is not None else ():
            words = step_sentence(step, corpus, session.prediction)  # type: ignore[arg-type]
            item = QListWidgetItem(_("taken back: {step}").format(step=words))
            item.setForeground(QColor(current_colours().secondary))
            self.steps.addItem(item)
        self.steps.scrollToBottom()
        self.undo_button.setEnabled(history.next_undo is not None)
        self.redo_button.setEnabled(history.next_redo is not None)
        for button in (self.copy_button, self.save_button, self.apply_button):
            button.setEnabled(corpus is not None)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(history_sentences(self._session)) + "\n")

    def _arrange(self) -> None:
        self.steps.setWordWrap(True)
        self.steps.setAccessibleName(_("What was done"))
        self.steps.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.steps.setSpacing(px(2))
        self.steps.setFont(font(px(13), tabular=True))  # or the steps would begin at different places
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_kind(self.apply_button, "primary")
        for button in (
            self.undo_button,
            self.redo_button,
            self.copy_button,
            self.save_button,
            self.apply_button,
        ):
            button.setAutoDefault(False)
        said = plain_label(
            _(
                "What was done to these documents. Saved, it can be applied to another file: columns are "
                "found by their names."
            ),
            "small",
            self,
        )
        said.setWordWrap(True)
        frame = QFrame(self)
        set_kind(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(px(8), px(8), px(4), px(8))
        inside.addWidget(self.steps)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for button in (self.undo_button, self.redo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.copy_button, self.save_button, self.apply_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(said)
        layout.addWidget(frame, 1)
        layout.addLayout(buttons)
        resize_on_screen(self, 620, 460)
