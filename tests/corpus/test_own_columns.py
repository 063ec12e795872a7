"""Our columns: computed when asked for, once, and checked like any other."""

import pandas as pd
import pytest

from tests.builders import prediction_of, table_of
from textminer.corpus.own_columns import OwnColumns, once


def test_a_column_is_computed_when_it_is_first_asked_for_and_only_then() -> None:
    calls: list[str] = []

    def make() -> pd.Series:
        calls.append("made")
        return pd.Series([1.0, 2.0])

    table = table_of(a=["x", "y"]).with_own(OwnColumns({"score": make}, 2))
    again = table.with_own({"group": pd.Series(["p", "q"])})
    assert list(again.own) == ["score", "group"]
    assert "score" in again.own
    assert calls == []
    assert again.own["score"].tolist() == again.own["score"].tolist() == [1.0, 2.0]
    assert calls == ["made"]


def test_columns_of_another_length_are_refused() -> None:
    table = table_of(a=["x", "y"])
    with pytest.raises(ValueError):
        table.with_own(OwnColumns({"score": lambda: pd.Series([1.0])}, 1))
    with pytest.raises(ValueError):
        table.with_own({"score": pd.Series([1.0])})


def test_a_copied_prediction_does_not_change_with_what_comes_later() -> None:
    prediction = prediction_of([None, 0.5])
    before = prediction.copied()
    columns = before.columns()
    prediction.probabilities[0] = [0, 0, 1]
    prediction.statuses[0] = 0
    assert columns["sentiment"].isna().tolist() == [True, False]
    assert list(columns) == [
        "sentiment",
        "confidence",
        "score",
        "probability_negative",
        "probability_neutral",
        "probability_positive",
        "status",
    ]


def test_what_is_asked_for_once_is_not_kept_and_what_is_kept_is_not_made_again() -> None:
    made: list[str] = []

    def make() -> pd.Series:
        made.append("score")
        return pd.Series([0.5, -0.5])

    table = (
        table_of(a=["x", "y"]).with_own(OwnColumns({"score": make}, 2)).with_own({"label": pd.Series([1, 0])})
    )
    assert once(table.own, "score").tolist() == [0.5, -0.5]
    assert once(table.own, "score").tolist() == [0.5, -0.5]
    assert made == ["score", "score"]
    kept = table.own["score"]
    assert once(table.own, "score") is kept
    assert table.own["score"] is kept
    assert made == ["score"] * 3
    assert once(table.own, "label").tolist() == [1, 0]
    with pytest.raises(KeyError):
        once(table.own, "confidence")
