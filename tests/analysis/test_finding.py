"""Where in a text what was searched for stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.analysis.finding import find_spans
from textminer.errors import FilterError


@given(st.text("ab 😀.(好", max_size=20), st.text("ab 😀.(好", min_size=1, max_size=3))
def test_plain_finds_are_the_occurrences_from_the_left(text: str, pattern: str) -> None:
    found, place = [], text.find(pattern)
    while place >= 0:
        found.append([place, place + len(pattern)])
        place = text.find(pattern, place + len(pattern))
    assert find_spans(text, pattern).tolist() == found


def test_case_does_not_matter_and_expressions_may_have_groups() -> None:
    assert find_spans("Lift, LIFT", "lift").tolist() == [[0, 4], [6, 10]]
    assert find_spans("colour color", "col(o)(u?)r", is_regex=True).tolist() == [[0, 6], [7, 12]]
    assert find_spans("abc", "x*", is_regex=True).tolist() == []


def test_a_bad_expression_raises_what_a_user_can_read() -> None:
    with pytest.raises(FilterError):
        find_spans("a", "(", is_regex=True)
