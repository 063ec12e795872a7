"""When a file was changed is told by the calendar, not by counting hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.gui.welcome.file_age import last_change

NOW = datetime(2026, 3, 4, 0, 30)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (datetime(2026, 3, 4, 0, 5), "changed today at 00:05"),
        (datetime(2026, 3, 3, 23, 59), "changed yesterday"),
        (datetime(2026, 3, 1, 12, 0), "changed 3 days ago"),
        (datetime(2026, 2, 25, 12, 0), "changed on 2026-02-25"),
        (datetime(2026, 3, 9, 12, 0), "changed on 2026-03-09"),
    ],
)
def test_the_age_of_a_file_in_words(changed: datetime, words: str) -> None:
    assert last_change(changed, NOW) == words


@given(st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)))
def test_any_time_can_be_told(before: timedelta) -> None:
    assert last_change(NOW - before, NOW).startswith("changed ")
