"""A filter is a description: equal where it says the same, and its mask is what it says."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import prediction_of, table_of
from textminer.corpus.date_span import DateExtent, DateSpan, date_extent
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.filter import ColumnCondition, DocumentFilter, contains
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.positions import PositionSet
from textminer.errors import FilterError

TEXTS = ["The soup was GREAT", "a.b", "größe Straße", "", "great (really)"]
DATES = ["14/04/2024", "01/03/2024 09:30", "", "03/02/2024", "no idea"]
TABLE = table_of(text=TEXTS, shop=["A", "B", "A", "", "C"], day=DATES).with_own(
    prediction_of([0.8, -0.6, 0.0, "empty", None]).columns()
)

filters = st.builds(
    DocumentFilter,
    sentiments=st.sampled_from([(), ("positive",), ("positive", "negative"), ("nothing",)]),
    scores=st.sampled_from([None, (-1.0, 0.0), (0.5, 1.0)]),
    statuses=st.sampled_from([(), ("scored",), ("empty", "waiting")]),
    find=st.sampled_from(["", "great", "(", "ß"]),
    conditions=st.sampled_from([(), (ColumnCondition(1, ("A", "")),)]),
    dates=st.sampled_from([None, DateSpan(2, first="2024-03-01"), DateSpan(2)]),
    positions=st.sampled_from([None, PositionSet(()), PositionSet((0, 2, 4))]),
)


def passing(description: DocumentFilter, table: DocumentTable = TABLE) -> list[int]:
    return np.flatnonzero(description.mask(table, 0)).tolist()


def test_the_empty_filter_lets_all_pass() -> None:
    assert DocumentFilter().is_empty
    assert passing(DocumentFilter()) == [0, 1, 2, 3, 4]


def test_each_condition_means_what_it_says() -> None:
    assert passing(DocumentFilter(sentiments=("positive",))) == [0]
    assert passing(DocumentFilter(scores=(-0.7, 0.1))) == [1, 2]
    assert passing(DocumentFilter(statuses=("empty", "waiting"))) == [3, 4]
    assert passing(DocumentFilter(find="great")) == [0, 4]
    assert passing(DocumentFilter(find="a.b")) == [1]
    assert passing(DocumentFilter(find=r"gr.+\(", is_regex=True)) == [4]
    assert passing(DocumentFilter(conditions=(ColumnCondition(1, ("A",)),))) == [0, 2]
    assert passing(DocumentFilter(conditions=(ColumnCondition(1, ("",)),))) == [3]
    assert passing(DocumentFilter(positions=PositionSet((4, 1)))) == [1, 4]
    assert passing(DocumentFilter(positions=PositionSet(()))) == []


def test_a_span_of_days_holds_both_its_ends_and_only_dates() -> None:
    assert passing(DocumentFilter(dates=DateSpan(2))) == [0, 1, 3]
    assert passing(DocumentFilter(dates=DateSpan(2, first="2024-03-01"))) == [0, 1]
    assert passing(DocumentFilter(dates=DateSpan(2, last="2024-03-01"))) == [1, 3]
    assert passing(DocumentFilter(dates=DateSpan(2, "2024-02-03", "2024-02-03"))) == [3]
    assert date_extent(TABLE.column(2)) == DateExtent("2024-02-03", "2024-04-14", True)
    assert date_extent(TABLE.column(0)) is None
    with pytest.raises(ValueError, match="March"):
        DateSpan(2, first="1 March")


def test_scores_at_the_ends_of_the_span_pass_and_documents_without_a_score_do_not() -> None:
    scores = TABLE.own["score"].to_numpy()
    low, high = float(scores[1]), float(scores[0])
    assert passing(DocumentFilter(scores=(low, high))) == [0, 1, 2]


def test_finding_takes_no_notice_of_case_and_signs_stand_for_themselves() -> None:
    assert contains(TABLE, 0, "STRASSE").tolist() == [False] * 5
    assert contains(TABLE, 0, "straße").tolist() == [False, False, True, False, False]
    assert contains(TABLE, 0, "GRÖSSE".lower().replace("ss", "ß")).tolist() == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert contains(TABLE, 0, ".").tolist() == [False, True, False, False, False]


def test_a_pattern_that_cannot_be_read_is_refused_in_a_sentence() -> None:
    for pattern in ("(", "[a", r"(?=x)", r"\1"):
        with pytest.raises(FilterError) as caught:
            contains(TABLE, 0, pattern, is_regex=True)
        assert pattern in str(caught.value)


def test_a_filter_on_columns_that_do_not_exist_yet_passes_nothing() -> None:
    bare = DocumentTable(TABLE.frame, TABLE.names)
    assert passing(DocumentFilter(sentiments=("positive",)), bare) == []
    assert passing(DocumentFilter(scores=(-1.0, 1.0)), bare) == []


@given(filters)
def test_a_filter_is_the_same_after_a_trip_through_json(description: DocumentFilter) -> None:
    again = DocumentFilter.from_dict(json.loads(json.dumps(asdict(description), default=list)))
    assert again == description
    assert hash(again) == hash(description)


@settings(deadline=None)
@given(filters)
def test_all_conditions_hold_together(description: DocumentFilter) -> None:
    parts = [
        DocumentFilter(sentiments=description.sentiments),
        DocumentFilter(scores=description.scores),
        DocumentFilter(statuses=description.statuses),
        DocumentFilter(find=description.find),
        DocumentFilter(conditions=description.conditions),
        DocumentFilter(dates=description.dates),
        DocumentFilter(positions=description.positions),
    ]
    expected = np.logical_and.reduce([part.mask(TABLE, 0) for part in parts])
    np.testing.assert_array_equal(description.mask(TABLE, 0), expected)
    both = description.on_originals.mask(TABLE, 0) & description.on_ours.mask(TABLE, 0)
    np.testing.assert_array_equal(both, expected)


def test_documents_are_found_by_the_users_own_label_and_by_having_none() -> None:
    labelled = TABLE.with_own({"your_label": GivenLabels({1: "negative"}).column(TABLE.n_documents)})
    assert np.flatnonzero(DocumentFilter(labels=("negative",)).mask(labelled, 0)).tolist() == [1]
    assert not DocumentFilter(labels=("",)).mask(labelled, 0)[1]
    assert DocumentFilter(labels=("", "negative")).mask(labelled, 0).all()
    assert DocumentFilter(labels=("",)).mask(TABLE, 0).all()
    assert not DocumentFilter(labels=("negative",)).mask(TABLE, 0).any()
