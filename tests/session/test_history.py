"""Undoing brings back exactly what was there, redoing exactly what was undone, whatever was done."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LABELS, POLARITY, corpus_of, filter_to_selection, prediction_of
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.session.choices import Choices
from textminer.session.history import MERGE_S, History, Moment, Step
from textminer.session.session import Session

TEXTS = ["good room", "bad room", "", "fine", "good view", "noise"]
positions = st.lists(st.integers(0, 5), max_size=4).map(lambda found: np.array(found, dtype=np.int64))
acts = st.one_of(
    st.tuples(
        st.just("filter"),
        st.sampled_from(
            [
                DocumentFilter(),
                DocumentFilter(find="room"),
                DocumentFilter(sentiments=("positive",)),
                DocumentFilter(positions=PositionSet((0, 3, 5))),
            ]
        ),
    ),
    st.tuples(st.just("label"), st.tuples(positions, st.sampled_from(["positive", "negative", None]))),
    st.tuples(st.just("group"), st.tuples(st.sampled_from(["a", "b"]), positions)),
    st.tuples(st.just("delete"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("threshold"), st.sampled_from([0.0, 0.7, 0.9])),
    st.tuples(st.just("select"), positions),
    st.tuples(st.just("model"), st.sampled_from(["english", "own"])),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("redo"), st.none()),
)


@dataclass
class Clock:
    """Time stands still unless it is moved."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def session_of() -> Session:
    """A scored corpus of six documents whose history takes every act for a step of its own."""
    session = Session()
    clock = Clock()
    session.history = History(clock)
    session.history.changed.connect(lambda: setattr(clock, "now", clock.now + 2 * MERGE_S))
    session.open(corpus_of(TEXTS))
    session.start_scores(LABELS, POLARITY)
    session.add_scores(np.arange(6), prediction_of([0.9, -0.5, "empty", 0.1, 0.8, -0.9]))
    return session


def do(session: Session, name: str, what: object) -> None:
    {
        "filter": lambda: session.set_filter(what),  # type: ignore[arg-type]
        "label": lambda: session.set_label(*what),  # type: ignore[misc]
        "group": lambda: session.add_group(*what),  # type: ignore[misc]
        "delete": lambda: session.remove_group(what),  # type: ignore[arg-type]
        "threshold": lambda: session.set_neutral_threshold(what),  # type: ignore[arg-type]
        "select": lambda: session.select(what),  # type: ignore[arg-type]
        "model": lambda: session.set_model(what),  # type: ignore[arg-type]
        "undo": session.undo,
        "redo": session.redo,
    }[name]()


@given(st.lists(acts, max_size=14))
@settings(max_examples=120, deadline=None)
def test_undo_brings_back_the_exact_former_state(taken: list[tuple[str, object]]) -> None:
    session = session_of()
    past, future = [session.choices], list[Choices]()
    for name, what in taken:
        if name == "undo" and len(past) > 1:
            future.append(past.pop())
        elif name == "redo" and future:
            past.append(future.pop())
        before = session.choices
        do(session, name, what)
        if name not in ("undo", "redo") and session.choices != before:
            past.append(session.choices)
            future.clear()
        assert session.choices == past[-1]
        corpus = session.corpus
        assert corpus is not None
        mask = session.filter.mask(corpus.table, corpus.text_column)
        assert session.in_scope.tolist() == np.flatnonzero(mask).tolist()
        assert set(session.selection.tolist()) <= set(session.in_scope.tolist())
        assert ("your_label" in corpus.table.own) == bool(session.labels)
        assert session.prediction is not None
        assert session.prediction.neutral_threshold == session.neutral_threshold
        assert (session.history.next_undo is None) == (len(past) == 1)
        assert (session.history.next_redo is None) == (not future)


def test_undoing_a_filter_brings_back_what_was_selected_before_it() -> None:
    session = session_of()
    session.select(np.array([1, 3]))
    session.set_filter(DocumentFilter(find="good"))
    assert session.selection.size == 0
    session.undo()
    assert session.selection.tolist() == [1, 3]
    filter_to_selection(session)
    session.undo()
    assert session.in_scope.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_search_that_is_typed_is_one_step_until_it_rests() -> None:
    clock = Clock()
    history = History(clock)
    found = [Moment(choices=Choices(DocumentFilter(find=text))) for text in ("", "r", "ro", "room", "")]
    for before, after in ((0, 1), (1, 2)):
        clock.now += 0.3
        history.note(Step(found[before], found[after]))
    assert [(step.before, step.after) for step in history.steps] == [(found[0], found[2])]
    clock.now += 2 * MERGE_S
    history.note(Step(found[2], found[3]))
    assert len(history.steps) == 2
    clock.now += 0.3
    history.note(Step(found[3], found[2]))
    assert len(history.steps) == 1  # back where it was: nothing happened


def test_undo_passes_over_a_model_and_tells_every_view_once() -> None:
    session = session_of()
    session.set_label(np.array([0]), "negative")
    session.set_model("own")
    heard: list[str] = []
    session.labels_changed.connect(lambda: heard.append("labels"))
    session.filter_changed.connect(lambda: heard.append("filter"))
    session.undo()
    assert heard == ["labels"]
    assert session.model == "own"
    assert [step.after.model for step in session.history.steps] == ["own"]


def test_another_corpus_and_a_project_begin_another_history() -> None:
    session = session_of()
    session.set_filter(DocumentFilter(find="room"))
    session.open(corpus_of(["one", "two"]))
    assert session.history.next_undo is None
    session.restore_choices(Choices(DocumentFilter(find="one")), ("Opened it.",))
    assert session.in_scope.tolist() == [0]
    assert session.history.next_undo is None
    assert session.history.told == ("Opened it.",)
