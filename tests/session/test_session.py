"""The session keeps the selection inside the filter, whatever is done in whatever order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LABELS, POLARITY, corpus_of, filter_to_selection, prediction_of
from textminer.analysis.ordering import SortKey
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.session.session import Session

CITIES = ["Porto", "Faro", "Porto", "Lisbon", "Faro", "Porto"]
TEXTS = ["good room", "bad room", "", "fine", "good view", "noise"]

FILTERS = [
    DocumentFilter(),
    DocumentFilter(find="room"),
    DocumentFilter(conditions=(ColumnCondition(1, ("Porto", "Faro")),)),
    DocumentFilter(sentiments=("positive",)),
    DocumentFilter(scores=(-1.0, 0.0)),
    DocumentFilter(positions=PositionSet((0, 3, 5))),
    DocumentFilter(find="^good", is_regex=True),
]
steps = st.one_of(
    st.sampled_from(FILTERS),
    st.lists(st.integers(0, 5), max_size=6).map(lambda found: np.array(found, dtype=np.int64)),
    st.sampled_from([0.9, -0.9]),
)


def session_of() -> Session:
    session = Session()
    session.open(corpus_of(TEXTS, city=CITIES))
    return session


@given(st.lists(steps, max_size=10))
@settings(max_examples=150, deadline=None)
def test_selection_always_lies_within_the_filter(taken: list[object]) -> None:
    session = session_of()
    session.start_scores(LABELS, POLARITY)
    for step in taken:
        if isinstance(step, DocumentFilter):
            session.set_filter(step)
        elif isinstance(step, np.ndarray):
            session.select(step)
        else:
            session.add_scores(np.array([0, 4]), prediction_of([step, -step]))
        corpus = session.corpus
        assert corpus is not None
        mask = session.filter.mask(corpus.table, corpus.text_column)
        assert session.in_scope.tolist() == np.flatnonzero(mask).tolist()
        assert set(session.selection.tolist()) <= set(session.in_scope.tolist())


def test_an_equal_filter_or_selection_tells_nobody() -> None:
    session = session_of()
    told: list[str] = []
    session.filter_changed.connect(lambda: told.append("filter"))
    session.selection_changed.connect(lambda: told.append("selection"))
    session.set_filter(DocumentFilter(find="room"))
    session.set_filter(DocumentFilter(find="room"))
    session.select(np.array([1]))
    session.select(np.array([1]))
    assert told == ["filter", "selection"]


def test_filter_to_selection_leaves_the_selected_documents() -> None:
    session = session_of()
    session.select(np.array([4, 1]))
    filter_to_selection(session)
    assert session.in_scope.tolist() == [1, 4]
    assert session.selection.tolist() == [1, 4]


def test_scores_arrive_in_parts_and_a_filter_on_them_follows() -> None:
    session = session_of()
    session.start_scores(LABELS, POLARITY)
    session.set_filter(DocumentFilter(sentiments=("positive",)))
    assert session.in_scope.size == 0
    session.add_scores(np.array([4, 1]), prediction_of([0.9, -0.9]))
    assert session.in_scope.tolist() == [4]
    assert session.corpus is not None
    assert session.corpus.table.own["sentiment"].iloc[1] == "negative"


def test_opening_another_corpus_forgets_the_one_before() -> None:
    session = session_of()
    session.start_scores(LABELS, POLARITY)
    session.set_filter(DocumentFilter(find="room"))
    session.select(np.array([0]))
    session.open(corpus_of(["one"]))
    assert session.prediction is None
    assert session.filter.is_empty
    assert session.selection.size == 0
    assert session.in_scope.tolist() == [0]
    assert session.current == 0


def test_closing_lets_everything_go_and_says_so() -> None:
    session = session_of()
    session.start_scores(LABELS, POLARITY)
    session.set_filter(DocumentFilter(find="room"))
    session.set_sort(SortKey(1, True))
    heard: list[str] = []
    session.corpus_changed.connect(lambda: heard.append("corpus"))
    session.sort_changed.connect(lambda: heard.append("sort"))
    session.close()
    assert heard == ["corpus", "sort"]
    assert session.corpus is None
    assert session.prediction is None
    assert session.current is None
    assert session.sort is None
    assert session.filter.is_empty
    assert session.in_scope.tolist() == []


def test_saved_scores_are_taken_for_as_many_documents_as_there_are_alone() -> None:
    session = session_of()
    session.restore_scores(prediction_of([0.5, 0.5]))
    assert session.prediction is None
    session.restore_scores(prediction_of([0.5, -0.5, "empty", 0.1, 0.2, 0.3]))
    assert session.corpus is not None
    assert session.corpus.table.own["status"].to_list()[2] == "empty"
    session.set_filter(DocumentFilter(sentiments=("negative",)))
    assert session.in_scope.tolist() == [1]


def test_groups_keep_their_order_and_names_stay_distinct() -> None:
    session = session_of()
    session.add_group("late", np.array([5, 3, 3]))
    session.add_group("early", np.array([0]))
    session.add_group("late", np.array([4]))
    assert [(group.name, group.positions.tolist()) for group in session.groups] == [
        ("late", [4]),
        ("early", [0]),
    ]
    session.rename_group("late", "last")
    session.remove_group("early")
    assert session.groups == (DocumentGroup("last", np.array([4])),)


def test_a_label_is_a_column_while_any_document_has_one() -> None:
    session = session_of()
    heard: list[int] = []
    session.labels_changed.connect(lambda: heard.append(len(session.labels)))
    session.set_label(np.array([4, 1]), "negative")
    session.set_label(np.array([1]), "positive")
    assert session.corpus is not None
    assert dict(session.labels) == {1: "positive", 4: "negative"}
    assert session.corpus.table.own["your_label"].to_list()[1] == "positive"
    session.set_label(np.arange(6), None)
    assert "your_label" not in session.corpus.table.own
    assert heard == [2, 2, 0]
