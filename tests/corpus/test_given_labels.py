"""Labels given to documents act as a plain mapping would, whatever is given in whatever order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.given_labels import GivenLabels

acts = st.lists(
    st.tuples(st.sets(st.integers(0, 30), max_size=8), st.sampled_from(["positive", "negative", "好", None]))
)


@given(acts)
def test_labels_are_what_a_dictionary_would_hold(acts: list[tuple[set[int], str | None]]) -> None:
    labels, expected = GivenLabels(), {}
    for positions, label in acts:
        before, labels = labels, labels.with_label(np.array(sorted(positions), dtype=np.int64), label)
        assert labels.changed_from(before).tolist() == [
            place for place in range(31) if labels.of(place) != before.of(place)
        ]
        for position in positions:
            expected.pop(position, None)
            if label is not None:
                expected[position] = label
    assert dict(labels) == expected
    assert labels == GivenLabels(expected)
    assert hash(labels) == hash(GivenLabels(expected))
    assert labels.positions.tolist() == sorted(expected)
    column = labels.column(31)
    assert {place: column[place] for place in np.flatnonzero(column.notna()).tolist()} == expected
    for name in labels.names:
        assert labels.positions_of(name).tolist() == sorted(
            p for p, label in expected.items() if label == name
        )
