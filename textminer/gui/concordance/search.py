"""From what the page asks for to lines, their order and their collocates: the jobs behind the concordance."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.analysis.collocation import Collocates
from textminer.analysis.concordance import SCORE, ConcordanceLines, LineKey, line_order
from textminer.analysis.token_index import TokenIndex, token_index
from textminer.analysis.word_pattern import WordPattern
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.errors import TextMinerError
from textminer.gui.job_bridge import JobBridge
from textminer.progress import Progress
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.concordance import CollocateOptions, find_collocates, find_lines, scores_of


@dataclass(frozen=True)
class Wish:
    """What the user asks for.

    with_punctuation:  whether punctuation marks count as words
    """

    pattern: WordPattern
    with_punctuation: bool
    keys: tuple[LineKey, ...]
    collocates: CollocateOptions


@dataclass(frozen=True, eq=False)
class Found:
    """Lines, what they were found from, and the order in which they are shown."""

    corpus: Corpus
    index: TokenIndex
    pattern: WordPattern
    positions: np.ndarray
    lines: ConcordanceLines
    order: np.ndarray
    keys: tuple[LineKey, ...]

    def is_of(self, index: TokenIndex, pattern: WordPattern, positions: np.ndarray) -> bool:
        """Whether the lines are those of this pattern in these documents."""
        return self.index is index and self.pattern == pattern and np.array_equal(self.positions, positions)


class Search(QObject):
    """Indexes tokens once, then finds, sorts and counts in jobs; the latest wish wins.

    lines_changed       other lines, or none: see `found` and `error`
    order_changed       the same lines in another order
    collocates_changed  see `collocates`
    """

    lines_changed = Signal()
    order_changed = Signal()
    collocates_changed = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._tokens: TokenTable | None = None
        self._indexes: dict[bool, TokenIndex] = {}  # by whether punctuation counts
        self._indexing: set[bool] = set()
        self._wish: Wish | None = None
        self._on_its_way: Found | None = None  # without lines yet
        self._counted: tuple[Found, CollocateOptions] | None = None
        self.found: Found | None = None
        self.collocates: Collocates | None = None
        self.error = ""

    @property
    def is_indexing(self) -> bool:
        """Whether the wish waits for its index."""
        return self._wish is not None and self._wish.with_punctuation not in self._indexes

    def ask(self, wish: Wish) -> None:
        """Bring lines, order and collocates into line with a wish; does only what is needed."""
        self._wish = wish
        self.forget_other_tokens()
        index = self._index(wish.with_punctuation)
        if index is None:
            return
        if self._session.corpus is None or wish.pattern.is_empty:
            self._set_found(None)
            return
        positions = self._session.in_scope
        latest = self._on_its_way or self.found
        if latest is None or not latest.is_of(index, wish.pattern, positions):
            self._find(index, wish, positions)
        elif self.found is not None and self._on_its_way is None:
            if self.found.keys != wish.keys:
                self.sort(wish.keys)
            self._count(wish.collocates)

    def sort(self, keys: tuple[LineKey, ...]) -> None:
        """Sort the lines that there are, again where scores have changed."""
        found = self.found
        if found is None or self._session.corpus is None:
            return
        scores = scores_of(self._session.corpus)

        def take(order: np.ndarray) -> None:
            if found is self.found:
                self.found = replace(found, order=order, keys=keys)
                if self._counted is not None and self._counted[0] is found:
                    self._counted = (self.found, self._counted[1])
                self.order_changed.emit()

        self._jobs.start(
            _("Sorting the lines"),
            lambda _progress: line_order(found.index, found.lines, keys, scores, found.pattern.match_case),
            lane="concordance-order",
            replace=True,
            succeeded=take,
        )

    @property
    def is_sorted_by_score(self) -> bool:
        """Whether the order of the lines follows the scores."""
        return self.found is not None and any(key.by == SCORE for key in self.found.keys)

    def _find(self, index: TokenIndex, wish: Wish, positions: np.ndarray) -> None:
        corpus = self._session.corpus
        assert corpus is not None
        nothing = np.empty(0, dtype=np.int64)
        no_lines = ConcordanceLines(nothing, nothing, nothing, nothing, nothing)
        coming = Found(corpus, index, wish.pattern, positions, no_lines, nothing, wish.keys)
        self._on_its_way = coming
        scores = scores_of(corpus)

        def work(progress: Progress) -> Found:
            lines = find_lines(corpus, index, wish.pattern, positions, progress)
            progress.report(0.5)
            order = line_order(index, lines, wish.keys, scores, wish.pattern.match_case)
            return Found(corpus, index, wish.pattern, positions, lines, order, wish.keys)

        self._jobs.start(
            _("Finding “{word}”").format(word=wish.pattern.text[:40]),
            work,
            lane="concordance",
            replace=True,
            succeeded=lambda found: self._take(coming, found, ""),
            failed=lambda error: self._take(coming, None, _sentence(error)),
            cancelled=lambda: self._forget(coming),
        )

    def _take(self, coming: Found, found: Found | None, error: str) -> None:
        if coming is not self._on_its_way:
            return
        self._on_its_way = coming if error else None  # what failed is not tried again until the wish changes
        self._set_found(found, error)
        if found is not None and self._wish is not None:
            self.ask(self._wish)

    def _set_found(self, found: Found | None, error: str = "") -> None:
        if found is None and not error:
            self._on_its_way = None
        self.found, self.error, self.collocates = found, error, None
        self.lines_changed.emit()

    def _forget(self, coming: Found) -> None:
        """The user cancelled this: the next wish starts it again."""
        if coming is self._on_its_way:
            self._on_its_way = None

    def _count(self, options: CollocateOptions) -> None:
        found = self.found
        if found is None or self._counted == (found, options):
            return
        self._counted = (found, options)

        def take(collocates: Collocates) -> None:
            if self.found is not None and self.found.lines is found.lines:
                self.collocates = collocates
                self.collocates_changed.emit()

        self._jobs.start(
            _("Counting collocates"),
            lambda progress: find_collocates(
                found.corpus, found.index, found.lines, options, found.positions, progress
            ),
            lane="collocates",
            replace=True,
            succeeded=take,
        )

    def forget_other_tokens(self) -> None:
        """Let go what was made of tokens that the session has no more."""
        if self._session.tokens is not self._tokens:
            self.let_go()
            self._tokens = self._session.tokens

    def let_go(self) -> None:
        """Let go indexes and lines; whoever asks next has them made again."""
        self._tokens = None
        self._indexes.clear()
        self._indexing.clear()
        self._counted = None
        self._on_its_way = None
        self._set_found(None)

    def _index(self, with_punctuation: bool) -> TokenIndex | None:
        """The index of the tokens; None while it is being made, or without tokens."""
        tokens = self._session.tokens
        if with_punctuation in self._indexes or tokens is None or with_punctuation in self._indexing:
            return self._indexes.get(with_punctuation)
        self._indexing.add(with_punctuation)

        def take(index: TokenIndex) -> None:
            if tokens is self._tokens:
                self._indexing.discard(with_punctuation)
                self._indexes[with_punctuation] = index
                self.lines_changed.emit()
                if self._wish is not None:
                    self.ask(self._wish)

        self._jobs.start(
            _("Indexing the words"),
            lambda progress: token_index(tokens, with_punctuation, progress),
            lane="index-marks" if with_punctuation else "index-words",
            replace=True,
            succeeded=take,
            cancelled=lambda: self._indexing.discard(with_punctuation),
        )
        return None


def _sentence(error: BaseException) -> str:
    return str(error) if isinstance(error, TextMinerError) else _("The lines could not be found.")
