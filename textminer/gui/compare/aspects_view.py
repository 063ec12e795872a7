"""What is said about themes: the user's lists of words beside a map of themes and groups."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from textminer.analysis.aspects import documents_of_cell, with_group
from textminer.analysis.grouping import Grouping
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.corpus.word_list_text import lines_of_themes, themes_of
from textminer.corpus.word_lists import Theme, merged_themes
from textminer.figures.aspects import MOST_GROUPS, draw_aspects
from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.halves import Halves
from textminer.progress import Progress
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.aspects import (
    MOST_CLAUSES,
    AspectGround,
    Aspects,
    aspect_ground,
    aspects_by_clause,
    aspects_by_document,
    propose_themes,
    unscored_clauses,
)
from textminer.workflows.comparing import Compared

BY_CLAUSE, BY_DOCUMENT = "clause", "document"


@dataclass(frozen=True, eq=False)
class _Asked:
    """What the map on the screen was made from."""

    corpus: Corpus
    tokens: TokenTable
    themes: tuple[Theme, ...]
    grouping: Grouping
    compared: Compared


class AspectsView(QWidget):
    """Works in jobs while it is visible. Themes belong to the session, as in the view of words."""

    documents_wanted = Signal()

    def __init__(
        self, session: Session, jobs: JobBridge, commands: Commands, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._commands = commands
        self._compared: Compared | None = None
        self._started: _Asked | None = None
        self._ground: AspectGround | None = None
        self._aspects: Aspects | None = None
        self._chosen: tuple[int, int] | None = None
        self.editor = QPlainTextEdit(self)
        self.propose_button = QPushButton(_("Propose"), self)
        self.apply_button = QPushButton(_("Apply"), self)
        self.unit = QComboBox(self)
        self.canvas = FigureCanvas(_("Sentiment of themes by group"), self)
        self._said = plain_label("", "small", self)
        self._nothing = EmptyState(
            "git-compare",
            _("No themes yet"),
            _("Write a theme a line, such as “staff: waiter*, front desk”, or let some be proposed."),
            _("Propose themes"),
            self.propose,
            self,
        )
        self._nothing.hide()
        self._arrange()
        self._connect()
        self._show_themes()

    @property
    def aspects(self) -> Aspects | None:
        """What is shown; None while there is nothing."""
        return self._aspects

    def show_compared(self, compared: Compared) -> None:
        """Show themes in other groups, now or once somebody looks."""
        self._compared = compared
        self.refresh()

    def refresh(self) -> None:
        """Find the themes again if what is shown is outdated and somebody is looking."""
        asked = self._asked()
        if asked is None or not self.isVisible() or _same(asked, self._started):
            return
        self._started = asked
        ground = self._ground if self._ground is not None and self._ground.tokens is asked.tokens else None

        def work(progress: Progress) -> Aspects:
            progress.report(0.0)
            known = ground or aspect_ground(asked.tokens)
            return aspects_by_document(asked.corpus, known, asked.themes, asked.grouping)

        self._jobs.start(
            _("Looking for themes"),
            work,
            lane="compare-aspects",
            replace=True,
            succeeded=lambda found: self._take(asked, found),
            cancelled=lambda: self._forget(asked),
        )

    def propose(self) -> None:
        """Add the themes that the documents suggest to the user's lists."""
        corpus, tokens = self._session.corpus, self._session.tokens
        if corpus is None or tokens is None:
            return
        self._jobs.start(
            _("Looking for themes"),
            lambda progress: propose_themes(corpus, tokens, progress),
            lane="compare-proposals",
            replace=True,
            succeeded=self._take_proposals,
        )

    def apply(self) -> None:
        """Take over what the user wrote."""
        self._set_themes(themes_of(_with_names(self.editor.toPlainText())))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def _asked(self) -> _Asked | None:
        session, compared = self._session, self._compared
        if session.corpus is None or session.tokens is None or compared is None:
            return None
        found = compared.keyness.comparisons
        if len(found) == 1:
            pair = found[0]
            grouping = with_group(compared.in_play, pair.target, pair.reference, _("all others"))
        else:
            grouping = compared.in_play.largest(MOST_GROUPS)
        themes = session.cleaning.lists.themes
        return _Asked(session.corpus, session.tokens, themes, grouping, compared)

    def _take(self, asked: _Asked, found: Aspects) -> None:
        if asked is not self._started:
            return
        if self._ground is None or self._ground.tokens is not asked.tokens:
            self._ground = found.ground
        if self._aspects is not None and self._aspects.themes != found.themes:
            self._chosen = None
        self._aspects = found
        self._draw()
        self._score_clauses(asked, found)

    def _score_clauses(self, asked: _Asked, found: Aspects) -> None:
        """Let the model read the clauses, where that is asked for and there are not too many."""
        classifier = self._commands.classifier
        if self.unit.currentData() != BY_CLAUSE or not found.themes or classifier is None:
            return
        if classifier.polarity is None or self._is_scoring() or len(unscored_clauses(found)) > MOST_CLAUSES:
            return
        self._jobs.start(
            _("Scoring the clauses about themes"),
            lambda progress: aspects_by_clause(asked.corpus, found, classifier, progress),
            lane="compare-clauses",
            replace=True,
            succeeded=lambda scored: self._take_clauses(asked, scored),
        )

    def _take_clauses(self, asked: _Asked, scored: Aspects) -> None:
        if asked.tokens is self._session.tokens:
            self._ground = scored.ground
        if asked is self._started and self.unit.currentData() == BY_CLAUSE:
            self._aspects = scored
            self._draw()

    def _is_scoring(self) -> bool:
        """Whether documents are still being scored: their clauses can wait."""
        prediction = self._session.prediction
        return prediction is None or bool((prediction.statuses == 1).any())

    def _draw(self) -> None:
        found, chosen = self._aspects, self._chosen
        if found is None:
            return
        table = found.table
        self.canvas.show_figure(
            lambda figure, colours: draw_aspects(figure, table, colours, chosen),
            found.grouping,
            table.frame,
        )
        self._nothing.setVisible(not found.themes)
        self.canvas.setVisible(bool(found.themes))
        self._said.setText(self._sentence(found) if found.themes else "")

    def _sentence(self, found: Aspects) -> str:
        how = (
            _("Scores are of the clauses that mention a theme, each read by the model as a text of its own.")
            if found.is_by_clause
            else _("Scores are of the whole documents that mention a theme, whatever else they speak of.")
        )
        n_left = len(unscored_clauses(found))
        if self.unit.currentData() == BY_CLAUSE and not found.is_by_clause and n_left > MOST_CLAUSES:
            how += " " + _("There are {n} clauses: filter the documents to have them read.").format(
                n=f"{n_left:,}"
            )
        return how + " " + _("Each document counts once; 95 % intervals of the mean.")

    def _set_themes(self, themes: tuple[Theme, ...]) -> None:
        cleaning = self._session.cleaning
        if themes != cleaning.lists.themes:
            self._session.set_cleaning(replace(cleaning, lists=replace(cleaning.lists, themes=themes)))
        else:
            self._show_themes()

    def _take_proposals(self, themes: tuple[Theme, ...]) -> None:
        self._set_themes(merged_themes(self._session.cleaning.lists.themes, themes))

    def _show_themes(self) -> None:
        lines = lines_of_themes(self._session.cleaning.lists.themes)
        if themes_of(_with_names(self.editor.toPlainText())) != self._session.cleaning.lists.themes:
            self.editor.setPlainText(lines)
        self.refresh()

    def _on_picked(self, gid: str) -> None:
        found = self._aspects
        if found is None:
            return
        theme, group = (int(part) for part in gid.split("/"))
        self._chosen = (theme, group)
        self._draw()
        documents = documents_of_cell(found.mentions, found.ground.clauses, found.grouping, theme, group)
        name = f"{found.themes[theme].name} · {found.grouping.names[group]}"
        self._session.select(documents, name)

    def _on_unit(self) -> None:
        self._started = None
        self.refresh()

    def _forget(self, asked: _Asked) -> None:
        """This look came to nothing; another one, that has replaced it, goes on."""
        if asked is self._started:
            self._started = None

    def _connect(self) -> None:
        self.propose_button.clicked.connect(lambda _checked=False: self.propose())
        self.apply_button.clicked.connect(lambda _checked=False: self.apply())
        self.unit.currentIndexChanged.connect(lambda _index: self._on_unit())
        self.canvas.picked.connect(self._on_picked)
        self.canvas.activated.connect(lambda _gid: self.documents_wanted.emit())
        self._session.cleaning_changed.connect(self._show_themes)

    def _arrange(self) -> None:
        self.editor.setAccessibleName(_("Themes"))
        self.editor.setPlaceholderText(_("staff: waiter*, front desk\nroom: room*, bed, bathroom"))
        self.editor.setTabChangesFocus(True)
        set_kind(self.editor, "field")
        self.unit.setAccessibleName(_("Whose sentiment"))
        self.unit.addItem(_("sentiment of the clause"), BY_CLAUSE)
        self.unit.addItem(_("of the whole document"), BY_DOCUMENT)
        self.propose_button.setToolTip(_("Add what many documents speak of and opinions differ on"))
        themes = Card(_("Themes"), _("One a line: name, colon, words. “*” stands for any letters."))
        themes.body.addWidget(self.editor, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.propose_button)
        buttons.addStretch(1)
        buttons.addWidget(self.apply_button)
        themes.body.addLayout(buttons)
        at_scale(themes, lambda it: it.setMinimumWidth(px(240)))
        card = Card(_("What is said about them"), _("A click on a cell selects its documents."))
        card.heading_row.addWidget(self.unit)
        card.body.addWidget(self._nothing, 1)
        card.body.addWidget(self.canvas, 1)
        self._said.setWordWrap(True)
        card.body.addWidget(self._said)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Halves(themes, card, (280, 860), (260, 420)))


def _same(asked: _Asked, other: _Asked | None) -> bool:
    """Whether both give the same map; scores that stream in make another comparison each time."""
    return other is not None and (
        asked.compared is other.compared
        and asked.themes == other.themes
        and asked.tokens is other.tokens
        and asked.corpus is other.corpus
    )


def _with_names(text: str) -> str:
    """Lines of words without a name, such as "price", become themes of that name."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line if ":" in line or "：" in line or not line else f"{line}: {line}" for line in lines)
