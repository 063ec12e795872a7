"""The page that compares groups: chooser, options and the views of what makes the groups different."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from textminer.gui.commands import Commands
from textminer.gui.compare.aspects_view import AspectsView
from textminer.gui.compare.chooser import GroupChooser
from textminer.gui.compare.divisions import Divisions
from textminer.gui.compare.gap_view import GapView
from textminer.gui.compare.inputs import ComparisonInputs, compared_from, named_grouping
from textminer.gui.compare.keyness_view import KeynessView
from textminer.gui.compare.options_bar import CompareOptionsBar
from textminer.gui.compare.scatter_view import ScatterView
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filter_words import quoted, shortened
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.nothing_words import empty_documents
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.segments import Segments
from textminer.gui.widgets.tab_order import follow_by_tab
from textminer.progress import Progress
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.comparing import SELECTION, Choice, Compared, Division, scores_of

OPTIONS_BESIDE = 1110  # width from which the options stand beside the views
THEMES = 2  # the place of their view: words, their length and how they are counted are nothing to it


class ComparePage(QWidget):
    """Compares again whenever documents, filter, groups or options change; the latest wins.

    documents_requested  the user wants to read what is selected
    """

    documents_requested = Signal()

    def __init__(
        self, session: Session, commands: Commands, jobs: JobBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._divisions = Divisions(session, jobs, self)
        self._wants_selection = False  # it was asked for before there was anything to choose from
        self._wanted: ComparisonInputs | None = None
        self._done: ComparisonInputs | None = None
        self._is_comparing = False
        self._is_hopeless = False
        self._compared: Compared | None = None
        self._chosen: frozenset[int] = frozenset()
        self.chooser = GroupChooser(self)
        self.options_bar = CompareOptionsBar(session.cleaning, self)
        self.keyness = KeynessView(self)
        self.scatter = ScatterView(self)
        self.aspects = AspectsView(session, jobs, commands, self)
        self.gap = GapView(jobs, self)
        self.views = Segments(
            (_("Key words"), _("Frequencies"), _("Themes"), _("Explain the difference")), _("Views"), self
        )
        self._filtering = Filtering(session, jobs, self)
        self._empty = EmptyState(
            "git-compare",
            _("Nothing to compare yet"),
            "",
            _("Clear filters"),
            self._filtering.clear,
            self,
        )
        self._stack = CurrentStack(self)
        self._views_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._arrange()
        self._connect()
        self._on_corpus()

    @property
    def compared(self) -> Compared | None:
        """What is shown; None while nothing has been compared."""
        return self._compared

    def refresh(self) -> None:
        """Compare again if what is shown is outdated and somebody is looking."""
        if not self.isVisible():
            return
        self._divisions.look()
        self._offer_divisions()
        inputs = self._inputs()
        if inputs is None:
            self._wanted = self._done = self._compared = None
            self._show_nothing()
            return
        if inputs.equals(self._wanted):
            return
        if self._is_comparing and inputs.compares_the_same(self._wanted):
            return  # scores stream in several times a second: they are taken in when this is done
        self._start(inputs)

    def choose(self, words: np.ndarray) -> None:
        """Select the documents of the compared groups in which any of these words (places) stands."""
        compared = self._compared
        if compared is None or not len(words):
            return
        self._chosen = frozenset(words.tolist())
        self._show_chosen()
        found = compared.matrix.documents_with(words)
        names = quoted([compared.matrix.words[word] for word in words.tolist()])
        self._session.select(found[compared.in_play.codes[found] >= 0], names)

    def compare_selection(self) -> None:
        """Compare what is selected now with all other documents, as soon as that is offered."""
        self._divisions.keep_selection()
        self._wants_selection = True
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < px(OPTIONS_BESIDE)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if way != self._views_row.direction():
            self._views_row.setDirection(way)
            self._views_row.setSpacing(px(8 if is_narrow else 14))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def _start(self, inputs: ComparisonInputs) -> None:
        old, shown = self._done, self._compared
        matrix = shown.matrix if shown is not None and inputs.counts_the_same(old) else None
        grouping = shown.grouping if shown is not None and inputs.groups_the_same(old) else None
        prediction = self._session.prediction

        def work(progress: Progress) -> Compared:
            return compared_from(inputs, matrix, grouping or named_grouping(inputs, prediction), progress)

        self._wanted = inputs
        self._is_comparing = True
        self._jobs.start(
            _("Comparing groups"),
            work,
            lane="compare",
            replace=True,
            succeeded=lambda compared: self._take(inputs, compared),
            cancelled=lambda: self._forget(inputs),
        )

    def _take(self, inputs: ComparisonInputs, compared: Compared) -> None:
        if inputs is not self._wanted:
            return
        self._is_comparing = False
        if self._compared is None or compared.matrix is not self._compared.matrix:
            self._chosen = frozenset()
        self._done, self._compared = inputs, compared
        self._show_choice(inputs, compared)
        self._is_hopeless = self._say_if_hopeless(compared)
        if self._is_hopeless:
            return
        self._show_view()
        scores = scores_of(inputs.corpus)
        self.keyness.show_compared(compared)
        self.scatter.show_compared(compared, inputs.options.keyness.by_documents)
        self.aspects.show_compared(compared)
        self.gap.show_compared(compared, scores, inputs.options.keyness.fewest_documents)
        self._show_chosen()
        self.refresh()

    def _show_choice(self, inputs: ComparisonInputs, compared: Compared) -> None:
        """Show what is compared where the user left it open, and remember it as what was asked for."""
        choice = inputs.choice
        if not choice.is_each and compared.keyness.comparisons:
            pair = compared.keyness.comparisons[0]
            names = compared.grouping.names
            choice = Choice(names[pair.target], "" if pair.reference is None else names[pair.reference])
        self.chooser.offer_groups(compared.in_scope, choice)
        self._wanted = self._done = ComparisonInputs(
            inputs.corpus,
            inputs.tokens,
            inputs.options,
            inputs.division,
            inputs.sets,
            self.chooser.choice(),
            inputs.positions,
        )

    def _say_if_hopeless(self, compared: Compared) -> bool:
        """Say why there is nothing to see; whether it is so."""
        found = compared.keyness
        empty = [
            name
            for place in range(len(found.comparisons))
            for name, side in zip(
                (found.names[found.comparisons[place].target], _("all others")),
                compared.sides(place),
                strict=True,
            )
            if not len(side)
        ]
        if compared.grouping.n_groups < 2:
            self._empty.set_text(
                _("There is only one group"), _("Choose something else to divide by."), False
            )
        elif len(left := _names_with_documents(compared)) == 1 and not self._session.filter.is_empty:
            self._empty.set_text(
                _("Only “{group}” is left").format(group=shortened(left[0])),
                _("The filter leaves no other group. Divide by something else, or clear the filter."),
                has_button=True,
            )
        elif len(found.comparisons) == 1 and empty:
            self._empty.set_text(
                _("No documents of “{group}”").format(group=empty[0]),
                _("Every document is in the other group: choose another.")
                if self._session.filter.is_empty
                else _("None of them matches the filter. Choose another group, or clear the filter."),
                has_button=not self._session.filter.is_empty,
            )
        elif not len(found.words):
            self._empty.set_text(
                _("No word is frequent enough"),
                empty_documents(self._session)
                or _("Ask for fewer documents above, or count stop words as well."),
                has_button=False,
            )
        else:
            return False
        self._stack.setCurrentIndex(0)
        return True

    def _show_view(self) -> None:
        """The view that is chosen, where there is something to see, with the options that it heeds."""
        self.options_bar.setVisible(self.views.current != THEMES)
        if self._compared is not None and not self._is_hopeless:
            self._stack.setCurrentIndex(1 + self.views.current)

    def _show_chosen(self) -> None:
        for view in (self.keyness, self.scatter, self.gap):
            view.show_chosen(self._chosen)

    def _forget(self, inputs: ComparisonInputs) -> None:
        """The user cancelled: the next change starts another."""
        if inputs is self._wanted:
            self._wanted = None
            self._is_comparing = False

    def _inputs(self) -> ComparisonInputs | None:
        session, division = self._session, self.chooser.division()
        corpus, tokens = session.corpus, session.tokens
        if corpus is None or tokens is None or division is None:
            return None
        options, choice = self.options_bar.options(session.cleaning), self.chooser.choice()
        sets = self._divisions.sets(division)
        return ComparisonInputs(corpus, tokens, options, division, sets, choice, session.in_scope)

    def _offer_divisions(self) -> None:
        offers = self._divisions.offers()
        self.chooser.offer(offers, self._divisions.preferred())
        if offers and self._wants_selection:
            self._wants_selection = False
            self.chooser.choose(Division(SELECTION))

    def _on_corpus(self) -> None:
        """Forget what was compared in the documents of another import."""
        corpus = self._session.corpus
        if self._divisions.suits_corpus():
            self.refresh()
            return
        self._wanted = self._done = self._compared = None
        self._chosen = frozenset()
        self._show_nothing()
        if corpus is not None:
            self.options_bar.suit(corpus.table.n_documents)
        self.refresh()

    def _on_division(self) -> None:
        division = self.chooser.division()
        if division is not None and division.kind == SELECTION:
            self._divisions.keep_selection()

    def _on_stop_words(self, are_hidden: bool) -> None:
        """Which words count is said once for all views."""
        self._session.set_cleaning(replace(self._session.cleaning, drop_stop_words=are_hidden))

    def _show_nothing(self) -> None:
        waiting = self._session.corpus is not None
        self._empty.set_text(
            _("Comparing…") if waiting else _("Nothing to compare yet"),
            _("Columns with few different cells, sentiment, saved groups and a selection can be compared.")
            if waiting
            else _("Open a file to compare groups of its documents."),
            has_button=False,
        )
        self._stack.setCurrentIndex(0)

    def _connect(self) -> None:
        session = self._session
        session.corpus_changed.connect(self._on_corpus)
        for signal in (
            session.tokens_changed,
            session.filter_changed,
            session.scores_changed,
            session.groups_changed,
            session.selection_changed,
            session.cleaning_changed,
        ):
            signal.connect(self.refresh)
        self._divisions.found.connect(self.refresh)
        self.chooser.division_chosen.connect(self._on_division)
        self.chooser.changed.connect(self.refresh)
        self.options_bar.changed.connect(self.refresh)
        self.options_bar.stop_words_toggled.connect(self._on_stop_words)
        session.cleaning_changed.connect(lambda: self.options_bar.show_cleaning(session.cleaning))
        self.views.chosen.connect(lambda _place: self._show_view())
        for view in (self.keyness, self.scatter, self.gap):
            view.words_chosen.connect(self.choose)
        for opener in (self.keyness, self.scatter, self.aspects, self.gap):
            opener.documents_wanted.connect(self.documents_requested)

    def _arrange(self) -> None:
        self._stack.addWidget(self._empty)
        for view in (self.keyness, self.scatter, self.aspects, self.gap):
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(self._session, self._filtering, self._jobs, self))
        layout.addWidget(self.chooser)
        self._views_row.setSpacing(px(14))
        # level with the first line of the options
        at_scale(self.views, lambda it: it.setContentsMargins(0, px(3), 0, 0))
        self._views_row.addWidget(self.views, 0, Qt.AlignmentFlag.AlignTop)
        self._views_row.addWidget(self.options_bar, 1)
        layout.addLayout(self._views_row)
        follow_by_tab(self.chooser.reference_box, self.views.buttons())
        layout.addWidget(self._stack, 1)


def _names_with_documents(compared: Compared) -> list[str]:
    """The groups that the filter leaves documents of."""
    sizes = compared.in_scope.sizes().tolist()
    return [name for name, size in zip(compared.grouping.names, sizes, strict=True) if size]
