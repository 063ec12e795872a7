"""What the user is on: corpus, scores, choices, selection, current document; who learns when one changes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.analysis.ordering import SortKey
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.map_look import MapLook
from textminer.corpus.positions import within
from textminer.corpus.token_table import TokenTable
from textminer.sentiment.prediction import Polarity, Prediction
from textminer.sentiment.scored_corpus import with_prediction
from textminer.session.choices import Choices
from textminer.session.history import History, Moment, Step


class Session(QObject):
    """One source of truth. Views command it by its methods and learn by its signals, which carry nothing:
    the reader asks when all values are in place. The selection always lies within the filter. What the user
    decides about the documents (filter, threshold, groups, labels) is one value, `choices`, so that each step
    can be taken back: `history` has them.
    """

    corpus_changed = Signal()
    language_changed = Signal()
    scores_changed = Signal()
    tokens_changed = Signal()
    model_changed = Signal()
    filter_changed = Signal()
    selection_changed = Signal()
    current_changed = Signal()
    sort_changed = Signal()
    groups_changed = Signal()
    labels_changed = Signal()
    cleaning_changed = Signal()
    topic_names_changed = Signal()
    map_look_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History(parent=self)
        self._reset(None, 0)

    @property
    def corpus(self) -> Corpus | None:
        """The documents with every column, ours included; None before the first import."""
        return self._corpus

    @property
    def prediction(self) -> Prediction | None:
        """What the model says so far; None before scoring starts."""
        return self._prediction

    @property
    def tokens(self) -> TokenTable | None:
        """Every token of the corpus; None until they have been counted."""
        return self._tokens

    @property
    def model(self) -> str:
        """Name or file of the model that the scores come from, or will; "" before it was chosen."""
        return self._model

    @property
    def choices(self) -> Choices:
        """What the user has decided about the documents."""
        return self._choices

    @property
    def neutral_threshold(self) -> float:
        """How probable positive or negative must be, 0 to 1, or else a document counts as neutral."""
        return self._choices.neutral_threshold

    @property
    def filter(self) -> DocumentFilter:
        """Which documents count."""
        return self._choices.filter

    @property
    def groups(self) -> tuple[DocumentGroup, ...]:
        """Saved selections, each name once; they may reach beyond the filter."""
        return self._choices.groups

    @property
    def labels(self) -> GivenLabels:
        """The user's own labels, by position."""
        return self._choices.labels

    @property
    def cleaning(self) -> Cleaning:
        """Which words are counted and under which form, with the user's own lists of words."""
        return self._choices.cleaning

    @property
    def in_scope(self) -> np.ndarray:
        """Positions of the documents that pass the filter, ascending int64."""
        return self._in_scope

    @property
    def selection(self) -> np.ndarray:
        """Positions of the marked documents, ascending int64; within `in_scope`."""
        return self._selection

    @property
    def selection_name(self) -> str:
        """What the marked documents have in common, in a few words; "" where that is not known."""
        return self._selection_name

    @property
    def current(self) -> int | None:
        """Position of the document in the reader."""
        return self._current

    @property
    def sort(self) -> SortKey | None:
        """What the documents are shown sorted by; None for the order of the file."""
        return self._sort

    @property
    def map_look(self) -> MapLook:
        """How the map of the documents is looked at."""
        return self._map_look

    def close(self) -> None:
        """Let the corpus go, and all that was made of it."""
        if self._corpus is not None:
            self._begin(None, 0)

    def open(self, corpus: Corpus) -> None:
        """Start on another corpus: no scores, nothing chosen, nothing selected, the first current."""
        self._begin(corpus, corpus.table.n_documents)

    def _reset(self, corpus: Corpus | None, n_documents: int) -> None:
        self._corpus = corpus
        self._prediction: Prediction | None = None
        self._tokens: TokenTable | None = None
        self._model = ""
        self._choices = Choices()
        self._passing = np.ones(n_documents, dtype=bool)  # by what the filter asks of the original columns
        self._in_scope = np.arange(n_documents)
        self._selection = np.empty(0, dtype=np.int64)
        self._selection_name = ""
        self._current = 0 if n_documents else None
        self._sort: SortKey | None = None
        self._map_look = MapLook()

    def _begin(self, corpus: Corpus | None, n_documents: int) -> None:
        self._reset(corpus, n_documents)
        self.history.begin()
        for signal in (
            self.corpus_changed,
            self.model_changed,
            self.sort_changed,
            self.groups_changed,
            self.labels_changed,
            self.cleaning_changed,
            self.topic_names_changed,
            self.map_look_changed,
            self.filter_changed,
            self.selection_changed,
            self.current_changed,
        ):
            signal.emit()

    def set_sort(self, key: SortKey | None) -> None:
        """Show the documents in another order."""
        if key != self._sort:
            self._sort = key
            self.sort_changed.emit()

    def set_map_look(self, look: MapLook) -> None:
        """Look at the map in another way."""
        if look != self._map_look:
            self._map_look = look
            self.map_look_changed.emit()

    def restore_scores(self, prediction: Prediction) -> None:
        """Take scores that were saved; one for each document."""
        if self._corpus is not None and prediction.n_documents == self._corpus.table.n_documents:
            self._prediction = prediction.copied().with_neutral_threshold(self.neutral_threshold)
            self._publish_scores()

    def set_language(self, code: str) -> None:
        """Say which language the texts are in: tokens and scores of the old one are let go."""
        if self._corpus is None or code == self._corpus.language:
            return
        before, self._corpus = self._moment(), replace(self._corpus, language=code)
        self.history.note(Step(before, self._moment()))
        self._tokens = None
        self.language_changed.emit()
        self.tokens_changed.emit()

    def set_model(self, model: str) -> None:
        """Say which model the scores come from."""
        if model != self._model:
            before, self._model = self._moment(), model
            self.history.note(Step(before, self._moment()))
            self.model_changed.emit()

    def set_tokens(self, tokens: TokenTable) -> None:
        """Take the tokens of the corpus."""
        self._tokens = tokens
        self.tokens_changed.emit()

    def start_scores(self, labels: tuple[str, ...], polarity: Polarity | None) -> None:
        """Begin a new prediction in which every document is waiting."""
        if self._corpus is None:
            return
        waiting = Prediction.waiting(labels, self._corpus.table.n_documents, polarity)
        self._prediction = waiting.with_neutral_threshold(self.neutral_threshold)
        self._publish_scores()

    def set_neutral_threshold(self, threshold: float) -> None:
        """Let documents count as neutral of which the model is less sure than this, 0 to 1; 0 for none."""
        self.set_choices(replace(self._choices, neutral_threshold=threshold))

    def add_group(self, name: str, positions: np.ndarray) -> None:
        """Save documents under a name; a group that had it gives way."""
        self.set_choices(self._choices.with_group(name, self._existing(positions)))

    def remove_group(self, name: str) -> None:
        """Forget a group; its documents stay."""
        self.set_choices(self._choices.without_group(name))

    def rename_group(self, name: str, new_name: str) -> None:
        """Give a group another name; one that had it gives way."""
        self.set_choices(self._choices.with_group_renamed(name, new_name))

    def set_label(self, positions: np.ndarray, label: str | None) -> None:
        """Give documents the user's own label; None takes it away."""
        self.set_choices(self._choices.with_label(self._existing(positions), label))

    def set_cleaning(self, cleaning: Cleaning) -> None:
        """Count other words, or under other forms."""
        self.set_choices(replace(self._choices, cleaning=cleaning))

    def name_topic(self, words: tuple[str, ...], name: str) -> None:
        """Give a topic, known by its strongest words, a name; "" takes it away."""
        self.set_choices(replace(self._choices, topic_names=self._choices.topic_names.with_name(words, name)))

    def add_scores(self, positions: np.ndarray, part: Prediction) -> None:
        """Take the scores of some documents; many small parts are best gathered, each call redraws.

        positions:  int64 (n_part,), any order
        """
        if self._prediction is None:
            return
        self._prediction.probabilities[positions] = part.probabilities
        self._prediction.statuses[positions] = part.statuses
        self._publish_scores()

    def set_filter(self, new: DocumentFilter, passing: np.ndarray | None = None) -> None:
        """Let other documents count; what is selected outside them is let go.

        passing:  mask of `new.on_originals`, bool (n_documents,), where a job has computed it already
        Raises FilterError, and changes nothing, for a regular expression that cannot be read.
        """
        self.set_choices(replace(self._choices, filter=new), passing)

    def set_choices(self, new: Choices, passing: np.ndarray | None = None) -> None:
        """Take all that the user decides at once; `passing` and errors as in `set_filter`."""
        before, selection = self._moment(), self._selection
        tell = self._take_choices(new, passing)
        self.history.note(Step(before, self._moment(), selection))
        tell()

    def restore_choices(self, saved: Choices, told: tuple[str, ...] = ()) -> None:
        """Take what a project holds: it is where undoing ends.

        told:  sentences on what was done until it was saved
        """
        tell = self._take_choices(saved)
        self.history.begin(told)
        tell()

    def undo(self, passing: np.ndarray | None = None) -> None:
        """Take the last step back; undoing a filter brings back what was selected before it.

        passing:  as in `set_filter`, of the filter from before the step
        """
        step = self.history.next_undo
        if step is not None:
            tell = self._take_choices(step.before.choices, passing)
            self.history.take_back()
            tell()
            if step.before.choices.filter != step.after.choices.filter:
                self.select(step.selection)

    def redo(self, passing: np.ndarray | None = None) -> None:
        """Do again what was taken back; `passing` is of the filter after the step."""
        step = self.history.next_redo
        if step is not None:
            tell = self._take_choices(step.after.choices, passing)
            self.history.do_again()
            tell()

    def _existing(self, positions: np.ndarray) -> np.ndarray:
        found = np.asarray(positions, dtype=np.int64)
        return found[(found >= 0) & (found < len(self._passing))]

    def _moment(self) -> Moment:
        language = "" if self._corpus is None else self._corpus.language
        return Moment(language, self._model, self._choices)

    def _take_choices(self, new: Choices, passing: np.ndarray | None = None) -> Callable[[], None]:
        """Put all values in place; what is returned tells of them, once history has its step."""
        old, corpus = self._choices, self._corpus
        if new == old or corpus is None:
            return lambda: None
        if new.filter.on_originals == old.filter.on_originals:
            passing = self._passing
        elif passing is None:
            passing = new.filter.on_originals.mask(corpus.table, corpus.text_column)
        is_other_threshold = new.neutral_threshold != old.neutral_threshold and self._prediction is not None
        scope, selection = self._in_scope, self._selection
        self._passing, self._choices = passing, new
        if is_other_threshold and self._prediction is not None:
            self._prediction = self._prediction.with_neutral_threshold(new.neutral_threshold)
        if new.labels != old.labels or is_other_threshold:
            self._take_columns()
        if is_other_threshold or (new.filter, new.labels) != (old.filter, old.labels):
            self._take_scope()

        def tell() -> None:
            is_other_scope = new.filter != old.filter or not np.array_equal(scope, self._in_scope)
            is_other_selection = not np.array_equal(selection, self._selection)
            for is_changed, signal in (
                (is_other_threshold, self.scores_changed),
                (new.groups != old.groups, self.groups_changed),
                (new.labels != old.labels, self.labels_changed),
                (new.cleaning != old.cleaning, self.cleaning_changed),
                (new.topic_names != old.topic_names, self.topic_names_changed),
                (is_other_scope, self.filter_changed),
                (is_other_selection, self.selection_changed),
            ):
                if is_changed:
                    signal.emit()

        return tell

    def select(self, positions: np.ndarray, name: str = "") -> None:
        """Mark these documents, as far as the filter lets them pass; `name` says what they have in common."""
        chosen = within(np.asarray(positions, dtype=np.int64), self._in_scope)
        is_other = not np.array_equal(chosen, self._selection)
        if name or is_other:
            self._selection_name = name
        if is_other:
            self._selection = chosen
            self.selection_changed.emit()

    def clear_selection(self) -> None:
        """Mark nothing."""
        self.select(np.empty(0, dtype=np.int64))

    def set_current(self, position: int | None) -> None:
        """Read another document."""
        if position != self._current:
            self._current = position
            self.current_changed.emit()

    def _publish_scores(self) -> None:
        if self._corpus is None or self._prediction is None:
            return
        self._take_columns()
        selection, reads_ours = self._selection, not self.filter.on_ours.is_empty
        if reads_ours:
            self._take_scope()
        self.scores_changed.emit()
        if reads_ours:
            self.filter_changed.emit()
        if not np.array_equal(selection, self._selection):
            self.selection_changed.emit()

    def _take_columns(self) -> None:
        if self._corpus is not None:
            now = None if self._prediction is None else self._prediction.copied()  # a job may read the table
            self._corpus = with_prediction(self._corpus, now, self.labels)

    def _take_scope(self) -> None:
        if self._corpus is None:
            return
        ours, mask = self.filter.on_ours, self._passing
        if not ours.is_empty:
            mask = mask & ours.mask(self._corpus.table, None)
        self._in_scope = np.flatnonzero(mask)
        self._selection = within(self._selection, self._in_scope)
