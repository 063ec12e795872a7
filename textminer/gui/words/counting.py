"""The jobs behind the page of words: what is counted is always of the documents and options of now."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.analysis.frequency import WordFrequencies
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.figures.time_axis import span_word
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_words import quoted
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.counting import WordOptions, count_words, documents_of_words
from textminer.workflows.option_effects import OptionEffects, option_effects
from textminer.workflows.word_searches import search_for
from textminer.workflows.word_trends import WordTrends, documents_of_trend, word_trends


@dataclass(frozen=True, eq=False)
class Inputs:
    """What frequencies were counted from; others are outdated."""

    corpus: Corpus
    tokens: TokenTable
    options: WordOptions
    positions: np.ndarray

    def counts_the_same(self, other: "Inputs | None") -> bool:
        """Whether the counts of both are equal; the mean scores may differ."""
        return (
            other is not None
            and self.tokens is other.tokens
            and self.options == other.options
            and np.array_equal(self.positions, other.positions)
        )

    def equals(self, other: "Inputs | None") -> bool:
        """Whether all figures of both are equal."""
        return other is not None and self.corpus is other.corpus and self.counts_the_same(other)


class Counting(QObject):
    """One count at a time, the latest wins; a result of other inputs than those of now is dropped.

    counted          there are other frequencies
    effects_found    carries what each option would change
    trends_found     carries the course of words over time, None where no column holds dates
    pattern_found    carries what finds a word in the concordance
    """

    counted = Signal()
    effects_found = Signal(object)
    trends_found = Signal(object)
    pattern_found = Signal(str)

    def __init__(self, session: Session, jobs: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._is_counting = False
        self._trends: tuple[Inputs, WordTrends] | None = None
        self._effects_of: Inputs | None = None
        self.inputs: Inputs | None = None
        self.frequencies: WordFrequencies | None = None

    @property
    def trends(self) -> WordTrends | None:
        """The course over time that was found last."""
        return None if self._trends is None else self._trends[1]

    @property
    def are_themes(self) -> bool:
        """Whether themes are counted in place of words."""
        return self.inputs is not None and self.inputs.options.are_themes

    def has_words(self) -> bool:
        """Whether there is something to count; forgets what was counted if there is not."""
        if self._session.corpus is not None and self._session.tokens is not None:
            return True
        self.inputs = self.frequencies = self._trends = None
        return False

    def count(self, options: WordOptions) -> None:
        """Count unless what there is was counted from the same."""
        corpus, tokens = self._session.corpus, self._session.tokens
        if corpus is None or tokens is None:
            return
        inputs = Inputs(corpus, tokens, options, self._session.in_scope)
        if inputs.equals(self.inputs):
            return
        if self._is_counting and inputs.counts_the_same(self.inputs):
            return  # scores stream in several times a second: they are taken in when this count is done
        self.inputs = inputs
        self._is_counting = True
        self._jobs.start(
            _("Counting words"),
            lambda progress: count_words(corpus, tokens, options, inputs.positions, progress),
            lane="words",
            replace=True,
            succeeded=lambda found: self._take(inputs, found),
            cancelled=lambda: self._forget(inputs),
        )

    def select_documents(self, words: Sequence[str]) -> None:
        """Select the documents in which any of these words occurs."""
        inputs = self.inputs
        if inputs is not None:
            name = quoted(words)
            self._jobs.start(
                _("Finding “{word}”").format(word=", ".join(words[:3])),
                lambda progress: documents_of_words(
                    inputs.corpus, inputs.tokens, inputs.options, words, progress
                ),
                lane="word-documents",
                replace=True,
                succeeded=lambda found: self._session.select(found, name),
            )

    def follow(self, words: tuple[str, ...]) -> None:
        """Find the course of words over time."""
        inputs = self.inputs
        if inputs is None:
            return
        if self._trends is not None and self._trends[0] is inputs and self._trends[1].words == words:
            self.trends_found.emit(self._trends[1])
            return
        self._jobs.start(
            _("Following words over time"),
            lambda progress: word_trends(
                inputs.corpus, inputs.tokens, inputs.options, words, inputs.positions, progress
            ),
            lane="word-trends",
            replace=True,
            succeeded=lambda trends: self._take_trends(inputs, trends),
        )

    def select_point(self, word: int, place: int) -> None:
        """Select the documents of a span of time that hold a word: places in the trends."""
        if self._trends is not None:
            inputs, trends = self._trends
            name = f"{quoted([trends.words[word]])}, {span_word(trends.bins, place)}"
            self._jobs.start(
                _("Finding “{word}”").format(word=trends.words[word]),
                lambda _progress: documents_of_trend(
                    inputs.corpus, inputs.tokens, inputs.options, trends, word, place
                ),
                lane="word-documents",
                replace=True,
                succeeded=lambda found: self._session.select(found, name),
            )

    def find_pattern(self, word: str) -> None:
        """Find out what to look for in the concordance to see a word."""
        inputs = self.inputs
        if inputs is not None:
            self._jobs.start(
                _("Finding “{word}”").format(word=word),
                lambda _progress: search_for(inputs.corpus, inputs.tokens, inputs.options, word),
                lane="word-concordance",
                replace=True,
                succeeded=self.pattern_found.emit,
            )

    def _take(self, inputs: Inputs, found: WordFrequencies) -> None:
        if inputs is self.inputs:
            self._is_counting = False
            self.frequencies = found
            self.counted.emit()
            self._try_options(inputs)

    def _try_options(self, inputs: Inputs) -> None:
        """Find out, after the words, what each option would change."""
        if inputs.counts_the_same(self._effects_of):
            return
        self._effects_of = inputs

        def tell(effects: OptionEffects) -> None:
            if inputs.counts_the_same(self.inputs):
                self.effects_found.emit(effects)

        self._jobs.start(
            _("Trying the options"),
            lambda progress: option_effects(
                inputs.corpus, inputs.tokens, inputs.options.cleaning, inputs.positions, progress
            ),
            lane="word-options",
            replace=True,
            succeeded=tell,
        )

    def _take_trends(self, inputs: Inputs, trends: WordTrends | None) -> None:
        if inputs is self.inputs:
            self._trends = None if trends is None else (inputs, trends)
            self.trends_found.emit(trends)

    def _forget(self, inputs: Inputs) -> None:
        """The user cancelled this count: the next change starts another."""
        if inputs is self.inputs:
            self.inputs = None
            self._is_counting = False
