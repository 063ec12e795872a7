"""What was done to the corpus, step by step; which steps can be taken back, and which done again."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.corpus.topic_names import TopicNames
from textminer.session.choices import Choices

MERGE_S = 1.0  # a slider that moves and a search that is typed are one step, unless they rest this long
TOPIC = "topic "  # begins the kind of a step that names one
NOBODY = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Moment:
    """What decides the results, between two steps.

    language:  code of the language of the texts
    model:     name or file of the model; "" before one was chosen
    """

    language: str = ""
    model: str = ""
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True)
class Step:
    """One thing that was done: the difference of two moments.

    selection:  int64, what was selected before, which undoing a filter brings back
    """

    before: Moment
    after: Moment
    selection: np.ndarray = field(default_factory=lambda: NOBODY, compare=False)

    @property
    def is_undoable(self) -> bool:
        """Whether it can be taken back: what the user chose can, a model or language cannot."""
        return self.before.choices != self.after.choices

    @property
    def kind(self) -> str:
        """What changes: steps of one kind that follow each other at once are one. "" for one of its own."""
        old, new = self.before.choices, self.after.choices
        if old == new:
            return ""
        if replace(old, neutral_threshold=new.neutral_threshold) == new:
            return "threshold"
        if replace(old, topic_names=new.topic_names) == new:
            return _renamed_topic(old.topic_names, new.topic_names)
        if replace(old, cleaning=new.cleaning) == new:
            return "cleaning" if old.cleaning.lists == new.cleaning.lists else ""
        if replace(old, filter=new.filter) != new:
            return ""
        if replace(old.filter, find=new.filter.find, is_regex=new.filter.is_regex) == new.filter:
            return "find"
        return "scores" if replace(old.filter, scores=new.filter.scores) == new.filter else ""


def _renamed_topic(old: TopicNames, new: TopicNames) -> str:
    """The kind of a step that names topics: a name that is typed letter by letter is one step."""
    changed = {words for words, _name in set(old.pairs) ^ set(new.pairs)}
    return TOPIC + " ".join(changed.pop()) if len(changed) == 1 else ""


class History(QObject):
    """The steps in effect, and those that were taken back and can be done again.

    told  sentences on what was done before this session began, as a project holds them
    """

    changed = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._noted_s = float("-inf")
        self._steps: tuple[Step, ...] = ()
        self._undone: tuple[Step, ...] = ()
        self._told: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is in effect, the first thing first."""
        return self._steps

    @property
    def undone(self) -> tuple[Step, ...]:
        """What was taken back, in the order in which it would be done again."""
        return self._undone

    @property
    def told(self) -> tuple[str, ...]:
        """What was done before this session began."""
        return self._told

    @property
    def next_undo(self) -> Step | None:
        """The step that would be taken back now."""
        return next((step for step in reversed(self._steps) if step.is_undoable), None)

    @property
    def next_redo(self) -> Step | None:
        """The step that would be done again now."""
        return self._undone[0] if self._undone else None

    def begin(self, told: tuple[str, ...] = ()) -> None:
        """Start anew, for another corpus."""
        self._steps, self._undone, self._told = (), (), told
        self._noted_s = float("-inf")
        self.changed.emit()

    def note(self, step: Step) -> None:
        """Add what was just done; what was taken back before it cannot be done again."""
        if step.before == step.after:
            return
        now, last = self._clock(), self._steps[-1] if self._steps else None
        is_same = last is not None and bool(step.kind) and last.kind == step.kind
        is_at_once = now - self._noted_s <= MERGE_S or step.kind.startswith(TOPIC)  # however slowly typed
        if last is not None and is_same and is_at_once:
            merged = Step(last.before, step.after, last.selection)
            self._steps = self._steps[:-1] + ((merged,) if merged.is_undoable else ())
        else:
            self._steps = (*self._steps, step)
        if step.is_undoable:
            self._undone = ()
        self._noted_s = now
        self.changed.emit()

    def take_back(self) -> Step | None:
        """Move the last step that can be undone to those that can be done again."""
        step = self.next_undo
        if step is not None:
            place = len(self._steps) - 1 - self._steps[::-1].index(step)
            self._steps = self._steps[:place] + self._steps[place + 1 :]
            self._undone = (step, *self._undone)
            self._noted_s = float("-inf")
            self.changed.emit()
        return step

    def do_again(self) -> Step | None:
        """Move the step that was taken back last to those in effect."""
        step = self.next_redo
        if step is not None:
            self._steps, self._undone = (*self._steps, step), self._undone[1:]
            self._noted_s = float("-inf")
            self.changed.emit()
        return step
